"""The track behind the protection wall: only protection officers read it, and each look is in the audit log."""

from __future__ import annotations

from dataclasses import replace

from preclear import decisions
from preclear.errors import Conflict, InvalidInput, NotFound, NotPermitted
from preclear.model.case import Actor
from preclear.model.codes import Role
from preclear.services.office import Office
from preclear.services.ports import ProtectionRecord, Records
from preclear.services.writing_down import write_down


def waiting_for_help(office: Office, actor: Actor) -> tuple[ProtectionRecord, ...]:
    """Who waits for help, oldest first, without what was said: the notes are empty here."""
    _behind_the_wall(actor)
    with office.store.transaction() as records:
        return tuple(replace(one, notes="") for one in records.protections.waiting())


def open_protection(office: Office, id: int, actor: Actor) -> ProtectionRecord:  # noqa: A002 -- the record's own field
    """One record with its notes. ``NotFound`` when it is not there, or closed."""
    _behind_the_wall(actor)
    with office.store.transaction() as records:
        record = _waiting(records, id)
        _apart(records, record, actor)
        records.audit.add(at=office.clock(), actor=actor.id, verb="protection.viewed", about=record.reference)
        return record


def acknowledge(office: Office, id: int, actor: Actor) -> ProtectionRecord:  # noqa: A002 -- the record's own field
    """Take a record on. ``Conflict`` when somebody did already."""
    _behind_the_wall(actor)
    with office.store.transaction() as records:
        record = _waiting(records, id)
        _apart(records, record, actor)
        if record.acknowledged_by:
            raise Conflict(f"{record.acknowledged_by} has taken this on already", mend="Look at the list again")
        at = office.clock()
        taken = replace(record, acknowledged_by=actor.id, acknowledged_at=at)
        records.protections.replace(taken)
        records.audit.add(at=at, actor=actor.id, verb="protection.acknowledged", about=record.reference)
        return taken


def close_protection(office: Office, id: int, answer: str, actor: Actor) -> ProtectionRecord:  # noqa: A002 -- the record's own field
    """Close a record with what was done. With the last one of a case, its refusal may go on (it is thawed)."""
    _behind_the_wall(actor)
    if not answer.strip():
        raise InvalidInput("what was done is missing", where="answer", mend="Write it for the next protection officer")
    with office.store.transaction() as records:
        record = _waiting(records, id)
        _apart(records, record, actor)
        if record.acknowledged_by != actor.id:
            raise NotPermitted("this record is not yours", mend="Take it on first")
        at = office.clock()
        closed = replace(record, closed_at=at, notes=f"{record.notes}\n\n{actor.id}: {answer.strip()}")
        records.protections.replace(closed)
        records.audit.add(at=at, actor=actor.id, verb="protection.closed", about=record.reference)
        _thaw(records, record.reference, actor, office)
        return closed


def _thaw(records: Records, reference: str, actor: Actor, office: Office) -> None:
    case = records.cases.get(reference)
    still_open = any(one.closed_at is None for one in records.protections.of(reference))
    if case.frozen and not still_open and case.state in decisions.OPEN:
        write_down(records, decisions.thaw(case, actor, office.clock()))


def _waiting(records: Records, id_: int) -> ProtectionRecord:
    for one in records.protections.waiting():
        if one.id == id_:
            return one
    raise NotFound("no such record waits")


def _apart(records: Records, record: ProtectionRecord, actor: Actor) -> None:
    """Whoever has the case must not read what lies behind the wall, whatever other role they hold."""
    case = records.cases.get(record.reference)
    if actor.id == case.account or actor.id in {case.officer, case.reviewer}:
        raise NotPermitted("who has a part in the case does not read what lies behind the wall")


def _behind_the_wall(actor: Actor) -> None:
    if not actor.has(Role.PROTECTION_OFFICER):
        raise NotPermitted("this is for protection officers only")
