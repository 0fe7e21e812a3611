"""The second way to find text: the detector of PP-OCRv6 (Apache-2.0) from the wheel of rapidocr.

Slower than ``locating`` (0.1 to 0.3 s) and steadier: it finds text at any slant and on any ground.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from preclear.documents.decoding import Pixels
from preclear.documents.images.geometry import TextLine, Zone, from_contour, group
from preclear.documents.images.models import DETECTOR, session

WORKING_SIDES = (736, 1280)
_THRESHOLD = 0.3
_MOST_LINES = 300
_TIGHTER = 0.75
"""The detector's boxes leave some room above and below; a capital letter takes about this share of them."""


def find(colour: Pixels) -> Iterator[Zone]:
    """Zones that the page may hold, most plausible first at each working size; upside down is not decided."""
    for side in WORKING_SIDES:
        yield from group([line for line in text_lines(colour, side) if line.length > 8 * line.height])


def text_lines(colour: Pixels, side: int = WORKING_SIDES[0]) -> list[TextLine]:
    """Every line of text on the page, in no order."""
    scale = side / max(colour.shape[:2])
    height, width = (max(32, round(points * scale / 32) * 32) for points in colour.shape[:2])
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    small = cv2.cvtColor(cv2.resize(colour, (width, height), interpolation=way), cv2.COLOR_RGB2BGR)
    batch = np.asarray(small, np.float32).transpose(2, 0, 1)[None] / 127.5 - 1
    network = session(DETECTOR)
    (answer,) = network.run(None, {network.get_inputs()[0].name: batch})
    mask = (answer[0, 0] > _THRESHOLD).astype(np.uint8)
    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    across, down = colour.shape[1] / width, colour.shape[0] / height
    largest = sorted(contours, key=len, reverse=True)[:_MOST_LINES]
    stretched = (contour.astype(np.float32) * np.array([across, down], np.float32) for contour in largest)
    return [line for contour in stretched if (line := _grown(contour))]


def _grown(contour: npt.NDArray[Any]) -> TextLine | None:
    """The network marks the core of a line only; the line is larger by a share of area over perimeter."""
    core = from_contour(contour)
    if core is None or core.height < 2:
        return None
    margin = 1.6 * core.length * core.height / (2 * (core.length + core.height))
    return TextLine(
        x=core.x,
        y=core.y,
        angle=core.angle,
        length=core.length + 2 * margin,
        height=(core.height + 2 * margin) * _TIGHTER,
    )
