"""Let time pass: clocks that ran out, suspensions that are over, drafts that nobody finished."""

from __future__ import annotations

from datetime import timedelta

import structlog

from preclear import decisions
from preclear.services.change_clearance import end_suspensions
from preclear.services.office import Office
from preclear.services.writing_down import write_down

_log = structlog.get_logger("preclear.tick")
_DRAFTS_KEPT = timedelta(days=30)
_MOST = 100_000
"""References at once. Cases that were escalated stay overdue: a short list of the oldest would hide all others."""


def tick(office: Office) -> int:
    """Do what clocks call for; how many cases moved. Running out escalates and is never adverse."""
    at = office.clock()
    with office.store.transaction() as records:
        due = records.cases.with_clocks(at, limit=_MOST)
        records.drafts.purge(at - _DRAFTS_KEPT)
    moved = sum(_run_out(office, reference) for reference in due)
    return moved + end_suspensions(office)


def _run_out(office: Office, reference: str) -> bool:
    """One case that cannot move must not stop the clocks of all others; it is tried again at the next tick."""
    try:
        return _moved(office, reference)
    except Exception as error:  # noqa: BLE001 -- see above; the log names the kind of error and no person's data
        _log.error("clock could not run out", reference=reference, error=type(error).__name__)
        return False


def _moved(office: Office, reference: str) -> bool:
    with office.store.transaction() as records:
        change = decisions.run_out(records.cases.get(reference), office.clock(), deadlines=office.agreement.deadlines)
        if change is not None:
            write_down(records, change)
        return change is not None
