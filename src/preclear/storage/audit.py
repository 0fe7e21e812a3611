"""The audit log in the database, written in the transaction of the record that it is about."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connections
from django.db.models import QuerySet

from preclear.errors import Conflict, NotFound
from preclear.oversight import AuditEntry, Log, Node, new_salt
from preclear.storage.commitments import entry_of, speaks_of
from preclear.storage.faults import in_our_words
from preclear.storage.locking import one_writer
from preclear.storage.models import AuditHash, AuditRow, AuditSalt

_ADD_ENTRY = f"INSERT INTO {AuditRow._meta.db_table} (place, about, entry) VALUES (%s, %s, %s)"  # noqa: S608, SLF001 -- a table's name; _meta is Django's public way to it
_ADD_HASH = f"INSERT INTO {AuditHash._meta.db_table} (level, place, value) VALUES (%s, %s, %s)"  # noqa: S608, SLF001 -- see above


class LogInDatabase:
    """``preclear.oversight.LogStorage`` in two tables, entries and hashes."""

    def __init__(self, using: str = "default") -> None:
        self._using = using

    def size(self) -> int:
        """The place after the last entry."""
        # Asked twice for every entry: the plain statement takes a tenth of what an aggregate of the ORM takes.
        with connections[self._using].cursor() as cursor:
            cursor.execute(f"SELECT coalesce(max(place) + 1, 0) FROM {AuditRow._meta.db_table}")  # noqa: S608, SLF001 -- a table's name; _meta is Django's public way to it
            return int(cursor.fetchone()[0])

    def entries(self, start: int, end: int) -> Iterator[bytes]:
        """Entries in order, up to the first that is missing."""
        rows = self._rows.filter(place__gte=start, place__lt=end).order_by("place").values_list("place", "entry")
        for expected, (place, entry) in enumerate(rows.iterator(), start):
            if place != expected:
                return
            yield as_bytes(entry)

    def hashes(self, nodes: Sequence[Node]) -> list[bytes | None]:
        """The stored hash of each node."""
        if not nodes:
            return []
        pairs = ", ".join(["(%s, %s)"] * len(nodes))
        # One look-up by pairs: an OR of every level took as long as all the rest of an append.
        sql = f"SELECT level, place, value FROM {AuditHash._meta.db_table} WHERE (level, place) IN (VALUES {pairs})"  # noqa: S608, SLF001 -- a table's name and placeholders; _meta is Django's public way to it
        with connections[self._using].cursor() as cursor:
            cursor.execute(sql, [number for node in nodes for number in node])
            found = {(level, place): as_bytes(value) for level, place, value in cursor.fetchall()}
        return [found.get((level, place)) for level, place in nodes]

    def lock(self) -> int:
        """Keep other writers out; the size as of now."""
        with in_our_words():
            one_writer(self._using)
            return self.size()

    def add(self, index: int, entry: bytes, hashes: Mapping[Node, bytes]) -> None:
        """Write an entry and its hashes."""
        if index != self.size():
            raise Conflict(f"entry {index} is not the next one of the audit log")
        about = AuditEntry.parse(entry).about
        nodes = [(level, place, value) for (level, place), value in hashes.items()]
        # Plain statements: every writing transaction makes several of these.
        with in_our_words(), connections[self._using].cursor() as cursor:
            cursor.execute(_ADD_ENTRY, [index, about, entry])
            cursor.executemany(_ADD_HASH, nodes)

    @property
    def _rows(self) -> QuerySet[AuditRow]:
        return AuditRow.objects.using(self._using)


class AuditInDatabase:
    """``preclear.services.ports.Audit``."""

    def __init__(self, using: str) -> None:
        self._using = using
        self._log = Log(LogInDatabase(using))

    def add(
        self,
        *,
        at: datetime,
        actor: str,
        verb: str,
        about: str,
        record: Any = None,
        details: Mapping[str, str] | None = None,
    ) -> int:
        """Append an entry; its salt goes to a table of its own."""
        salt = new_salt()
        entry = entry_of(at=at, actor=actor, verb=verb, about=about, record=record, details=details, salt=salt)
        place = self._log.append(entry.format())
        if record is not None:
            with in_our_words():
                AuditSalt.objects.using(self._using).create(place=place, salt=salt)
        return place

    def of(self, about: str, *, limit: int = 1000) -> tuple[Mapping[str, Any], ...]:
        """Entries about one reference."""
        rows = AuditRow.objects.using(self._using).filter(about=about).order_by("place").values_list("place", "entry")
        return tuple({**json.loads(as_bytes(entry)), "index": place} for place, entry in rows[:limit])

    def reader(self) -> LogInDatabase:
        """The whole log."""
        return LogInDatabase(self._using)

    def speaks_of(self, place: int, record: Any) -> bool:
        """Whether the entry at ``place`` was written about exactly this record.

        ``NotFound`` where there is no such entry, or its salt was destroyed.
        """
        entry = AuditRow.objects.using(self._using).filter(place=place).first()
        salt = AuditSalt.objects.using(self._using).filter(place=place).first()
        if entry is None or salt is None:
            raise NotFound(f"entry {place} of the audit log cannot be opened")
        return speaks_of(AuditEntry.parse(as_bytes(entry.entry)), record, as_bytes(salt.salt))


def as_bytes(value: object) -> bytes:
    """A stored value as bytes: SQLite also keeps text, numbers and NULL there, if somebody tampers with it."""
    match value:
        case str():
            return value.encode("utf-8", "surrogatepass")
        case bytes() | memoryview():
            return bytes(value)
        case _:
            return b""
