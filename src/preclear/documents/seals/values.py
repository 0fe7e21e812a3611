"""How the values of features are written: text, days, zones, numbers (ICAO Doc 9303-13, 2.3.1; Doc 9303-7, 9.1.3)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from preclear.documents.seals import c40
from preclear.errors import InvalidInput

_RULE = "ICAO Doc 9303-13, 2.3.1"
_MASKED_DAY, _MASK = 4, 8
_LONGEST_NUMBER = 8


def day(data: bytes) -> date:
    """A day in three bytes: the number MMDDYYYY. ``InvalidInput`` where there is no such day.

    >>> day(bytes.fromhex("319ef5"))
    datetime.date(1957, 3, 25)
    """
    _sized(data, 3)
    digits = f"{int.from_bytes(data):08}"
    try:
        return date(int(digits[4:]), int(digits[:2]), int(digits[2:4]))
    except ValueError:
        raise _bad(f"{digits} is no day (MMDDYYYY)") from None


def write_day(value: date) -> bytes:
    """The inverse of ``day``."""
    return int(f"{value:%m%d}{value.year:04}").to_bytes(3)


def masked_day(data: bytes) -> str:
    """A day of which digits may be unknown, in four bytes: a bit for each unknown digit of MMDDYYYY, then the day.

    >>> masked_day(bytes.fromhex("00203a19")), masked_day(bytes.fromhex("f00007c6"))
    ('2025-02-11', '1990-xx-xx')
    """
    _sized(data, _MASKED_DAY)
    digits = f"{int.from_bytes(data[1:]):08}"
    if len(digits) != _MASK:
        raise _bad("more than eight digits in a day")
    shown = "".join("x" if data[0] >> (7 - place) & 1 else digit for place, digit in enumerate(digits))
    if not data[0]:
        return day(data[1:]).isoformat()
    return f"{shown[4:]}-{shown[:2]}-{shown[2:4]}"


def write_masked_day(value: date) -> bytes:
    """A day of which every digit is known, as ``masked_day`` reads it."""
    return b"\0" + write_day(value)


def moment(data: bytes) -> str:
    """A time in six bytes: the number MMDDYYYYhhmmss, without a zone."""
    _sized(data, 6)
    try:
        return datetime.strptime(f"{int.from_bytes(data):014}", "%m%d%Y%H%M%S").isoformat()  # noqa: DTZ007 -- none given
    except ValueError:
        raise _bad("no such time (MMDDYYYYhhmmss)") from None


def text(data: bytes) -> str:
    """UTF-8 text that can be printed."""
    try:
        value = data.decode("utf-8")
    except UnicodeDecodeError:
        raise _bad("no UTF-8 text") from None
    if not value.isprintable():
        raise _bad("text with control characters")
    return value


def written_day(data: bytes) -> str:
    """A day written as the text YYYYMMDD (BSI TR-03171)."""
    digits = text(data)
    try:
        return datetime.strptime(digits, "%Y%m%d").date().isoformat()  # noqa: DTZ007 -- a day has no zone
    except ValueError:
        raise _bad("no day (YYYYMMDD)") from None


def number(data: bytes) -> int:
    """A whole number that is not negative, in at most eight bytes."""
    if len(data) > _LONGEST_NUMBER:
        raise _bad(f"a number of {len(data)} bytes")
    return int.from_bytes(data)


def stay(data: bytes) -> Mapping[str, int] | str:
    """Duration of stay (Doc 9303-7, 9.1.3, table 1): days, months and years, or one of the two reserved meanings."""
    _sized(data, 3)
    if data == b"\0\0\0":
        return "until the end of validity"
    if data == b"\xff\xff\xff":
        return "decided at the border"
    return {"days": data[0], "months": data[1], "years": data[2]}


def zone(data: bytes, widths: tuple[int, ...]) -> tuple[str, ...]:
    """The lines of a machine readable zone, or their first characters, of these ``widths``."""
    characters = c40.decode(data).replace(" ", "<")
    if len(characters) != sum(widths):
        raise _bad(f"a zone of {len(characters)} characters, not of {sum(widths)}")
    starts = [sum(widths[:number]) for number in range(len(widths))]
    return tuple(characters[start : start + width] for start, width in zip(starts, widths, strict=True))


CODINGS: Mapping[str, Callable[[bytes], Any]] = MappingProxyType(
    {
        "c40": lambda data: c40.decode(data).rstrip(),
        "utf8": text,
        "number": number,
        "hex": bytes.hex,
        "day": lambda data: day(data).isoformat(),
        "masked_day": masked_day,
        "moment": moment,
        "written_day": written_day,
        "stay": stay,
    }
)
"""Reader of each coding by its name in ``profiles.toml``; each raises ``InvalidInput`` and nothing else."""


def _sized(data: bytes, size: int) -> None:
    if len(data) != size:
        raise _bad(f"{len(data)} bytes where {size} belong")


def _bad(problem: str) -> InvalidInput:
    return InvalidInput(problem, rule=_RULE, mend="Read the code again")
