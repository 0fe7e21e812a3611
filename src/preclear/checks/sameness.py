"""When two writings may be of one thing: names, and numbers of documents.

In doubt the answer is yes: a false contradiction does more harm here than a missed one, for a person follows.
"""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz.fuzz import ratio

from preclear.model.dates import PartialDate
from preclear.writing.names import NameForm, analyse, canonical
from preclear.writing.transliteration import same_in_zone

ALIKE = 80.0
"""Likeness of two parts of a name (0 to 100) from which one may be a spelling of the other."""

CHARACTERS = 200
"""Characters of a name that are looked at; a machine readable zone holds 39."""

SOUNDS = 3
"""Consonants from which two parts with the same ones may be one name, in two scripts say."""


def may_be_same_name(one: str, other: str) -> bool:
    """Whether two writings can be one name: any order, parts left out, cut or glued, other spelling or script.

    A State may write a letter in several ways (Doc 9303-3, section 6): each of them is the same name.

    >>> may_be_same_name("Eriksson Anna Maria", "ANNA MARIA ERIKSSON")
    True
    >>> may_be_same_name("Testov Arkadi", "Specimen Arkadi")
    False
    >>> may_be_same_name("Müller", "MUELLER"), may_be_same_name("Åse", "AASE")
    (True, True)
    """
    one, other = one[:CHARACTERS], other[:CHARACTERS]
    if same_in_zone(one, other) or same_in_zone(other, one):
        return True
    first, second = analyse(one), analyse(other)
    if not (first.says_something and second.says_something):
        return True
    short, long = sorted((first, second), key=lambda form: len(form.tokens))
    if _written_without_gaps(short) == _written_without_gaps(long):
        return True
    whole = long.tokens + tuple(joined[0] for joined in long.joined)
    sounds = {skeleton for skeleton in long.skeletons if len(skeleton) >= SOUNDS}
    return all(
        skeleton in sounds or any(_alike(part, other) for other in whole)
        for part, skeleton in zip(short.tokens, short.skeletons, strict=True)
    )


def may_be_same_day(one: PartialDate | None, other: PartialDate | None) -> bool:
    """Whether two days can be one; a day that is not known contradicts none."""
    return one is None or other is None or one.may_be(other)


def same_number(one: str, other: str) -> bool:
    """Whether two numbers are one, apart from spaces, hyphens, fillers and case.

    >>> same_number("ab 123-4567", "AB1234567<")
    True
    """
    return _bare(one) == _bare(other)


def share_a_number(ours: Iterable[str], theirs: Iterable[str]) -> bool:
    """Whether one number stands in both lists, in any writing; empty ones are no numbers."""
    return not {_bare(number) for number in ours if number}.isdisjoint(_bare(number) for number in theirs if number)


def may_be_same_number(one: str, other: str) -> bool:
    """Whether two numbers are one, or differ only in characters that readers take for one another (O and 0, I and 1).

    >>> may_be_same_number("L898902C3", "L8989O2C3"), may_be_same_number("L898902C3", "L898902C4")
    (True, False)
    """
    return _bare(one).translate(_LOOK_ALIKE) == _bare(other).translate(_LOOK_ALIKE)


_LOOK_ALIKE = str.maketrans("OI", "01")


def _bare(number: str) -> str:
    return "".join(character for character in number.upper() if character.isalnum())


def _alike(one: str, other: str) -> bool:
    if canonical(one) == canonical(other) or one.startswith(other) or other.startswith(one):
        return True
    return ratio(one, other) >= ALIKE


def _written_without_gaps(form: NameForm) -> str:
    return "".join(sorted("".join(form.tokens)))
