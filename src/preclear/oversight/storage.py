"""What a log needs of the place where it is kept: a database, memory, or a folder of tiles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from preclear.oversight.merkle import Node


class LogReader(Protocol):
    """A log that can be read and checked."""

    def size(self) -> int:
        """How many entries there are."""
        ...

    def entries(self, start: int, end: int) -> Iterator[bytes]:
        """The entries from ``start`` up to ``end``, in order; fewer where some are missing."""
        ...

    def hashes(self, nodes: Sequence[Node]) -> Sequence[bytes | None]:
        """The stored hash of each node, None where there is none."""
        ...


class LogStorage(LogReader, Protocol):
    """A log that can grow. An implementation never changes and never deletes.

    ``lock`` and ``add`` run inside the caller's transaction, so that an entry is written together with the record
    that it is about, or not at all. On SQL, ``lock`` takes a lock that ends with the transaction (``SELECT ... FOR
    UPDATE`` on one row that holds the size, an advisory lock, or ``BEGIN IMMEDIATE``).
    """

    def lock(self) -> int:
        """Keep other writers out until the caller's transaction ends; answers the size as of now."""
        ...

    def add(self, index: int, entry: bytes, hashes: Mapping[Node, bytes]) -> None:
        """Write one entry and the hashes of the subtrees that it completes; ``Conflict`` where ``index`` is taken."""
        ...
