"""The five formats as data: where each field stands, and what each check digit covers.

A zone is held as its lines joined, and a field is a slice of that. The tables below give line and first and last
position, counted from one, as the standard's own tables do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
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


@dataclass(frozen=True, kw_only=True)
class Layout:
    """One format. ``forbidden`` has a bit for each class of characters that may not stand at each position.

    ``continues`` is the optional field in which a number of more than nine characters goes on, None where the format
    has no such rule.
    """

    name: str
    source: str
    lines: int
    width: int
    document_code: slice
    issuing_state: slice
    names: slice
    document_number: slice
    nationality: slice
    birth_date: slice
    sex: int
    expiry_date: slice
    optional: tuple[slice, ...]
    digits: tuple[Digit, ...]
    continues: slice | None
    forbidden: int

    @property
    def size(self) -> int:
        """Characters of the whole zone."""
        return self.lines * self.width

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """Offsets at which its lines begin."""
        return tuple(range(0, self.size, self.width))

    def place(self, offset: int) -> str:
        """Where the character at ``offset`` of the joined zone stands, for a person."""
        line, position = divmod(offset, self.width)
        return f"line {line + 1}, position {position + 1}"


@dataclass(frozen=True, kw_only=True)
class _Places:
    """Where the fields with check digits stand, with nationality and sex."""

    number: Place
    nationality: Place
    birth: Place
    sex: Place
    expiry: Place


def _layout(  # noqa: PLR0913 -- one argument for each row of the standard's tables
    name: str,
    source: str,
    *,
    lines: int,
    width: int,
    names: Place,
    places: _Places,
    optional: tuple[Place, ...],
    optional_digit: bool = False,
    composite: tuple[Place, ...] = (),
    long_number: bool = False,
) -> Layout:
    def part(place: Place) -> slice:
        line, first, last = place
        return slice((line - 1) * width + first - 1, (line - 1) * width + last)

    def digit(id_: str, covered: Place, *, filler: bool = False) -> Digit:
        return Digit(id=f"digit.{id_}", at=part(covered).stop, covers=(part(covered),), filler_when_empty=filler)

    digits = [
        digit("document_number", places.number),
        digit("birth_date", places.birth),
        digit("expiry_date", places.expiry),
    ]
    if optional_digit:
        digits.append(digit("optional_data", optional[0], filler=True))
    if composite:
        digits.append(Digit(id="digit.composite", at=2 * width - 1, covers=tuple(map(part, composite))))

    allowed = [LETTER | DIGIT | FILLER] * (lines * width)
    _allow(allowed, LETTER | FILLER, part((1, 1, 5)), part(names), part(places.nationality), part(places.sex))
    _allow(allowed, DIGIT | FILLER, part(places.birth), part(places.expiry))
    for each in digits:
        soft = each.filler_when_empty or (long_number and each.id == "digit.document_number")
        allowed[each.at] = DIGIT | FILLER if soft else DIGIT
    return Layout(
        name=name,
        source=source,
        lines=lines,
        width=width,
        document_code=part((1, 1, 2)),
        issuing_state=part((1, 3, 5)),
        names=part(names),
        document_number=part(places.number),
        nationality=part(places.nationality),
        birth_date=part(places.birth),
        sex=part(places.sex).start,
        expiry_date=part(places.expiry),
        optional=tuple(map(part, optional)),
        digits=tuple(digits),
        continues=part(optional[0]) if long_number else None,
        forbidden=int.from_bytes(bytes(15 - bits for bits in allowed)),
    )


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
    names=(1, 6, 44),
    optional=((2, 29, 44),),
    places=_SECOND_LINE,
)
MRV_B = _layout(
    "MRV-B",
    "ICAO Doc 9303-7, 7.2.2",
    lines=2,
    width=36,
    names=(1, 6, 36),
    optional=((2, 29, 36),),
    places=_SECOND_LINE,
)

LAYOUTS: Mapping[str, Layout] = MappingProxyType({layout.name: layout for layout in (TD1, TD2, TD3, MRV_A, MRV_B)})
"""The formats by name."""


def layout_of(size: int, *, visa: bool) -> Layout | None:
    """The format of a zone of ``size`` characters; visas begin with ``V`` and share the sizes of TD2 and TD3."""
    return _BY_SIZE.get((size, visa))


_BY_SIZE = {
    (88, False): TD3,
    (88, True): MRV_A,
    (72, False): TD2,
    (72, True): MRV_B,
    (90, False): TD1,
    (90, True): TD1,
}
