"""Cases, files, dossiers, decisions, clearances and the audit log in memory."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, TypeVar

from preclear.decisions.transitions import DECIDED
from preclear.errors import Conflict, NotFound, NotPermitted
from preclear.model.case import Case, Decision
from preclear.model.clearance import Clearance, Credential
from preclear.model.codes import ApplicationState, ClearanceState
from preclear.model.dossier import Dossier
from preclear.model.finding import Assessment
from preclear.oversight import AuditEntry, Log, new_salt
from preclear.services.ports import Judged, StoredFile, WaitingCase
from preclear.storage.case_columns import FINISHED, nearest
from preclear.storage.commitments import entry_of, speaks_of
from preclear.storage.uploads import check_file
from preclear.testing.audit import MemoryLog
from preclear.testing.promises import check_case, check_decision, check_file_change
from preclear.testing.shelves import Room

K = TypeVar("K")
T = TypeVar("T")

_NEVER = datetime.max.replace(tzinfo=UTC)
_LOST = frozenset({ClearanceState.REVOKED, ClearanceState.ANNULLED})
_DECIDES = frozenset({ApplicationState.GRANTED, ApplicationState.REFUSED, ApplicationState.OVERTURNED})


class CasesInMemory:
    """``preclear.services.ports.Cases``."""

    def __init__(self, room: Room) -> None:
        self._room = room

    def get(self, reference: str) -> Case:
        """The case."""
        return _found(self._room.shelves.cases, reference, "application")

    def add(self, case: Case, raw: bytes) -> None:
        """A new case."""
        shelves = self._room.shelves
        if case.reference in shelves.cases:
            raise Conflict(f"the reference {case.reference} is taken")
        check_case(None, case, "", None)
        shelves.cases[case.reference], shelves.raw[case.reference] = case, raw

    def raw(self, reference: str) -> bytes:
        """The application as handed in."""
        return _found(self._room.shelves.raw, reference, "application")

    def replace(self, case: Case, *, seen: int, raw: bytes | None = None) -> None:
        """The case after a change."""
        before = self.get(case.reference)
        if before.version != seen:
            raise Conflict(f"the application {case.reference} was changed meanwhile")
        shelves = self._room.shelves
        mine = [one for one in shelves.decisions.values() if one.reference == case.reference]
        newest = mine[-1] if mine else None
        mine_issued = [one for one in shelves.clearances.values() if one.reference == case.reference]
        lost = bool(mine_issued) and mine_issued[-1].state in _LOST
        check_case(before, case, shelves.standing.get(case.reference, ""), newest, lost=lost)
        if raw is not None and raw != shelves.raw[case.reference] and before.state in DECIDED:
            raise Conflict("an appeal leaves the application and its decision as they are")
        if newest is not None and case.state in _DECIDES:
            shelves.standing[case.reference] = newest.id
        shelves.cases[case.reference] = case
        if raw is not None:
            shelves.raw[case.reference] = raw

    def of_account(self, account: str) -> tuple[Case, ...]:
        """An applicant's own."""
        mine = [case for case in self._all() if case.account == account]
        return tuple(sorted(mine, key=lambda case: (-case.application.submitted_at.timestamp(), case.reference)))

    def of_officer(self, officer: str) -> tuple[Case, ...]:
        """What waits for this officer, reviewer or appeal reviewer."""
        return tuple(sorted((case for case in self._all() if _waits_for(case, officer)), key=_soonest))

    def waiting(self, states: Collection[ApplicationState], *, limit: int = 100) -> tuple[WaitingCase, ...]:
        """The queue."""
        cases = [case for case in self._all() if case.state in states]
        cases.sort(key=lambda case: (not case.urgent, *_soonest(case)))
        return tuple(map(_waiting, cases[:limit]))

    def count(self) -> Mapping[ApplicationState, int]:
        """Cases by state."""
        return dict(Counter(case.state for case in self._all()))

    def with_clocks(self, before: datetime, *, limit: int = 1000) -> tuple[str, ...]:
        """Cases whose time has run out."""
        late = [case for case in self._all() if case.state not in FINISHED and (nearest(case) or _NEVER) < before]
        late.sort(key=lambda case: (nearest(case) or _NEVER, case.reference))
        return tuple(case.reference for case in late[:limit])

    def _all(self) -> Collection[Case]:
        return self._room.shelves.cases.values()


