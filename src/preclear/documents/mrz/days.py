"""Days of a machine readable zone: six characters, two of them for the year, any part open (Doc 9303-3, 4.8)."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

REFERENCE_DAY = date(2026, 12, 31)
"""The day from which centuries are taken where the caller names none; a fixed one, so that results never change."""

YEARS_AHEAD = 15
"""An expiry year lies at most this many years ahead (BSI TR-03135-1, 5.7.1)."""

_LEAP_YEAR = 2000


def birth_day(text: str, today: date) -> str | None:
    """A day of birth: in the latest century that does not put it after ``today``.

    A part that holds a filler is open: an open year leaves the whole day open, an open month the day too.
    Raises ``ValueError`` where no such day exists in either century.

    >>> birth_day("740812", date(2026, 7, 1)), birth_day("74<<<<", date(2026, 7, 1)), birth_day("<<0812", date.max)
    ('1974-08-12', '1974', None)
    """
    return _day_in_parts(text, today, today.year)


def expiry_day(text: str, today: date) -> str | None:
    """A day of expiry: in the latest century that puts its year at most 15 years after ``today``.

    >>> expiry_day("410101", date(2026, 7, 1)), expiry_day("420101", date(2026, 7, 1))
    ('2041-01-01', '1942-01-01')
    """
    return _day_in_parts(text, None, today.year + YEARS_AHEAD)


def month_of(text: str, latest_year: int) -> tuple[str, str]:
    """What stands before the day in days of this month, and its last day; both empty where there is no such month.

    The month is the latest one up to ``latest_year``, of whose year ``text`` has the last two figures.

    >>> month_of("0002", 2026), month_of("7413", 2026)
    (('2000-02-', '29'), ('', ''))
    """
    if not text.isdigit() or not 1 <= int(text[2:]) <= 12:
        return "", ""
    year, month = latest_year - (latest_year - int(text[:2])) % 100, int(text[2:])
    return f"{year:04}-{month:02}-", str(monthrange(year, month)[1])


def _day_in_parts(text: str, latest: date | None, latest_year: int) -> str | None:
    """A day part by part, each of which may be open."""
    year, month, day = text[:2], text[2:4], text[4:]
    if not all(part.replace("<", "0").isdigit() for part in (year, month, day)):
        raise ValueError("no day")
    if "<" in year:
        _known(_LEAP_YEAR, month, day)
        return None
    full = latest_year - (latest_year - int(year)) % 100
    if not latest:
        return _known(full, month, day)
    try:
        written = _known(full, month, day)
    except ValueError:  # 29 February of the century that is not meant
        return _known(full - 100, month, day)
    return _known(full - 100, month, day) if written > latest.isoformat()[: len(written)] else written


def _known(year: int, month: str, day: str) -> str:
    """As much of the day as its parts say, from the left."""
    if "<" in month:
        _known_day(31, day)
        return f"{year:04}"
    if not 1 <= int(month) <= 12:
        raise ValueError("no such month")
    _known_day(monthrange(year, int(month))[1], day)
    return f"{year:04}-{month}" if "<" in day else f"{year:04}-{month}-{day}"


def _known_day(last: int, day: str) -> None:
    if "<" not in day and not 1 <= int(day) <= last:
        raise ValueError("no such day")
