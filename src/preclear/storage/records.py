"""The store on Django's ORM: one transaction, all records."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property

from django.db import DEFAULT_DB_ALIAS, transaction

from preclear.services.ports import Records
from preclear.storage.audit import AuditInDatabase, LogInDatabase
from preclear.storage.cases import CasesInDatabase, DecisionsInDatabase, DossiersInDatabase, FilesInDatabase
from preclear.storage.clearances import ClearancesInDatabase, FeedInDatabase
from preclear.storage.drafts import DraftsInDatabase
from preclear.storage.faults import in_our_words
from preclear.storage.jobs import JobsInDatabase
from preclear.storage.letters import LettersInDatabase, ProtectionsInDatabase
from preclear.storage.matches import AlarmsInDatabase, LateMatchesInDatabase, MatchesInDatabase
from preclear.storage.trust_imports import TrustImportsInDatabase


class RecordsInDatabase:
    """``preclear.services.ports.Records`` of one database."""

    def __init__(self, using: str) -> None:
        self.cases = CasesInDatabase(using)
        self.files = FilesInDatabase(using)
        self.dossiers = DossiersInDatabase(using)
        self.decisions = DecisionsInDatabase(using)
        self.clearances = ClearancesInDatabase(using)
        self.jobs = JobsInDatabase(using)
        self.letters = LettersInDatabase(using)
        self.protections = ProtectionsInDatabase(using)
        self.matches = MatchesInDatabase(using)
        self.late_matches = LateMatchesInDatabase(using)
        self.alarms = AlarmsInDatabase(using)
        self.drafts = DraftsInDatabase(using)
        self.trust_imports = TrustImportsInDatabase(using)
        self.feed = FeedInDatabase(using)
        self.audit = AuditInDatabase(using)


class DjangoStore:
    """``preclear.services.ports.Store``. ``using`` is the alias of a database in Django's settings."""

    def __init__(self, using: str = DEFAULT_DB_ALIAS) -> None:
        self.using = using

    @contextmanager
    def transaction(self) -> Iterator[Records]:
        """All or nothing. Errors of the database come out as ours, also those of the commit itself."""
        with in_our_words(), transaction.atomic(using=self.using):
            yield self._records

    @property
    def log(self) -> LogInDatabase:
        """The audit log, to be read and verified."""
        return LogInDatabase(self.using)

    @cached_property
    def _records(self) -> Records:
        return RecordsInDatabase(self.using)
