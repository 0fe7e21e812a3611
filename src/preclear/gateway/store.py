"""The read store: one SQLite file (WAL) that the case side writes and the gateway only reads.

The writer opens a connection for each call, so it may be used from any thread and across forks. The reader keeps
one; it never writes, and it looks at each use whether the file was taken away, replaced or damaged. A store that
cannot be read is ``Unavailable``, never an empty one.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from preclear.errors import InvalidInput, Unavailable
from preclear.gateway.sealing import Seal
from preclear.model.carriage import CarrierEntry, CarrierScope

FORMAT = 1
LOOK_AGAIN = 600.0
"""Seconds after which a file that changed is looked through again."""
_SCHEMA = """
CREATE TABLE IF NOT EXISTS entries (
  number TEXT PRIMARY KEY, found BLOB NOT NULL, version INTEGER NOT NULL, until INTEGER NOT NULL, sealed BLOB NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS entries_found ON entries (found);
CREATE TABLE IF NOT EXISTS standing (
  one INTEGER PRIMARY KEY CHECK (one = 1), position INTEGER NOT NULL, heard_at TEXT, scope BLOB
);
INSERT OR IGNORE INTO standing (one, position) VALUES (1, 0);
PRAGMA user_version = 1;
"""
_PUBLISH = """
INSERT INTO entries (number, found, version, until, sealed) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (number) DO UPDATE SET found = excluded.found, version = excluded.version, until = excluded.until,
  sealed = excluded.sealed WHERE excluded.version > entries.version
"""


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How far the store has come: the last change it holds, and when the case side was last heard."""

    position: int
    heard_at: datetime | None
    scope: CarrierScope | None


class ReadStore:
    """The writer's side, used by the case side. Every method is one transaction and raises ``Unavailable``.

    A lost or damaged store is made again with :meth:`rebuild`; a missing one comes into being at the first write.
    """

    def __init__(self, path: Path, seal: Seal) -> None:
        self._path = path
        self._seal = seal

    def publish(self, entries: Iterable[CarrierEntry], position: int, at: datetime) -> None:
        """Add or renew entries. ``position`` in the feed never goes back, nor does an entry's version.

        Publishing is a sign of life as well.
        """
        rows = [self._row(entry) for entry in entries]
        with _write(self._path) as store:
            store.executemany(_PUBLISH, rows)
            store.execute("UPDATE standing SET position = max(position, ?)", (position,))
            _beat(store, at)

    def beat(self, at: datetime) -> None:
        """Say that the case side is alive and that everything up to now has been published."""
        with _write(self._path) as store:
            _beat(store, at)

    def set_scope(self, scope: CarrierScope) -> None:
        """Say which flights the agreements cover. Until then nothing can be answered."""
        if not scope.routes:
            raise InvalidInput("a scope without routes", where="routes", mend="Stop the gateway instead")
        with _write(self._path) as store:
            store.execute("UPDATE standing SET scope = ?", (self._seal.close_scope(scope),))

    def forget(self, before: date) -> int:
        """Delete entries whose validity ended before a day; answers how many there were."""
        with _write(self._path) as store:
            return store.execute("DELETE FROM entries WHERE until < ?", (before.toordinal(),)).rowcount

    def rebuild(self, entries: Iterable[CarrierEntry], scope: CarrierScope, position: int, at: datetime) -> None:
        """Put a new store in the place of whatever is there.

        It is written aside and moved in; the old log of changes goes first, for SQLite would play it into the new
        file. Readers answer UNAVAILABLE for the moment between.
        """
        aside = self._path.with_name(f"{self._path.name}.new")
        _remove(aside)
        fresh = ReadStore(aside, self._seal)
        fresh.publish(entries, position, at)
        fresh.set_scope(scope)
        _remove(self._path)
        aside.replace(self._path)

    def position(self) -> int:
        """The last change in the feed that the store holds."""
        with _write(self._path) as store:
            (position,) = store.execute("SELECT position FROM standing").fetchone()
            return int(position)

    def _row(self, entry: CarrierEntry) -> tuple[str, bytes, int, int, bytes]:
        found = self._seal.find(entry.document_number)
        return entry.number, found, entry.version, entry.valid_until.toordinal(), self._seal.close(entry)


class StoreReader:
    """The gateway's side. One connection that only reads; not shared between threads."""

    def __init__(self, path: Path, seal: Seal) -> None:
        self._path = path
        self._seal = seal
        self._store: sqlite3.Connection | None = None
        self._seen: tuple[int, ...] = ()
        self._looked_at: tuple[int, ...] = ()
        self._looked = 0.0
        self._scope: tuple[bytes, CarrierScope] | None = None

    def standing(self) -> Standing:
        """How far the store has come. ``Unavailable`` when it is missing, damaged or of another format."""
        with self._reading() as store:
            position, heard_at, sealed = store.execute("SELECT position, heard_at, scope FROM standing").fetchone()
            heard = datetime.fromisoformat(heard_at) if heard_at else None
            return Standing(position=position, heard_at=heard, scope=self._open_scope(sealed))

    def entries(self, document_numbers: Sequence[str]) -> tuple[CarrierEntry, ...]:
        """Entries of these document numbers and of numbers that look like them."""
        finds = list(dict.fromkeys(self._seal.find(number) for number in document_numbers))
        if not finds:
            return ()
        places = ",".join("?" * len(finds))
        query = f"SELECT found, number, version, sealed FROM entries WHERE found IN ({places})"  # noqa: S608 -- question marks only
        with self._reading() as store:
            return tuple(self._seal.open(*row) for row in store.execute(query, finds))

    def close(self) -> None:
        """Let go of the file."""
        if self._store:
            with suppress(sqlite3.Error):
                self._store.close()
        self._store = None

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        try:
            self._look()
            yield self._store or self._open()
        except (sqlite3.Error, OSError, TypeError, ValueError, OverflowError) as error:
            self.close()
            raise Unavailable("the read store cannot be read", mend="Rebuild it") from error
        except Unavailable:
            self.close()
            raise

    def _look(self) -> None:
        """Notice a file that was taken away, replaced or written over."""
        stat = self._path.stat()
        seen = (stat.st_dev, stat.st_ino, stat.st_size, stat.st_mtime_ns)
        if seen != self._seen:
            self.close()
            self._seen = seen

    def _open(self) -> sqlite3.Connection:
        """Open, and look through all of a new file: damage must not pass for a store without the passenger's entry.

        A file that only grew (the case side moves its log of changes into it now and then) is looked through again
        after a while, not each time, for that takes some microseconds an entry. Each entry is checked when read.
        """
        store = sqlite3.connect(f"{self._path.absolute().as_uri()}?mode=ro", uri=True, timeout=0.25)
        try:
            self._look_through(store)
        except BaseException:
            store.close()
            raise
        self._store = store
        return store

    def _look_through(self, store: sqlite3.Connection) -> None:
        if store.execute("PRAGMA user_version").fetchone() != (FORMAT,):
            raise Unavailable("the read store is of another format", mend="Rebuild it with this version")
        if self._looked_at == self._seen[:2] and time.monotonic() - self._looked < LOOK_AGAIN:
            return
        if store.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",):
            raise Unavailable("the read store is damaged", mend="Rebuild it")
        for row in store.execute("SELECT found, number, version, sealed FROM entries"):
            self._seal.check(*row)
        self._looked_at, self._looked = self._seen[:2], time.monotonic()

    def _open_scope(self, sealed: bytes | None) -> CarrierScope | None:
        if sealed is None:
            return None
        if self._scope is None or self._scope[0] != sealed:
            self._scope = sealed, self._seal.open_scope(sealed)
        return self._scope[1]


@contextmanager
def _write(path: Path) -> Iterator[sqlite3.Connection]:
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600)
        with closing(sqlite3.connect(path, timeout=5)) as store:
            store.execute("PRAGMA synchronous = NORMAL")  # the case side can make all of it again
            _prepare(store)
            with store:
                store.execute("BEGIN IMMEDIATE")
                yield store
    except (sqlite3.Error, OSError) as error:
        raise Unavailable(f"the read store cannot be written ({error})", mend="Rebuild it") from error


def _prepare(store: sqlite3.Connection) -> None:
    (found,) = store.execute("PRAGMA user_version").fetchone()
    if found not in {0, FORMAT}:
        raise Unavailable(f"the read store is of format {found}, not {FORMAT}", mend="Rebuild it with this version")
    if found == 0:
        store.execute("PRAGMA journal_mode = WAL")
        store.executescript(_SCHEMA)


def _beat(store: sqlite3.Connection, at: datetime) -> None:
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    store.execute("UPDATE standing SET heard_at = ?", (moment,))


def _remove(path: Path) -> None:
    for end in ("-wal", "-shm", ""):
        path.with_name(path.name + end).unlink(missing_ok=True)
