"""Characters of a document number that readers take for one another."""

from __future__ import annotations

from itertools import cycle

_TWINS = {"O": "0", "0": "O", "I": "1", "1": "I"}
_VALUES = {character: value for value, character in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")}


def fits_after_misreading(number: str, digit: str) -> bool:
    """Whether ``digit`` is the check digit of the number with one character read as its twin.

    >>> fits_after_misreading("L8989O2C3", "6")
    True
    """
    others = (
        number[:at] + _TWINS[character] + number[at + 1 :] for at, character in enumerate(number) if character in _TWINS
    )
    return any(_digit(other) == digit for other in others)


def _digit(number: str) -> str:
    """Check digit with the weights 7, 3, 1 over nine places (ICAO Doc 9303-3, 4.9)."""
    weighted = zip(number.ljust(9, "<"), cycle((7, 3, 1)), strict=False)
    return str(sum(_VALUES.get(character, 0) * weight for character, weight in weighted) % 10)
