"""From the bytes of a picture or a PDF to upright pages of colour, within fixed bounds; the one place that decodes.

Nothing is believed that a header says before it was compared with the bounds below. Pages of a PDF are drawn in a
process of their own: see ``preclear.documents.sheets``.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageOps

from preclear.documents import sheets
from preclear.errors import InvalidInput

Pixels = npt.NDArray[np.uint8]
"""Rows of points: one value a point (grey) or three (red, green, blue)."""

MOST_BYTES = 32 * 1024 * 1024
"""A file may have at most this many bytes."""
MOST_PIXELS = 40_000_000
"""A picture may have at most this many points."""
MOST_PAGES = 4
"""Of a PDF, at most this many pages are looked at."""
LONGEST_SIDE = 2600
"""Pages are reduced to this many points on the longer side: 8 points a millimetre on a scanned sheet of A4."""

_NARROWEST = 16
"""Points on the shorter side, after the longer one was reduced: what is narrower holds no line that can be read."""
_PHOTOGRAPHS = ("JPEG", "PNG")
_RULE = "preclear.documents.decoding"
_MEND = "Give a JPEG, a PNG or a PDF of the page"


@dataclass(frozen=True, kw_only=True)
class Page:
    """One decoded page. ``colour`` has three values a point; ``number`` counts from 1; ``kind`` is JPEG, PNG or PDF."""

    colour: Pixels
    number: int
    kind: str

    @property
    def grey(self) -> Pixels:
        """The page in grey (ITU-R BT.601 luma)."""
        return np.asarray(Image.fromarray(self.colour).convert("L"), np.uint8)


def pages(data: bytes) -> Iterator[Page]:
    """The pages in ``data``, upright as the camera noted it, alpha over white, at most 2600 points long.

    ``InvalidInput`` for anything but a JPEG, a PNG or a PDF without password, within the bounds of this module.
    """
    _refuse_bytes(data)
    if is_pdf(data):
        yield from _pdf_pages(data)
    else:
        colour = np.asarray(_decoded(data, _PHOTOGRAPHS, LONGEST_SIDE), np.uint8)
        yield Page(colour=colour, number=1, kind="PNG" if data.startswith(b"\x89PNG") else "JPEG")


def preview(data: bytes, longest: int = 1400) -> bytes:
    """The first page, upright, at most ``longest`` points a side, as a fresh JPEG without any metadata.

    For showing what somebody sent: the answer holds none of its bytes. Besides the formats of ``pages`` it takes the
    JPEG 2000 of a chip's portrait (Doc 9303-10, 4.7.2). ``InvalidInput`` as for ``pages``.
    """
    _refuse_bytes(data)
    if is_pdf(data):
        picture = Image.fromarray(next(_pdf_pages(data, 1)).colour)
        picture.thumbnail((longest, longest))
    else:
        picture = _decoded(data, (*_PHOTOGRAPHS, "JPEG2000"), longest)
    picture.info.clear()  # comments and colour profiles would be copied
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=85)
    return written.getvalue()


def is_pdf(data: bytes) -> bool:
    """Whether ``data`` begins like a PDF; some have a few bytes before their header."""
    return b"%PDF-" in data[:1024]


def _refuse_bytes(data: bytes) -> None:
    if len(data) > MOST_BYTES:
        raise _unusable(f"the file has {len(data)} bytes, more than {MOST_BYTES}", mend="Send a smaller picture")


def _decoded(data: bytes, formats: tuple[str, ...], longest: int) -> Image.Image:
    """The picture in red, green and blue, at most ``longest`` points long."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=formats) as picture:
                _refuse_size(*picture.size, longest)
                if picture.format == "JPEG":
                    # The decoder itself can leave out every second, fourth or eighth point.
                    picture.draft("RGB", (longest, longest))
                picture.load()
                return _reduced(_colour(_upright(picture)), longest)
    except InvalidInput:
        raise
    except Exception as error:
        # Pillow's decoders raise many kinds for broken files; each of them means the same to the caller.
        raise _unusable(f"no picture that can be decoded ({type(error).__name__})") from error


def _refuse_size(width: int, height: int, longest: int) -> None:
    if width * height > MOST_PIXELS:
        raise _unusable(
            f"the picture has {width} by {height} points, more than {MOST_PIXELS // 1_000_000} million",
            mend="Send a smaller picture",
        )
    if min(width, height) * min(1.0, longest / max(width, height)) < _NARROWEST:
        raise _unusable(f"the picture of {width} by {height} points is too narrow", mend="Send a larger picture")


def _upright(picture: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(picture)
    except Exception:  # noqa: BLE001 -- a broken note on rotation is no reason to refuse: four rotations are tried
        return picture


def _colour(picture: Image.Image) -> Image.Image:
    if picture.mode.startswith("I"):
        deep = np.asarray(picture, np.int64)
        return Image.fromarray(np.clip(deep // 256, 0, 255).astype(np.uint8)).convert("RGB")
    if picture.has_transparency_data:
        over = picture.convert("RGBA")
        white = Image.new("RGBA", over.size, "white")
        white.alpha_composite(over)
        picture = white
    return picture.convert("RGB")


def _reduced(picture: Image.Image, longest: int) -> Image.Image:
    if max(picture.size) > longest:
        picture.thumbnail((longest, longest), Image.Resampling.BOX, reducing_gap=None)
    return picture


def _pdf_pages(data: bytes, most: int = MOST_PAGES) -> Iterator[Page]:
    for number, sheet in enumerate(sheets.drawn(data, most=most, longest=LONGEST_SIDE), start=1):
        _refuse_size(sheet.width, sheet.height, LONGEST_SIDE)
        points = np.frombuffer(sheet.points, np.uint8)
        yield Page(colour=points.reshape(sheet.height, sheet.width, 3), number=number, kind="PDF")


def _unusable(what: str, *, where: str = "file", mend: str = _MEND) -> InvalidInput:
    return InvalidInput(what, where=where, rule=_RULE, mend=mend)
