"""What readers of OCR-B take for what: the pairs of characters that look alike, by what may stand at the place.

The pairs are general knowledge of optical character recognition; their effect on check digits follows from
Doc 9303-3, 4.9. ``G`` and ``6``, and ``K`` and ``<``, differ by ten or twenty in value, so that no check digit can tell
them apart: they are only changed where the alphabet of the place leaves no choice.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

LIKE_DIGITS: Mapping[str, str] = MappingProxyType(
    {"O": "0", "Q": "0", "D": "0", "I": "1", "L": "1", "Z": "2", "A": "4", "S": "5", "G": "6", "T": "7", "B": "8"}
)
"""The digit that a letter is taken for where only digits may stand."""

LIKE_LETTERS: Mapping[str, str] = MappingProxyType(
    {"0": "ODQ", "1": "IL", "2": "Z", "4": "A", "5": "S", "6": "G", "7": "T", "8": "B"}
)
"""The letters that a digit is taken for where only letters may stand, most likely first."""

EITHER: Mapping[str, str] = MappingProxyType(
    {"O": "0", "Q": "0", "D": "0", "I": "1", "B": "8", "S": "5", "Z": "2", "G": "6"}
    | {"0": "OQD", "1": "I", "8": "B", "5": "S", "2": "Z", "6": "G"}
)
"""What may be meant where letters and digits may stand."""

LIKE_FILLERS = frozenset("KC")
"""Letters that a reader makes of a filler; the other way is not known to occur."""

FOREIGN_SIGNS: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys("\u00ab\u2039\u3008\uff1c\u2264([{c", "<"),
        "|": "I1",
        "!": "I1",
        "l": "I1",
        "o": "O0",
        "$": "S5",
        "&": "8B",
    }
)
"""Signs outside the alphabet that general readers answer, and what they stand for."""
