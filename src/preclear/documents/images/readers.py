"""The readers that read every page: independent of each other, the quicker one first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from preclear.documents.decoding import Pixels
from preclear.documents.images import ocrb, tesseract
from preclear.documents.images.lines import Line, Reader
from preclear.documents.images.models import RECOGNISER, is_there
from preclear.documents.images.ppocr import PaddleReader


@dataclass(frozen=True, kw_only=True)
class ZoneReader:
    """Our own reader of OCR-B (``preclear.documents.images.ocrb``)."""

    name: str = "ocrb"
    version: str = ocrb.VERSION

    def read(self, strips: Sequence[Pixels]) -> tuple[Line, ...]:
        """One line for each strip."""
        return tuple(
            Line(
                text=line.text,
                confidence=line.confidence,
                positions=line.positions,
                alternatives=line.alternatives,
            )
            for line in ocrb.read_lines(strips)
        )


def installed() -> tuple[Reader, ...]:
    """Every reader that can read here, the quickest first."""
    second = (PaddleReader(),) if is_there(RECOGNISER) else ()
    third = (tesseract.TesseractReader(),) if tesseract.is_there() else ()
    return (ZoneReader(), *second, *third)
