"""The replies given, kept so that a question asked twice gets the same bytes, and as proof for the carrier.

A row holds the carrier, hashes of the question, and the reply (the carrier's own passenger references, answers and
the receipt): no names, no dates of birth, no document numbers. Only the gateway writes here; several of its
processes may. ``synchronous = NORMAL`` with WAL: a killed process loses nothing that was answered; a power cut may
lose the last moments, and then the carrier's signed receipt is the proof.
"""

from __future__ import annotations

import hashlib
import sqlite3
import time
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from preclear.errors import Unavailable

FORMAT = 1
_SCHEMA = """
CREATE TABLE IF NOT EXISTS replies (
  id INTEGER PRIMARY KEY, asked BLOB NOT NULL UNIQUE, carrier TEXT NOT NULL, request BLOB NOT NULL,
  at INTEGER NOT NULL, reply BLOB NOT NULL
);
PRAGMA user_version = 1;
"""
_A_DAY = timedelta(days=1)
_FORGET_AT_ONCE = 10_000
_WAIT, _WAIT_AT_MOST = 0.0001, 1.0
_MOST_PAGES = 50_000
"""Pages in the log of changes before a writer itself moves them (200 MB); :func:`settle` comes long before."""


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A reply as it was given. ``asked`` names carrier and request id, ``request`` is the SHA-256 of the question."""

    asked: bytes
    carrier: str
    request: bytes
    at: datetime
    reply: bytes


def asked(carrier: str, request_id: str) -> bytes:
    """What a question is found by: two carriers may use one request id."""
    return hashlib.sha256(f"{carrier}\n{request_id}".encode()).digest()[:16]


class Replies:
    """The file of replies. Not shared between threads; every method raises ``Unavailable`` when it cannot serve."""

    def __init__(self, path: Path, keep_for: timedelta) -> None:
        self._path = path
        self._keep_for = keep_for
        self._file: sqlite3.Connection | None = None
        self._inode = 0
        self._forgot_at: datetime | None = None

    def find(self, key: bytes) -> tuple[bytes, bytes] | None:
        """Hash of the question and reply, if this question was answered before."""
        try:
            row = self._open().execute("SELECT request, reply FROM replies WHERE asked = ?", (key,)).fetchone()
        except (sqlite3.Error, OSError) as error:
            raise self._lost(error) from error
        return row and (row[0], row[1])

    def keep(self, kept: Sequence[Kept]) -> list[bool]:
        """Keep replies, all or none. False for one whose question was answered meanwhile: that answer stands."""
        try:
            file = self._open()
            with file:
                _begin(file)
                done = [_insert(file, each) for each in kept]
                self._forget(file, max(each.at for each in kept))
                return done
        except (sqlite3.Error, OSError) as error:
            raise self._lost(error) from error

    def settle(self) -> None:
        """Move the log of changes into the file. Meant for another thread: it syncs the disk, and nobody waits."""
        try:
            with closing(sqlite3.connect(self._path, timeout=0.25)) as file:
                file.execute("PRAGMA wal_checkpoint(PASSIVE)")
        except sqlite3.Error as error:
            raise Unavailable(f"replies cannot be settled ({error})") from error

    def close(self) -> None:
        """Let go of the file."""
        if self._file:
            self._file.close()
        self._file = None

    def _forget(self, file: sqlite3.Connection, at: datetime) -> None:
        """Once a day, drop what was kept long enough; a few at a time, so that nobody waits."""
        if self._forgot_at and at - self._forgot_at < _A_DAY:
            return
        until = int((at - self._keep_for).timestamp())
        oldest = "SELECT id FROM replies WHERE id < (SELECT min(id) + ? FROM replies) AND at < ?"
        gone = file.execute(f"DELETE FROM replies WHERE id IN ({oldest})", (_FORGET_AT_ONCE, until))  # noqa: S608 -- no input
        if gone.rowcount < _FORGET_AT_ONCE:
            self._forgot_at = at

    def _open(self) -> sqlite3.Connection:
        if self._file and self._there() == self._inode:
            return self._file
        self.close()
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._path.touch(mode=0o600)
        file = sqlite3.connect(self._path, timeout=0.25)
        try:
            file.execute("PRAGMA journal_mode = WAL")
            file.execute("PRAGMA synchronous = NORMAL")
            file.execute(f"PRAGMA wal_autocheckpoint = {_MOST_PAGES}")
            if file.execute("PRAGMA user_version").fetchone() != (FORMAT,):
                file.executescript(_SCHEMA)
        except BaseException:
            file.close()
            raise
        self._file, self._inode = file, self._path.stat().st_ino
        return file

    def _there(self) -> int:
        try:
            return self._path.stat().st_ino
        except FileNotFoundError:
            return 0

    def _lost(self, error: Exception) -> Unavailable:
        try:
            self.close()
        except sqlite3.Error:
            self._file = None
        return Unavailable(
            f"replies cannot be kept ({error})", mend="Check the folder, or stop the gateway and move replies.db away"
        )


def _begin(file: sqlite3.Connection) -> None:
    """Begin to write. Other workers hold the lock for a fraction of a millisecond; SQLite itself would sleep longer."""
    file.execute("PRAGMA busy_timeout = 0")
    try:
        for _ in range(int(_WAIT_AT_MOST / _WAIT)):
            with suppress(_Busy):
                return _try_to_begin(file)
            time.sleep(_WAIT)
        raise sqlite3.OperationalError("another process holds the file")
    finally:
        file.execute("PRAGMA busy_timeout = 250")


class _Busy(Exception):
    """Another process is writing."""


def _try_to_begin(file: sqlite3.Connection) -> None:
    try:
        file.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
            raise _Busy from error
        raise


def _insert(file: sqlite3.Connection, kept: Kept) -> bool:
    row = kept.asked, kept.carrier, kept.request, int(kept.at.timestamp()), kept.reply
    insert = "INSERT OR IGNORE INTO replies (asked, carrier, request, at, reply) VALUES (?, ?, ?, ?, ?)"
    return file.execute(insert, row).rowcount == 1
