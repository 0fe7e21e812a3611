"""What every connection must have before the first statement."""

from __future__ import annotations

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

_SQLITE = (
    "PRAGMA foreign_keys = ON",
    # REPLACE INTO fires the DELETE triggers of what it replaces only with this (SQLite, CREATE TRIGGER).
    "PRAGMA recursive_triggers = ON",
)


def set_up_connection(connection: BaseDatabaseWrapper, **_: Any) -> None:
    """On SQLite: foreign keys and recursive triggers, which each connection switches on for itself."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        for statement in _SQLITE:
            cursor.execute(statement)
