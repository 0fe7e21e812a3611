"""Check digits of ICAO Doc 9303-3, section 4.9: weights 7, 3, 1, modulus 10, over values 0 to 35 and 0 for ``<``."""

from __future__ import annotations

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<"
"""The characters that a machine readable zone may hold (Doc 9303-3, section 4.3)."""

VALUES = bytes(0 if code == ord("<") else max(ALPHABET.find(chr(code)), 0) for code in range(256))
"""Translation table from a character's byte to its value."""


def weigh(values: bytes) -> int:
    """Weighted sum of characters that were translated with ``VALUES``; its last figure is their check digit."""
    return 7 * sum(values[::3]) + 3 * sum(values[1::3]) + sum(values[2::3])


def digit_of(values: bytes) -> int:
    """Check digit of characters that were translated with ``VALUES``."""
    return weigh(values) % 10


def check_digit(text: str) -> str:
    """Check digit of ``text``, which holds only ``A`` to ``Z``, ``0`` to ``9`` and ``<``.

    >>> check_digit("L898902C3"), check_digit("740812"), check_digit("<<<<<<")
    ('6', '2', '0')
    """
    return str(digit_of(text.encode().translate(VALUES)))
