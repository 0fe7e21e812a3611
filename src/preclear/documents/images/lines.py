"""What a reader answers for one strip."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from preclear.documents.decoding import Pixels

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<"
"""The characters of a machine readable zone (Doc 9303-3, 4.3)."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line as read: characters of a machine readable zone only, and for each of them

    ``confidence`` in 0 to 1, ``positions`` of its middle (0 left edge of the strip, 1 right edge) and
    ``alternatives``: what it may be, best first, beginning with itself.
    """

    text: str
    confidence: tuple[float, ...]
    positions: tuple[float, ...]
    alternatives: tuple[str, ...]


class Reader(Protocol):
    """Turns strips into lines. Two readers are independent when they share neither model nor training data."""

    @property
    def name(self) -> str:
        """Stable name: ``pp-ocr``, ``ocrb``, ``tesseract``."""

    @property
    def version(self) -> str:
        """Version of model and code; the same version gives the same text for the same strip."""

    def read(self, strips: Sequence[Pixels]) -> tuple[Line, ...]:
        """One line for each strip, in order; an empty text where nothing was seen."""
