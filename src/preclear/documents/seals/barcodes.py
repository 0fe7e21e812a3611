"""Codes on a picture or a page: DataMatrix, QR, Aztec and PDF417 (ICAO Doc 9303-13, 2.1)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

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
_ANGLES = (6, -6, 12, -12)
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
    local, whole = zxingcpp.Binarizer.LocalAverage, zxingcpp.Binarizer.GlobalHistogram
    strong = ImageOps.autocontrast(_handy(picture), cutoff=2)
    looks: tuple[Callable[[], list[zxingcpp.Barcode]], ...] = (
        lambda: zxingcpp.read_barcodes(picture, formats=_FORMATS, binarizer=local),
        lambda: zxingcpp.read_barcodes(strong, formats=_FORMATS, binarizer=whole),
        lambda: zxingcpp.read_barcodes(strong.filter(ImageFilter.MedianFilter(3)), formats=_FORMATS),
        lambda: zxingcpp.read_barcodes(strong.filter(ImageFilter.GaussianBlur(1.5)), formats=_FORMATS),
        *(partial(_turned, strong, angle) for angle in _ANGLES),
    )
    found = ([code.bytes for code in look() if code.valid and code.bytes] for look in looks)
    return next(filter(None, found), [])


def _turned(picture: Image.Image, angle: int) -> list[zxingcpp.Barcode]:
    turned = picture.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    return zxingcpp.read_barcodes(turned, formats=_TURNED, try_downscale=False, try_invert=False)


def _handy(picture: Image.Image) -> Image.Image:
    longest = max(picture.size)
    if longest > _REDUCED:
        return ImageOps.contain(picture, (_REDUCED, _REDUCED))
    if longest < _ENLARGED:
        factor = 3 if 2 * longest < _ENLARGED else 2
        return picture.resize((picture.width * factor, picture.height * factor), Image.Resampling.BICUBIC)
    return picture
