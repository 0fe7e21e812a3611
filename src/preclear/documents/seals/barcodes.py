"""Codes on a picture or a page: DataMatrix, QR, Aztec and PDF417 (ICAO Doc 9303-13, 2.1)."""

from __future__ import annotations

from collections.abc import Iterator

import zxingcpp
from PIL import Image, ImageFilter, ImageOps

from preclear.documents import decoding

_TURNED = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.PDF417])
"""Read only when they stand almost upright; the others at any angle."""
_FORMATS = zxingcpp.BarcodeFormats(
    [
        zxingcpp.BarcodeFormat.DataMatrix,
        zxingcpp.BarcodeFormat.QRCode,
        zxingcpp.BarcodeFormat.Aztec,
        zxingcpp.BarcodeFormat.PDF417,
    ]
)
_MAGIC = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
_ANGLES = sorted((*range(-42, 0, 6), *range(6, 43, 6)), key=abs)
_ENLARGED, _REDUCED = 1000, 1600
"""Points on the longer side: pictures below the first are enlarged, those above the second reduced, after a first
look, so that a picture without any code costs a second and not a minute."""


def recognises(data: bytes) -> bool:
    """Whether ``data`` begins like a picture or a PDF."""
    return data.startswith(_MAGIC) or decoding.is_pdf(data)


def contents(data: bytes) -> tuple[bytes, ...]:
    """What the codes on a picture, or on the first pages of a PDF, hold; each content once, and none where none is.

    ``InvalidInput`` where the picture cannot be decoded within the bounds of ``preclear.documents.decoding``.
    """
    found = (code for page in decoding.pages(data) for code in _codes(Image.fromarray(page.grey)))
    return tuple(dict.fromkeys(found))


def _codes(picture: Image.Image) -> list[bytes]:
    """The codes on one picture: as it is first, then in the ways that bring out faint, small and noisy codes."""
    for version, binarizer, formats in _versions(picture):
        found = zxingcpp.read_barcodes(version, formats=formats, binarizer=binarizer)
        held = [code.bytes for code in found if code.valid and code.bytes]
        if held:
            return held
    return []


def _versions(
    picture: Image.Image,
) -> Iterator[tuple[Image.Image, zxingcpp.Binarizer, zxingcpp.BarcodeFormats]]:
    local, whole = zxingcpp.Binarizer.LocalAverage, zxingcpp.Binarizer.GlobalHistogram
    yield picture, local, _FORMATS
    strong = ImageOps.autocontrast(_handy(picture), cutoff=2)
    yield strong, whole, _FORMATS
    yield strong.filter(ImageFilter.MedianFilter(3)), local, _FORMATS
    yield strong.filter(ImageFilter.GaussianBlur(1.5)), local, _FORMATS
    for angle in _ANGLES:
        yield strong.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=255), local, _TURNED


def _handy(picture: Image.Image) -> Image.Image:
    longest = max(picture.size)
    if longest > _REDUCED:
        return ImageOps.contain(picture, (_REDUCED, _REDUCED))
    if longest < _ENLARGED:
        return picture.resize((picture.width * 3, picture.height * 3), Image.Resampling.BICUBIC)
    return picture
