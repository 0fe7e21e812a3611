"""What makes two document numbers the same one: issuing State and number, and which characters look alike.

A number is kept as its *folded* form, in which five letters stand as the digits that they are taken for, and a *mask*
that says where the letters are. The two together are the number as its owner listed it, no more and no less: whether a
look-up accepts another reading is decided when it is made, and never by what is kept.
"""

# ruff: noqa: RUF001 -- letters that look alike are the matter at hand

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from preclear.screening.states import state_code

LETTERS = {"O": "0", "I": "1", "Z": "2", "S": "5", "B": "8"}
"""Letters and the digits that they are read or typed as."""

EXACT: frozenset[str] = frozenset()
USUAL = frozenset("OI")
"""O/0 and I/1: people type one for the other, for both are the same stroke; no check digit was there to catch it."""
WIDE = frozenset(LETTERS)
"""Also Z/2, S/5 and B/8, which a machine confuses on a worn page, and people do not."""

MOST_CHARACTERS = 40
"""Letters and digits of one number; Doc 9303-5 needs at most 22."""
_MOST_MASKED = 16
_MOST_READ = 200
_LOOK_ALIKES = str.maketrans("АВЕІЈКМНОРЅСТУХΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEIJKMHOPSCTYXABEZHIKMNOPTYX")
"""Cyrillic and Greek capitals of series that are typed on such a keyboard: the passport has the Latin letter."""
_OTHERS = re.compile("[^0-9A-Z]")
_FOLD = str.maketrans(LETTERS)
_AMBIGUOUS = frozenset("".join((*LETTERS, *LETTERS.values())))
_UNFOLD = {digit: letter for letter, digit in LETTERS.items()}


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """One character that was read differently; ``position`` counts from 1 among letters and digits."""

    position: int
    asked: str
    listed: str

    @property
    def letter(self) -> str:
        """The letter of the pair."""
        return self.asked if self.asked in LETTERS else self.listed


@lru_cache(maxsize=4096)
def issuing_state(text: str) -> str:
    """The three-letter code of a State as text names it; empty where it names none."""
    return state_code(text)


def plain(number: str) -> str:
    """Capitals and digits of a number; empty where there are none, or too many to be a document number.

    Short numbers, which say too little beside a name, are kept here, for a list with its State may have them.

    >>> plain("ab 123-456<"), plain("12"), plain("۱۲۳۴"), plain("\u0410\u0412123456")
    ('AB123456', '12', '1234', 'AB123456')
    """
    easy = number.isascii() and number.isalnum()
    found = number.upper() if easy else _OTHERS.sub("", _digits(number[:_MOST_READ]).upper().translate(_LOOK_ALIKES))
    return found if len(found) <= MOST_CHARACTERS else ""


def _digits(text: str) -> str:
    """Full-width letters, and digits of any script, as the plain ones that they stand for."""
    normal = unicodedata.normalize("NFKC", text)
    return "".join(str(unicodedata.decimal(one)) if one.isdecimal() else one for one in normal)


def fold(number: str) -> tuple[str, int]:
    """The folded form of a plain number, and its mask: bit k is set where the k-th ambiguous character is a letter.

    Characters after the sixteenth ambiguous one stay as they are, so that the mask has 16 bits.

    >>> fold("AO01")
    ('A001', 1)
    """
    folded = number.translate(_FOLD)
    if folded == number:
        return number, 0
    mask = place = 0
    characters = list(number)
    for at, character in enumerate(number):
        if character in _AMBIGUOUS:
            if place == _MOST_MASKED:
                break
            if character in LETTERS:
                characters[at] = LETTERS[character]
                mask |= 1 << place
            place += 1
    return "".join(characters), mask


def unfold(folded: str, mask: int) -> str:
    """The number of which these are folded form and mask.

    >>> unfold("A001", 1)
    'AO01'
    """
    characters, place = list(folded), 0
    for at, character in enumerate(folded):
        if character in _UNFOLD and place < _MOST_MASKED:
            if mask >> place & 1:
                characters[at] = _UNFOLD[character]
            place += 1
    return "".join(characters)


def differences(asked: str, listed: str) -> tuple[Difference, ...]:
    """Where two plain numbers of one folded form differ.

    >>> differences("A001", "AO01")
    (Difference(position=2, asked='0', listed='O'),)
    """
    pairs = enumerate(zip(asked, listed, strict=True), 1)
    return tuple(Difference(position=at, asked=one, listed=other) for at, (one, other) in pairs if one != other)
