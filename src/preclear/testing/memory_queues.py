"""Jobs, notices, referrals, drafts and the carrier feed in memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from preclear.errors import Conflict, NotFound
from preclear.model.carriage import CarrierEntry
from preclear.services.ports import Draft, Job, Letter, ProtectionRecord
from preclear.testing.shelves import HeldJob, Room

MOST_TRIES = 8
"""As in the database."""


class JobsInMemory:
    """``preclear.services.ports.Jobs``."""

    def __init__(self, room: Room) -> None:
        self._room = room

    def add(self, kind: str, argument: str, *, due: datetime) -> None:
        """Ask for work once."""
        key = f"{kind}:{argument}"
        waiting = self._waiting(key)
        if waiting:
            waiting.job = replace(waiting.job, due=min(waiting.job.due, due))
            return
        job = Job(key=key, kind=kind, argument=argument, due=due)
        self._room.shelves.jobs[self._room.shelves.number("job")] = HeldJob(job=job)

    def lease(self, at: datetime, holder: str, *, seconds: int = 60) -> Job | None:
        """Take the next due job."""
        for held in sorted(self._room.shelves.jobs.values(), key=lambda held: held.job.due):
            if not _free(held, at):
                continue
            if held.job.tries >= MOST_TRIES:
                held.state, held.error = "FAILED", held.error or "its worker ended before the work did"
                continue
            held.state, held.holder, held.lease = "RUNNING", holder, at + timedelta(seconds=seconds)
            held.job = replace(held.job, tries=held.job.tries + 1)
            return held.job
        return None

    def done(self, job: Job, holder: str) -> None:
        """The job goes."""
        found = self._held(job, holder)
        if found is not None:
            del self._room.shelves.jobs[found]

    def again(self, job: Job, holder: str, *, due: datetime, error: str) -> None:
        """Try later, merge, or fail."""
        found = self._held(job, holder)
        if found is None:
            return
        held = self._room.shelves.jobs[found]
        held.holder, held.lease, held.error = "", None, error
        if job.tries >= MOST_TRIES:
            held.state = "FAILED"
        elif self._waiting(job.key):
            del self._room.shelves.jobs[found]
        else:
            held.state, held.job = "WAITING", replace(held.job, due=due)

    def failed(self) -> tuple[tuple[Job, str], ...]:
        """What an administrator must look at."""
        return tuple((held.job, held.error) for held in self._room.shelves.jobs.values() if held.state == "FAILED")

    def _waiting(self, key: str) -> HeldJob | None:
        jobs = self._room.shelves.jobs.values()
        return next((held for held in jobs if held.job.key == key and held.state == "WAITING"), None)

    def _held(self, job: Job, holder: str) -> int | None:
        jobs = self._room.shelves.jobs.items()
        mine = ("RUNNING", holder, job.key, job.tries)
        return next((at for at, one in jobs if (one.state, one.holder, one.job.key, one.job.tries) == mine), None)


class LettersInMemory:
    """``preclear.services.ports.Letters``."""

    def __init__(self, room: Room) -> None:
        self._room = room

    def add(self, to: str, reference: str, kind: str, values: Mapping[str, str], at: datetime) -> None:
        """Write a notice."""
        number = self._room.shelves.number("letter")
        letter = Letter(id=number, to=to, reference=reference, kind=kind, values=dict(values), at=at)
        self._room.shelves.letters[number] = letter

    def unsent(self, *, limit: int = 100, after: int = 0) -> tuple[Letter, ...]:
        """Oldest first."""
        letters = self._room.shelves.letters.values()
        return tuple([letter for letter in letters if letter.sent is None and letter.id > after][:limit])

    def sent(self, id: int, at: datetime) -> None:  # noqa: A002 -- the letter's own field
        """It has left."""
        letter = self._room.shelves.letters.get(id)
        if letter is not None and letter.sent is None:
            self._room.shelves.letters[id] = replace(letter, sent=at)

    def newest(self, *, limit: int = 100, to: str = "") -> tuple[Letter, ...]:
        """Newest first."""
        letters = reversed(self._room.shelves.letters.values())
        return tuple([letter for letter in letters if to in {"", letter.to}][:limit])


class ProtectionsInMemory:
    """``preclear.services.ports.Protections``."""

    def __init__(self, room: Room) -> None:
        self._room = room

    def add(self, reference: str, source: str, notes: str, at: datetime) -> None:
        """Refer somebody for help."""
        shelves = self._room.shelves
        if reference not in shelves.cases:
            raise Conflict("it refers to a record that is not there")
        number = shelves.number("protection")
        shelves.protections[number] = ProtectionRecord(
            id=number, reference=reference, source=source, notes=notes, at=at
        )

    def waiting(self) -> tuple[ProtectionRecord, ...]:
        """Not closed yet."""
        return tuple(one for one in self._room.shelves.protections.values() if one.closed_at is None)

    def of(self, reference: str) -> tuple[ProtectionRecord, ...]:
        """All of one application."""
        return tuple(one for one in self._room.shelves.protections.values() if one.reference == reference)

    def replace(self, record: ProtectionRecord) -> None:
        """After acknowledging or closing."""
        before = self._room.shelves.protections.get(record.id)
        if before is None or before.reference != record.reference:
            raise NotFound(f"no protection record {record.id} of {record.reference}")
        self._room.shelves.protections[record.id] = record


class DraftsInMemory:
    """``preclear.services.ports.Drafts``."""

    def __init__(self, room: Room) -> None:
        self._room = room

    def put(self, draft: Draft) -> None:
        """Save; a draft keeps its owner."""
        before = self._room.shelves.drafts.get(draft.id)
        if before is not None and before.account != draft.account:
            raise Conflict(f"the draft {draft.id} is another account's")
        self._room.shelves.drafts[draft.id] = draft

    def get(self, id: str) -> Draft:  # noqa: A002 -- the draft's own field
        """One draft."""
        if id not in self._room.shelves.drafts:
            raise NotFound(f"no draft {id}")
        return self._room.shelves.drafts[id]

    def of_account(self, account: str) -> tuple[Draft, ...]:
        """Newest first."""
        mine = [draft for draft in self._room.shelves.drafts.values() if draft.account == account]
        return tuple(sorted(mine, key=lambda draft: (-draft.saved_at.timestamp(), draft.id)))

    def drop(self, id: str) -> None:  # noqa: A002 -- the draft's own field
        """Forget it, with its files unless an application has them by now."""
        shelves = self._room.shelves
        if shelves.drafts.pop(id, None) is not None and id not in shelves.cases:
            shelves.files = {key: file for key, file in shelves.files.items() if key[0] != id}

    def purge(self, before: datetime) -> int:
        """Forget all old ones."""
        old = [draft.id for draft in self._room.shelves.drafts.values() if draft.saved_at < before]
        for key in old:
            self.drop(key)
        return len(old)


class FeedInMemory:
    """``preclear.services.ports.Feed``."""

    def __init__(self, room: Room) -> None:
        self._room = room

    def add(self, entry: CarrierEntry) -> None:
        """Say it."""
        self._room.shelves.feed += (entry,)

    def after(self, position: int, *, limit: int = 1000) -> tuple[tuple[int, CarrierEntry], ...]:
        """What came after."""
        return tuple(enumerate(self._room.shelves.feed, 1))[position : position + limit]


def _free(held: HeldJob, at: datetime) -> bool:
    if held.job.due > at:
        return False
    return held.state == "WAITING" or (held.state == "RUNNING" and held.lease is not None and held.lease <= at)
