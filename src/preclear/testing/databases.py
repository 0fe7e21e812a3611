"""Databases beside Django's default one, for tests: any number, each under its own alias."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connections

from preclear.storage.records import DjangoStore


def sqlite_config(path: Path) -> dict[str, object]:
    """Django's settings for an SQLite file, as the product sets it up, but without waiting for the disk."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;",
        },
    }


@contextmanager
def database(alias: str, config: Mapping[str, Any]) -> Iterator[DjangoStore]:
    """A store on a database that Django did not know so far; forgotten at the end, its file or tables are not."""
    connections.settings[alias] = connections.configure_settings({"default": dict(config)})["default"]
    try:
        yield DjangoStore(alias)
    finally:
        connections[alias].close()
        del connections[alias]
        del connections.settings[alias]


def migrate(alias: str) -> None:
    """All tables and triggers."""
    call_command("migrate", database=alias, verbosity=0, skip_checks=True)
