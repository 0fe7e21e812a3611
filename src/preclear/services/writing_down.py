"""Write a change down: record, audit entry, decision, notices and jobs, all in the caller's transaction."""

from __future__ import annotations

from preclear.decisions import Change
from preclear.services.alarms import count_alarms
from preclear.services.ports import Records


def write_down(records: Records, change: Change, *, raw: bytes | None = None) -> Change:
    """Write one change. Raises ``Conflict`` when somebody else changed the case meanwhile."""
    case, at, who = change.case, change.at, change.actor.id
    if change.decision is not None:
        # The decision first: the database lets a case become GRANTED or REFUSED only when its decision stands.
        records.decisions.add(change.decision)
    records.cases.replace(case, seen=change.before.version, raw=raw)
    records.audit.add(
        at=at, actor=who, verb=change.verb, about=case.reference, record=case, details=dict(change.details)
    )
    count_alarms(records, change)
    for notice in change.notices:
        if notice.to:
            records.letters.add(notice.to, notice.reference, notice.kind, dict(notice.values), at)
    for kind in change.jobs:
        records.jobs.add(kind, case.reference, due=at)
    return change
