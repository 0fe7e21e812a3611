"""The way in, once Django is set up: a database that is ready for this version, the store, and the log."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.db import DEFAULT_DB_ALIAS

from preclear.settings import Settings
from preclear.storage import triggers
from preclear.storage.audit import LogInDatabase
from preclear.storage.backup import backup
from preclear.storage.faults import in_our_words
from preclear.storage.records import DjangoStore
from preclear.storage.versions import Versions


def prepare(settings: Settings, at: datetime, *, using: str = DEFAULT_DB_ALIAS) -> Path | None:
    """Bring the database to this version, and see that it keeps its promises.

    Before anything in it is changed, a backup is written into ``backups`` in the home folder; its path is the answer,
    None where nothing had to change. ``Conflict`` for a database of a newer preclear.
    """
    with in_our_words():
        versions = Versions(using)
        versions.refuse_newer()
        kept = None
        if versions.pending:
            if versions.applied:
                kept = _keep(settings, at, using)
            versions.bring_up_to_date()
        if triggers.missing(using):
            triggers.install(using)
    return kept


def store() -> DjangoStore:
    """The store on the configured database."""
    return DjangoStore()


def log_storage() -> LogInDatabase:
    """The audit log of the configured database."""
    return LogInDatabase()


def _keep(settings: Settings, at: datetime, using: str) -> Path:
    folder = settings.home / "backups"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    place = folder / f"before-migration-{at:%Y%m%dT%H%M%S%f}.zip"
    backup(place, at=at, using=using)
    return place
