"""The formats as data: where each field stands, what each check digit covers, which characters are legal where.

Five are of Doc 9303; one more is national (``FRA-ID``) and not readable by their rules.

A zone is held as its lines joined, and a field is a slice of that. The tables below give line and first and last
position, counted from one, as the standard's own tables do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from operator import itemgetter
from types import MappingProxyType

LETTER, DIGIT, FILLER, FOREIGN = 1, 2, 4, 8
_CLASS_OF = {**dict.fromkeys(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ", LETTER), **dict.fromkeys(b"0123456789", DIGIT), 60: FILLER}
CLASSES = bytes(_CLASS_OF.get(code, FOREIGN) for code in range(256))
"""Translation table from a character's byte to one bit: letter, digit, filler, or not of the alphabet."""

Place = tuple[int, int, int]
"""Line, first and last position, counted from one."""


@dataclass(frozen=True, kw_only=True)
class Digit:
    """A check digit: what its check is called, where it stands, and the parts that it covers, in order."""

    id: str
    at: int
    covers: tuple[slice, ...]
    filler_when_empty: bool = False


@dataclass(frozen=True, kw_only=True, eq=False)
class Layout:
    """One format. Layouts are compared by identity, for they are keys of the reader's caches.

    ``allowed`` has the classes that may stand at each position, ``forbidden`` the others, as one number.
    ``continues`` is the optional field in which a number of more than nine characters goes on, None where the format
    has no such rule. ``composite`` is the digit over the whole, None for visas;
    ``after_days`` is what it covers besides the number and the days with their digits (in a national zone: all).
    A field that the format does not have is an empty slice; ``given_names`` is one where surname and
    given names share ``names``. ``cut`` cuts a zone into what is read of every one, in one go: the five characters of
    the heading, names, number and its digit, nationality, birth with its digit, sex, expiry with its digit, optional
    data.
    """

    name: str
    source: str
    lines: int
    width: int
    first_letters: str
    document_code: slice
    issuing_state: slice
    names: slice
    given_names: slice
    document_number: slice
    nationality: slice
    birth_date: slice
    sex: int
    expiry_date: slice
    optional: tuple[slice, ...]
    digits: tuple[Digit, ...]
    optional_digit: Digit | None
    composite: Digit | None
    after_days: tuple[slice, ...]
    continues: slice | None
    allowed: bytes
    forbidden: int
    cut: Callable[[str], tuple[str, ...]]

    @property
    def size(self) -> int:
        """Characters of the whole zone."""
        return self.lines * self.width

    @property
    def filled(self) -> tuple[slice, ...]:
        """The fields without fixed length, which fillers complete."""
        return (self.document_number, self.issuing_state, self.nationality, *self.optional)

    def place(self, offset: int) -> str:
        """Where the character at ``offset`` of the joined zone stands, for a person."""
        line, position = divmod(offset, self.width)
        return f"line {line + 1}, position {position + 1}"


@dataclass(frozen=True, kw_only=True)
class _Places:
    """Where the fields with check digits stand, with nationality and sex; None for a field that there is not."""

    number: Place
    nationality: Place | None
    birth: Place
    sex: Place
    expiry: Place | None


_NOWHERE = slice(0, 0)


def _layout(  # noqa: PLR0913 -- one argument for each row of the standard's tables
    name: str,
    source: str,
    *,
    lines: int,
    width: int,
    first: str,
    names: Place,
    places: _Places,
    optional: tuple[Place, ...],
    given_names: Place | None = None,
    code_figures: bool = True,
    number_letters: bool = True,
    optional_digit: bool = False,
    composite: tuple[Place, ...] = (),
    long_number: bool = False,
) -> Layout:
    def part(place: Place | None) -> slice:
        if place is None:
            return _NOWHERE
        line, begin, end = place
        return slice((line - 1) * width + begin - 1, (line - 1) * width + end)

    def digit(id_: str, covered: Place, *, filler: bool = False) -> Digit:
        return Digit(id=f"digit.{id_}", at=part(covered).stop, covers=(part(covered),), filler_when_empty=filler)

    digits = [digit("document_number", places.number), digit("birth_date", places.birth)]
    if places.expiry:
        digits.append(digit("expiry_date", places.expiry))
    if optional_digit:
        digits.append(digit("optional_data", optional[0], filler=True))
    if composite:
        digits.append(Digit(id="digit.composite", at=2 * width - 1, covers=tuple(map(part, composite))))

    birth, expiry = _and_next(part(places.birth)), _and_next(part(places.expiry))
    known = (part(places.number), birth, expiry)
    allowed = [LETTER | DIGIT | FILLER] * (lines * width)
    letters = (part((1, 1, 5)), part(names), part(given_names), part(places.nationality), part(places.sex))
    _allow(allowed, LETTER | FILLER, *letters)
    _allow(allowed, DIGIT | FILLER, part(places.birth), part(places.expiry))
    allowed[0] = LETTER
    if code_figures:
        allowed[1] |= DIGIT
    if not number_letters:
        _allow(allowed, DIGIT, part(places.number))
    for each in digits:
        soft = each.filler_when_empty or (long_number and each.id == "digit.document_number")
        allowed[each.at] = DIGIT | FILLER if soft else DIGIT
    return Layout(
        name=name,
        source=source,
        lines=lines,
        width=width,
        first_letters=first,
        document_code=part((1, 1, 2)),
        issuing_state=part((1, 3, 5)),
        names=part(names),
        given_names=part(given_names),
        document_number=part(places.number),
        nationality=part(places.nationality),
        birth_date=part(places.birth),
        sex=part(places.sex).start,
        expiry_date=part(places.expiry),
        optional=tuple(map(part, optional)),
        digits=tuple(digits),
        optional_digit=next((each for each in digits if each.id == "digit.optional_data"), None),
        composite=next((each for each in digits if each.id == "digit.composite"), None),
        after_days=_without(map(part, composite), *known) if places.expiry else tuple(map(part, composite)),
        continues=part(optional[0]) if long_number else None,
        allowed=bytes(allowed),
        forbidden=int.from_bytes(bytes(15 - bits for bits in allowed)),
        cut=itemgetter(
            part((1, 1, 5)),
            part(names),
            part(places.number),
            part(places.number).stop,
            part(places.nationality),
            birth,
            part(places.sex).start,
            expiry,
            part(optional[0]),
        ),
    )


