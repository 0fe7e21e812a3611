"""From a strip of page to the input of the line reader: level, one height, ink 1 and paper 0.

The reader was trained on what this module makes, so a change here needs a new model.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

HEIGHT = 32
"""Rows of the reader's input."""
CAPITALS = 20
"""Rows that a capital letter takes in it, roughly: how high a line is can only be estimated."""
WIDEST = 912
"""Columns of the reader's input at most; a line of 44 characters takes about 740."""

_NARROW = 0.76
_WORKING_HEIGHT = 96
_WORKING_WIDTH = 2048
_BLOCKS = 24
_STEEPEST = 3.5
_MARGIN = 8

Grey = NDArray[np.uint8]
Ink = NDArray[np.float32]


@dataclass(frozen=True, kw_only=True)
class Straightened:
    """A line ready to be read. ``across`` turns a column of ``ink`` into a column of the strip: scale, then offset."""

    ink: Ink
    across: tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class Band:
    """Where the text lies in a strip.

    ``middle`` is its row on average, ``height`` is in rows, ``slope`` in rows a column. ``bend`` is
    how many rows lower its ends lie than its centre: pages are curved.
    """

    middle: float
    height: float
    slope: float
    bend: float


def straighten(strip: Grey) -> Straightened:
    """The text line nearest to the middle of ``strip``, level and at one height."""
    small, shrunk = _shrink(strip)
    band = find_band(small)
    wide = small.shape[1]
    tall = CAPITALS / band.height
    across = min(tall * _NARROW, (WIDEST - 2 * _MARGIN) / wide)
    columns = -(-(round(wide * across) + 2 * _MARGIN) // 8) * 8
    rows, places = _sources(band, (columns, wide), across, tall)
    grey = cv2.remap(
        _soften(small, tall, across), places, rows, interpolation=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return Straightened(ink=ink_of(np.asarray(grey)), across=(1 / (across * shrunk), -_MARGIN / (across * shrunk)))


def _sources(band: Band, columns: tuple[int, int], across: float, tall: float) -> tuple[Ink, Ink]:
    """Row and column of the strip that each sample of the input, ``columns[0]`` wide, is taken from."""
    made, wide = columns
    places = (np.arange(made, dtype=np.float32) - _MARGIN) / np.float32(across)
    off = places - wide / 2
    centre = band.middle + band.slope * off + band.bend * _curve(off, wide)
    rows = (np.arange(HEIGHT, dtype=np.float32)[:, None] - HEIGHT / 2) / np.float32(tall) + centre[None]
    return rows.astype(np.float32), np.broadcast_to(places, rows.shape).astype(np.float32)


def _curve(off: NDArray[Any], wide: int) -> NDArray[Any]:
    """A parabola over the columns ``off`` the centre: 1 higher at the ends than in the middle, 0 on average."""
    return np.asarray(np.minimum((2 * off / wide) ** 2, 1) - 1 / 3)


def find_band(small: Grey) -> Band:
    """Slope, bend, middle and height of the text line nearest to the middle.

    Upright strokes are what it looks at: they tell letters from ruled lines and edges of the page.
    """
    high, wide = small.shape
    strokes = np.abs(cv2.Sobel(small, cv2.CV_32F, 1, 0, ksize=3))
    strokes = np.minimum(strokes, np.percentile(strokes, 98) + 1e-3)
    edges = np.linspace(0, wide, _BLOCKS + 1).astype(int)
    profiles = np.stack([strokes[:, a:b].mean(axis=1) if b > a else strokes[:, 0] for a, b in pairwise(edges)])
    slope, bend, profile = _level(_evened(profiles), (edges[:-1] + edges[1:]) / 2 - wide / 2, wide)
    first, last = _band_of(profile)
    height = min(max(last - first, 0.16 * high, 4.0), float(high))
    return Band(middle=(first + last) / 2, height=height, slope=slope, bend=bend)


def ink_of(grey: Grey) -> Ink:
    """How much ink is where, after taking away the paper and its shadows: 0 to about 1."""
    paper = cv2.GaussianBlur(cv2.morphologyEx(grey, cv2.MORPH_CLOSE, np.ones((9, 11), np.uint8)), (0, 0), 8)
    ink = np.maximum(paper.astype(np.float32) - grey, 0)
    return np.asarray(np.minimum(ink / max(float(np.percentile(ink[6:26], 97)), 8.0), 1.5), dtype=np.float32)


def _shrink(strip: Grey) -> tuple[Grey, float]:
    high, wide = strip.shape
    scale = min(1.0, _WORKING_HEIGHT / high, _WORKING_WIDTH / wide)
    if scale == 1.0:
        return strip, 1.0
    size = (max(1, round(wide * scale)), max(1, round(high * scale)))
    return np.asarray(cv2.resize(strip, size, interpolation=cv2.INTER_AREA), dtype=np.uint8), size[0] / wide


def _soften(small: Grey, tall: float, across: float) -> Grey:
    """Blur before shrinking, or thin strokes fall between the samples."""
    sigmas = (max(0.0, 0.45 / across - 0.45), max(0.0, 0.45 / tall - 0.45))
    if max(sigmas) < 0.1:
        return small
    return np.asarray(cv2.GaussianBlur(small, (0, 0), sigmaX=max(sigmas[0], 0.05), sigmaY=max(sigmas[1], 0.05)))


def _evened(profiles: NDArray[np.float32]) -> NDArray[np.float32]:
    """Each block of columns over its own quiet rows, so that a shadow or a word does not outweigh the rest."""
    busy = np.maximum(profiles - np.percentile(profiles, 15, axis=1, keepdims=True), 0)
    mass = busy.mean(axis=1, keepdims=True)
    return np.asarray(busy / (mass + 0.5 * mass.mean() + 1e-6), dtype=np.float32)


def _level(
    profiles: NDArray[np.float32], offsets: NDArray[np.float64], wide: int
) -> tuple[float, float, NDArray[np.float32]]:
    """The slope and then the bend at which rows of text are sharpest, and the sum of the profiles along them."""
    high = profiles.shape[1]
    angles = np.arange(-_STEEPEST, _STEEPEST + 0.01, 0.25)
    slopes = np.tan(np.radians(angles))
    slope, _ = _sharpest(profiles, slopes[:, None] * offsets, 1 - 0.02 * np.abs(angles))
    bends = np.linspace(-0.3, 0.3, 13) * high
    curves = bends[:, None] * _curve(offsets, wide)
    bend, profile = _sharpest(profiles, slopes[slope] * offsets + curves, 1 - 0.2 * np.abs(bends) / high)
    return float(slopes[slope]), float(bends[bend]), profile


def _sharpest(
    profiles: NDArray[np.float32], lifts: NDArray[np.float64], liking: NDArray[np.float64]
) -> tuple[int, NDArray[np.float32]]:
    """Which way of lifting the blocks, one number of rows a block, gives the sharpest sum, and that sum."""
    high = profiles.shape[1]
    rows = np.arange(high)[None, None, :] + np.rint(lifts[:, :, None]).astype(int)
    sums = profiles[np.arange(len(profiles))[None, :, None], np.clip(rows, 0, high - 1)].sum(axis=1)
    best = int(np.argmax(((sums * _central(high)) ** 2).sum(axis=1) * liking))
    return best, sums[best]


def _band_of(profile: NDArray[np.float32]) -> tuple[float, float]:
    """First and last row of the run of busy rows that is heavy and near the middle."""
    high = len(profile)
    quiet = np.percentile(profile, 10)
    busy = np.maximum(profile - quiet, 0)
    reach = max(1, high // 24)
    busy = np.convolve(busy, np.ones(reach) / reach, mode="same")
    central = _central(high)
    above = busy > 0.3 * float((busy * central).max())
    starts = np.flatnonzero(above & ~np.concatenate(([False], above[:-1])))
    stops = np.flatnonzero(above & ~np.concatenate((above[1:], [False]))) + 1
    if len(starts) == 0:
        return 0.0, float(high)
    weights = [float((busy * central**2)[a:b].sum()) for a, b in zip(starts, stops, strict=True)]
    best = int(np.argmax(weights))
    return float(starts[best]), float(stops[best])


def _central(high: int) -> NDArray[np.float64]:
    """Weight of each row: the line to read is the one in the middle."""
    return np.asarray(1 - 0.75 * np.abs(np.linspace(-1, 1, high)))


def is_flat(strip: Grey) -> bool:
    """Whether there is nothing to read: less contrast than noise has."""
    return float(strip.std()) < 1.0
