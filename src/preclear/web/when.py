"""Days, times and time left, in words of the reader's language. Digits are Latin everywhere."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from django.utils import timezone

from preclear.model.dates import PartialDate
from preclear.web.i18n import Catalogue

_HOUR = 3600
_DAYS = timedelta(hours=100)


def moment(at: datetime, lang: str, *, year: bool = False) -> str:
    """A moment on the reader's clock.

    >>> from datetime import UTC
    >>> moment(datetime(2026, 11, 27, 9, 2, tzinfo=UTC), "en")
    'Fri 27 Nov, 09:02'
    """
    form = "EEE d MMM y, HH:mm" if year else "EEE d MMM, HH:mm"
    return format_datetime(at, form, tzinfo=_zone(), locale=lang)


def day(value: date | PartialDate | str, lang: str) -> str:
    """A day, month or year; text that is no date comes back as it is.

    >>> day(PartialDate(1994, 3), "en"), day("2026-01-02", "en")
    ('Mar 1994', '2 Jan 2026')
    """
    if isinstance(value, str):
        try:
            value = PartialDate.parse(value)
        except ValueError:
            return str(value)
    known = PartialDate.of(value) if isinstance(value, date) else value
    form = "d MMM y" if known.whole else "MMM y" if known.month else "y"
    return format_date(known.first, form, locale=lang)


def left(time: timedelta, words: Catalogue) -> str:
    """Time left in the two largest units; ``overdue`` when it has run out.

    >>> from preclear.web.i18n import load
    >>> left(timedelta(hours=95, minutes=48), load("en")), left(timedelta(days=-3), load("en"))
    ('95 h 48 min left', 'overdue by 3 d')
    """
    amount = _amount(abs(time), words)
    return (
        words.text("overdue by {time}", time=amount) if time < timedelta() else words.text("{time} left", time=amount)
    )


def _amount(time: timedelta, words: Catalogue) -> str:
    hours, rest = divmod(int(time.total_seconds()), _HOUR)
    if time > _DAYS or (time.days >= 3 and not hours % 24):
        days, over = divmod(hours, 24)
        return words.text("{days} d {hours} h", days=days, hours=over) if over else words.text("{days} d", days=days)
    if hours:
        return words.text("{hours} h {minutes} min", hours=hours, minutes=rest // 60)
    return words.text("{minutes} min", minutes=rest // 60)


def _zone() -> ZoneInfo:
    zone = timezone.get_current_timezone()
    return zone if isinstance(zone, ZoneInfo) else ZoneInfo("UTC")
