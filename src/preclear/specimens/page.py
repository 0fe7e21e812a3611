"""Synthetic pages: a passport, visa or card as it is printed, and photographs of it, good and bad, by seed.

Sizes are those of Doc 9303 parts 4 to 7: characters of OCR-B stand 2.54 mm apart, lines 6.35 mm (4.23 mm on a card).
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from random import Random

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from preclear.documents import mrz
from preclear.model.verification import MrzFields
from preclear.specimens.portrait import grey_portrait

_Points = npt.NDArray[np.float64]
_DOTS = 12
"""Points a millimetre of a page as it is drawn."""
_PITCH = 2.54
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")


@dataclass(frozen=True, kw_only=True)
class _Size:
    """A document's size in millimetres, how far apart the lines of its zone are, and what is printed on top."""

    width: float
    height: float
    spacing: float
    title: str


_SIZES: Mapping[str, _Size] = {
    "TD1": _Size(width=85.6, height=54.0, spacing=4.23, title="IDENTITY CARD"),
    "TD2": _Size(width=105.0, height=74.0, spacing=6.35, title="IDENTITY CARD"),
    "TD3": _Size(width=125.0, height=88.0, spacing=6.35, title="PASSPORT"),
    "MRV-A": _Size(width=120.0, height=80.0, spacing=6.35, title="VISA"),
    "MRV-B": _Size(width=105.0, height=74.0, spacing=6.35, title="VISA"),
}


@dataclass(frozen=True, kw_only=True)
class Shot:
    """How a page is photographed.

    ``width`` is that of the page in points; ``turn`` and ``lean`` (perspective, as a share of the width) are in degrees
    and 0 to 0.2; ``blur`` is a radius in points, ``noise`` a deviation in shades of grey, ``shade`` and ``glare`` are 0
    (none) to 1, ``quality`` is that of the JPEG; ``table`` is how much of the picture lies around the page.
    """

    width: int = 1200
    turn: float = 0.0
    lean: float = 0.0
    blur: float = 0.0
    noise: float = 0.0
    shade: float = 0.0
    glare: float = 0.0
    quality: int = 90
    table: float = 0.1

    @classmethod
    def of(cls, seed: str, *, hard: float = 0.5) -> Shot:
        """A shot by seed: ``hard`` 0 is a clean scan, 1 is a small, dark, shaken picture taken from one side."""
        rng = Random(seed)  # noqa: S311 -- pictures for tests, no secret
        return cls(
            width=round(rng.uniform(1500 - 1000 * hard, 1700 - 700 * hard)),
            turn=rng.choice((0, 0, 0, 90, 180, 270)) + rng.gauss(0, 4 * hard),
            lean=rng.uniform(0, 0.09 * hard),
            blur=rng.uniform(0, 1.3 * hard),
            noise=rng.uniform(0, 14 * hard),
            shade=rng.uniform(0, 0.8 * hard),
            glare=rng.choice((0.0, 0.0, 0.7 * hard)),
            quality=round(95 - 55 * hard * rng.random()),
            table=rng.uniform(0.0, 0.3),
        )


def draw_page(holder: MrzFields, kind: str = "TD3") -> bytes:
    """The page as it is printed, as a PNG: portrait, printed zone, machine readable zone. TD1 is drawn on one side.

    ``InvalidInput`` as for ``mrz.format``.
    """
    lines = mrz.format(holder, kind)
    size = _SIZES[kind]
    page = Image.new("RGB", (round(size.width * _DOTS), round(size.height * _DOTS)), (243, 246, 240))
    draw = ImageDraw.Draw(page)
    _guilloche(draw, page.size, Random(holder.document_number))  # noqa: S311 -- a pattern, no secret
    _printed(page, draw, size, holder, kind)
    _zone(draw, size, lines)
    return _png(page)


def photograph(page: bytes, shot: Shot, seed: str = "") -> bytes:
    """A JPEG of the page as a camera sees it; the same arguments give the same bytes."""
    rng = np.random.default_rng(list(seed.encode()) or [0])
    with Image.open(io.BytesIO(page)) as opened:
        flat = opened.convert("RGB")
    height = round(shot.width * flat.height / flat.width)
    flat = flat.resize((shot.width, height), Image.Resampling.LANCZOS)
    picture = _from_one_side(flat, shot)
    if shot.blur:
        picture = picture.filter(ImageFilter.GaussianBlur(shot.blur))
    points = _lit(np.asarray(picture, np.float64), shot)
    points += rng.normal(0, 1, points.shape) * shot.noise
    out = Image.fromarray(np.clip(points, 0, 255).astype(np.uint8))
    if shot.turn:
        out = out.rotate(shot.turn, Image.Resampling.BICUBIC, expand=True, fillcolor=_TABLE)
    written = io.BytesIO()
    out.save(written, "JPEG", quality=shot.quality)
    return written.getvalue()


_TABLE = (118, 104, 92)


def _png(page: Image.Image) -> bytes:
    written = io.BytesIO()
    page.save(written, "PNG", compress_level=1)
    return written.getvalue()


