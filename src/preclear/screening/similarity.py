"""How alike two name parts are: spelling, sound across scripts, and what custom writes together.

Distances count inserted, left out, changed and exchanged letters (optimal string alignment, by rapidfuzz).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from preclear.writing.names import canonical
from preclear.writing.scripts import is_arabic, skeleton

LEAST = 0.7
"""Parts that are less alike than this are different parts."""

SAME = "same"
SPELLING = "another spelling"
TYPING = "nearly the same letters"
SOUND = "the same consonants"
SCRIPT = "the same sounds in another script"
INITIAL = "an initial"
ARTICLE = "with and without the article"
CUT = "cut short"


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two parts are (0 to 1), and in what way."""

    degree: float
    how: str


_DOUBLED = re.compile(r"(.)\1+")
DIFFERENT = Likeness(0.0, "different")


@lru_cache(maxsize=1 << 16)
def likeness(one: str, other: str) -> Likeness:
    """Compare two folded parts of names.

    >>> likeness("mohammed", "muhammad").how, likeness("testob", "testov").how, likeness("anna", "boris").how
    ('another spelling', 'nearly the same letters', 'different')
    """
    if one == other:
        return Likeness(1.0, SAME)
    if canonical(one) == canonical(other):
        return Likeness(0.97, SPELLING)
    if is_arabic(one) != is_arabic(other):
        return _across_scripts(skeleton(canonical(one)), skeleton(canonical(other)))
    if one.isascii() and other.isascii():
        return _in_latin(one, other)
    return _by_letters(one, other)


def _in_latin(one: str, other: str) -> Likeness:
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) == 1:
        return Likeness(0.75, INITIAL) if longer[0] == shorter else DIFFERENT
    if len(shorter) >= 4 and longer in {f"al{shorter}", f"el{shorter}"}:
        return Likeness(0.95, ARTICLE)
    return max(_by_letters(one, other), _by_sound(one, other, len(longer)), key=lambda found: found.degree)


def _by_sound(one: str, other: str, longest: int) -> Likeness:
    classes = skeleton(one)
    if len(classes) < 2 or classes != skeleton(other):
        return DIFFERENT
    letters = 1 - OSA.distance(one, other) / longest
    degree = 0.6 + 0.35 * letters if len(classes) >= 3 else 0.5 + 0.45 * letters
    return Likeness(degree, SOUND) if degree >= LEAST else DIFFERENT


def _by_letters(one: str, other: str) -> Likeness:
    if abs(len(one) - len(other)) <= 2 and _DOUBLED.sub(r"\1", one) == _DOUBLED.sub(r"\1", other):
        return Likeness(0.93, TYPING)
    longest = max(len(one), len(other))
    allowed = 0 if longest < 4 else 1 if longest < 7 else 2 if longest < 12 else 3
    distance = OSA.distance(one, other, score_cutoff=allowed)
    if distance > allowed:
        return DIFFERENT
    degree = 1 - 0.9 * distance / longest
    return Likeness(degree, TYPING) if degree >= LEAST else DIFFERENT


def _across_scripts(one: str, other: str) -> Likeness:
    if not one or not other:
        return DIFFERENT
    if one == other:
        return Likeness({1: 0.7, 2: 0.85}.get(len(one), 0.94), SCRIPT)
    longest = max(len(one), len(other))
    if longest >= 3 and OSA.distance(one, other, score_cutoff=1) <= 1:
        return Likeness(0.8 if longest >= 4 else 0.72, SCRIPT)
    return DIFFERENT
