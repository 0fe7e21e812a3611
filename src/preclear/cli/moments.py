"""The time as of which a command judges."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from preclear.errors import InvalidInput


def moment(text: str) -> datetime:
    """An aware time from a day (noon UTC) or an RFC 3339 time; now, where ``text`` is empty.

    >>> moment("2026-07-01").isoformat()
    '2026-07-01T12:00:00+00:00'
    """
    if not text:
        return datetime.now(UTC)
    try:
        if len(text) == len("YYYY-MM-DD"):
            return datetime.combine(date.fromisoformat(text), time(12), UTC)
        given = datetime.fromisoformat(text)
    except ValueError:
        given = None
    if given is None or given.tzinfo is None:
        raise InvalidInput(
            f"{text!r} is neither a day nor a time with its zone",
            where="--at",
            rule="RFC 3339",
            mend="Write 2026-07-01",
        )
    return given
