"""Sorted rows in a container, opened for look-up: a directory by the first bits of the hash, then a few neighbours.

A look-up touches one page of the directory and one or two of the hashes; only a number that is found touches more.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from preclear.errors import InvalidInput
from preclear.screening.container import Container, Section
from preclear.screening.numbers.key import NumberKey
from preclear.screening.numbers.rows import COLUMN_NAMES, ROW, Kind, Rows, kinds_of

_DAYS = frozenset({"since", "expires"})
_A_BUCKET = 32
_MOST_BITS = 26
_MEND = "Build it again from the list of its owner."


class Held(NamedTuple):
    """One row as it is kept: a named tuple and no dataclass, for each look-up that finds something makes one."""

    tag: int
    kind: Kind
    since: int
    expires: int


@dataclass(frozen=True, kw_only=True)
class Segment:
    """Rows that never change, sorted by hash. ``columns`` are arrays into the file."""

    kinds: tuple[Kind, ...]
    columns: dict[str, NDArray[Any]] = field(repr=False)
    starts: NDArray[np.uint32] = field(repr=False)
    _hashes: memoryview = field(repr=False)
    _rest: tuple[memoryview, ...] = field(repr=False)
    _starts: memoryview = field(repr=False)
    _shift: int

    @classmethod
    def open(cls, container: Container, key: NumberKey, prefix: str = "") -> Segment:
        """Open what ``sections`` made; ``InvalidInput`` for another key, or where they do not fit together.

        A damaged file is found when the container is opened: its hash does not hold.
        """
        kinds = _kinds(container, key, prefix)
        columns, starts = _columns(container, prefix), container.array(prefix + "starts")
        rows, bits = len(columns["hash"]), (len(starts) - 1).bit_length() - 1
        if (
            [str(column.dtype) for column in (*columns.values(), starts)] != [*_dtypes(), "uint32"]
            or any(len(column) != rows for column in columns.values())
            or len(starts) != (1 << max(bits, 0)) + 1
            or (starts[0], starts[-1]) != (0, rows)
            or bool(np.any(starts[1:] < starts[:-1]))
            or (rows and int(columns["kind"].max()) >= len(kinds))
        ):
            raise _unfit(container, "its sections do not fit together")
        return cls._over(kinds, columns, starts)

    @classmethod
    def of(cls, columns: Sequence[NDArray[Any]], kinds: tuple[Kind, ...]) -> Segment:
        """Settled rows in memory, given as columns in the order of ``COLUMN_NAMES``."""
        named = dict(zip(COLUMN_NAMES, columns, strict=True))
        return cls._over(kinds, named, _directory(named["hash"]))

    @classmethod
    def _over(cls, kinds: tuple[Kind, ...], columns: dict[str, NDArray[Any]], starts: NDArray[np.uint32]) -> Segment:
        return cls(
            kinds=kinds,
            columns=columns,
            starts=starts,
            _hashes=columns["hash"].astype(np.uint64, order="C", copy=False).data,
            _rest=tuple(columns[name].astype(np.uint16, copy=False).data for name in COLUMN_NAMES[1:]),
            _starts=starts.astype(np.uint32, copy=False).data,
            _shift=65 - (len(starts) - 1).bit_length(),
        )

    def __len__(self) -> int:
        return len(self._hashes)

    def find(self, hash_: int) -> range:
        """The places of the rows with this hash."""
        bucket = hash_ >> self._shift
        end = self._starts[bucket + 1]
        hashes = self._hashes
        first = last = bisect_left(hashes, hash_, self._starts[bucket], end)
        while last < end and hashes[last] == hash_:
            last += 1
        return range(first, last)

    def has(self, hashes: NDArray[np.uint64]) -> NDArray[np.bool_]:
        """Which of many hashes are here: all are sought at once, halving the neighbours of each."""
        buckets = (
            (hashes >> np.uint64(self._shift)).astype(np.int64) if self._shift < 64 else np.zeros(len(hashes), int)
        )
        low, high = self.starts[buckets].astype(np.int64), self.starts[buckets + 1].astype(np.int64)
        column, rows = self.columns["hash"], len(self)
        if not rows or not len(hashes):
            return np.zeros(len(hashes), bool)
        for _ in range(int((high - low).max()).bit_length()):
            middle = (low + high) >> 1
            less = (low < high) & (column[np.minimum(middle, rows - 1)] < hashes)
            low, high = np.where(less, middle + 1, low), np.where(less, high, np.maximum(middle, low))
        found: NDArray[np.bool_] = column[np.minimum(low, rows - 1)] == hashes
        return found

    def row(self, place: int) -> Held:
        """The row at a place."""
        tags, kinds, since, expires = self._rest
        return Held(tags[place], self.kinds[kinds[place]], since[place], expires[place])

    def between(self, low: int, high: int) -> Rows:
        """A copy of the rows whose hash lies at or above ``low`` and below ``high`` (up to 2^64)."""
        hashes = self.columns["hash"]
        first = int(np.searchsorted(hashes, np.uint64(low)))
        last = len(hashes) if high > 0xFFFF_FFFF_FFFF_FFFF else int(np.searchsorted(hashes, np.uint64(high)))
        rows = np.empty(last - first, ROW)
        for name in COLUMN_NAMES:
            rows[name] = self.columns[name][first:last]
        return rows


def sections(
    columns: Sequence[NDArray[Any]], kinds: Sequence[Kind], key: NumberKey, prefix: str = ""
) -> dict[str, Section]:
    """The sections of settled rows, given as columns in the order of ``COLUMN_NAMES``, to write into a container.

    A column of days that are all empty takes no room.
    """
    about = {"key": key.id, "kinds": kinds}
    hashes = columns[0]
    return {
        f"{prefix}about": json.dumps(about, ensure_ascii=False, separators=(",", ":")).encode(),
        f"{prefix}starts": _directory(hashes),
        **{
            f"{prefix}{name}": column
            for name, column in zip(COLUMN_NAMES, columns, strict=True)
            if name not in _DAYS or column.any()
        },
    }


def _columns(container: Container, prefix: str) -> dict[str, NDArray[Any]]:
    hashes = container.array(prefix + "hash")
    empty = np.broadcast_to(np.zeros(1, "<u2"), hashes.shape)
    return {
        name: container.array(prefix + name) if name not in _DAYS or prefix + name in container.names else empty
        for name in COLUMN_NAMES
    }


def _directory(hashes: NDArray[Any]) -> NDArray[np.uint32]:
    """Where the rows of each value of the first bits begin; about 32 rows a value."""
    bits = min(max((len(hashes) // _A_BUCKET).bit_length(), 0), _MOST_BITS)
    if len(hashes) > 0xFFFF_FFFF:
        raise InvalidInput("more than 4,294,967,295 numbers", rule="document numbers", mend="Split the list.")
    starts = np.empty((1 << bits) + 1, np.uint32)
    firsts = np.arange(1 << bits, dtype=np.uint64) << np.uint64(64 - bits) if bits else np.zeros(1, np.uint64)
    starts[:-1] = np.searchsorted(hashes, firsts)
    starts[-1] = len(hashes)
    return starts


def _kinds(container: Container, key: NumberKey, prefix: str) -> tuple[Kind, ...]:
    try:
        about = json.loads(container.bytes(prefix + "about"))
        kinds, key_id = kinds_of(about["kinds"]), about["key"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise _unfit(container, "its table of kinds cannot be read") from error
    if key_id != key.id:
        raise InvalidInput(
            "was made with another key of document numbers: it cannot be searched with this one",
            where=str(container.path),
            rule="preclear document numbers",
            mend="Give the key that it was built with, or build it again.",
        )
    return kinds


def _dtypes() -> Iterator[str]:
    for name in COLUMN_NAMES:
        yield str(ROW[name])


def _unfit(container: Container, what: str) -> InvalidInput:
    return InvalidInput(what, where=str(container.path), rule="preclear document numbers", mend=_MEND)
