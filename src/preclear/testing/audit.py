"""An audit log in memory, and entries to fill it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from preclear.errors import Conflict
from preclear.oversight import AuditEntry, Log, Node

START = datetime(2026, 5, 17, 9, 30, tzinfo=UTC)
"""When the first ordinary entry was made; each further one a second later."""


class MemoryLog:
    """Keeps entries and hashes in memory. One thread writes; its ``lock`` keeps nobody out.

    ``rows`` and ``stored`` are open so that a test can tamper with them.
    """

    def __init__(self) -> None:
        self.rows: list[bytes] = []
        self.stored: dict[Node, bytes] = {}

    def size(self) -> int:
        """How many entries there are."""
        return len(self.rows)

    def entries(self, start: int, end: int) -> Iterator[bytes]:
        """The entries from ``start`` up to ``end``."""
        return iter(self.rows[start:end])

    def hashes(self, nodes: Sequence[Node]) -> list[bytes | None]:
        """The stored hash of each node, None where there is none."""
        return [self.stored.get(node) for node in nodes]

    def lock(self) -> int:
        """The size as of now."""
        return len(self.rows)

    def add(self, index: int, entry: bytes, hashes: Mapping[Node, bytes]) -> None:
        """Write an entry and the hashes that it completes."""
        if index != len(self.rows):
            raise Conflict(f"entry {index} is taken or out of order")
        self.rows.append(entry)
        self.stored.update(hashes)


def ordinary_entry(number: int = 0, **changes: Any) -> AuditEntry:
    """The entry of an application handed in, with what is different."""
    ordinary: dict[str, Any] = {
        "at": START + timedelta(seconds=number),
        "actor": "officer-17",
        "verb": "application.submitted",
        "about": f"A-{number:05}",
        "commitment": f"{number:064x}",
        "details": {"state": "SUBMITTED"},
    }
    return AuditEntry(**{**ordinary, **changes})


def log_of(count: int) -> MemoryLog:
    """A log of ordinary entries."""
    storage = MemoryLog()
    log = Log(storage)
    for number in range(count):
        log.append(ordinary_entry(number).format())
    return storage
