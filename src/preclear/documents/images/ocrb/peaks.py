"""From scores to characters: peaks of the scores, set right where they break the even spacing that a zone has.

All characters of a zone stand at one pitch (ICAO Doc 9303-3, 4.2). What stands between two places, or far off either
end, was no character; a place without a peak holds one that was hard to see.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

_TEMPERATURE = 1.0
_FEWEST = 8
"""Spacing is only known with so many characters."""

Chances = NDArray[np.float32]


@dataclass(frozen=True, kw_only=True)
class Peak:
    """A character: its column among the scores, and the probabilities of blank and of each character there."""

    column: float
    chances: Chances

    @property
    def sure(self) -> float:
        """The probability of the likeliest character."""
        return float(self.chances[1:].max())


def chances_of(scores: NDArray[np.float32]) -> Chances:
    """Probabilities, tempered so that they are as often right as they say (measured on drawn lines)."""
    raised = np.exp((scores - scores.max(axis=1, keepdims=True)) / _TEMPERATURE)
    return np.asarray(raised / raised.sum(axis=1, keepdims=True), dtype=np.float32)


def peaks_of(chances: Chances) -> list[Peak]:
    """One peak for each run of columns whose likeliest class is the same character (CTC, best path)."""
    likeliest = chances.argmax(axis=1)
    starts = np.flatnonzero(np.diff(likeliest, prepend=0))
    stops = np.append(starts, len(likeliest))[1:]
    peaks = []
    for start, stop in zip(starts, stops, strict=True):
        character = likeliest[start]
        if character:
            run = chances[start:stop, character]
            column = float((np.arange(start, stop) * run).sum() / run.sum())
            peaks.append(Peak(column=column, chances=chances[start + int(run.argmax())]))
    return peaks


def evened(peaks: Sequence[Peak], chances: Chances) -> list[Peak]:
    """The peaks without strays and doubles, and with the likeliest character where one is missing."""
    if len(peaks) < _FEWEST:
        return list(peaks)
    pitch = float(np.median(np.diff([peak.column for peak in peaks])))
    rest = _without_strays(_without_strays(list(peaks), pitch)[::-1], pitch)[::-1]
    return _with_lost(_without_doubles(rest, pitch), chances, pitch)


def _without_strays(peaks: list[Peak], pitch: float) -> list[Peak]:
    """Without marks that stand off the first character: edges of the page or of a frame."""
    for first in range(min(3, len(peaks) - 1)):
        gap = abs(peaks[first + 1].column - peaks[first].column)
        doubtful = all(peak.sure < 0.8 for peak in peaks[: first + 1])
        if gap > (1.35 if doubtful else 2.4) * pitch:
            return peaks[first + 1 :]
    return peaks


def _without_doubles(peaks: list[Peak], pitch: float) -> list[Peak]:
    """Without the weaker of two that stand nearer than letters can, where the rest is then evenly spaced."""
    kept = list(peaks)
    for at in range(len(peaks) - 2, 0, -1):
        before, here, after = (peak.column for peak in kept[at - 1 : at + 2])
        crowded = min(here - before, after - here) < 0.62 * pitch
        if crowded and abs(after - before - pitch) < 0.3 * pitch and kept[at].sure < 0.9:
            del kept[at]
    return kept


def _with_lost(peaks: list[Peak], chances: Chances, pitch: float) -> list[Peak]:
    """With the likeliest character, however unlikely, at each empty place between two characters."""
    whole = peaks[:1]
    for left, right in pairwise(peaks):
        places = (right.column - left.column) / pitch
        missing = round(places) - 1
        if 1 <= missing <= 2 and abs(places - missing - 1) < 0.3:
            step = (right.column - left.column) / (missing + 1)
            whole += [_at(chances, left.column + step * number) for number in range(1, missing + 1)]
        whole.append(right)
    return whole


def _at(chances: Chances, column: float) -> Peak:
    """The column near ``column`` where a character is likeliest."""
    first = max(0, round(column) - 1)
    near = chances[first : round(column) + 2]
    return Peak(column=column, chances=near[int(near[:, 1:].max(axis=1).argmax())])
