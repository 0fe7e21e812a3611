"""Dates in files: those of PDF (ISO 32000-2, 7.9.4), XMP and EXIF, and what does not fit together among them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

from preclear.documents.papers.hints import hint
from preclear.model.paper import Hint

_PDF = re.compile(r"(?:D:)?(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:(Z)|([+-])(\d\d)'?(\d\d)?)?", re.ASCII)
_EXIF = "%Y:%m:%d %H:%M:%S"
_A_DAY = timedelta(days=1)


def of_pdf(text: str) -> datetime | None:
    """A date as PDF writes it, in UTC where it names no zone.

    >>> of_pdf("D:20260701093000+05'00'").isoformat()
    '2026-07-01T09:30:00+05:00'
    """
    found = _PDF.match(text.strip())
    if not found:
        return None
    year, month, day, hour, minute, second = (int(part) if part else None for part in found.groups()[:6])
    offset = timedelta(hours=int(found[9] or 0), minutes=int(found[10] or 0))
    try:
        zone = timezone(-offset if found[8] == "-" else offset)
        return datetime(year or 0, month or 1, day or 1, hour or 0, minute or 0, second or 0, tzinfo=zone)
    except ValueError:
        return None


def of_xmp(text: str) -> datetime | None:
    """A date as XMP writes it (ISO 8601)."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def of_exif(text: str) -> datetime | None:
    """A date as a camera writes it; it knows no zone and is taken as UTC."""
    try:
        return datetime.strptime(text.strip("\x00 "), _EXIF).replace(tzinfo=UTC)
    except ValueError:
        return None


def written(moment: datetime | None) -> str:
    """A moment as RFC 3339 text, empty where there is none."""
    return moment.isoformat().replace("+00:00", "Z") if moment else ""


def remarks(created: datetime | None, modified: datetime | None, at: datetime | None) -> Iterator[Hint]:
    """What does not fit together. A day of slack: zones are often missing."""
    if created and modified and modified < created - _A_DAY:
        yield hint("dates.order", f"changed on {modified:%Y-%m-%d}, before it was made on {created:%Y-%m-%d}")
    if created and modified and modified > created + _A_DAY:
        days = (modified - created).days
        yield hint("dates.saved_again", f"made on {created:%Y-%m-%d}, saved again {days} days later")
    for name, moment in (("made", created), ("changed", modified)):
        if at and moment and moment - _A_DAY > at:
            yield hint("dates.future", f"{name} on {moment:%Y-%m-%d}, which has not come yet")
