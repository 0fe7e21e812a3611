"""Which part of one name stands for which part of the other, one to one, and how well the whole agrees."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from preclear.screening.similarity import CUT, LEAST, Likeness, likeness
from preclear.writing.names import NameForm

_JOINED = "written together"
_JOINED_FROM = 0.85
_SWAPPED_PATRONYMIC = 0.8
_SWAPPED = 0.99
_ONE_PART_OF_MANY = 0.6

_SHORTEST_CUT_NAME = 28
"""A name this long may have been cut to fit its zone: 30 characters in TD1, 31 in TD2, 39 in TD3 (Doc 9303-4 to 6)."""
_CUT = Likeness(0.85, CUT)

Weigh = Callable[[str], float]


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Parts that stand for each other: places in the query and in the listed name, and how alike they are."""

    asked: tuple[int, ...]
    listed: tuple[int, ...]
    likeness: Likeness


@dataclass(frozen=True, kw_only=True)
class Alignment:
    """Two names, part by part.

    ``score`` lies in 0..1. ``mass`` is the weight of what agrees: a rare full name has more than a frequent one.
    ``from_father`` are listed parts that agree with the father's name of the query.
    """

    asked: NameForm
    listed: NameForm
    pairs: tuple[Pair, ...]
    from_father: tuple[int, ...]
    swapped_patronymic: bool
    score: float
    mass: float

    @property
    def missing_in_query(self) -> tuple[str, ...]:
        """Parts of the listed name that nothing in the query stands for."""
        used = {at for pair in self.pairs for at in pair.listed} | set(self.from_father)
        return tuple(token for at, token in enumerate(self.listed.tokens) if at not in used)

    @property
    def missing_in_list(self) -> tuple[str, ...]:
        """Parts of the query that nothing in the listed name stands for."""
        used = {at for pair in self.pairs for at in pair.asked}
        return tuple(token for at, token in enumerate(self.asked.tokens) if at not in used)


def align(asked: NameForm, listed: NameForm, weigh: Weigh, father: NameForm | None = None) -> Alignment:
    """Align two names greedily, the most alike and rarest parts first; every part is used once."""
    pairs = _pairs(asked, listed, weigh)
    fatherly = _from_father(father, listed, pairs) if father else ()
    swapped, order = _order(asked, listed, pairs)
    score, mass = _measure(asked, listed, pairs, fatherly, weigh)
    return Alignment(
        asked=asked,
        listed=listed,
        pairs=pairs,
        from_father=fatherly,
        swapped_patronymic=swapped,
        score=round(score * order, 6),
        mass=round(mass, 6),
    )


def _pairs(asked: NameForm, listed: NameForm, weigh: Weigh) -> tuple[Pair, ...]:
    possible: list[tuple[float, Pair]] = []
    cut_at = len(asked.tokens) - 1 if len(asked.original.rstrip("<")) >= _SHORTEST_CUT_NAME else -1
    for i, one in enumerate(asked.tokens):
        for j, other in enumerate(listed.tokens):
            found = likeness(one, other)
            if found.degree < LEAST and i == cut_at and len(one) < len(other) and other.startswith(one):
                found = _CUT
            if found.degree >= LEAST:
                possible.append((found.degree + weigh(other) / 10, Pair(asked=(i,), listed=(j,), likeness=found)))
    possible += _written_together(asked, listed)
    used_asked: set[int] = set()
    used_listed: set[int] = set()
    chosen: list[Pair] = []
    for _, pair in sorted(possible, key=lambda item: (-item[0], item[1].asked, item[1].listed)):
        if used_asked.isdisjoint(pair.asked) and used_listed.isdisjoint(pair.listed):
            chosen.append(pair)
            used_asked.update(pair.asked)
            used_listed.update(pair.listed)
    return tuple(sorted(chosen, key=lambda pair: pair.asked))


def _written_together(asked: NameForm, listed: NameForm) -> list[tuple[float, Pair]]:
    """Two parts on one side that are one part on the other; preferred to half of them agreeing."""
    of_query = [
        (degree, Pair(asked=(i, i + 1), listed=(j,), likeness=Likeness(0.97 * degree, _JOINED)))
        for i, j, degree in _joined_like(asked.joined, listed.tokens)
    ]
    of_list = [
        (degree, Pair(asked=(i,), listed=(j, j + 1), likeness=Likeness(0.97 * degree, _JOINED)))
        for j, i, degree in _joined_like(listed.joined, asked.tokens)
    ]
    return [(degree + 0.05, pair) for degree, pair in of_query + of_list]


def _joined_like(joined: tuple[str, ...], tokens: tuple[str, ...]) -> list[tuple[int, int, float]]:
    found = []
    for i, one in enumerate(joined):
        for j, other in enumerate(tokens):
            if abs(len(one) - len(other)) <= 2 or one.isascii() != other.isascii():
                degree = likeness(one, other).degree
                if degree >= _JOINED_FROM:
                    found.append((i, j, degree))
    return found


def _from_father(father: NameForm, listed: NameForm, pairs: tuple[Pair, ...]) -> tuple[int, ...]:
    used = {at for pair in pairs for at in pair.listed}
    return tuple(
        at
        for at, token in enumerate(listed.tokens)
        if at not in used and any(likeness(token, part).degree >= 0.85 for part in father.tokens)
    )


def _order(asked: NameForm, listed: NameForm, pairs: tuple[Pair, ...]) -> tuple[bool, float]:
    """Whether a son stands where the father stands, and what the order takes from the score."""
    inverted = any(one.listed[0] > other.listed[0] for one, other in pairwise(pairs))
    if not inverted:
        return False, 1.0
    if asked.patronymic is None or listed.patronymic is None:
        return False, _SWAPPED
    sons = [pair.listed[0] for pair in pairs if pair.asked[0] < asked.patronymic]
    fathers = [pair.listed[0] for pair in pairs if pair.asked[0] >= asked.patronymic]
    if any(at >= listed.patronymic for at in sons) and any(at < listed.patronymic for at in fathers):
        return True, _SWAPPED_PATRONYMIC
    return False, _SWAPPED


def _measure(
    asked: NameForm, listed: NameForm, pairs: tuple[Pair, ...], fatherly: tuple[int, ...], weigh: Weigh
) -> tuple[float, float]:
    if not pairs:
        return 0.0, 0.0
    weights_asked = [weigh(token) for token in asked.tokens]
    weights_listed = [weigh(token) for token in listed.tokens]
    agreed_asked = sum(pair.likeness.degree * weights_asked[at] for pair in pairs for at in pair.asked)
    agreed_listed = sum(pair.likeness.degree * weights_listed[at] for pair in pairs for at in pair.listed)
    agreed_listed += sum(weights_listed[at] for at in fatherly)
    of_asked, of_listed = agreed_asked / sum(weights_asked), agreed_listed / sum(weights_listed)
    score = 0.55 * min(of_asked, of_listed) + 0.45 * max(of_asked, of_listed)
    parts = max(len(asked.tokens), len(listed.tokens))
    if parts > 1 and sum(max(len(pair.asked), len(pair.listed)) for pair in pairs) < 2:
        score *= _ONE_PART_OF_MANY
    return score, min(agreed_asked, agreed_listed)
