"""The index of a snapshot: from a name part to the names that have one like it.

A part is looked up by its letters, by its letters with one left out on either side (so that one wrong, missing,
added or exchanged letter is found), and by its consonants. Names that gather most weight are compared in full.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from heapq import nlargest

from preclear.screening.rarity import Rarity
from preclear.screening.similarity import LEAST, likeness
from preclear.writing.names import NameForm, canonical
from preclear.writing.scripts import skeleton

MOST_COMPARED = 120
"""Names that are compared in full for one form of a query's name of up to four parts; fewer for longer ones, whose
parts already rank the names well, so that no query takes long."""
_FEWEST_COMPARED = 40

_MOST_POSTINGS = 20000
_LEAST_SHARE = 0.3
"""A name that shares less than this of the query's weight cannot reach the lowest alert."""
_SHORTEST_WITH_ERROR = 4


class NameIndex:
    """Which names have a part like this one. Built once, then only read."""

    def __init__(self, forms: Sequence[NameForm]) -> None:
        self.rarity = Rarity(form.tokens for form in forms)
        self._tokens: list[str] = []
        self._postings: list[list[int]] = []
        self._known: dict[str, int] = {}
        for place, form in enumerate(forms):
            for token in dict.fromkeys((*form.tokens, *form.joined)):
                self._postings[self._place_of(token)].append(place)
        self.rarity.remember(self._tokens)
        self._by_skeleton = _grouped((skeleton(canonical(token)), at) for at, token in enumerate(self._tokens))
        self._by_deletion = _grouped(
            (variant, at) for at, token in enumerate(self._tokens) for variant in _deletions(token)
        )

    def candidates(self, form: NameForm) -> list[int]:
        """Places of the names that share most with this one, best first, at most ``MOST_COMPARED``."""
        gathered: dict[int, float] = {}
        budget = _MOST_POSTINGS
        parts = sorted({*form.tokens, *form.joined}, key=lambda token: (-self.rarity.weight(token), token))
        for part in parts:
            weight = self.rarity.weight(part)
            for degree, at in self._like(part):
                postings = self._postings[at]
                budget -= len(postings)
                if budget < 0 and gathered:
                    break
                for place in postings:
                    gathered[place] = gathered.get(place, 0.0) + weight * degree
        least = _LEAST_SHARE * sum(self.rarity.weight(token) for token in form.tokens)
        compared = min(MOST_COMPARED, max(_FEWEST_COMPARED, 4 * MOST_COMPARED // len(form.tokens)))
        best = nlargest(compared, ((weight, -place) for place, weight in gathered.items() if weight >= least))
        return [-place for _, place in best]

    def _like(self, part: str) -> list[tuple[float, int]]:
        """Known parts like this one, the most alike first."""
        found: dict[int, float] = {}
        for at in self._near(part):
            if at not in found:
                found[at] = likeness(part, self._tokens[at]).degree
        return sorted(
            ((degree, at) for at, degree in found.items() if degree >= LEAST), key=lambda pair: (-pair[0], pair[1])
        )

    def _near(self, part: str) -> Iterator[int]:
        if (known := self._known.get(part)) is not None:
            yield known
        yield from self._by_skeleton.get(skeleton(canonical(part)), ())
        for variant in _deletions(part):
            yield from self._by_deletion.get(variant, ())

    def _place_of(self, token: str) -> int:
        at = self._known.setdefault(token, len(self._tokens))
        if at == len(self._tokens):
            self._tokens.append(token)
            self._postings.append([])
        return at


def _deletions(token: str) -> Iterator[str]:
    """The token, without its article, and with each one letter left out."""
    if len(token) < _SHORTEST_WITH_ERROR:
        return
    yield token
    if token[:2] in {"al", "el"} and len(token) >= 6:
        yield token[2:]
    for at in range(len(token)):
        yield token[:at] + token[at + 1 :]


def _grouped(pairs: Iterable[tuple[str, int]]) -> dict[str, tuple[int, ...]]:
    groups: dict[str, tuple[int, ...]] = {}
    for key, at in pairs:
        if key:
            group = groups.get(key, ())
            if not group or group[-1] != at:
                groups[key] = (*group, at)
    return groups
