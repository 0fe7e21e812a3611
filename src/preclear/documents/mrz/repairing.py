"""Repair of a zone that was read from a picture: few characters, each listed, none invented, no name touched.

A character is changed only where the alphabet of its place forbids it or a check digit contradicts it, only into
one that it is often mistaken for (or that the reader itself thought of second), and only where exactly one smallest
change makes the check digits fit. Codes of States change only into the one code of Doc 9303-3, section 5, that they
can be. Names carry no check digit and are left as they were read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations, islice, product
from math import prod

from preclear.documents.mrz.confusions import EITHER, FOREIGN_SIGNS, LIKE_DIGITS, LIKE_FILLERS, LIKE_LETTERS
from preclear.documents.mrz.digits import check_digit
from preclear.documents.mrz.layouts import CLASSES, DIGIT, FOREIGN, LETTER, Layout
from preclear.documents.mrz.lines import lay_out
from preclear.documents.mrz.reading import parse
from preclear.model.codes import CheckStatus
from preclear.model.verification import Repair, RepairedMrz, Step
from preclear.writing.states import STATES

_STANDARD = "ICAO Doc 9303-3, 4.9; BSI TR-03135-1, 5.5.4.1"
_MOST_TRIES = 5_000
"""Combinations that are tried for one check digit; beyond them the place is left as it was read."""

Change = Mapping[int, str]
"""New characters by their offset in the joined zone."""


def repair(
    lines: Sequence[str], *, today: date | None = None, alternatives: Sequence[Sequence[str]] | None = None
) -> RepairedMrz:
    """Read a zone and undo the misreadings that its alphabets and check digits prove.

    ``alternatives`` has for each line and position the characters that the reader thought of second, best first, or an
    empty text; where it is given, a legal character changes into nothing else. ``today`` is as for ``parse``.
    Where two changes explain the check digits equally well, nothing is changed there and the step ``repair`` is
    undetermined. So it is where a legal character was changed without a second thought of the reader: one digit
    alone is wrong too often to be believed without a look at the page. ``InvalidInput`` as for ``parse``: also for a
    foreign sign that is left, in a name for instance.

    >>> found = repair(["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L8989O2C36UT07408122F12O4159ZE184226B<<<<<10"])
    >>> found.mrz.valid, [(each.position, each.before, each.after) for each in found.repairs]
    (True, [(6, 'O', '0'), (13, '0', 'O'), (24, 'O', '0')])
    """
    layout, zone, _ = lay_out(lines)
    page = _Page(layout=layout, zone=zone, others=_others(layout, zone, alternatives), seconds=alternatives is not None)
    changes, doubts = _changes(page)
    repaired = page.with_(changes)
    repairs = tuple(
        Repair(line=at // layout.width + 1, position=at % layout.width + 1, before=zone[at], after=after)
        for at, after in sorted(changes.items())
    )
    mrz = parse([repaired], today=today)
    chosen = 0 if page.seconds else sum(not page.forced(at) and not page.in_code(at) for at in changes)
    return RepairedMrz(mrz=mrz, repairs=repairs, step=_step(repairs, doubts, chosen, valid=mrz.valid))


@dataclass(frozen=True, kw_only=True)
class _Group:
    """Places that one check digit covers, in order, and where that digit stands.

    ``filler`` is the place of the filler that stands for the digit of a long number, None with every other one.
    """

    name: str
    covered: tuple[int, ...]
    digit: int
    filler: int | None = None

    @property
    def places(self) -> tuple[int, ...]:
        """Every place that may have been misread."""
        return (*self.covered, self.digit) if self.filler is None else (*self.covered, self.digit, self.filler)


@dataclass(frozen=True, kw_only=True)
class _Page:
    """A zone as read, and for each offset the other characters that may be meant there."""

    layout: Layout
    zone: str
    others: Mapping[int, str]
    seconds: bool

    def forced(self, at: int) -> bool:
        """Whether the character cannot stand where it stands."""
        return not _class_of(self.zone[at]) & _allowed(self.layout, at)

    def in_code(self, at: int) -> bool:
        """Whether the place belongs to the code of a State, which a list of codes decides."""
        return any(part.start <= at < part.stop for part in (self.layout.issuing_state, self.layout.nationality))

    def with_(self, changes: Change) -> str:
        """The zone with some characters changed."""
        letters = list(self.zone)
        for at, after in changes.items():
            letters[at] = after
        return "".join(letters)

    @property
    def most_extra(self) -> int:
        """Legal characters that may change for one check digit: a general confusion explains one at most."""
        return 2 if self.seconds else 1


def _class_of(character: str) -> int:
    return CLASSES[ord(character)] if character <= "Z" else FOREIGN


def _allowed(layout: Layout, at: int) -> int:
    return layout.allowed[at]


def _others(layout: Layout, zone: str, alternatives: Sequence[Sequence[str]] | None) -> dict[int, str]:
    everywhere = range(layout.size)
    names = {*everywhere[layout.names], *everywhere[layout.given_names]}
    return {
        at: ""
        if at in names
        else "".join(dict.fromkeys(_other_characters(layout, zone, at, _seconds(layout, at, alternatives))))
        for at in everywhere
    }


def _seconds(layout: Layout, at: int, alternatives: Sequence[Sequence[str]] | None) -> str | None:
    if alternatives is None:
        return None
    line, position = divmod(at, layout.width)
    return alternatives[line][position] if line < len(alternatives) and position < len(alternatives[line]) else ""


def _other_characters(layout: Layout, zone: str, at: int, seconds: str | None) -> Iterator[str]:
    """What else may be meant: the reader's own second thoughts, then what the character is mistaken for."""
    own, allowed = zone[at], _allowed(layout, at)
    likely = seconds or ""
    if seconds is None or not _class_of(own) & allowed:
        likely += _alike(own, allowed)
        if own in LIKE_FILLERS and _only_fillers_follow(layout, zone, at):
            likely += "<"
    return (character for character in likely if character != own and _class_of(character) & allowed)


