"""Re-check a whole log: every entry, every stored hash, and every checkpoint that was kept elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from preclear.errors import InvalidInput
from preclear.oversight.checkpoint import Checkpoint, open_checkpoint
from preclear.oversight.entry import AuditEntry
from preclear.oversight.keys import LogPublicKey
from preclear.oversight.merkle import Growth, Node, leaf_hash
from preclear.oversight.storage import LogReader

_BATCH = 256


@dataclass(frozen=True, kw_only=True)
class Fault:
    """The first place where a log does not hold.

    ``index`` is the first entry that is, or may be, wrong; ``last`` the last one that may be (the same where it is
    known exactly): a checkpoint that does not fit tells only that something before it was changed.
    """

    index: int
    last: int
    why: str

    def __str__(self) -> str:
        place = f"entry {self.index}" if self.index == self.last else f"entries {self.index} to {self.last}"
        return f"{place}: {self.why}"


@dataclass(frozen=True, kw_only=True)
class Report:
    """What re-checking a log found.

    ``checked`` counts the entries that hold; ``unwitnessed`` those after the last kept checkpoint, which the log's
    keeper alone could still rewrite.
    """

    size: int
    checked: int
    root: bytes
    checkpoints: int
    unwitnessed: int
    fault: Fault | None = None

    @property
    def ok(self) -> bool:
        """Whether everything holds."""
        return self.fault is None


def verify(storage: LogReader, checkpoints_kept: Iterable[str], public_key: LogPublicKey) -> Report:
    """Recompute a whole log and stop at the first entry that does not hold.

    Each entry must parse, each stored hash must be the one computed, and each checkpoint kept elsewhere must be signed
    with ``public_key`` and agree with the entries below it (RFC 9162, 2.1; C2SP tlog-checkpoint). Entries are read in
    batches: memory does not grow with the log.

    Raises ``InvalidInput`` or ``NotTrusted`` for a kept checkpoint that is none,
    or that another key signed.
    """
    size = storage.size()
    kept = _open_all(checkpoints_kept, public_key)
    growth = Growth()
    fault = _first_fault(storage, size, kept, growth)
    witnessed = max((checkpoint.size for checkpoint in kept if checkpoint.size <= growth.size), default=0)
    return Report(
        size=size,
        checked=min(growth.size, fault.index) if fault else growth.size,
        root=growth.root,
        checkpoints=len(kept),
        unwitnessed=max(size - witnessed, 0),
        fault=fault,
    )


def _open_all(notes: Iterable[str], key: LogPublicKey) -> list[Checkpoint]:
    return sorted((open_checkpoint(note, key) for note in notes), key=lambda checkpoint: checkpoint.size)


def _first_fault(storage: LogReader, size: int, kept: list[Checkpoint], growth: Growth) -> Fault | None:
    """Grow the tree from one kept checkpoint to the next, then to the end."""
    agreed = 0
    for expected in kept:
        fault = _grow_to(storage, growth, min(expected.size, size))
        if fault or expected.size > size:
            return fault or _cut_short(size, expected)
        if expected.root != growth.root:
            return _rewritten(agreed, expected)
        agreed = expected.size
    return _grow_to(storage, growth, size)


def _grow_to(storage: LogReader, growth: Growth, end: int) -> Fault | None:
    fault = None
    while growth.size < end and not fault:
        fault = _grow(storage, growth, min(end, growth.size + _BATCH))
    return fault


def _grow(storage: LogReader, growth: Growth, end: int) -> Fault | None:
    """Add the entries up to ``end``, comparing each with what is stored of it."""
    start = growth.size
    entries = list(storage.entries(start, end))[: end - start]
    completed = [list(growth.add(leaf_hash(entry))) for entry in entries]
    stored = iter(storage.hashes([node for nodes in completed for node, _ in nodes]))
    for index, (entry, nodes) in enumerate(zip(entries, completed, strict=True), start):
        why = _wrong_hash(nodes, list(islice(stored, len(nodes)))) or _unreadable(entry)
        if why:
            return Fault(index=index, last=index, why=why)
    return None if growth.size == end else Fault(index=growth.size, last=growth.size, why="it is missing")


def _wrong_hash(computed: list[tuple[Node, bytes]], stored: Sequence[bytes | None]) -> str:
    if [value for _, value in computed] == list(stored):
        return ""
    return "what is stored of it does not give the hash that is stored with it"


def _unreadable(entry: bytes) -> str:
    try:
        AuditEntry.parse(entry)
    except InvalidInput as error:
        return str(error)
    return ""


def _rewritten(agreed: int, expected: Checkpoint) -> Fault:
    why = f"changed, removed, inserted or moved since the checkpoint of size {expected.size} was kept elsewhere"
    return Fault(index=agreed, last=expected.size - 1, why=why)


def _cut_short(size: int, expected: Checkpoint) -> Fault:
    why = f"missing: a checkpoint kept elsewhere is of {expected.size} entries, the log has {size}"
    return Fault(index=size, last=expected.size - 1, why=why)
