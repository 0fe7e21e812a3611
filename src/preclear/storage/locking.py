"""One writer at a time where order matters: the audit log, the feed, places in the status list."""

from __future__ import annotations

from django.db import connections

_LOCK = 0x7072_6563
"""Number of the advisory lock ("prec" in ASCII)."""


def one_writer(using: str) -> None:
    """Keep other writers out until the transaction ends.

    On SQLite every transaction of ours already is the only writer (``BEGIN IMMEDIATE``).
    """
    connection = connections[using]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
