"""Document numbers and States as they are compared: nothing is guessed, look-alikes are only pointed out."""

from __future__ import annotations

_SEPARATORS = str.maketrans("", "", " -./<\t")
_LOOK_ALIKE = str.maketrans("OI", "01")
_GERMANY = {"DEU": "D", "D<<": "D"}


def plain_number(number: str) -> str:
    """A document number without the separators and fillers that people and machines add (Doc 9303-3, 4.6).

    >>> plain_number("ab 123-4567<<")
    'AB1234567'
    """
    return number.translate(_SEPARATORS).upper()


def plain_state(state: str) -> str:
    """A State or organisation as Doc 9303-3, section 5 writes it in the MRZ; Germany is ``D`` there.

    >>> plain_state("deu")
    'D'
    """
    code = state.strip().upper()
    return _GERMANY.get(code, code)


def look_alike(number: str) -> str:
    """The number with letters folded that are read as digits: two numbers with one fold are easily confused.

    >>> look_alike("UTO1O345I") == look_alike("UT0103451")
    True
    """
    return plain_number(number).translate(_LOOK_ALIKE)
