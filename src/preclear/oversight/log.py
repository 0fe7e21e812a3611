"""The audit log: entries that can be added and proven, and never quietly changed."""

from __future__ import annotations

from collections.abc import Sequence

from preclear.errors import InvalidInput, NotFound
from preclear.oversight.checkpoint import Checkpoint
from preclear.oversight.keys import LogKey
from preclear.oversight.merkle import Growth, Span, consistency_spans, inclusion_spans, leaf_hash, root, subtrees
from preclear.oversight.storage import LogReader, LogStorage

MAX_ENTRY = 65_535
"""Bytes of an entry: an entry bundle writes its length in two bytes (C2SP tlog-tiles, log entries)."""


class Log:
    """A Merkle tree (RFC 9162) over entries that a storage keeps.

    Only ``append`` writes. It does so inside the caller's transaction; the storage keeps other writers out.
    """

    def __init__(self, tiles: LogStorage) -> None:
        self._tiles = tiles

    @property
    def size(self) -> int:
        """How many entries there are."""
        return self._tiles.size()

    def append(self, entry: bytes) -> int:
        """Add an entry; answers its index. Reads and writes O(log n) hashes."""
        if not 0 < len(entry) <= MAX_ENTRY:
            raise InvalidInput(f"an entry of {len(entry)} bytes", rule=f"1 to {MAX_ENTRY} bytes (C2SP tlog-tiles)")
        index = self._tiles.lock()
        growth = Growth(index, _stored(self._tiles, [Span(0, index)])[0])
        self._tiles.add(index, entry, dict(growth.add(leaf_hash(entry))))
        return index

    def root(self, size: int | None = None) -> bytes:
        """Root hash of the first ``size`` entries, of all without it."""
        return root_of(self._tiles, self.size if size is None else size)

    def inclusion(self, index: int, size: int) -> tuple[bytes, ...]:
        """Proof that entry ``index`` is one of the first ``size`` (RFC 9162, 2.1.3); ``NotFound`` if it is not."""
        return inclusion(self._tiles, index, size)

    def consistency(self, old: int, new: int) -> tuple[bytes, ...]:
        """Proof that the first ``new`` entries begin with the first ``old`` (RFC 9162, 2.1.4)."""
        if not 0 <= old <= new <= self.size:
            raise NotFound(f"no sizes {old} and {new} in a log of {self.size} entries")
        return _roots(self._tiles, consistency_spans(old, new))

    def checkpoint(self, signer: LogKey) -> str:
        """A signed note that states size and root hash as of now (C2SP tlog-checkpoint)."""
        size = self.size
        return Checkpoint(origin=signer.name, size=size, root=self.root(size)).sign(signer)


def root_of(reader: LogReader, size: int) -> bytes:
    """Root hash of the first ``size`` entries, from the stored hashes; ``NotFound`` where the log is shorter."""
    if not 0 <= size <= reader.size():
        raise NotFound(f"no size {size} in a log of {reader.size()} entries")
    return _roots(reader, [Span(0, size)])[0]


def inclusion(reader: LogReader, index: int, size: int) -> tuple[bytes, ...]:
    """Proof that entry ``index`` is one of the first ``size`` entries of any log that can be read."""
    if not 0 <= index < size <= reader.size():
        raise NotFound(f"no entry {index} in the first {size} of a log of {reader.size()} entries")
    return _roots(reader, inclusion_spans(index, size))


def _roots(reader: LogReader, spans: list[Span]) -> tuple[bytes, ...]:
    return tuple(root(hashes) for hashes in _stored(reader, spans))


def _stored(reader: LogReader, spans: list[Span]) -> list[list[bytes]]:
    """The hashes of the subtrees of each span, read in one go."""
    parts = [subtrees(span) for span in spans]
    found = iter(_all_there(reader.hashes([node for part in parts for node in part])))
    return [[next(found) for _ in part] for part in parts]


def _all_there(hashes: Sequence[bytes | None]) -> list[bytes]:
    present = [value for value in hashes if value is not None]
    if len(present) != len(hashes):
        raise NotFound("a stored hash of the log is missing", mend="Run `preclear audit verify`.")
    return present
