"""Do the jobs that wait. A job runs at least once: each is idempotent, and a crash only repeats it."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path

import structlog

from preclear.errors import InvalidInput, PreclearError
from preclear.services import process, replace_lists
from preclear.services.office import Office
from preclear.services.ports import Job

_log = structlog.get_logger("preclear.work")
_FIRST_PAUSE = timedelta(seconds=2)

JOBS: Mapping[str, Callable[[Office, str], None]] = {
    "admit": process.admit,
    "process": process.process,
    "reassess": process.reassess,
    "rescreen": replace_lists.rescreen,
}
"""Every kind of job, and what does it. The argument is a reference, or an errand."""


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
    except Exception as error:  # noqa: BLE001 -- a bug in one case must not stop the others; the job is kept and shown
        _later(office, job, holder, _told(error))
    else:
        with office.store.transaction() as records:
            records.jobs.done(job, holder)
    return True


def _told(error: Exception) -> str:
    """What went wrong, and where. Texts of bugs and of unusable input may quote a person's data, and are left out."""
    if isinstance(error, InvalidInput):
        return f"{error.code}: {error.where}"
    if isinstance(error, PreclearError):
        return f"{error.code}: {error}"
    frames = traceback.extract_tb(error.__traceback__)
    place = f" ({Path(frames[-1].filename).name}, line {frames[-1].lineno})" if frames else ""
    return f"{type(error).__name__}{place}"


def _later(office: Office, job: Job, holder: str, error: str) -> None:
    _log.warning("job failed", kind=job.kind, argument=job.argument, tries=job.tries, error=error)
    with office.store.transaction() as records:
        records.jobs.again(job, holder, due=office.clock() + _FIRST_PAUSE * 2**job.tries, error=error[:500])
