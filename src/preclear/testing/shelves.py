"""What a store in memory keeps, and the room that it stands in."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, field, fields
from datetime import datetime

from preclear.model.carriage import CarrierEntry
from preclear.model.case import Case, Decision
from preclear.model.clearance import Clearance, Credential
from preclear.services.match_records import Alarm, LateMatch, RememberedMatch
from preclear.services.ports import Draft, Job, Judged, Letter, ProtectionRecord, StoredFile
from preclear.services.trust_records import TrustImport
from preclear.testing.audit import MemoryLog


@dataclass(kw_only=True)
class HeldJob:
    """A job with what the queue knows of it."""

    job: Job
    state: str = "WAITING"
    holder: str = ""
    lease: datetime | None = None
    error: str = ""


@dataclass(frozen=True, kw_only=True)
class HeldAlarm:
    """An alarm with the application that it was about."""

    reference: str
    alarm: Alarm


@dataclass(kw_only=True)
class Shelves:
    """All records by their keys. Records are frozen, so a copy of the shelves is a copy of everything."""

    cases: dict[str, Case] = field(default_factory=dict)
    raw: dict[str, bytes] = field(default_factory=dict)
    standing: dict[str, str] = field(default_factory=dict)
    files: dict[tuple[str, str], StoredFile] = field(default_factory=dict)
    dossiers: dict[str, tuple[Judged, ...]] = field(default_factory=dict)
    decisions: dict[str, Decision] = field(default_factory=dict)
    clearances: dict[str, Clearance] = field(default_factory=dict)
    credentials: dict[str, Credential] = field(default_factory=dict)
    jobs: dict[int, HeldJob] = field(default_factory=dict)
    letters: dict[int, Letter] = field(default_factory=dict)
    protections: dict[int, ProtectionRecord] = field(default_factory=dict)
    matches: tuple[RememberedMatch, ...] = ()
    late_matches: dict[int, LateMatch] = field(default_factory=dict)
    alarms: tuple[HeldAlarm, ...] = ()
    drafts: dict[str, Draft] = field(default_factory=dict)
    trust: dict[int, tuple[TrustImport, bytes]] = field(default_factory=dict)
    feed: tuple[CarrierEntry, ...] = ()
    log: MemoryLog = field(default_factory=MemoryLog)
    salts: dict[int, bytes] = field(default_factory=dict)
    counted: dict[str, int] = field(default_factory=dict)

    def copy(self) -> Shelves:
        """The same records on shelves of their own."""
        kept = {one.name: copy(getattr(self, one.name)) for one in fields(self)}
        kept["jobs"] = {number: copy(held) for number, held in self.jobs.items()}
        kept["log"] = MemoryLog()
        kept["log"].rows, kept["log"].stored = list(self.log.rows), dict(self.log.stored)
        return Shelves(**kept)

    def number(self, what: str) -> int:
        """The next number of this kind, from 1."""
        self.counted[what] = self.counted.get(what, 0) + 1
        return self.counted[what]


class Room:
    """Where the shelves stand: a transaction that fails puts the old ones back."""

    def __init__(self) -> None:
        self.shelves = Shelves()
