"""The way in, once Django is set up: the store, the log, and a database that is ready for this version."""

from __future__ import annotations

from preclear.storage.audit import LogInDatabase
from preclear.storage.records import DjangoStore


def store() -> DjangoStore:
    """The store on the configured database."""
    return DjangoStore()


def log_storage() -> LogInDatabase:
    """The audit log of the configured database."""
    return LogInDatabase()
