"""Finding the machine readable zone by the look of its lines: dense dark strokes in long, thin, parallel bands.

Quick (some milliseconds) and without a model; ``detecting`` is the slower second way.
"""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np

from preclear.documents.decoding import Pixels
from preclear.documents.images.geometry import TextLine, Zone, from_contour, group

WORKING_SIDES = (640, 1400)
"""The longer side of the page while looking: the first finds a zone that fills the page, the second one on a sheet."""

_STROKE = 17
"""Columns within which a stroke of one character meets the next, at either working size."""
_MOST_BLOBS = 400
_MOST_LINES = 60
_SLIMMEST, _SHORTEST = 8.0, 0.16


def find(grey: Pixels) -> Iterator[Zone]:
    """Zones that the page may hold, most plausible first at each working size; upside down is not decided."""
    for side in WORKING_SIDES:
        for turned in (False, True):
            yield from group(_lines(grey, side, turned=turned))


def _lines(grey: Pixels, side: int, *, turned: bool) -> list[TextLine]:
    scale = side / max(grey.shape)
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    small = np.asarray(cv2.resize(grey, None, fx=scale, fy=scale, interpolation=way), np.uint8)
    mask = _bands(np.ascontiguousarray(small.T) if turned else small)
    if turned:
        mask = np.ascontiguousarray(mask.T)
    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    largest = sorted(contours, key=len, reverse=True)[:_MOST_BLOBS]
    lines = [line for contour in largest if (line := from_contour(contour)) and _is_long(line, side)]
    lines.sort(key=lambda line: -line.length)
    return [line.scaled(1 / scale) for line in lines[:_MOST_LINES]]


def _is_long(line: TextLine, side: int) -> bool:
    return line.length > _SHORTEST * side and line.length > _SLIMMEST * line.height


def _bands(small: Pixels) -> Pixels:
    """White where dark upright strokes stand close together in a row."""
    box = cv2.getStructuringElement(cv2.MORPH_RECT, (_STROKE, _STROKE))
    dark = cv2.morphologyEx(small, cv2.MORPH_BLACKHAT, box)
    edges = np.abs(cv2.Sobel(dark, cv2.CV_32F, 1, 0, ksize=-1))
    strokes = (255 * edges / max(float(edges.max()), 1.0)).astype(np.uint8)
    joined = cv2.morphologyEx(strokes, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_RECT, (_STROKE, 3)))
    _, mask = cv2.threshold(joined, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    mask = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_RECT, (_STROKE, 1)))
    return np.asarray(cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)), np.uint8)
