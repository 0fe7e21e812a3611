"""A store in memory, with the same contract and the same promises as a database: for fast tests of services."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from threading import RLock

from preclear.services.ports import Records
from preclear.testing.audit import MemoryLog
from preclear.testing.memory_matches import AlarmsInMemory, LateMatchesInMemory, MatchesInMemory
from preclear.testing.memory_queues import (
    DraftsInMemory,
    FeedInMemory,
    JobsInMemory,
    LettersInMemory,
    ProtectionsInMemory,
)
from preclear.testing.memory_records import (
    AuditInMemory,
    CasesInMemory,
    ClearancesInMemory,
    DecisionsInMemory,
    DossiersInMemory,
    FilesInMemory,
)
from preclear.testing.memory_trust import TrustImportsInMemory
from preclear.testing.shelves import Room, Shelves


class RecordsInMemory:
    """``preclear.services.ports.Records`` on shelves."""

    def __init__(self, room: Room, accounts: Collection[str] | None) -> None:
        self.cases = CasesInMemory(room)
        self.files = FilesInMemory(room)
        self.dossiers = DossiersInMemory(room)
        self.decisions = DecisionsInMemory(room, accounts)
        self.clearances = ClearancesInMemory(room)
        self.jobs = JobsInMemory(room)
        self.letters = LettersInMemory(room)
        self.protections = ProtectionsInMemory(room)
        self.matches = MatchesInMemory(room)
        self.late_matches = LateMatchesInMemory(room)
        self.alarms = AlarmsInMemory(room)
        self.drafts = DraftsInMemory(room)
        self.trust_imports = TrustImportsInMemory(room, accounts)
        self.feed = FeedInMemory(room)
        self.audit = AuditInMemory(room)


class MemoryStore:
    """``preclear.services.ports.Store`` without a database.

    ``accounts`` are the people who may decide; without it every name but the machine's counts as a person. One
    transaction at a time, from any thread; one that fails leaves everything as it was.
    """

    def __init__(self, accounts: Collection[str] | None = None) -> None:
        self._room = Room()
        self._lock = RLock()
        self._records: Records = RecordsInMemory(self._room, accounts)

    @contextmanager
    def transaction(self) -> Iterator[Records]:
        """All or nothing; inside another transaction, that one's part."""
        with self._lock:
            before = self._room.shelves.copy()
            try:
                yield self._records
            except BaseException:
                self._room.shelves = before
                raise

    @property
    def log(self) -> MemoryLog:
        """The audit log, to be read, verified, and tampered with."""
        return self._room.shelves.log

    @property
    def shelves(self) -> Shelves:
        """Everything that is kept, for a look in tests."""
        return self._room.shelves