def _alike(own: str, allowed: int) -> str:
    if _class_of(own) == FOREIGN:
        return FOREIGN_SIGNS.get(own, "") + own.upper()
    if not allowed & LETTER:
        return LIKE_DIGITS.get(own, "")
    return (LIKE_LETTERS if not allowed & DIGIT else EITHER).get(own, "")


def _only_fillers_follow(layout: Layout, zone: str, at: int) -> bool:
    field = next((part for part in layout.filled if part.start <= at < part.stop), slice(at, at + 1))
    return LIKE_FILLERS.issuperset(zone[at : field.stop].replace("<", ""))


def _changes(page: _Page) -> tuple[dict[int, str], list[str]]:
    """The changes that are proven, and the names of the fields where no single one is."""
    changes: dict[int, str] = {}
    doubts: list[str] = []
    for name, part, legal in _codes(page.layout):
        found = _fitting_codes(page, part, legal)
        if len(found) == 1:
            changes |= found[0]
        elif found or any(map(page.forced, range(page.layout.size)[part])):
            doubts.append(name)
    groups = _groups(page)
    explained = {group.name: _explanations(page, group) for group in groups}
    agreed, open_ = _agreed(page, explained)
    return changes | agreed, doubts + open_


def _codes(layout: Layout) -> Iterator[tuple[str, slice, frozenset[str]]]:
    yield "document_code", layout.document_code, frozenset()
    yield "issuing_state", layout.issuing_state, frozenset(STATES)
    if layout.nationality.stop:
        yield "nationality", layout.nationality, frozenset(STATES)
    yield "sex", slice(layout.sex, layout.sex + 1), frozenset({"M", "F", "X", ""})


def _fitting_codes(page: _Page, part: slice, legal: frozenset[str]) -> list[Change]:
    """The smallest changes that make a known code of a field without check digit; one empty change where it is one."""
    places = range(page.layout.size)[part]
    forced = [at for at in places if page.forced(at)]
    if not forced and (not legal or page.zone[part].rstrip("<") in legal):
        return [{}]
    free = [at for at in places if at not in forced]
    for extra in range(len(free) + 1):
        found = [
            change
            for chosen in combinations(free, extra)
            for change in _variants(page, (*forced, *chosen))
            if _is_code(page.with_(change)[part], legal, page.layout)
        ]
        if found:
            return found
    return []


def _is_code(text: str, legal: frozenset[str], layout: Layout) -> bool:
    code = text.rstrip("<")
    return code in legal if legal else text[0] in layout.first_letters


def _variants(page: _Page, places: Sequence[int]) -> Iterator[Change]:
    """Every way to change all of the places; none where there are too many."""
    if prod(len(page.others[at]) for at in places) > _MOST_TRIES:
        return
    for letters in product(*(page.others[at] for at in places)):
        yield dict(zip(places, letters, strict=True))


def _groups(page: _Page) -> list[_Group]:
    layout = page.layout
    groups = []
    for digit in layout.digits:
        if digit.id == "digit.composite":
            continue
        name = digit.id.removeprefix("digit.")
        covered = tuple(at for part in digit.covers for at in range(layout.size)[part])
        groups.append(_Group(name=name, covered=covered, digit=digit.at))
    rest = _rest_of_number(page)
    if rest:
        number = groups[0]
        covered = (*number.covered, *rest[:-1])
        groups[0] = _Group(name=number.name, covered=covered, digit=rest[-1], filler=number.digit)
    return groups


