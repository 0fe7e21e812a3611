"""Let time pass: clocks that ran out, suspensions that are over, drafts that nobody finished."""

from __future__ import annotations

from datetime import timedelta

from preclear import decisions
from preclear.services.change_clearance import end_suspensions
from preclear.services.office import Office
from preclear.services.writing_down import write_down

_DRAFTS_KEPT = timedelta(days=30)


def tick(office: Office) -> int:
    """Do what clocks call for; how many cases moved. Running out escalates and is never adverse."""
    at = office.clock()
    with office.store.transaction() as records:
        due = records.cases.with_clocks(at)
        records.drafts.purge(at - _DRAFTS_KEPT)
    moved = sum(_run_out(office, reference) for reference in due)
    return moved + end_suspensions(office)


def _run_out(office: Office, reference: str) -> bool:
    with office.store.transaction() as records:
        change = decisions.run_out(records.cases.get(reference), office.clock(), deadlines=office.agreement.deadlines)
        if change is not None:
            write_down(records, change)
        return change is not None
