"""Drawn and spoiled strips of page with one line to read: fonts, print, paper, camera."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from train_ocrb.texts import ALPHABET, text

CAP = 32
"""Height of a capital letter on the sheet on which lines are drawn, before the camera."""
_FINE = 64
_CELL = 1.5
"""A glyph's cell is this many capitals high and wide."""

Grey = NDArray[np.uint8]
Cells = dict[str, Grey]


@dataclass(frozen=True, kw_only=True)
class Sample:
    """A strip, what is written in it, and where.

    ``centres`` are the columns of the characters' centres, ``middle`` is the row of the middle one, ``height`` the rows
    of a capital.
    """

    strip: Grey
    text: str
    centres: NDArray[np.float64]
    middle: float
    height: float


class Typefaces:
    """Glyphs of every font in several weights, with digits as the font has them and as high as letters."""

    def __init__(self, specimens: list[Path], others: list[Path]) -> None:
        self.main = [cells for path in specimens for cells in _variants(path)]
        self.others = [cells for path in others for cells in _variants(path)]

    def pick(self, random: np.random.Generator) -> Cells:
        """One of them, mostly of OCR-B."""
        pool = self.others if self.others and random.random() < 0.17 else self.main
        return pool[int(random.integers(len(pool)))]


def _variants(path: Path) -> list[Cells]:
    font = ImageFont.truetype(str(path), 200)
    _, top, _, bottom = font.getbbox("H", anchor="ls")
    font = ImageFont.truetype(str(path), round(200 * _FINE / (bottom - top)))
    shapes = {letter: _shape(font, letter, level=False) for letter in ALPHABET}
    level = {letter: _shape(font, letter, level=True) for letter in ALPHABET}
    bases = [shapes, level]
    if path.name.startswith("OCRB"):
        bases += [{**level, **_rings(wide, narrow, power)} for wide, narrow, power in _RINGS]
    return [_weighted(base, weight) for base in bases for weight in (-2.2, -1.1, 0.0, 1.1, 2.2, 3.4)]


_RINGS = ((0.74, 0.6, 2.3), (0.8, 0.62, 2.6), (0.7, 0.58, 2.8), (0.66, 0.54, 2.2), (0.86, 0.66, 2.4), (0.68, 0.61, 2.5))
"""Widths of the letter O and the digit 0 in capitals, and how square both are: prints of OCR-B differ in them."""


def _rings(wide: float, narrow: float, power: float) -> Cells:
    """O and 0 as rings of even stroke, as high as the letters."""
    side = round(_FINE * _CELL)
    rows, columns = np.mgrid[0:side, 0:side] - (side - 1) / 2
    stroke = _FINE * 0.125

    def ring(width: float, power: float) -> Grey:
        def inside(less: float) -> NDArray[np.bool_]:
            across, along = _FINE * width / 2 - less, _FINE / 2 - less
            return np.asarray(np.abs(columns / across) ** power + np.abs(rows / along) ** power <= 1)

        return np.asarray((inside(0) & ~inside(stroke)) * np.uint8(255))

    return {"O": ring(wide, power), "0": ring(narrow, power - 0.1)}


def _shape(font: ImageFont.FreeTypeFont, letter: str, *, level: bool) -> Grey:
    side = round(_FINE * _CELL)
    image = Image.new("L", (side, side), 0)
    base = (side + _FINE) // 2
    ImageDraw.Draw(image).text((side / 2, base), letter, font=font, fill=255, anchor="ms")
    shape = np.asarray(image, dtype=np.uint8)
    rows = np.flatnonzero(shape.max(axis=1) > 127)
    if level and letter.isdigit() and len(rows):
        tall = rows[-1] - rows[0] + 1
        scale = _FINE / tall
        matrix = np.array([[1.0, 0, 0], [0, scale, (base - _FINE) - scale * rows[0]]])
        shape = np.asarray(cv2.warpAffine(shape, matrix, (side, side)), dtype=np.uint8)
    return shape


def _weighted(shapes: Cells, weight: float) -> Cells:
    """Thicker or thinner strokes by ``weight`` fine rows, through the distance to the outline."""
    side = round(CAP * _CELL)
    cells = {}
    for letter, shape in shapes.items():
        inside = cv2.distanceTransform((shape > 127).astype(np.uint8), cv2.DIST_L2, 5)
        outside = cv2.distanceTransform((shape <= 127).astype(np.uint8), cv2.DIST_L2, 5)
        thick = np.clip((inside - outside + weight) * 0.7 + 0.5, 0, 1)
        if thick.max() < 0.9:
            thick = np.clip((inside - outside) * 0.7 + 0.5, 0, 1)
        cells[letter] = np.asarray(
            cv2.resize((thick * 255).astype(np.uint8), (side, side), interpolation=cv2.INTER_AREA)
        )
    return cells


