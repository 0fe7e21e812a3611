"""Texts of lines: zones of all five formats, and random strings, so that no name is ever guessed."""

from __future__ import annotations

import numpy as np

from preclear.documents import mrz
from preclear.model.verification import MrzFields

ALPHABET = "<0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
WIDTHS = {"TD1": 30, "TD2": 36, "TD3": 44, "MRV-A": 44, "MRV-B": 36}
_LETTERS = ALPHABET[11:]
_DIGITS = ALPHABET[1:11]
_ALIKE = ("O0QDCG", "I1LTJ7", "B83E", "S5", "Z27", "G6C", "UVY", "MNHW", "K<XC", "<KCLZ", "PFR", "A4", "9G0", "EF")
_KINDS = {"TD1": "I", "TD2": "I", "TD3": "P", "MRV-A": "V", "MRV-B": "V"}
_VOWELS = "AEIOU"


def text(random: np.random.Generator) -> str:
    """One line of 20 to 46 characters, most of them as long as a line of some format."""
    choice = random.random()
    if choice < 0.5:
        return _zone_line(random)
    length = int(random.choice([30, 36, 44])) if choice < 0.9 else int(random.integers(20, 47))
    if choice < 0.7:
        return "".join(random.choice(list(ALPHABET), length))
    if choice < 0.85:
        return "".join(_piece(random) for _ in range(length))[:length]
    sets = "".join(_ALIKE[int(random.integers(len(_ALIKE)))] for _ in range(3))
    return "".join(random.choice(list(sets), length))


def _piece(random: np.random.Generator) -> str:
    kind = random.random()
    size = int(random.integers(1, 9))
    if kind < 0.4:
        return "<" * int(random.integers(1, 13))
    return "".join(random.choice(list(_DIGITS if kind < 0.7 else _LETTERS), size))


def _zone_line(random: np.random.Generator) -> str:
    kind = str(random.choice(list(_KINDS)))
    fields = MrzFields(
        document_code=_KINDS[kind] + str(random.choice(["", "", "", *_LETTERS])),
        issuing_state=_letters(random, 3) if random.random() < 0.97 else "D",
        surname=_name(random),
        given_names=_name(random),
        document_number=_mixed(random, int(random.integers(6, 10))),
        nationality=_letters(random, 3) if random.random() < 0.97 else "D",
        birth_date=_day(random),
        sex=str(random.choice(["M", "F", "<"])),
        expiry_date=_day(random),
        optional_data=_mixed(random, int(random.integers(0, 8))) if random.random() < 0.5 else "",
    )
    lines = mrz.format(fields, kind)
    return lines[int(random.integers(len(lines)))]


def _letters(random: np.random.Generator, size: int) -> str:
    return "".join(random.choice(list(_LETTERS), size))


def _mixed(random: np.random.Generator, size: int) -> str:
    digits = random.random()
    return "".join(str(random.choice(list(_DIGITS if random.random() < digits else _LETTERS))) for _ in range(size))


def _name(random: np.random.Generator) -> str:
    words = []
    for _ in range(int(random.choice([1, 1, 2, 3]))):
        size = int(random.integers(2, 11))
        if random.random() < 0.5:
            words.append(_letters(random, size))
        else:
            words.append("".join(str(random.choice(list(_VOWELS if i % 2 else _LETTERS))) for i in range(size)))
    return " ".join(words)


def _day(random: np.random.Generator) -> str:
    return f"{random.integers(1940, 2040):04}-{random.integers(1, 13):02}-{random.integers(1, 29):02}"
