"""From a line as read to the cells of a zone: 30, 36 or 44 characters of one fixed pitch (Doc 9303-3, 4.3).

Readers lose or double characters, fillers above all. The pitch is fixed and the lines of a zone begin below each
other, so where a character stood says which cell it fills, and which cells are still empty.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from preclear.documents.images.lines import Line

UNREAD = "?"
"""Stands in a cell in which the reader saw nothing, and that is not sure to be a filler."""

_WIDTHS = {3: (30,), 2: (36, 44)}
_FEWEST = 12
_WITHIN = 4
_SURE = 0.85

Positions = npt.NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One character of a zone as one reader saw it; ``others`` are its second thoughts, best first."""

    character: str
    confidence: float
    others: str = ""


Cells = tuple[tuple[Cell, ...], ...]
"""The lines of a zone, cell by cell."""


@dataclass(frozen=True, kw_only=True)
class _Row:
    """A line on its grid: for each character the number of its cell, and where the first cell lies."""

    line: Line
    numbers: tuple[int, ...]
    pitch: float

    @property
    def span(self) -> int:
        return self.numbers[-1] + 1

    @property
    def start(self) -> float:
        return self.line.positions[0]


def align(lines: Sequence[Line]) -> Cells | None:
    """The cells of a zone of two or three lines; None where the lines have no width of any format."""
    rows = [_on_grid(line) for line in lines]
    known = [row for row in rows if row is not None]
    if len(lines) not in _WIDTHS or len(known) < len(lines):
        return None
    width = _width([row.span for row in known], _WIDTHS[len(lines)])
    if width is None:
        return None
    whole = next((row for row in known if row.span == width), None)
    return tuple(_fill(row, width, _shift(row, width, whole)) for row in known)


def lengthening(lines: Sequence[Line]) -> float:
    """By how much lines must be longer that begin like a zone and end too early, under a reflection; 0 for others."""
    rows = [_on_grid(line) for line in lines]
    spans = [row.span for row in rows if row is not None]
    sure = [float(np.mean(line.confidence)) for line in lines if line.confidence]
    if len(spans) < len(lines) or len(lines) not in _WIDTHS or min(sure) < _SURE or not lines[0].text[0].isalpha():
        return 0.0
    widest = _WIDTHS[len(lines)][-1]
    return widest / max(spans) if max(spans) < widest - _WITHIN else 0.0


def _on_grid(line: Line) -> _Row | None:
    if len(line.text) < _FEWEST:
        return None
    positions = np.array(line.positions, np.float64)
    steps = np.diff(positions)
    pitch = float(np.median(_local(steps)))
    if pitch <= 0:
        return None
    numbers = np.concatenate(([0], np.cumsum(_cells(steps / _local(steps)))))
    if len(set(numbers)) > _FEWEST:
        # The pitch changes slowly along a line that was photographed from one side.
        bent = np.polynomial.Polynomial.fit(numbers, positions, 2)
        drift = positions - bent(numbers)
        numbers = numbers + np.rint(drift / pitch).astype(int)
        numbers = np.maximum.accumulate(numbers - numbers[0])
    return _Row(line=line, numbers=tuple(int(number) for number in numbers), pitch=pitch)


def _local(steps: Positions, reach: int = 5) -> Positions:
    """The usual step near each step. Readers answer in whole steps of their own, so neighbours are averaged first."""
    smooth = _windows(steps, 2).mean(axis=1)
    return np.asarray(np.median(_windows(smooth, reach), axis=1).clip(min=1e-6))


def _windows(values: Positions, reach: int) -> Positions:
    return np.lib.stride_tricks.sliding_window_view(np.pad(values, reach, mode="reflect"), 2 * reach + 1)


def _cells(ratios: Positions) -> npt.NDArray[np.int64]:
    """How many cells further a step leads; a very short one leads nowhere: one character was seen twice."""
    return np.where(ratios < 0.45, 0, np.maximum(np.rint(ratios), 1)).astype(np.int64)


def _width(spans: Sequence[int], widths: Sequence[int]) -> int | None:
    best = min(widths, key=lambda width: sum(min(abs(span - width), 20) for span in spans))
    return best if all(abs(span - best) <= _WITHIN for span in spans) else None


def _shift(row: _Row, width: int, whole: _Row | None) -> int:
    """How many cells lie before the first character that was read; negative where it is noise before the line."""
    spare = width - row.span
    if spare == 0:
        return 0
    if whole is not None:
        shift = round((row.start - whole.start) / row.pitch)
        return min(max(shift, min(spare, 0)), max(spare, 0))
    if spare > 0:
        return 0
    confidence = dict(zip(row.numbers, row.line.confidence, strict=True))
    inside = [sum(confidence.get(cell + first, 0.0) for cell in range(width)) for first in range(-spare + 1)]
    return -int(np.argmax(inside))


def _fill(row: _Row, width: int, shift: int) -> tuple[Cell, ...]:
    cells: dict[int, Cell] = {}
    line = row.line
    for number, character, confidence, others in zip(
        row.numbers, line.text, line.confidence, line.alternatives, strict=True
    ):
        cell = Cell(character=character, confidence=confidence, others=others.replace(character, ""))
        before = cells.get(number + shift)
        if before is None or before.confidence < confidence:
            cells[number + shift] = cell
    return tuple(cells.get(number) or _gap(cells, number, width) for number in range(width))


def _gap(cells: dict[int, Cell], number: int, width: int) -> Cell:
    """An empty cell among fillers is a filler; any other is unread."""
    before = next((cells[at] for at in range(number - 1, -1, -1) if at in cells), None)
    after = next((cells[at] for at in range(number + 1, width) if at in cells), None)
    among = before is not None and before.character == "<" and (after is None or after.character == "<")
    return Cell(character="<" if among else UNREAD, confidence=0.5 if among else 0.0)
