"""Whether two fathers' names are one: what lists of Arabic-script names add to tell namesakes apart.

A father's name that agrees supports a name that agrees, the more the rarer it is; one that shares nothing speaks
against it. Where some of its parts agree and others stand against each other, it says nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum

from preclear.screening.alignment import LIGHT
from preclear.screening.likeness import cost
from preclear.screening.name_table import analyse_person
from preclear.screening.parameters import PARAMETERS, Parameters
from preclear.screening.rarity import rarity
from preclear.writing.names import NameForm

_MOST_PARTS = 8
"""Parts of each father's name that are compared."""


class Father(IntEnum):
    """How two fathers' names agree, the better the greater. ``EXCHANGED``: the son here is the father there."""

    EXCHANGED = -1
    DIFFERS = 0
    UNKNOWN = 1
    AGREES = 2


@dataclass(frozen=True, kw_only=True)
class FatherAgreement:
    """How the father's name agrees with the listed one, what that is worth in nats, and how the query writes it."""

    how: Father = Father.UNKNOWN
    worth: float = 0.0
    asked: str = ""


NOT_COMPARED = FatherAgreement()


def compare_fathers(asked: str, listed: str, known: Parameters = PARAMETERS) -> FatherAgreement:
    """Compare two fathers' names, in whatever script and spelling; either may be empty.

    >>> compare_fathers("Abd ul-Ghafur", "Abdul Ghafoor").how.name, compare_fathers("Arkadi", "Hasan").how.name
    ('AGREES', 'DIFFERS')
    """
    mine, theirs = _parts(asked), _parts(listed)
    if not mine or not theirs:
        return NOT_COMPARED
    worths = list(_agreeing(mine, theirs, known))
    if not worths:
        return FatherAgreement(how=Father.DIFFERS, asked=asked)
    if len(worths) < min(len(mine), len(theirs)):
        return NOT_COMPARED
    return FatherAgreement(how=Father.AGREES, worth=min(sum(worths), known.father_agrees), asked=asked)


def exchanged(asked: str, listed: NameForm, matched: Iterable[int]) -> bool:
    """Whether the query's name agrees with the listed father alone, and its father with the listed son.

    ``matched`` are the places of the listed parts that agree with the query's name. "Hasan, son of Ahmad" is not the
    listed "Ahmad bin Hasan", however rare both parts are.
    """
    sons = listed.patronymic
    if not asked or sons is None or any(place < sons for place in matched):
        return False
    return compare_fathers(asked, " ".join(listed.tokens[:sons])).how is Father.AGREES


def _parts(name: str) -> list[str]:
    """The parts that tell fathers apart: no titles, no servant-of, no initials."""
    tokens = analyse_person(name).tokens if name else ()
    return [token for token in tokens if token not in LIGHT and (len(token) > 1 or not token.isascii())][:_MOST_PARTS]


def _agreeing(mine: list[str], theirs: list[str], known: Parameters) -> Iterator[float]:
    """What each part that agrees is worth, the likest first; every part is used once."""
    pairs = sorted((cost(one, other, known)[0], one, other) for one in mine for other in theirs)
    left, right = set(mine), set(theirs)
    for nats, one, other in pairs:
        if nats <= known.one_letter and one in left and other in right:
            left.remove(one)
            right.remove(other)
            yield max(rarity(other) - nats, known.agreeing)