def _and_next(part: slice) -> slice:
    return slice(part.start, part.stop + 1) if part.stop else part


def _without(parts: Iterable[slice], *known: slice) -> tuple[slice, ...]:
    """What is left of the parts behind the known ones, with which some of them begin."""
    ends = {each.start: each.stop for each in known}
    left = (slice(ends.get(part.start, part.start), part.stop) for part in parts)
    return tuple(part for part in left if part.start < part.stop)


def _allow(allowed: list[int], bits: int, *parts: slice) -> None:
    for part in parts:
        allowed[part] = [bits] * (part.stop - part.start)


_SECOND_LINE = _Places(
    number=(2, 1, 9), nationality=(2, 11, 13), birth=(2, 14, 19), sex=(2, 21, 21), expiry=(2, 22, 27)
)

TD3 = _layout(
    "TD3",
    "ICAO Doc 9303-4, 4.2.2",
    lines=2,
    width=44,
    first="P",
    code_figures=False,
    names=(1, 6, 44),
    optional=((2, 29, 42),),
    optional_digit=True,
    composite=((2, 1, 10), (2, 14, 20), (2, 22, 43)),
    places=_SECOND_LINE,
)
TD2 = _layout(
    "TD2",
    "ICAO Doc 9303-6, 4.2.2",
    lines=2,
    width=36,
    first="AIC",
    names=(1, 6, 36),
    optional=((2, 29, 35),),
    composite=((2, 1, 10), (2, 14, 20), (2, 22, 35)),
    long_number=True,
    places=_SECOND_LINE,
)
TD1 = _layout(
    "TD1",
    "ICAO Doc 9303-5, 4.2.2",
    lines=3,
    width=30,
    first="AIC",
    names=(3, 1, 30),
    places=_Places(number=(1, 6, 14), nationality=(2, 16, 18), birth=(2, 1, 6), sex=(2, 8, 8), expiry=(2, 9, 14)),
    optional=((1, 16, 30), (2, 19, 29)),
    composite=((1, 6, 30), (2, 1, 7), (2, 9, 15), (2, 19, 29)),
    long_number=True,
)
MRV_A = _layout(
    "MRV-A",
    "ICAO Doc 9303-7, 4.2.2",
    lines=2,
    width=44,
    first="V",
    names=(1, 6, 44),
    optional=((2, 29, 44),),
    places=_SECOND_LINE,
)
MRV_B = _layout(
    "MRV-B",
    "ICAO Doc 9303-7, 7.2.2",
    lines=2,
    width=36,
    first="V",
    names=(1, 6, 36),
    optional=((2, 29, 36),),
    places=_SECOND_LINE,
)

FRA_ID = _layout(
    "FRA-ID",
    "French identity cards of 1988 to 2021 (general knowledge)",
    lines=2,
    width=36,
    first="I",
    names=(1, 6, 30),
    given_names=(2, 14, 27),
    number_letters=False,
    optional=((1, 31, 36),),
    composite=((1, 1, 36), (2, 1, 35)),
    places=_Places(number=(2, 1, 12), nationality=None, birth=(2, 28, 33), sex=(2, 35, 35), expiry=None),
)
"""A national zone with the size of TD2 and none of its places: surname alone in line 1, no day of expiry."""

LAYOUTS: Mapping[str, Layout] = MappingProxyType(
    {layout.name: layout for layout in (TD1, TD2, TD3, MRV_A, MRV_B, FRA_ID)}
)
"""The formats by name."""


_BY_SIZE = {88: (TD3, MRV_A), 72: (TD2, MRV_B), 90: (TD1, TD1)}
"""By the characters of the whole zone: the format of a document, and that of a visa, which begins with ``V``."""


def layout_of(zone: str) -> Layout | None:
    """The format of a joined zone, None where no format has its size.

    >>> layout_of("V<" + "<" * 86).name, layout_of("P<UTO")
    ('MRV-A', None)
    """
    both = _BY_SIZE.get(len(zone))
    if both is None:
        return None
    layout = both[zone[0] == "V"]
    # TD2 has the day of birth where the French card has the first given name.
    if layout is TD2 and zone.startswith("IDFRA") and zone[FRA_ID.given_names.start].isalpha():
        return FRA_ID
    return layout
