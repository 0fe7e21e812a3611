"""Work that waits: a lease, more tries, and a place for what failed."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connections
from django.db.models import Q, QuerySet

from preclear.services.ports import Job
from preclear.storage.faults import in_our_words
from preclear.storage.models import JobRow

MOST_TRIES = 8
"""After so many tries a job is set aside as failed."""

_WAITING, _RUNNING, _FAILED = "WAITING", "RUNNING", "FAILED"
_LONGEST_ERROR = 2000
_ANY_DUE = f"SELECT 1 FROM {JobRow._meta.db_table} WHERE due <= %s AND state <> %s LIMIT 1"  # noqa: S608, SLF001 -- a table's name; _meta is Django's public way to it


class JobsInDatabase:
    """``preclear.services.ports.Jobs``."""

    def __init__(self, using: str) -> None:
        self._using = using

    def add(self, kind: str, argument: str, *, due: datetime) -> None:
        """Ask for work once; what runs already may have read the old state, so it is asked for again."""
        key = key_of(kind, argument)
        values = {"kind": kind, "argument": argument, "due": due}
        with in_our_words():
            waiting = self._rows.filter(key=key, state=_WAITING)
            if not waiting.filter(due__lte=due).exists() and not waiting.update(due=due):
                self._rows.create(key=key, **values)

    def lease(self, at: datetime, holder: str, *, seconds: int = 60) -> Job | None:
        """Take the next due job, or one whose holder was silent for longer than its lease."""
        with in_our_words():
            row = self._next(at)
            while row is not None and row.tries >= MOST_TRIES:
                self._set_aside(row, row.error or "its worker ended before the work did")
                row = self._next(at)
            if row is None:
                return None
            row.state, row.holder, row.lease = _RUNNING, holder, at + timedelta(seconds=seconds)
            row.tries += 1
            row.save(using=self._using, update_fields=["state", "holder", "lease", "tries"])
        return _job(row)

    def done(self, job: Job, holder: str) -> None:
        """The row goes."""
        with in_our_words():
            self._held(job, holder).delete()

    def again(self, job: Job, holder: str, *, due: datetime, error: str) -> None:
        """Wait until ``due``; or merge with the same work that was asked for meanwhile; or fail."""
        with in_our_words():
            row = self._held(job, holder).first()
            if row is None:
                return
            if row.tries >= MOST_TRIES:
                self._set_aside(row, error)
            elif self._rows.filter(key=row.key, state=_WAITING).exists():
                row.delete(using=self._using)
            else:
                row.state, row.holder, row.lease, row.due = _WAITING, "", None, due
                row.error = error[:_LONGEST_ERROR]
                row.save(using=self._using)

    def failed(self) -> tuple[tuple[Job, str], ...]:
        """What an administrator must look at."""
        return tuple((_job(row), row.error) for row in self._rows.filter(state=_FAILED).order_by("id"))

    def _next(self, at: datetime) -> JobRow | None:
        if not self._any_due(at):
            return None
        free = Q(state=_WAITING) | Q(state=_RUNNING, lease__lte=at)
        rows = self._rows.filter(free, due__lte=at).order_by("due", "id")
        # On SQLite this locks nothing and need not: the transaction is the only writer.
        return rows.select_for_update(skip_locked=True).first()

    def _any_due(self, at: datetime) -> bool:
        """Whether anything is due at all: workers ask several times a second, mostly for nothing."""
        connection = connections[self._using]
        with connection.cursor() as cursor:
            cursor.execute(_ANY_DUE, [connection.ops.adapt_datetimefield_value(at), _FAILED])
            return cursor.fetchone() is not None

    def _held(self, job: Job, holder: str) -> QuerySet[JobRow]:
        return self._rows.filter(key=job.key, state=_RUNNING, holder=holder, tries=job.tries)

    def _set_aside(self, row: JobRow, error: str) -> None:
        row.state, row.holder, row.lease, row.error = _FAILED, "", None, error[:_LONGEST_ERROR]
        row.save(using=self._using)

    @property
    def _rows(self) -> QuerySet[JobRow]:
        return JobRow.objects.using(self._using)


def key_of(kind: str, argument: str) -> str:
    """The name under which work waits."""
    return f"{kind}:{argument}"


def _job(row: JobRow) -> Job:
    return Job(key=row.key, kind=row.kind, argument=row.argument, due=row.due, tries=row.tries)