class FilesInMemory:
    """``preclear.services.ports.Files``."""

    def __init__(self, room: Room) -> None:
        self._room = room

    def put(self, reference: str, file: StoredFile) -> None:
        """Keep a file, in place of one with the same id."""
        check_file(file)
        shelves = self._room.shelves
        check_file_change(shelves.cases.get(reference), replaces=(reference, file.id) in shelves.files)
        shelves.files[reference, file.id] = file

    def get(self, reference: str, id: str) -> StoredFile:  # noqa: A002 -- the file's own field
        """One file."""
        return _found(self._room.shelves.files, (reference, id), "file")

    def of(self, reference: str) -> tuple[StoredFile, ...]:
        """All files, by id."""
        files = self._room.shelves.files
        return tuple(files[key] for key in sorted(files) if key[0] == reference)


class DossiersInMemory:
    """``preclear.services.ports.Dossiers``."""

    def __init__(self, room: Room) -> None:
        self._room = room

    def add(self, dossier: Dossier, assessment: Assessment, at: datetime) -> int:
        """Keep one as the next version."""
        shelves = self._room.shelves
        if dossier.reference not in shelves.cases:
            raise Conflict("it refers to a record that is not there")
        kept = shelves.dossiers.get(dossier.reference, ())
        judged = Judged(version=len(kept) + 1, dossier=dossier, assessment=assessment, at=at)
        shelves.dossiers[dossier.reference] = (*kept, judged)
        return judged.version

    def latest(self, reference: str) -> Judged | None:
        """The newest, or None."""
        kept = self._room.shelves.dossiers.get(reference, ())
        return kept[-1] if kept else None

    def get(self, reference: str, version: int) -> Judged:
        """One of them."""
        kept = self._room.shelves.dossiers.get(reference, ())
        if not 0 < version <= len(kept):
            raise NotFound(f"no dossier {version} of {reference}")
        return kept[version - 1]


class DecisionsInMemory:
    """``preclear.services.ports.Decisions``."""

    def __init__(self, room: Room, accounts: Collection[str] | None) -> None:
        self._room = room
        self._accounts = accounts

    def add(self, decision: Decision) -> None:
        """Keep a decision."""
        shelves = self._room.shelves
        case = _found(shelves.cases, decision.reference, "application")
        check_decision(decision, case, self._accounts)
        if decision.id in shelves.decisions:
            raise Conflict(f"the decision {decision.id} is there already")
        shelves.decisions[decision.id] = decision

    def of(self, reference: str) -> tuple[Decision, ...]:
        """All on an application, oldest first."""
        return tuple(one for one in self._room.shelves.decisions.values() if one.reference == reference)


