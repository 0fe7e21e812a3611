"""Rows in any number, in bounded memory: scattered over files by the first bits of their hash, taken back in order.

Hashes are even whatever the numbers are, so each part is as large as the next, and is sorted in memory.
A million rows (16 MB) are held before any are scattered; a part of 140 million has 1.1 million.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from preclear.errors import InvalidInput
from preclear.screening.numbers.rows import COLUMN_NAMES, ROW, RULE, Rows

_BITS = 7
PARTS = 1 << _BITS
MOST_HELD = 1 << 20
_MOST_IN_A_PART = 1 << 26
_SHIFT = np.uint64(64 - _BITS)


def bounds(part: int) -> tuple[int, int]:
    """The hashes of a part: from the first number up to, and without, the second."""
    return part << (64 - _BITS), (part + 1) << (64 - _BITS)


class Partitions:
    """Rows put in at any place, taken out part by part. ``folder`` is empty, and belongs to this alone."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._held: list[Rows] = []
        self._holding = 0
        self._spilled = False

    def put(self, rows: Rows) -> None:
        """Take rows in; they keep their order within a part."""
        self._held.append(rows)
        self._holding += len(rows)
        if self._holding >= MOST_HELD:
            self._spill()

    def take(self, part: int) -> Rows:
        """All rows of one part, in the order in which they came; ``InvalidInput`` where one number fills it."""
        if self._spilled:
            self._spill()
            path = self._path(part)
            if not path.exists():
                return np.empty(0, ROW)
            if path.stat().st_size > _MOST_IN_A_PART * ROW.itemsize:
                raise InvalidInput("one number stands in it millions of times", where="the list", rule=RULE)
            rows = np.fromfile(path, ROW)
            path.unlink()
            return rows
        if len(self._held) != 1:
            self._held = [np.concatenate([np.empty(0, ROW), *self._held])]
        held: Rows = self._held[0]
        of_part: Rows = held[held["hash"] >> _SHIFT == part]
        return of_part

    def _spill(self) -> None:
        self._spilled = True
        if not self._holding:
            return
        rows = np.concatenate(self._held)
        self._held, self._holding = [], 0
        parts = (rows["hash"] >> _SHIFT).astype(np.uint8)
        order = np.argsort(parts, kind="stable")
        ends = np.cumsum(np.bincount(parts, minlength=PARTS))
        rows = rows[order]
        for part, (first, last) in enumerate(zip([0, *ends[:-1].tolist()], ends.tolist(), strict=True)):
            if first < last:
                with self._path(part).open("ab") as file:
                    rows[first:last].tofile(file)

    def _path(self, part: int) -> Path:
        return self._folder / f"part-{part}"


class ColumnFiles:
    """Settled rows written column by column, then mapped, so that a file of any size is made in little memory."""

    def __init__(self, folder: Path) -> None:
        self._paths = [folder / f"column-{name}" for name in COLUMN_NAMES]
        self._files = [path.open("wb") for path in self._paths]
        self.rows = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for file in self._files:
            file.close()

    def write(self, rows: Rows) -> None:
        """Add rows that follow the last ones in order of hash."""
        for name, file in zip(COLUMN_NAMES, self._files, strict=True):
            np.ascontiguousarray(rows[name]).tofile(file)
        self.rows += len(rows)

    def columns(self) -> Sequence[NDArray[Any]]:
        """The columns, mapped from their files."""
        for file in self._files:
            file.flush()
        if not self.rows:
            return [np.empty(0, ROW[name]) for name in COLUMN_NAMES]
        return [
            np.memmap(path, ROW[name], "r", shape=(self.rows,))
            for name, path in zip(COLUMN_NAMES, self._paths, strict=True)
        ]
