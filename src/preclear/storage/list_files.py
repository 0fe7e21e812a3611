"""The snapshots of lists on disk: one in use, replaced as a whole while others read it, and the few before it."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from threading import Lock

import structlog

from preclear.errors import InvalidInput, NotFound, PreclearError, Unavailable
from preclear.model.screening import ListSource, ScreeningAnswer, ScreeningQuery
from preclear.screening import Snapshot, changes
from preclear.screening.bounds import Bounds, check
from preclear.screening.snapshot_file import key_beside
from preclear.services.ports import ListDelta, Lists

KEPT = 4
"""Snapshots that are kept at least, the one in use among them."""

KEPT_FOR = 3600.0
"""Seconds for which every snapshot is kept after its time: jobs may still compare with it."""

_log = structlog.get_logger("preclear.lists")


@dataclass(frozen=True, kw_only=True)
class UnreadableLists:
    """Lists that are set up and cannot be read: every question is answered by ``Unavailable``, never by "no match"."""

    why: str
    id: str = "unreadable"
    sources: tuple[ListSource, ...] = ()

    def screen(self, query: ScreeningQuery, top: int = 10, *, on: date | None = None) -> ScreeningAnswer:  # noqa: ARG002 -- the port's
        """Raises ``Unavailable``."""
        raise Unavailable(self.why, mend="Build the lists again with `preclear lists build`")


@dataclass(frozen=True, kw_only=True)
class FreshLists:
    """What a new snapshot has more than the one before: ``entries`` that changed, and numbers that ``old`` had not."""

    entries: Lists
    old: Lists | None
    new: Lists

    @property
    def id(self) -> str:
        """The new snapshot's id: it is that one's answer."""
        return self.new.id

    @property
    def sources(self) -> tuple[ListSource, ...]:
        """The lists of the new snapshot."""
        return self.new.sources

    def screen(self, query: ScreeningQuery, top: int = 10, *, on: date | None = None) -> ScreeningAnswer:
        """Possible matches that the snapshot before did not have."""
        found = self.entries.screen(query, top, on=on)
        if not query.document_number:
            return found
        number = replace(query, name="", native_name=None, father_name=None, birth_date=None)
        before = self.old.screen(number, on=on).candidates if self.old else ()
        fresh = tuple(one for one in self.new.screen(number, on=on).candidates if not one.name and one not in before)
        return replace(found, candidates=(*fresh, *found.candidates)[:top])


class ListFiles:
    """``preclear.services.ports.Snapshots``: ``place`` stands for the file in use, one of those in ``place.kept``.

    Opening maps a file into memory, and what is open stays whole when the name is given to another file.
    """

    def __init__(self, place: Path, read: Callable[[Path], Snapshot] = Snapshot.open) -> None:
        self.place = place
        self._folder = place.with_name(f"{place.name}.kept")
        self._read = read
        self._lock = Lock()
        self._seen: tuple[int, int, int] | None = None
        self._current: Lists | None = None
        self._trouble = ""
        self._deltas: dict[tuple[str, str], ListDelta] = {}

    @property
    def trouble(self) -> str:
        """Why the file in use cannot be read."""
        self.current()
        return self._trouble

    def current(self) -> Lists:
        """The snapshot in use. Asking costs one look at the file's name."""
        with self._lock:
            mark = _mark(self.place)
            if mark != self._seen or self._current is None:
                self._take(mark)
            return self._current or UnreadableLists(why=self._trouble)

    def keep(self, source: Path, accept: Collection[str] = ()) -> tuple[str, str]:
        """Verify, compare with the bounds of the lists in use, and keep a copy under its id."""
        new, standing = self._read(source), self._standing()
        bounds = {one.list: Bounds.of(one.bounds) for one in new.sources}
        check(standing.sources if standing else (), new.sources, bounds, accept)
        with _writing():
            self._keep(source, new.id)
            if standing:
                self._keep(self._in_use, standing.id)
            self._forget_old(new.id, standing.id if standing else "")
        return standing.id if standing else "", new.id

    def use(self, id: str) -> None:  # noqa: A002 -- the snapshot's own name
        """Give a kept file the name in use, in one step."""
        kept = self._kept(id)
        if not id.isalnum() or not kept.exists():
            raise NotFound(f"the lists {id[:40]} are not kept")
        with _writing():
            self._point_to(kept)

    def delta(self, before: str, after: str) -> ListDelta:
        """What differs; worked out once, for a whole run of jobs."""
        known = self._deltas.get((before, after))
        if known is None:
            known = _difference(self._opened(before) if before else None, self._opened(after))
            self._deltas = {(before, after): known}
        return known

    def _take(self, mark: tuple[int, int, int] | None) -> None:
        self._seen = mark
        try:
            self._current = self._read(self._in_use)
            self._trouble = ""
        except PreclearError as error:
            # The lists before stay in use: those are what everybody was judged with a moment ago.
            self._trouble = f"the lists cannot be read: {error}"
            _log.error("lists cannot be read", error=error.code)

    def _standing(self) -> Snapshot | None:
        try:
            return self._read(self._in_use) if self.place.exists() else None
        except PreclearError:
            return None

    @property
    def _in_use(self) -> Path:
        """The file that the place stands for; the key of its document numbers lies beside it."""
        return self.place.resolve()

    def _keep(self, source: Path, id_: str) -> Path:
        """A copy under the snapshot's id with its key, complete or not there."""
        kept = self._kept(id_)
        if not kept.exists():
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            aside = self._folder / f".new.{os.getpid()}"
            _copy(source, aside)
            if key_beside(source).exists():
                _copy(key_beside(source), key_beside(aside))
            if self._read(aside).id != id_:
                raise InvalidInput("the file changed while it was copied", where=str(source), mend="Install it again")
            if key_beside(aside).exists():
                key_beside(aside).replace(key_beside(kept))
            aside.replace(kept)
        os.utime(kept)
        return kept

    def _point_to(self, kept: Path) -> None:
        """Let the place stand for another file, in one step."""
        aside = self.place.with_name(f".{self.place.name}.{os.getpid()}")
        with contextlib.suppress(FileNotFoundError):
            aside.unlink()
        aside.symlink_to(kept.relative_to(self.place.parent))
        aside.replace(self.place)

    def _forget_old(self, *needed: str) -> None:
        files = sorted(self._folder.glob("*.snapshot"), key=_last_used, reverse=True)
        for file in files[KEPT:]:
            if file.stem not in needed and _last_used(files[0]) - _last_used(file) > KEPT_FOR:
                file.unlink()
                key_beside(file).unlink(missing_ok=True)

    def _opened(self, id_: str) -> Snapshot:
        file = self._kept(id_)
        if not id_.isalnum() or not file.exists():
            raise NotFound(f"the lists {id_[:40]} are not kept any more")
        return self._read(file)

    def _kept(self, id_: str) -> Path:
        return self._folder / f"{id_}.snapshot"