def _guilloche(draw: ImageDraw.ImageDraw, size: tuple[int, int], rng: Random) -> None:
    """Fine waves of pale colour, as security printing has them."""
    width, height = size
    for number in range(26):
        colour = tuple(rng.randint(185, 232) for _ in range(3))
        phase, swing, waves = rng.uniform(0, 6.3), rng.uniform(10, 60), rng.uniform(2, 7)
        middle = height * (number + 0.5) / 26
        wave = [
            (x, middle + swing * math.sin(phase + waves * 2 * math.pi * x / width)) for x in range(0, width + 12, 12)
        ]
        draw.line(wave, fill=colour, width=2)


@cache
def _ocr_b(advance: float) -> ImageFont.FreeTypeFont:
    """OCR-B at the size at which a character is ``advance`` points wide."""
    source = files("preclear.specimens").joinpath("fonts/ocrb.otf").read_bytes()
    unit = ImageFont.truetype(io.BytesIO(source), 1000).getlength("A") / 1000
    return ImageFont.truetype(io.BytesIO(source), advance / unit)


@cache
def _print_font(height: float) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(height)


def _zone(draw: ImageDraw.ImageDraw, size: _Size, lines: tuple[str, ...]) -> None:
    font = _ocr_b(_PITCH * _DOTS)
    left = (size.width - _PITCH * len(lines[0])) / 2
    for number, line in enumerate(reversed(lines)):
        middle = (size.height - 6.5 - number * size.spacing) * _DOTS
        for place, character in enumerate(line):
            spot = ((left + _PITCH * (place + 0.5)) * _DOTS, middle)
            draw.text(spot, character, font=font, fill=(28, 28, 32), anchor="mm")


def _printed(page: Image.Image, draw: ImageDraw.ImageDraw, size: _Size, holder: MrzFields, kind: str) -> None:
    free = size.height - 9 - size.spacing * (3 if kind == "TD1" else 2)
    draw.text((4 * _DOTS, 3 * _DOTS), f"UTOPIA  {size.title}", font=_print_font(3.2 * _DOTS), fill=(40, 60, 110))
    with Image.open(io.BytesIO(grey_portrait(holder.document_number))) as portrait:
        tall = free - 11
        face = portrait.convert("RGB").resize((round(0.75 * tall * _DOTS), round(tall * _DOTS)))
    page.paste(face, (4 * _DOTS, 8 * _DOTS))
    left, step = 8 + 0.75 * tall, (free - 8) / 4
    for number, (label, value) in enumerate(_entries(holder)):
        x, y = (left + 36 * (number % 2)) * _DOTS, (7 + step * (number // 2)) * _DOTS
        draw.text((x, y), label, font=_print_font(1.6 * _DOTS), fill=(90, 90, 110))
        draw.text((x, y + 2.1 * _DOTS), value, font=_print_font(2.7 * _DOTS), fill=(25, 25, 30))


def _entries(holder: MrzFields) -> Iterator[tuple[str, str]]:
    yield "Surname / Nom", holder.surname
    yield "Document No. / No. du document", holder.document_number
    yield "Given names / Prénoms", holder.given_names
    yield "Nationality / Nationalité", holder.nationality
    yield "Date of birth / Date de naissance", _day(holder.birth_date)
    yield "Sex / Sexe", holder.sex or "X"
    yield "Date of expiry / Date d'expiration", _day(holder.expiry_date)
    yield "Authority / Autorité", "UTOPIA SPECIMEN"


def _day(written: str | None) -> str:
    if not written or len(written) < 10:
        return written or "-"
    day = date.fromisoformat(written)
    return f"{day.day:02} {_MONTHS[day.month - 1]} {day.year}"


def _from_one_side(flat: Image.Image, shot: Shot) -> Image.Image:
    """The page on its table, the right side further away by ``lean``."""
    edge = round(shot.table * flat.width / 2)
    width, height = flat.width + 2 * edge, flat.height + 2 * edge
    sink = shot.lean * flat.height
    corners = [(0, 0), (flat.width, sink), (flat.width, flat.height - sink), (0, flat.height)]
    seen = [(x * (1 - shot.lean) + edge, y + edge) for x, y in corners]
    given = [(0, 0), (flat.width, 0), (flat.width, flat.height), (0, flat.height)]
    return flat.transform(
        (width, height), Image.Transform.PERSPECTIVE, _way_back(seen, given), Image.Resampling.BICUBIC, fillcolor=_TABLE
    )


def _way_back(seen: list[tuple[float, float]], given: list[tuple[int, int]]) -> tuple[float, ...]:
    """The eight numbers that lead from points of the picture to points of the page."""
    rows, right = [], []
    for (x, y), (u, v) in zip(seen, given, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        right += [u, v]
    return tuple(float(number) for number in np.linalg.solve(np.array(rows, np.float64), np.array(right, np.float64)))


def _lit(points: _Points, shot: Shot) -> _Points:
    """Light that falls off towards one corner, and one bright spot."""
    rows, columns = np.mgrid[0 : points.shape[0], 0 : points.shape[1]]
    across, down = columns / points.shape[1], rows / points.shape[0]
    light = 1 - shot.shade * (0.35 + 0.3 * across + 0.2 * down)
    spot = 190 * shot.glare * np.exp(-((across - 0.6) ** 2 + (down - 0.75) ** 2) / 0.012)
    return np.asarray(points * light[:, :, None] + spot[:, :, None], np.float64)
