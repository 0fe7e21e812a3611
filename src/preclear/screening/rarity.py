"""How much a name part says: rare parts recognise a person, frequent ones hardly do."""

from __future__ import annotations

from collections.abc import Iterable
from math import log

from preclear.writing.names import canonical
from preclear.writing.scripts import fold, skeleton

_SMALLEST_POPULATION = 2000
_LEAST = 0.25
_MOST_OF_FREQUENT = 0.45

_FREQUENT = frozenset(
    canonical(part)
    for part in fold(
        "muhammad ahmad ali khan hussain hasan abdul abdullah syed shah iqbal akhtar malik raza mahmood bibi "
        "begum fatima ayesha javed tariq nasir khalid umar usman bilal imran asif saeed aziz rahman rehman "
        "karim rashid hamid yusuf ibrahim ismail mustafa salim jamal abbas haider hamza zahid shahid kashif "
        "nadeem naveed arshad ashraf aslam akram anwar butt chaudhry bhatti qureshi sheikh mirza siddiqui "
        "ansari mehmood saleem farooq kumar singh sharma john james david michael robert william mary maria "
        "jose juan carlos luis antonio francisco manuel jean pierre smith jones brown garcia rodriguez "
        "martinez lopez hernandez gonzalez perez sanchez ramirez silva santos wang li zhang liu chen yang "
        "huang zhao wu kim lee park nguyen tran le pham ivan aleksandr sergei vladimir dmitri aleksei ivanov "
        "mohan lal das gul jan noor din allah haq ullah"
    ).split()
)
"""Parts that are frequent among travellers whatever a list holds: a list's own counts know its entries only."""

_FREQUENT_SKELETONS = frozenset(skeleton(part) for part in _FREQUENT if len(skeleton(part)) >= 3)


class Rarity:
    """Weights of name parts, from 0.25 (says little) to 1 (says much), counted over the names of a snapshot."""

    def __init__(self, names: Iterable[Iterable[str]]) -> None:
        self._counts: dict[str, int] = {}
        total = 0
        for tokens in names:
            total += 1
            for token in {canonical(token) for token in tokens}:
                self._counts[token] = self._counts.get(token, 0) + 1
        self._scale = log(max(total, _SMALLEST_POPULATION) + 1)
        self._known: dict[str, float] = {}

    def weight(self, token: str) -> float:
        """What the part says. An initial says least."""
        known = self._known.get(token)
        return known if known is not None else self._weigh(token)

    def remember(self, tokens: Iterable[str]) -> None:
        """Weigh the parts of the snapshot once; parts of queries are not kept, so memory is bounded."""
        for token in tokens:
            self._known[token] = self._weigh(token)

    def _weigh(self, token: str) -> float:
        if len(token) == 1 and token.isascii():
            return _LEAST / 2
        rarity = 1 - log(self._counts.get(canonical(token), 0) + 1) / self._scale
        most = _MOST_OF_FREQUENT if is_frequent(token) else 1.0
        return max(_LEAST, min(rarity, most))


def is_frequent(token: str) -> bool:
    """Whether the part is frequent among travellers, in either script."""
    return canonical(token) in _FREQUENT or (not token.isascii() and skeleton(token) in _FREQUENT_SKELETONS)