class Camera:
    """Draws samples, all from one seed."""

    def __init__(self, faces: Typefaces, seed: int, *, hardness: float = 1.0) -> None:
        self.faces = faces
        self.random = np.random.default_rng(seed)
        self.hardness = hardness

    def shot(self, words: str = "", height: float = 0.0) -> Sample:
        """One sample, of this text and so many rows a capital, or of any."""
        random = self.random
        words = words or text(random)
        height = height or float(np.exp(random.uniform(np.log(8.5), np.log(34))))
        pitch = CAP * random.uniform(0.80, 1.22)
        ink, centres, baseline = self._sheet(words, pitch)
        if random.random() < 0.25:
            ink = self._worn(ink)
        grey = self._printed(ink)
        strip, centres, row = self._photographed(grey, centres, baseline, pitch, height)
        strip = self._spoiled(strip, height)
        return Sample(strip=strip, text=words, centres=centres, middle=row, height=height)

    def _sheet(self, words: str, pitch: float) -> tuple[Grey, NDArray[np.float64], float]:
        random = self.random
        faces = self.faces.pick(random)
        wide = round(pitch * len(words) + 8 * CAP)
        sheet = np.zeros((round(7 * CAP), wide), np.uint8)
        middle = 3.5 * CAP
        spread = random.uniform(0.85, 1.12)
        gap = CAP * random.uniform(1.75, 2.8)
        jitter = random.uniform(0, 1.2) if random.random() < 0.4 else 0.0
        starts = 4 * CAP
        for row, chance in ((middle - gap, 0.6), (middle + gap, 0.6), (middle, 1.0)):
            if random.random() < chance:
                line = words if row == middle else text(random)
                columns = starts + pitch * (np.arange(len(line)) + 0.5)
                _place(sheet, faces, line, columns, row, spread, jitter, random)
        return sheet, starts + pitch * (np.arange(len(words)) + 0.5), middle

    def _worn(self, ink: Grey) -> Grey:
        random = self.random
        coarse = random.random(
            (max(2, ink.shape[0] // int(random.integers(2, 14))), max(2, ink.shape[1] // int(random.integers(2, 30))))
        )
        field = cv2.resize(coarse.astype(np.float32), (ink.shape[1], ink.shape[0]))
        keep = np.clip((field - random.uniform(0.0, 0.25)) * 3, 0.25, 1)
        return np.asarray(ink * keep, dtype=np.uint8)

    def _printed(self, ink: Grey) -> NDArray[np.float32]:
        random = self.random
        high, wide = ink.shape
        paper = random.uniform(120, 255)
        dark = random.uniform(0, max(1.0, min(120, paper - random.uniform(50, 110))))
        ground = np.full((high, wide), paper, np.float32)
        if random.random() < 0.6:
            ground += self._pattern(high, wide, random.uniform(0.04, 0.28) * self.hardness * (paper - dark))
        self._rule(ground, dark)
        share = ink.astype(np.float32) * (1 / 255)
        return ground * (1 - share) + dark * share

    def _pattern(self, high: int, wide: int, strength: float) -> NDArray[np.float32]:
        random = self.random
        if random.random() < 0.55:
            y, x = np.mgrid[0:high, 0:wide].astype(np.float32)
            waves = np.zeros((high, wide), np.float32)
            for _ in range(int(random.integers(1, 4))):
                angle, length = random.uniform(0, np.pi), random.uniform(4, 60)
                bend = random.uniform(0, 12) * np.sin(
                    x * np.float32(random.uniform(0.005, 0.08)) + np.float32(random.uniform(0, 6))
                )
                waves += np.sin(
                    (x * np.float32(np.cos(angle)) + (y + bend) * np.float32(np.sin(angle)))
                    * np.float32(2 * np.pi / length)
                )
            if random.random() < 0.5:
                waves = np.sign(np.maximum(waves - random.uniform(0.3, 1), 0)) * -2
            return np.asarray(waves * strength * 0.4, dtype=np.float32)
        size = (int(random.integers(3, 40)), int(random.integers(6, 200)))
        blotches = cv2.resize(
            random.standard_normal(size).astype(np.float32), (wide, high), interpolation=cv2.INTER_CUBIC
        )
        return np.asarray(blotches * strength * 0.5, dtype=np.float32)

    def _rule(self, ground: NDArray[np.float32], dark: float) -> None:
        """Frames, page edges and portraits that touch the strip."""
        random = self.random
        high = ground.shape[0]
        middle = high / 2
        if random.random() < 0.2:
            row = int(middle + random.choice([-1, 1]) * CAP * random.uniform(0.75, 1.8))
            ground[row : row + int(random.integers(1, 4))] = random.uniform(dark, 120)
        if random.random() < 0.15:
            row = middle + random.choice([-1, 1]) * CAP * random.uniform(0.8, 1.8)
            part = slice(0, int(row)) if row < middle else slice(int(row), high)
            ground[part] = random.uniform(0, 255)
        for side in (0, 1):
            if random.random() < 0.3:
                self._end(ground, side, dark)
        if random.random() < 0.12:
            self._hatched(ground)

    def _end(self, ground: NDArray[np.float32], side: int, dark: float) -> None:
        """The edge of a frame or of the page, beside the first or the last character, leaning a little."""
        random = self.random
        high, wide = ground.shape
        depth = CAP * (4 - (random.uniform(0.25, 1.2) if random.random() < 0.6 else random.uniform(1.2, 3.5)))
        lean = CAP * random.normal(0, 0.15)
        thick = CAP * random.uniform(0.04, 0.16) if random.random() < 0.7 else 4 * CAP
        inner = np.array([[depth - lean, 0], [depth + lean, high]])
        outer = inner - np.array([[thick, 0.0]])
        corners = np.concatenate([inner, outer[::-1]])
        if side == 1:
            corners[:, 0] = wide - corners[:, 0]
        tone = random.uniform(dark, 140) if thick < CAP else random.uniform(0, 255)
        cv2.fillPoly(ground, [np.rint(corners).astype(np.int32)], tone)

    def _hatched(self, ground: NDArray[np.float32]) -> None:
        """A part of the line on darker or striped ground."""
        random = self.random
        start = int(random.integers(0, ground.shape[1]))
        part = ground[:, start : start + int(CAP * random.uniform(1, 12))]
        part -= random.uniform(0, 30)
        step = int(random.integers(3, 9))
        part[:: step if random.random() < 0.5 else 1, ::step] -= random.uniform(10, 45)

    def _bent(self, grey: NDArray[np.float32], centres: NDArray[np.float64]) -> tuple[NDArray[np.float32], float]:
        """A page that does not lie flat, and how far it bends."""
        random = self.random
        if random.random() > 0.35:
            return grey, 0.0
        bend = CAP * np.clip(random.normal(0, 0.3), -0.8, 0.8)
        high, wide = grey.shape
        columns = np.arange(wide, dtype=np.float32)
        middle, half = (centres[0] + centres[-1]) / 2, (centres[-1] - centres[0]) / 2
        lift = bend * (np.minimum(((columns - middle) / half) ** 2, 1.2) - 1 / 3)
        rows = np.arange(high, dtype=np.float32)[:, None] - lift[None].astype(np.float32)
        places = np.broadcast_to(columns, rows.shape).astype(np.float32)
        bent = cv2.remap(grey, places, rows.astype(np.float32), cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        return np.asarray(bent, dtype=np.float32), abs(bend) * 0.7

    def _photographed(
        self, grey: NDArray[np.float32], centres: NDArray[np.float64], middle: float, pitch: float, height: float
    ) -> tuple[NDArray[np.float32], NDArray[np.float64], float]:
        random = self.random
        scale = height / CAP
        grey, curve = self._bent(grey, centres)
        skew = np.radians(np.clip(random.normal(0, 0.9), -3, 3))
        left, right = centres[0] - pitch / 2, centres[-1] + pitch / 2
        before, after = (CAP * random.uniform(0.0, 0.5 if random.random() < 0.6 else 3.2) for _ in range(2))
        loose = random.random() < 0.25
        drift = abs(np.tan(skew)) * (right - left) / 2 + curve
        above, below = (
            CAP * (0.5 + (random.uniform(0.6, 1.2) if loose else random.uniform(0.05, 0.7)))
            + drift * random.uniform(0.6, 1.0)
            for _ in range(2)
        )
        corners = np.array(
            [
                [left - before, middle - above],
                [right + after, middle - above],
                [right + after, middle + below],
                [left - before, middle + below],
            ],
            dtype=np.float32,
        )
        if random.random() < 0.4:
            corners += random.normal(0, CAP * 0.06, corners.shape).astype(np.float32)
        turn = np.array([[np.cos(skew), -np.sin(skew)], [np.sin(skew), np.cos(skew)]], dtype=np.float32)
        hub = np.array([(left + right) / 2, middle], dtype=np.float32)
        corners = (corners - hub) @ turn.T + hub
        size = (max(8, round((right + after - left + before) * scale)), max(6, round((above + below) * scale)))
        target = np.array([[0, 0], [size[0], 0], [size[0], size[1]], [0, size[1]]], dtype=np.float32)
        matrix = cv2.getPerspectiveTransform(corners.astype(np.float32), target)
        sigma = max(0.0, 0.5 / scale - 0.4)
        soft = cv2.GaussianBlur(grey, (0, 0), sigma) if sigma > 0.2 else grey
        strip = cv2.warpPerspective(soft, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        points = np.stack([centres, np.full_like(centres, middle)], axis=1)[None].astype(np.float32)
        seen = cv2.perspectiveTransform(points, matrix)[0].astype(np.float64)
        return np.asarray(strip, dtype=np.float32), seen[:, 0], float(seen[len(seen) // 2, 1])

    def _spoiled(self, strip: NDArray[np.float32], height: float) -> Grey:
        random = self.random
        hard = self.hardness
        high, wide = strip.shape
        if random.random() < 0.45:
            strip = cv2.GaussianBlur(strip, (0, 0), 0.3 + height * random.uniform(0.0, 0.075) * hard)
        if random.random() < 0.12:
            strip = _moved(strip, height * random.uniform(0.08, 0.25) * hard, random.uniform(0, np.pi))
        if random.random() < 0.3:
            factor = min(1.0, random.uniform(6.5, 14) / height)
            small = cv2.resize(
                strip, (max(8, round(wide * factor)), max(4, round(high * factor))), interpolation=cv2.INTER_AREA
            )
            strip = cv2.resize(
                small,
                (wide, high),
                interpolation=int(random.choice([cv2.INTER_CUBIC, cv2.INTER_LINEAR, cv2.INTER_NEAREST])),
            )
        if random.random() < 0.4:
            light = np.linspace(random.uniform(0.5, 1.1), random.uniform(0.5, 1.1), wide, dtype=np.float32)
            strip = (
                strip
                * light[None]
                * np.linspace(random.uniform(0.8, 1.1), random.uniform(0.8, 1.1), high, dtype=np.float32)[:, None]
            )
        if random.random() < 0.08:
            self._glare(strip, height)
        if random.random() < 0.2:
            strip = strip + (strip - cv2.GaussianBlur(strip, (0, 0), random.uniform(0.8, 2))) * random.uniform(0.5, 2)
        if random.random() < 0.6:
            strip = strip + random.standard_normal(strip.shape, dtype=np.float32) * random.uniform(1, 16) * hard
        grey = np.asarray(np.clip(strip, 0, 255), dtype=np.uint8)
        if random.random() < 0.55:
            quality = int(random.uniform(18, 95))
            grey = np.asarray(
                cv2.imdecode(cv2.imencode(".jpg", grey, [cv2.IMWRITE_JPEG_QUALITY, quality])[1], cv2.IMREAD_GRAYSCALE)
            )
        return grey

    def _glare(self, strip: NDArray[np.float32], height: float) -> None:
        random = self.random
        wide = strip.shape[1]
        x = np.arange(wide, dtype=np.float32)
        bump = np.exp(-(((x - random.uniform(0, wide)) / (height * random.uniform(1, 6))) ** 2)) * random.uniform(
            20, 110
        )
        strip += bump[None].astype(np.float32)


def _place(
    sheet: Grey,
    faces: Cells,
    line: str,
    columns: NDArray[np.float64],
    row: float,
    spread: float,
    jitter: float,
    random: np.random.Generator,
) -> None:
    side = round(CAP * _CELL)
    wide = round(side * spread)
    cells: Cells = {}
    for letter, column in zip(line, columns, strict=True):
        if letter not in cells:
            cells[letter] = faces[letter] if wide == side else np.asarray(cv2.resize(faces[letter], (wide, side)))
        x = round(column - wide / 2 + random.normal(0, 1) * jitter)
        y = round(row - side / 2 + random.normal(0, 1) * jitter)
        if x >= 0 and x + wide <= sheet.shape[1] and y >= 0 and y + side <= sheet.shape[0]:
            np.maximum(sheet[y : y + side, x : x + wide], cells[letter], out=sheet[y : y + side, x : x + wide])


def _moved(strip: NDArray[np.float32], length: float, angle: float) -> NDArray[np.float32]:
    size = max(3, int(length) | 1)
    kernel = np.zeros((size, size), np.float32)
    reach = size // 2
    ends = [(round(reach + s * reach * np.cos(angle)), round(reach + s * reach * np.sin(angle))) for s in (-1, 1)]
    cv2.line(kernel, ends[0], ends[1], 1.0)
    return np.asarray(cv2.filter2D(strip, -1, kernel / kernel.sum()), dtype=np.float32)
