"""Whom to ask for: listed people under altered names, and honest people by name culture.

Each sample belongs to one half of the data: ``half`` is decided by the SHA-256 of what identifies it (the list and
entity, the script form, the honest name), so that what is chosen on one half is reported on names never seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from random import Random

from preclear.model.dates import PartialDate
from preclear.model.screening import ScreeningQuery
from preclear.screening.entries import PERSON, WEAK, BirthSpan, ListEntry
from preclear.screening.measuring.alterations import FURTHER, WITHIN_LATIN, Alter, Parts, parts
from preclear.writing.names import analyse
from preclear.writing.scripts import fold, skeleton

TUNE, REPORT = "tune", "report"
HONEST = "honest"

_EARLIEST, _LATEST = 1950, 2005
_SON_OF = frozenset({"bin", "ibn", "ben"})
_ELSEWHERE, _NOWHERE = "UTO", "XXA"
"""A State that did not issue the document: Utopia of the specimens, else the code of the stateless (Doc 9303-3, 5)."""


@dataclass(frozen=True, kw_only=True)
class Sample:
    """One question and what the right answer is.

    ``group`` and ``kind`` say what was altered, or whose honest name it is (``honest`` and a name culture). ``wanted``
    is the list and entity that must be found, ``None`` for an honest person. ``born`` is the day that the person would
    give, and is asked with only where a measurement says so.
    """

    id: str
    group: str
    kind: str
    name: str
    half: str
    wanted: tuple[str, str] | None = None
    native_name: str = ""
    born: PartialDate | None = None
    document_number: str = ""
    issuing_state: str = ""

    def query(self, *, dated: bool) -> ScreeningQuery:
        """The question, with or without the birth date."""
        return ScreeningQuery(
            id=self.id,
            name=self.name,
            native_name=self.native_name or None,
            birth_date=self.born if dated else None,
            document_number=self.document_number or None,
            issuing_state=self.issuing_state or None,
        )


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A name of a listed person that can be altered: Latin, good, of two parts or more."""

    list: str
    entry: ListEntry = field(repr=False)
    text: str
    name: Parts

    @property
    def half(self) -> str:
        """Which half the entity belongs to."""
        return half(f"{self.list} {self.entry.id}")


def half(identity: str) -> str:
    """``report`` where the SHA-256 of this text is odd, else ``tune``."""
    return REPORT if sha256(identity.encode()).digest()[-1] % 2 else TUNE


def alterable(list_: str, entries: Iterable[ListEntry]) -> Iterator[Listed]:
    """The names of listed persons that recall is measured on; weak aliases and single names are left out."""
    for entry in entries:
        if entry.entity_type == PERSON:
            for name in entry.names:
                if name.kind != WEAK and fold(name.text).isascii() and len(analyse(name.text).tokens) >= 2:
                    yield Listed(list=list_, entry=entry, text=name.text, name=parts(name.text))


def sampled(names: Iterable[Listed], most: int) -> list[Listed]:
    """At most so many names of each half, chosen by hash: the same in every run, whatever the order of the list."""
    ordered = sorted(names, key=lambda one: (_hash(f"{one.list} {one.entry.id} {one.name}"), one.name.text))
    return [one for of in (TUNE, REPORT) for one in [name for name in ordered if name.half == of][:most]]


def altered(names: Iterable[Listed], alterations: Mapping[str, Mapping[str, Alter]] = WITHIN_LATIN) -> Iterator[Sample]:
    """Each name once in every group of alterations, with one of the group's alterations that the name allows."""
    for listed in names:
        for group, kinds in alterations.items():
            identity = f"{group} {listed.list} {listed.entry.id} {listed.name.text}"
            chance = Random(_hash(identity))  # noqa: S311 -- repeatable, not secret
            for kind in chance.sample(sorted(kinds), len(kinds)):
                changed = kinds[kind](listed.name, chance)
                if changed is not None:
                    yield _of(listed, identity, group, kind, changed, chance)
                    break


def further(names: Iterable[Listed]) -> Iterator[Sample]:
    """Alterations that are reported apart: a part left out, initials, parts joined and split."""
    return altered(names, FURTHER)


def wrong_dates(names: Iterable[Listed]) -> Iterator[Sample]:
    """The name as listed, with a birth date that is slightly wrong: day and month exchanged, one digit, a year only."""
    for listed in names:
        born = next((one.first for one in listed.entry.births if one.first == one.last and one.first.whole), None)
        if born is None or born.month is None or born.day is None:
            continue
        slips = {"year only": PartialDate(born.year), "one digit": _one_digit(born)}
        if born.day <= 12 and born.day != born.month:
            slips["day and month exchanged"] = PartialDate(born.year, born.day, born.month)
        for kind, date in slips.items():
            identity = f"{kind} {listed.list} {listed.entry.id} {listed.name.text}"
            yield Sample(
                id=_id(identity),
                group="birth date",
                kind=kind,
                name=listed.name.text,
                half=listed.half,
                wanted=(listed.list, listed.entry.id),
                born=date,
            )


def numbered(list_: str, entries: Iterable[ListEntry], other_name: str) -> Iterator[Sample]:
    """A listed document under somebody else's name, and the same number of a State that did not issue it."""
    for entry in entries:
        document = next((one for one in entry.documents if one.issuing_state and len(one.number) >= 5), None)
        if entry.entity_type == PERSON and document is not None:
            other = _ELSEWHERE if document.issuing_state != _ELSEWHERE else _NOWHERE
            identity = f"{list_} {entry.id}"
            listed = Sample(
                id=_id(f"number, other name {identity}"),
                group="number",
                kind="number, other name",
                name=other_name,
                half=half(identity),
                wanted=(list_, entry.id),
                document_number=document.number,
                issuing_state=document.issuing_state,
            )
            yield listed
            elsewhere = _id(f"number of another State {identity}")
            kind = "number of another State"
            yield replace(listed, id=elsewhere, group=HONEST, kind=kind, wanted=None, issuing_state=other)


