"""Days of a machine readable zone: six characters, two of them for the year, any part open (Doc 9303-3, 4.8)."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

REFERENCE_DAY = date(2026, 12, 31)
"""The day from which centuries are taken where the caller names none; a fixed one, so that results never change."""

YEARS_AHEAD = 15
"""An expiry year lies at most this many years ahead (BSI TR-03135-1, 5.7.1)."""


def birth_day(text: str, today: date) -> str | None:
    """A day of birth: in the latest century that does not put it after ``today``.

    Raises ``ValueError`` where no such day exists in either century.
    """
    return _day(text, today, today.year)


def expiry_day(text: str, today: date) -> str | None:
    """A day of expiry: in the latest century that puts its year at most 15 years after ``today``."""
    return _day(text, None, today.year + YEARS_AHEAD)


def _day(text: str, latest: date | None, latest_year: int) -> str | None:
    year, month, day = text[:2], text[2:4], text[4:]
    if "<" in year:
        if month == day == year == "<<":
            return None
        raise ValueError("a month or day without its year")
    full = latest_year - (latest_year - int(year)) % 100
    written = _written(full, month, day)
    if latest and written > latest.isoformat()[: len(written)]:
        return _written(full - 100, month, day)
    return written


def _written(year: int, month: str, day: str) -> str:
    if month == "<<" and day == "<<":
        return f"{year:04}"
    if not month.isdigit() or not 1 <= int(month) <= 12:
        raise ValueError("no such month")
    if day == "<<":
        return f"{year:04}-{month}"
    if not day.isdigit() or not 1 <= int(day) <= monthrange(year, int(month))[1]:
        raise ValueError("no such day")
    return f"{year:04}-{month}-{day}"
