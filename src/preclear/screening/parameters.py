"""The few numbers of the scorer, in nats (natural logarithms of odds).

Each is monotone: a greater cost never raises a score. ``alert_from`` is what ``preclear lists calibrate`` chooses, from
the even half of the labelled names; the others were set by hand on that half, one after the other, and those of birth
dates, fathers and numbers by judgement. How well all of them do stands in ``docs/explanation/screening-quality.md``.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Parameters:
    """Costs are subtracted from, gains added to, the rarity of what agrees."""

    version: str = "2026-11-24"
    alert_from: float = 7.4
    """Evidence from which an officer is asked to look: there the score is 0.5."""
    scale: float = 4.0
    """How fast the score moves with the evidence; it changes no order and no alert."""

    rarest: float = 11.0
    """A part that nobody in the tables bears: one in 60,000."""
    same_sound: float = 0.7
    same_consonants: float = 1.3
    vowel: float = 0.8
    doubled_letter: float = 2.2
    exchanged_letters: float = 3.5
    one_letter: float = 4.0
    two_letters: float = 7.5
    three_letters: float = 10.0
    short_part: float = 1.5
    """Added where one letter of three differs."""
    other_script: float = 0.3
    other_vowel: float = 1.8
    """For each written vowel of an Arabic-script part that the Latin one has no sound for."""
    other_script_one_sound: float = 5.0
    variant: float = 2.5
    """Differences up to this are spellings of one name: the part agrees even where it is frequent."""
    agreeing: float = 0.3
    """The least that an agreeing part adds."""
    written_apart: float = 0.7
    moved_space: float = 4.0
    cut_letter: float = 0.4
    """What each letter of a part that was cut by the zone still says."""

    left_out: float = 2.5
    added: float = 2.5
    at_an_end: float = 1.5
    """On top, where the part begins or ends its name."""
    contradicted: float = 1.5
    """On top, where a part is missing and another stands there."""
    light: float = 0.4
    """For servant-of, father-of and the like, missing or added."""
    light_agreeing: float = 2.6
    """The most that such a part adds: it comes with the part after it."""
    other_order: float = 0.3
    son_is_father: float = 30.0
    """So much that a name never outweighs it: the son of Ahmad is not the father of Ahmad."""
    weak_alias: float = 6.0
    father_agrees: float = 3.0
    """The most that a father's name adds that agrees with the listed one; a frequent one adds less."""
    father_differs: float = 2.5
    """Taken where no part of the father's name agrees: lists have fathers' names by hearsay."""

    born_same_day: float = 6.0
    born_may_be: float = 1.5
    born_slip: float = 1.5
    born_differs: float = 7.0
    name_that_supports: float = 2.0
    """The least evidence of a name that a birth date or a number without State can support."""
    same_number: float = 22.0
    confusable_number: float = 14.0
    number_without_state: float = 6.0


PARAMETERS = Parameters()
