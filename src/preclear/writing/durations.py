"""Spans of time as ISO 8601 writes them: ``PT48H``, ``P10D``."""

from __future__ import annotations

import re
from datetime import timedelta

from preclear.errors import InvalidInput

_FORM = re.compile(
    r"P(?:(?P<weeks>\d{1,4})W)?(?:(?P<days>\d{1,5})D)?(?:T(?:(?P<hours>\d{1,5})H)?(?:(?P<minutes>\d{1,6})M)?)?"
)


def parse_duration(text: str, *, where: str = "") -> timedelta:
    """Weeks, days, hours and minutes; years and months have no fixed length and are refused.

    >>> parse_duration("P1DT12H")
    datetime.timedelta(days=1, seconds=43200)
    """
    match = _FORM.fullmatch(text)
    if match is None or not any(match.groups()):
        raise InvalidInput(f"{text!r} is no span of time", where=where, rule="ISO 8601", mend="Write P10D or PT48H")
    return timedelta(**{unit: int(count) for unit, count in match.groupdict().items() if count})