def _last_used(file: Path) -> float:
    """When it came into use, or was in use last (seconds)."""
    return file.stat().st_mtime


@contextlib.contextmanager
def _writing() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Unavailable(f"the lists cannot be written: {error.strerror}", mend="Look at the disk") from error


def _copy(source: Path, target: Path) -> None:
    """Copy a file that only its owner may read, and wait for the disk."""
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        with source.open("rb") as given:
            shutil.copyfileobj(given, file, 1 << 20)
        file.flush()
        os.fsync(file.fileno())


def _difference(old: Snapshot | None, new: Snapshot) -> ListDelta:
    found = changes(old, new) if old else None
    fresh = found.added | found.changed if found else frozenset(new.versions())
    removed = found.removed if found else frozenset()
    numbers = _numbers(old) != _numbers(new)
    entries = new.only(fresh) if old else new
    return ListDelta(
        new=FreshLists(entries=entries, old=old, new=new) if numbers else entries,
        touched=fresh | removed,
        removed=removed,
        numbers=numbers,
    )


def _numbers(lists: Snapshot | None) -> frozenset[tuple[str, str]]:
    """Which editions of lists of bare document numbers these are."""
    bare = (one for one in lists.sources if one.documents and not one.entities) if lists else ()
    return frozenset((one.list, one.sha256) for one in bare)


def _mark(place: Path) -> tuple[int, int, int] | None:
    """What tells one file from the next under the same name; None where there is none."""
    try:
        found = place.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size
