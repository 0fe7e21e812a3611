"""A third reader where tesserocr and its English data happen to be installed; nothing depends on it.

It is the least exact of the three and is asked last, only where the other two do not agree.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from PIL import Image

from preclear.documents.decoding import Pixels
from preclear.documents.images.lines import ALPHABET, Line

try:
    import tesserocr
except ImportError:
    tesserocr = None

_LANGUAGE = "eng"
_MARGIN = 8


@dataclass(frozen=True, kw_only=True)
class TesseractReader:
    """Reads strips with the tesseract that tesserocr brings."""

    name: str = "tesseract"

    @property
    def version(self) -> str:
        """Version of tesseract; its data has none."""
        return str(tesserocr.tesseract_version()).split()[1] if tesserocr else ""

    def read(self, strips: Sequence[Pixels]) -> tuple[Line, ...]:
        """One line for each strip."""
        with tesserocr.PyTessBaseAPI(lang=_LANGUAGE, psm=tesserocr.PSM.SINGLE_LINE) as engine:
            engine.SetVariable("tessedit_char_whitelist", ALPHABET)
            return tuple(_line(engine, strip) for strip in strips)


def is_there() -> bool:
    """Whether tesserocr is installed and finds its data."""
    return tesserocr is not None and _LANGUAGE in tesserocr.get_languages()[1]


def _line(engine: Any, strip: Pixels) -> Line:
    framed = cv2.copyMakeBorder(strip, _MARGIN, _MARGIN, _MARGIN, _MARGIN, cv2.BORDER_REPLICATE)
    engine.SetImage(Image.fromarray(np.asarray(framed, np.uint8)))
    engine.Recognize()
    seen = list(_symbols(engine))
    text = "".join(character for character, _, _ in seen)
    return Line(
        text=text,
        confidence=tuple(confidence for _, confidence, _ in seen),
        positions=tuple((middle - _MARGIN) / strip.shape[1] for _, _, middle in seen),
        alternatives=tuple(text),
    )


def _symbols(engine: Any) -> Iterator[tuple[str, float, float]]:
    """Each character of the alphabet: itself, confidence, column of its middle."""
    found = engine.GetIterator()
    if not found or found.Empty(tesserocr.RIL.SYMBOL):
        return
    for symbol in tesserocr.iterate_level(found, tesserocr.RIL.SYMBOL):
        box = symbol.BoundingBox(tesserocr.RIL.SYMBOL)
        text = symbol.GetUTF8Text(tesserocr.RIL.SYMBOL) if box else ""
        if len(text) == 1 and text in ALPHABET:
            yield text, symbol.Confidence(tesserocr.RIL.SYMBOL) / 100, (box[0] + box[2]) / 2
