"""Two records side by side: the parts of their names joined by lines, the facts, and what would settle it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import floor, log10

from preclear.model.application import Application
from preclear.model.dates import PartialDate
from preclear.model.screening import AlignedPart, PossibleMatch
from preclear.web.i18n import Catalogue

MOST_DRAWN = 12
"""Parts of one name that are drawn; the table beside has all."""

_LEAST_SAID = 2
_MILLION = 1_000_000


@dataclass(frozen=True, kw_only=True)
class Box:
    """One part of a name, as it stands in its record; ``rare`` says in words how frequent it is."""

    text: str
    rare: str
    joined: bool


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line from a part on the left to one on the right: an SVG path in a box of 100 by ``100 * rows``."""

    path: str
    same: bool


@dataclass(frozen=True, kw_only=True)
class Pairing:
    """The two names, ready to be drawn, and the same as rows of a table. ``whole`` says how rare all of it is."""

    asked: tuple[Box, ...]
    listed: tuple[Box, ...]
    lines: tuple[Line, ...]
    rows: tuple[tuple[AlignedPart, str], ...]
    whole: str

    @property
    def height(self) -> int:
        """Rows of the drawing."""
        return max(len(self.asked), len(self.listed), 1)


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One other fact of both records. ``agrees`` is None where one side does not know it."""

    name: str
    asked: str
    listed: str
    agrees: bool | None


def pairing(asked: str, listed: str, found: PossibleMatch | None, words: Catalogue) -> Pairing:
    """How the names stand to each other, from the frozen dossier; of an old one without parts, word by word."""
    parts = found.parts if found and found.parts else tuple(_word_by_word(asked, listed))
    left = _in_order([one for one in parts if one.asked], asked, lambda one: one.asked)[:MOST_DRAWN]
    right = _in_order([one for one in parts if one.listed], listed, lambda one: one.listed)[:MOST_DRAWN]
    return Pairing(
        asked=tuple(_box(one.asked, one, words) for one in left),
        listed=tuple(_box(one.listed, one, words) for one in right),
        lines=tuple(
            _line(left.index(one), right.index(one), same=one.how == "same")
            for one in left
            if one.listed and one in right
        ),
        rows=tuple((one, rarity(one.one_in, words)) for one in parts),
        whole=rarity_of_all(found.one_in, words) if found else "",
    )


def rarity(one_in: int, words: Catalogue) -> str:
    """How frequent one part is among travellers, in words and in two figures; empty where it is not known."""
    if one_in >= _MILLION:
        return words.text("fewer than one in a million travellers")
    if one_in < _LEAST_SAID:
        return ""
    return words.text("at most one in {n} travellers", n=_two_figures(one_in))


def rarity_of_all(one_in: int, words: Catalogue) -> str:
    """How frequent several parts are together: only about, for they are counted as if each were borne by chance."""
    if one_in >= _MILLION:
        return words.text("about one in a million travellers, or fewer")
    if one_in < _LEAST_SAID:
        return ""
    return words.text("about one in {n} travellers", n=_two_figures(one_in))


def _two_figures(number: int) -> str:
    step = 10 ** max(floor(log10(number)) - 1, 0)
    return f"{number // step * step:,}"


def facts(application: Application, found: PossibleMatch | None) -> list[Fact]:
    """Birth date and document of both records. Nationality and birth place never raise a match and are left out."""
    born, births = application.applicant.birth_date, found.birth_dates if found else ()
    document, listed = application.document, found.document if found else ""
    plain = [part for part in listed.replace(":", " ").replace("/", " ").split() if part]
    return [
        Fact(
            name="Birth date",
            asked=str(born),
            listed=", ".join(births),
            agrees=any(_may_be(born, one) for one in births) if births else None,
        ),
        Fact(
            name="Document",
            asked=f"{document.issuing_state} {document.number}",
            listed=listed,
            agrees=document.number in plain if plain else None,
        ),
    ]


def what_would_settle(application: Application, shown: Sequence[Fact]) -> list[str]:
    """What an officer can ask for next; each is a sentence of the catalogue."""
    birth, document = shown
    wanted = []
    if birth.agrees is None:
        wanted.append("A birth date from the owner of the list.")
    elif birth.agrees and not application.applicant.birth_date.whole:
        wanted.append("The applicant's full birth date.")
    if not document.agrees:
        wanted.append("A document number of the listed person, compared with this and earlier passports.")
    wanted.append("A portrait from the owner of the list, beside the one in the chip.")
    return wanted


def _word_by_word(asked: str, listed: str) -> Iterator[AlignedPart]:
    left, right = asked.split(), listed.split()
    for word in left:
        twin = next((one for one in right if one.casefold() == word.casefold()), None)
        if twin:
            right.remove(twin)
        yield AlignedPart(asked=word, listed=twin or "", how="same" if twin else "")
    yield from (AlignedPart(asked="", listed=word) for word in right)


def _in_order(parts: Sequence[AlignedPart], name: str, text_of: Callable[[AlignedPart], str]) -> list[AlignedPart]:
    """Parts in the order of the name as written; what is written otherwise keeps its place after them."""
    plain = name.casefold()

    def place(at_and_part: tuple[int, AlignedPart]) -> tuple[int, int]:
        at, part = at_and_part
        found = plain.find(text_of(part).casefold().split(" ")[0])
        return (found if found >= 0 else len(plain), at)

    return [part for _, part in sorted(enumerate(parts), key=place)]


def _box(text: str, part: AlignedPart, words: Catalogue) -> Box:
    alone = not (part.asked and part.listed)
    said = words.text(part.how) if alone and part.how else rarity(part.one_in, words)
    return Box(text=text, rare=said, joined=not alone or bool(part.how))


def _line(left: int, right: int, *, same: bool) -> Line:
    start, end = left * 100 + 45, right * 100 + 45
    return Line(path=f"M0 {start} C50 {start} 50 {end} 100 {end}", same=same)


def _may_be(born: PartialDate, listed: str) -> bool:
    """Whether two birth dates can be one; a listed span such as ``1970-1975`` is read by its years."""
    years = [int(part) for part in listed.replace("/", "-").replace(" ", "-").split("-") if _is_year(part)]
    try:
        return born.may_be(PartialDate.parse(listed))
    except ValueError:
        return bool(years) and min(years) <= born.year <= max(years)


def _is_year(part: str) -> bool:
    return len(part) == 4 and part.isascii() and part.isdigit()