def _rest_of_number(page: _Page) -> tuple[int, ...]:
    """Where a long number goes on in the optional data, its check digit last (Doc 9303-5, 4.2.4)."""
    layout = page.layout
    at = layout.document_number.stop
    ends = page.zone[at] == "<" or (page.forced(at) and "<" in page.others[at])
    if layout.continues is None or not ends:
        return ()
    length = page.zone[layout.continues].find("<")
    return tuple(range(layout.continues.start, layout.continues.start + length)) if length > 1 else ()


def _explanations(page: _Page, group: _Group) -> list[Change]:
    """The smallest changes after which the check digit fits; one empty change where it fits as read."""
    forced = tuple(at for at in group.places if page.forced(at))
    if not forced and _fits(page.zone, group):
        return [{}]
    free = [at for at in group.places if at not in forced and page.others[at]]
    for extra in range(page.most_extra + 1):
        tries = (change for chosen in combinations(free, extra) for change in _variants(page, (*forced, *chosen)))
        found = [change for change in islice(tries, _MOST_TRIES) if _fits(page.with_(change), group)]
        if found:
            return found
    return []


def _fits(zone: str, group: _Group) -> bool:
    covered = "".join([zone[at] for at in group.covered])
    found = zone[group.digit]
    if found == "<":
        return group.name == "optional_data" and not covered.strip("<")
    return check_digit(covered) == found


def _agreed(page: _Page, explained: Mapping[str, list[Change]]) -> tuple[dict[int, str], list[str]]:
    """What the explanations of all fields and the composite digit prove together, and the fields left open."""
    together = _together(page, explained)
    if not together:
        return _sure(page, explained)
    agreed = {at: after for at, after in together[0].items() if all(each.get(at) == after for each in together)}
    moved = {at for change in together for at in change if at not in agreed}
    doubtful = [name for name, found in explained.items() if any(not moved.isdisjoint(change) for change in found)]
    withheld = {at for name in doubtful for change in explained[name] for at in change}
    kept = {at: after for at, after in agreed.items() if at not in withheld}
    return kept, doubtful or (["optional_data"] if moved else [])


def _together(page: _Page, explained: Mapping[str, list[Change]]) -> list[dict[int, str]]:
    """Every way to explain all check digits, the composite one too; none where one of them has no explanation."""
    if prod(map(len, explained.values())) > _MOST_TRIES:
        return []
    ways = [
        {at: after for change in changes for at, after in change.items()} for changes in product(*explained.values())
    ]
    if page.layout.digits[-1].id != "digit.composite":
        return ways
    return [whole for change in ways for whole in _with_composite(page, change)]


def _sure(page: _Page, explained: Mapping[str, list[Change]]) -> tuple[dict[int, str], list[str]]:
    """Where the composite digit contradicts: only what the alphabets force and an own check digit confirms."""
    forced = {name: [change for change in found if all(map(page.forced, change))] for name, found in explained.items()}
    open_ = [name for name, found in explained.items() if found != [{}] and len(forced[name]) != 1]
    sure = {at: after for found in forced.values() if len(found) == 1 for at, after in found[0].items()}
    return sure, open_ or ["composite"]


def _with_composite(page: _Page, change: dict[int, str]) -> list[dict[int, str]]:
    """The change, and what must change besides, so that the composite digit fits; nothing where it cannot."""
    digit = page.layout.digits[-1]
    covered = tuple(at for part in digit.covers for at in range(page.layout.size)[part])
    group = _Group(name="composite", covered=covered, digit=digit.at)
    own = {at for each in page.layout.digits[:-1] for part in each.covers for at in range(page.layout.size)[part]}
    own |= {each.at for each in page.layout.digits[:-1]} | set(_rest_of_number(page))
    places = [at for at in (*covered, digit.at) if at not in own]
    forced = tuple(at for at in places if page.forced(at))
    free = [at for at in places if at not in forced and page.others[at]]
    for extra in range(page.most_extra + 1):
        found = [
            {**change, **more}
            for chosen in combinations(free, extra)
            for more in _variants(page, (*forced, *chosen))
            if _fits(page.with_({**change, **more}), group)
        ]
        if found:
            return found
    return []


def _step(repairs: Sequence[Repair], doubts: Sequence[str], chosen: int, *, valid: bool) -> Step:
    count = f"{len(repairs)} character{'s' if len(repairs) != 1 else ''} changed"
    if doubts:
        fields = ", ".join(dict.fromkeys(doubts)).replace("_", " ")
        reason = f"{count}; no single reading of {fields} fits, so nothing is changed there"
    elif not valid:
        reason = f"{count}; what is left is in a name, and names are never repaired"
    elif chosen:
        reason = f"{count}, {chosen} of them for the sake of a check digit alone: compare with the page"
    else:
        return Step(id="repair", status=CheckStatus.PASSED, reason=count if repairs else "", standard=_STANDARD)
    return Step(id="repair", status=CheckStatus.UNDETERMINED, reason=reason, standard=_STANDARD)