class ClearancesInMemory:
    """``preclear.services.ports.Clearances``."""

    def __init__(self, room: Room) -> None:
        self._room = room

    def get(self, number: str) -> Clearance:
        """One of them."""
        return _found(self._room.shelves.clearances, number, "clearance")

    def add(self, clearance: Clearance, credential: Credential) -> None:
        """A new one."""
        shelves = self._room.shelves
        if clearance.number in shelves.clearances:
            raise Conflict(f"the number {clearance.number} is taken")
        if clearance.status_index in dict(self.statuses()):
            raise Conflict("there is one already")
        if clearance.reference not in shelves.cases:
            raise Conflict("it refers to a record that is not there")
        shelves.clearances[clearance.number] = clearance
        shelves.credentials[clearance.number] = credential

    def replace(self, clearance: Clearance, *, seen: int) -> None:
        """After a change."""
        before = self.get(clearance.number)
        if before.version != seen:
            raise Conflict(f"the clearance {clearance.number} was changed meanwhile")
        if clearance.version <= seen:
            raise NotPermitted("the version of a clearance grows")
        self._room.shelves.clearances[clearance.number] = clearance

    def of(self, reference: str) -> tuple[Clearance, ...]:
        """All of one application, newest first."""
        mine = [one for one in self._room.shelves.clearances.values() if one.reference == reference]
        newest = sorted(enumerate(mine), key=lambda numbered: (numbered[1].issued_at, numbered[0]), reverse=True)
        return tuple(one for _, one in newest)

    def credential(self, number: str) -> Credential:
        """What the traveller carries."""
        return _found(self._room.shelves.credentials, number, "clearance")

    def in_states(self, states: Collection[ClearanceState]) -> Iterator[Clearance]:
        """All in these states, by number."""
        kept = self._room.shelves.clearances
        return iter([kept[number] for number in sorted(kept) if kept[number].state in states])

    def many(self, states: Collection[ClearanceState]) -> int:
        """How many there are."""
        return len(list(self.in_states(states)))

    def page(self, states: Collection[ClearanceState], *, after: str = "", limit: int = 100) -> tuple[Clearance, ...]:
        """The next ones, by number."""
        return tuple([one for one in self.in_states(states) if one.number > after][:limit])

    def next_index(self) -> int:
        """The place after the last one."""
        return max((place for place, _ in self.statuses()), default=-1) + 1

    def statuses(self) -> Iterator[tuple[int, ClearanceState]]:
        """Places and states."""
        return iter(sorted((one.status_index, one.state) for one in self._room.shelves.clearances.values()))


class AuditInMemory:
    """``preclear.services.ports.Audit``."""

    def __init__(self, room: Room) -> None:
        self._room = room

    def add(
        self,
        *,
        at: datetime,
        actor: str,
        verb: str,
        about: str,
        record: Any = None,
        details: Mapping[str, str] | None = None,
    ) -> int:
        """Append an entry."""
        salt = new_salt()
        entry = entry_of(at=at, actor=actor, verb=verb, about=about, record=record, details=details, salt=salt)
        place = Log(self._room.shelves.log).append(entry.format())
        if record is not None:
            self._room.shelves.salts[place] = salt
        return place

    def of(self, about: str, *, limit: int = 1000) -> tuple[Mapping[str, Any], ...]:
        """Entries about one reference."""
        entries = ({**json.loads(row), "index": place} for place, row in enumerate(self._room.shelves.log.rows))
        return tuple([entry for entry in entries if entry["about"] == about][:limit])

    def reader(self) -> MemoryLog:
        """The whole log."""
        return self._room.shelves.log

    def speaks_of(self, place: int, record: Any) -> bool:
        """Whether the entry at ``place`` was written about exactly this record."""
        rows, salts = self._room.shelves.log.rows, self._room.shelves.salts
        if place not in salts:
            raise NotFound(f"entry {place} of the audit log cannot be opened")
        return speaks_of(AuditEntry.parse(rows[place]), record, salts[place])


def _found(shelf: Mapping[K, T], key: K, what: str) -> T:
    if key not in shelf:
        raise NotFound(f"no {what} {key}")
    return shelf[key]


def _soonest(case: Case) -> tuple[datetime, datetime, str]:
    return (nearest(case) or _NEVER, case.application.submitted_at, case.reference)


def _waits_for(case: Case, officer: str) -> bool:
    if case.state is ApplicationState.APPEAL:
        return case.appeal is not None and case.appeal.reviewer == officer
    return case.state not in DECIDED and officer in {case.officer, case.reviewer}


def _waiting(case: Case) -> WaitingCase:
    return WaitingCase(
        reference=case.reference,
        state=case.state,
        due=nearest(case),
        urgent=case.urgent,
        account=case.account,
        people=case.people,
        purpose=str(case.application.trip.purpose),
    )
