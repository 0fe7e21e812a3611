"""Merkle trees after RFC 9162, section 2.1: hashes, roots, and proofs that anybody can check.

A tree is stored as the hashes of its complete subtrees. ``Node(level, position)`` covers the entries from
``position << level`` up to ``(position + 1) << level``; level 0 are the leaves. Such a hash never changes once it is
there.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import NamedTuple

HASH_SIZE = 32
"""Bytes of a SHA-256 hash."""

EMPTY_ROOT = sha256(b"").digest()
"""Root of a tree without entries (RFC 9162, 2.1.1)."""

MAX_PROOF = 64
"""More hashes than any proof in a tree of 2**63 entries can hold."""


class Node(NamedTuple):
    """A complete subtree: its height above the leaves, and its place among those of the same height."""

    level: int
    position: int

    @property
    def start(self) -> int:
        """Index of its first entry."""
        return self.position << self.level

    @property
    def end(self) -> int:
        """Index after its last entry."""
        return (self.position + 1) << self.level


class Span(NamedTuple):
    """The entries from ``start`` up to but not including ``end``."""

    start: int
    end: int


def leaf_hash(entry: bytes) -> bytes:
    """Hash of one entry: SHA-256(0x00 || entry), RFC 9162, 2.1.1.

    >>> leaf_hash(b"").hex()[:16]
    '6e340b9cffb37a98'
    """
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash of an inner node: SHA-256(0x01 || left || right), RFC 9162, 2.1.1."""
    return sha256(b"\x01" + left + right).digest()


def subtrees(span: Span) -> list[Node]:
    """The fewest complete subtrees that make up a span of a tree, from left to right.

    >>> subtrees(Span(0, 7))
    [Node(level=2, position=0), Node(level=1, position=2), Node(level=0, position=6)]
    """
    nodes = []
    start = span.start
    while start < span.end:
        level = (span.end - start).bit_length() - 1
        if start:
            level = min(level, _trailing_zeros(start))
        nodes.append(Node(level, start >> level))
        start += 1 << level
    return nodes


def root(hashes: Sequence[bytes]) -> bytes:
    """Root over the hashes of ``subtrees`` of a span that starts the tree or a right branch of it."""
    if not hashes:
        return EMPTY_ROOT
    result = hashes[-1]
    for left in reversed(hashes[:-1]):
        result = node_hash(left, result)
    return result


def inclusion_spans(index: int, size: int) -> list[Span]:
    """The spans whose roots prove that entry ``index`` is in the first ``size`` entries (RFC 9162, 2.1.3.1)."""
    spans = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            spans.append(Span(middle, end))
            end = middle
        else:
            spans.append(Span(start, middle))
            start = middle
    return spans[::-1]


def consistency_spans(old: int, new: int) -> list[Span]:
    """The spans whose roots prove that the first ``new`` entries begin with the first ``old`` (RFC 9162, 2.1.4.1)."""
    if old in (0, new):
        return []
    spans = []
    start, end, whole = 0, new, True
    while old != end:
        middle = start + _split(end - start)
        if old <= middle:
            spans.append(Span(middle, end))
            end = middle
        else:
            spans.append(Span(start, middle))
            start, whole = middle, False
    return ([] if whole else [Span(start, end)]) + spans[::-1]


def includes(leaf: bytes, index: int, size: int, proof: Sequence[bytes], expected_root: bytes) -> bool:
    """Whether a proof shows the leaf hash at ``index`` of the tree of ``size`` entries (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size or len(proof) > MAX_PROOF:
        return False
    place, last, result = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            result = node_hash(sibling, result)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            result = node_hash(result, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and hmac.compare_digest(result, expected_root)


def extends(old: int, old_root: bytes, new: int, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether a proof shows that the new tree begins with the whole old one (RFC 9162, 2.1.4.2)."""
    if not 0 <= old <= new or len(proof) > MAX_PROOF:
        return False
    if old == new:
        return not proof and hmac.compare_digest(old_root, new_root)
    if old == 0:
        return not proof and hmac.compare_digest(old_root, EMPTY_ROOT)
    path = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    if not path:
        return False
    place, last = old - 1, new - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    old_seen = new_seen = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            old_seen = node_hash(sibling, old_seen)
            new_seen = node_hash(sibling, new_seen)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            new_seen = node_hash(new_seen, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and hmac.compare_digest(old_seen, old_root) and hmac.compare_digest(new_seen, new_root)


class Growth:
    """A tree that grows by one leaf at a time and keeps only its frontier: O(log n) hashes, O(1) work on average."""

    def __init__(self, size: int = 0, frontier: Sequence[bytes] = ()) -> None:
        self.size = size
        self._frontier = list(frontier)

    @property
    def root(self) -> bytes:
        """Root of all leaves so far."""
        return root(self._frontier)

    def add(self, leaf: bytes) -> Iterator[tuple[Node, bytes]]:
        """Add a leaf hash; yields every subtree that it completes, with its hash, the leaf itself first."""
        index, self.size = self.size, self.size + 1
        return iter(self._complete(index, leaf))

    def _complete(self, index: int, result: bytes) -> list[tuple[Node, bytes]]:
        completed = [(Node(0, index), result)]
        for level in range(1, _trailing_zeros(index + 1) + 1):
            result = node_hash(self._frontier.pop(), result)
            completed.append((Node(level, index >> level), result))
        self._frontier.append(result)
        return completed


def _split(count: int) -> int:
    """The largest power of two below ``count``."""
    return 1 << ((count - 1).bit_length() - 1)


def _trailing_zeros(number: int) -> int:
    return (number & -number).bit_length() - 1
