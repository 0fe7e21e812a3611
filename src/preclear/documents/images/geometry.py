"""Lines of text on a page: where they lie, and cutting them out level."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from preclear.documents.decoding import Pixels

STRIP_HEIGHT = 64
"""Rows of a strip that was cut out."""
_WIDEST_STRIP = 2048
_ABOVE_AND_BELOW = 0.35
_BEFORE_AND_AFTER = 0.9


@dataclass(frozen=True, kw_only=True)
class TextLine:
    """A straight line of text: its middle, direction in radians (0 to the right, down is positive), size in points.

    ``height`` is roughly that of a capital letter.
    """

    x: float
    y: float
    angle: float
    length: float
    height: float

    @property
    def along(self) -> tuple[float, float]:
        """Unit vector in the direction of reading."""
        return math.cos(self.angle), math.sin(self.angle)

    def turned(self) -> TextLine:
        """The same line, read from its other end."""
        return replace(self, angle=self.angle + math.pi)

    def spans(self, other: TextLine) -> tuple[float, float, float]:
        """Start, end and distance of ``other`` along and across this line, from this line's middle."""
        right, down = self.along
        across, away = other.x - self.x, other.y - self.y
        middle = across * right + away * down
        return middle - other.length / 2, middle + other.length / 2, -across * down + away * right

    def scaled(self, factor: float) -> TextLine:
        """The line on a page that is larger by ``factor``."""
        return TextLine(
            x=self.x * factor,
            y=self.y * factor,
            angle=self.angle,
            length=self.length * factor,
            height=self.height * factor,
        )


@dataclass(frozen=True, kw_only=True)
class Zone:
    """Two or three lines that may be a machine readable zone, first line first."""

    lines: tuple[TextLine, ...]

    def turned(self) -> Zone:
        """The same zone upside down."""
        return Zone(lines=tuple(line.turned() for line in reversed(self.lines)))

    def higher(self, factor: float) -> Zone:
        """The same zone with lines thought higher by ``factor``, so that strips leave more room."""
        return Zone(lines=tuple(replace(line, height=line.height * factor) for line in self.lines))

    def longer(self, factor: float) -> Zone:
        """The same zone with lines that begin where they began and go on further."""
        return Zone(lines=tuple(_longer(line, factor) for line in self.lines))

    def levelled(self) -> Zone:
        """The same zone with lines of one extent: those of a zone begin and end below each other."""
        first = self.lines[0]
        spans = [first.spans(line) for line in self.lines]
        start, end = min(span[0] for span in spans), max(span[1] for span in spans)
        return Zone(lines=tuple(_stretched(line, first, start, end) for line in self.lines))


def _longer(line: TextLine, factor: float) -> TextLine:
    more, (right, down) = line.length * (factor - 1), line.along
    return replace(line, x=line.x + more / 2 * right, y=line.y + more / 2 * down, length=line.length + more)


def _stretched(line: TextLine, first: TextLine, start: float, end: float) -> TextLine:
    """``line`` from ``start`` to ``end``, which are measured from the middle of ``first``."""
    offset = line.spans(first)[0] + first.length / 2
    left, right = start + offset, end + offset
    shift, (cos, sin) = (left + right) / 2, line.along
    return replace(line, x=line.x + shift * cos, y=line.y + shift * sin, length=right - left)


def from_contour(contour: npt.NDArray[Any]) -> TextLine | None:
    """The line that a blob of text covers; None for a blob that is thinner than a point."""
    (x, y), (width, height), degrees = cv2.minAreaRect(contour)
    if width < height:
        width, height, degrees = height, width, degrees + 90
    degrees = (degrees + 90) % 180 - 90
    if degrees < -60:
        degrees += 180
    if height < 1:
        return None
    return TextLine(x=x, y=y, angle=math.radians(degrees), length=width, height=height)


def cut(grey: Pixels, line: TextLine) -> Pixels:
    """The strip of ``line``, level, 64 rows high, with a character's room at both ends."""
    rows = line.height * (1 + 2 * _ABOVE_AND_BELOW)
    scale = min(STRIP_HEIGHT / rows, _WIDEST_STRIP / (line.length + 2 * _BEFORE_AND_AFTER * line.height))
    width = max(8, round(scale * (line.length + 2 * _BEFORE_AND_AFTER * line.height)))
    cos, sin = line.along
    matrix = np.array([[cos, sin, 0.0], [-sin, cos, 0.0]]) * scale
    matrix[:, 2] = np.array([width / 2, STRIP_HEIGHT / 2]) - matrix[:, :2] @ np.array([line.x, line.y])
    source = grey if scale > 0.6 else cv2.GaussianBlur(grey, (0, 0), 0.4 / scale)
    strip = cv2.warpAffine(
        source, matrix, (width, STRIP_HEIGHT), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(strip, np.uint8)


def strips(grey: Pixels, zone: Zone) -> tuple[Pixels, ...]:
    """The strips of a zone's lines, first line first."""
    return tuple(cut(grey, line) for line in zone.levelled().lines)


def group(lines: Sequence[TextLine], most: int = 2) -> list[Zone]:
    """Zones that the lines can make: two or three of them, parallel, equally long and equally far apart.

    The ``most`` most plausible, best first: long lines, and the more of them the better.
    """
    found: list[tuple[float, Zone]] = []
    for first in lines:
        below = sorted(
            ((first.spans(line)[2], line) for line in lines if line is not first and _may_follow(first, line)),
            key=lambda pair: pair[0],
        )
        for distance, second in below:
            found.append((_weight(first, second), Zone(lines=(first, second))))
            for further, third in below:
                if third is not second and 0.75 * distance < further - distance < 1.33 * distance:
                    weight = 1.4 * _weight(first, second, third)
                    found.append((weight, Zone(lines=(first, second, third))))
    found.sort(key=lambda pair: -pair[0])
    return [zone for _, zone in found[:most]]


def _may_follow(first: TextLine, line: TextLine) -> bool:
    start, end, distance = first.spans(line)
    bend = abs((line.angle - first.angle + math.pi / 2) % math.pi - math.pi / 2)
    height = max(first.height, line.height)
    return (
        bend < math.radians(5)
        and 1.1 * height < distance < 9.5 * height
        and min(first.height, line.height) > 0.45 * height
        and abs(start + first.length / 2) < 0.12 * first.length
        and abs(end - first.length / 2) < 0.2 * first.length
    )


def _weight(*lines: TextLine) -> float:
    lengths = [line.length for line in lines]
    return min(lengths) * min(lengths) / max(lengths)