def exchanged(names: Iterable[Listed]) -> Iterator[Sample]:
    """'Ahmad bin Hasan' for the listed 'Hasan bin Ahmad': another person, who must not be stopped by name alone.

    Entities that are also listed under both words in another order, or without "son of", are left out: there the
    exchanged name may be meant.
    """
    for listed in names:
        words = listed.text.split()
        at = next((at for at, word in enumerate(words) if fold(word) in _SON_OF), 0)
        if at and len(words) == at + 2 and "," not in listed.text and _only_so(listed, words[at - 1], words[at + 1]):
            words[at - 1], words[at + 1] = words[at + 1], words[at - 1]
            identity = f"exchanged {listed.list} {listed.entry.id} {listed.text}"
            yield Sample(
                id=_id(identity), group=HONEST, kind="son and father exchanged", name=" ".join(words), half=listed.half
            )


def _only_so(listed: Listed, son: str, father: str) -> bool:
    """Whether these two words differ, and every name of the entity that has both has the one as son of the other."""
    if skeleton(fold(son)) == skeleton(fold(father)):
        return False
    both = {skeleton(fold(son)), skeleton(fold(father))}
    others = ([fold(word.strip(",")) for word in name.text.split()] for name in listed.entry.names)
    return all(
        not both <= {skeleton(word) for word in words} or _stands(words, fold(son), fold(father)) for words in others
    )


def _stands(words: list[str], son: str, father: str) -> bool:
    return any(
        word in _SON_OF and skeleton(before) == skeleton(son) and skeleton(after) == skeleton(father)
        for before, word, after in zip(words, words[1:], words[2:], strict=False)
    )


def honest(people: Iterable[tuple[str, PartialDate | None]], culture: str, most: int) -> Iterator[Sample]:
    """Honest people of one name culture, at most so many of each half; invented birth dates where none is given."""
    taken = {TUNE: 0, REPORT: 0}
    for name, born in sorted(dict(people).items(), key=lambda one: (_hash(one[0]), one[0])):
        of = half(name)
        if taken[of] < most:
            taken[of] += 1
            chance = Random(_hash(f"{HONEST} {name}"))  # noqa: S311 -- repeatable, not secret
            yield Sample(
                id=_id(f"{culture} {name}"), group=HONEST, kind=culture, name=name, half=of, born=born or _day(chance)
            )


def spelled(spellings: Iterable[tuple[str, str]], most: int) -> tuple[list[tuple[str, str]], list[Sample]]:
    """A list made of one spelling of each name, and the questions in other spellings of it.

    ``spellings`` are pairs of a script form and a Latin spelling. Gives the made-up list as pairs of entity and name
    (one Latin spelling of each script form, and for a third of them the script form itself) and the samples: another
    Latin spelling against Latin, the script form against Latin, and Latin against the script form.
    """
    grouped: dict[str, list[str]] = {}
    for script, latin in spellings:
        if len(latin.split()) >= 2 and len(script.split()) >= 2:
            grouped.setdefault(script, []).append(latin)
    listed, samples = [], []
    taken = {TUNE: 0, REPORT: 0}
    for script in sorted(grouped, key=lambda one: (_hash(one), one)):
        of = half(script)
        if taken[of] >= most:
            continue
        taken[of] += 1
        latins = sorted(set(grouped[script]), key=lambda one: (_hash(one), one))
        entity = _id(script)
        turn = _hash(f"turn {script}") % 3
        listed.append((entity, script if turn == 0 else latins[0]))
        if turn == 0:
            samples.append(_spelling(entity, "latin to script", latins[0], of))
        else:
            samples.append(_spelling(entity, "script to latin", script, of))
            if others := [one for one in latins[1:] if fold(one) != fold(latins[0])]:
                samples.append(_spelling(entity, "other spelling", others[0], of))
    return listed, samples


def _spelling(entity: str, kind: str, name: str, of: str) -> Sample:
    group = "script" if "script" in kind else "spelling"
    return Sample(id=_id(f"{kind} {entity}"), group=group, kind=kind, name=name, half=of, wanted=("spellings", entity))


def _of(listed: Listed, identity: str, group: str, kind: str, name: str, chance: Random) -> Sample:
    return Sample(
        id=_id(identity),
        group=group,
        kind=kind,
        name=name,
        half=listed.half,
        wanted=(listed.list, listed.entry.id),
        born=_within(listed.entry.births, chance),
    )


def _within(births: tuple[BirthSpan, ...], chance: Random) -> PartialDate:
    """A whole day that the list allows; any day where the list gives none."""
    if not births:
        return _day(chance)
    span = births[0]
    days = (span.last.last - span.first.first).days
    if days <= 0:
        return PartialDate.of(span.first.first)
    return PartialDate.of(span.first.first.fromordinal(span.first.first.toordinal() + chance.randint(0, days)))


def _day(chance: Random) -> PartialDate:
    return PartialDate(chance.randint(_EARLIEST, _LATEST), chance.randint(1, 12), chance.randint(1, 28))


def _one_digit(born: PartialDate) -> PartialDate:
    """Another year in its last digit, within the same decade."""
    year = born.year - born.year % 10 + (born.year % 10 + 3) % 10
    return PartialDate(year, born.month, min(born.day or 1, 28))


def _hash(text: str) -> int:
    return int.from_bytes(sha256(text.encode()).digest()[:8], "big")


def _id(identity: str) -> str:
    return sha256(identity.encode()).hexdigest()[:16]
