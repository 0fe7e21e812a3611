"""What it costs, in nats, to read one name part as another: spelling, sound, typing, and another script.

A cost is minus the logarithm of how often a bearer of the listed part is written that way. Letters are compared by
optimal string alignment (rapidfuzz), which counts an exchange of neighbours as one error.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import product

import numpy as np
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from preclear.screening.parameters import Parameters
from preclear.writing.sounds import consonants, consonants_across, script_of, sound, vowels_amiss, without_article

SAME = "same"
SPELLING = "another spelling"
TYPING = "nearly the same letters"
SOUND = "the same consonants"
SCRIPT = "the same sounds in another script"
NEARLY = "nearly the same sounds in another script"
INITIAL = "an initial"
CUT = "cut short"
JOINED = "written together"
MOVED = "another gap"

Cost = tuple[float, str]
NEVER: Cost = (99.0, "")
_DOUBLED = re.compile(r"(.)\1+")
_LONG_FOR_TWO, _LONG_FOR_THREE, _MOST_LETTERS = 6, 10, 3


def costs_of(one: str, others: Sequence[str], known: Parameters) -> list[Cost]:
    """``cost`` of one part beside many; what differs by more than three letters and in sound is not looked at."""
    if not others:
        return []
    mine, script = sound(one), script_of(one)
    distances = cdist([one], others, scorer=OSA.distance, score_cutoff=_MOST_LETTERS, dtype=np.uint8)[0].tolist()
    found = []
    for other, letters in zip(others, distances, strict=True):
        if script != script_of(other):
            found.append(min(_across_scripts(one, other, known), default=NEVER))
        elif mine == sound(other):
            found.append((known.same_sound if letters else 0.0, SPELLING if letters else SAME))
        else:
            found.append(NEVER if letters > _MOST_LETTERS else _in_one_script(one, other, letters, known))
    return found


def cost(one: str, other: str, known: Parameters) -> Cost:
    """What it costs to read ``one`` as ``other``, and in what way they are alike; 99 for different parts."""
    return costs_of(one, [other], known)[0]


def _in_one_script(one: str, other: str, letters: int, known: Parameters) -> Cost:
    if len(one) == 1 or len(other) == 1:
        return NEVER
    return min((*_by_letters(one, other, letters, known), *_by_consonants(one, other, letters, known)), default=NEVER)


def _by_letters(one: str, other: str, letters: int, known: Parameters) -> Iterator[Cost]:
    longest = max(len(one), len(other))
    match letters:
        case 1 if longest >= 3:
            yield _one_letter(one, other, known) + (known.short_part if longest == 3 else 0.0), TYPING
        case 2 if longest >= _LONG_FOR_TWO:
            yield known.two_letters, TYPING
        case 3 if longest >= _LONG_FOR_THREE:
            yield known.three_letters, TYPING


def _one_letter(one: str, other: str, known: Parameters) -> float:
    if _DOUBLED.sub(r"\1", one) == _DOUBLED.sub(r"\1", other):
        return known.doubled_letter
    exchanged = len(one) == len(other) and sorted(one) == sorted(other)
    return known.exchanged_letters if exchanged else known.one_letter


def _by_consonants(one: str, other: str, letters: int, known: Parameters) -> Iterator[Cost]:
    mine, theirs = consonants(one), consonants(other)
    if any(len(same) >= 2 and same in theirs for same in mine):
        yield known.same_consonants + known.vowel * letters, SOUND


def _across_scripts(one: str, other: str, known: Parameters) -> Iterator[Cost]:
    latin, script = (one, other) if one.isascii() else (other, one)
    for mine, theirs in product(consonants_across(latin), consonants_across(script)):
        longest = max(len(mine), len(theirs))
        if mine == theirs:
            amiss = min(vowels_amiss(latin, script), vowels_amiss(without_article(latin), script))
            yield known.other_script + (0.5 if longest < 3 else 0.0) + known.other_vowel * amiss, SCRIPT
        elif longest >= 4 and OSA.distance(mine, theirs, score_cutoff=1) <= 1:
            yield known.other_script_one_sound, NEARLY
