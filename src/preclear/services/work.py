"""Do the jobs that wait. A job runs at least once: each is idempotent, and a crash only repeats it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

import structlog

from preclear.errors import PreclearError
from preclear.services import process
from preclear.services.office import Office
from preclear.services.ports import Job

_log = structlog.get_logger("preclear.work")
_FIRST_PAUSE = timedelta(seconds=2)

JOBS: Mapping[str, Callable[[Office, str], None]] = {
    "admit": process.admit,
    "process": process.process,
    "reassess": process.reassess,
}
"""Every kind of job, and what does it. The argument is a reference."""


def work(office: Office, holder: str) -> bool:
    """Do the next job, if one is due; whether there was one.

    A job that fails is tried again later, ever more slowly.
    """
    with office.store.transaction() as records:
        job = records.jobs.lease(office.clock(), holder)
    if job is None:
        return False
    try:
        JOBS[job.kind](office, job.argument)
    except PreclearError as error:
        _later(office, job, holder, str(error))
    except Exception as error:  # noqa: BLE001 -- a bug in one case must not stop the others; the job is kept and shown
        _later(office, job, holder, f"{type(error).__name__}: {error}")
    else:
        with office.store.transaction() as records:
            records.jobs.done(job, holder)
    return True


def _later(office: Office, job: Job, holder: str, error: str) -> None:
    _log.warning("job failed", kind=job.kind, argument=job.argument, tries=job.tries, error=error)
    with office.store.transaction() as records:
        records.jobs.again(job, holder, due=office.clock() + _FIRST_PAUSE * 2**job.tries, error=error[:500])
