"""Suspend, revoke or otherwise change a clearance; the carrier gateway hears of it within seconds."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import structlog

from preclear.clearance import apply
from preclear.errors import InvalidInput, NotPermitted, PreclearError
from preclear.model.case import SYSTEM, Actor
from preclear.model.clearance import Clearance
from preclear.model.codes import ClearanceState
from preclear.services.issue import carrier_entry
from preclear.services.office import Office
from preclear.services.ports import Records

_log = structlog.get_logger("preclear.clearances")
_TOLD = {"suspend": "suspended", "resume": "resumed", "revoke": "revoked", "annul": "annulled"}


def change_clearance(office: Office, number: str, event: str, reason: str, actor: Actor) -> Clearance:
    """Change the state of a clearance by an event of ``preclear.clearance``, with its reason."""
    if event in _TOLD and not reason.strip():
        raise InvalidInput("a reason is missing", where="reason", mend="Say which fact made it necessary")
    with office.store.transaction() as records:
        at = office.clock()
        before = records.clearances.get(number)
        case = records.cases.get(before.reference)
        if actor.id == case.account:
            raise NotPermitted("nobody changes a clearance of their own")
        changed = apply(before, event, actor, at, reason=reason.strip())
        # The gateway keeps the entry with the higher version, and two writers must not overwrite each other.
        after = replace(changed, version=before.version + 1)
        _write(records, before, after, event, actor, at)
        if event in _TOLD:
            records.letters.add(case.account, after.reference, f"clearance_{_TOLD[event]}", {"number": number}, at)
    return after


def lost_clearance(records: Records, reference: str) -> bool:
    """Whether the clearance of this application was revoked or annulled, which opens an appeal.

    Only the newest counts: an appeal that was overturned issued another one.
    """
    issued = records.clearances.of(reference)
    return bool(issued) and issued[0].state in {ClearanceState.REVOKED, ClearanceState.ANNULLED}


def who_changed(records: Records, reference: str) -> frozenset[str]:
    """Who suspended, gave back, revoked or annulled a clearance of this application: they decide no appeal on it."""
    verbs = {f"clearance.{told}" for told in _TOLD.values()}
    return frozenset(
        str(entry["actor"])
        for clearance in records.clearances.of(reference)
        for entry in records.audit.of(clearance.number)
        if entry.get("verb") in verbs
    ) - {SYSTEM.id}


def end_suspensions(office: Office) -> int:
    """Give back what was suspended for as long as a suspension may last; how many."""
    with office.store.transaction() as records:
        at = office.clock()
        over = [
            one
            for one in records.clearances.in_states({ClearanceState.SUSPENDED})
            if one.suspended_until and one.suspended_until <= at
        ]
    return sum(_given_back(office, one.number) for one in over)


def _given_back(office: Office, number: str) -> bool:
    """False where somebody changed it meanwhile, or it cannot be given back: the others are all the same."""
    try:
        change_clearance(office, number, "resume", "the longest time of a suspension is over", SYSTEM)
    except PreclearError as error:
        _log.warning("suspension could not be ended", number=number, error=error.code)
        return False
    return True


def _write(records: Records, before: Clearance, after: Clearance, event: str, actor: Actor, at: datetime) -> None:
    records.clearances.replace(after, seen=before.version)
    records.feed.add(carrier_entry(after, at))
    records.audit.add(
        at=at,
        actor=actor.id,
        verb=f"clearance.{_TOLD.get(event, event)}",
        about=after.number,
        record=after,
        details={"from": str(before.state), "to": str(after.state)},
    )
