"""The index of a snapshot: from what the parts of a query may stand for to the names that have most of it.

All of it lies in arrays of the snapshot file, so that it opens at once and several processes share it. Short lists of
names are gathered first; where the frequent parts would need too long ones, they are only looked for in the names
that the rarer parts found.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from threading import local
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from preclear.screening.container import Container, Section
from preclear.screening.parameters import Parameters
from preclear.screening.vocabulary import Near, Vocabulary
from preclear.writing.names import NameForm

MOST_COMPARED = 40
"""Names that are compared in full for one form of a query's name."""
_MOST_GATHERED = 300_000
_LEAST_GATHERED = 1000
_LEAST_SHARE = 0.3
"""Names that gathered less than this share of what the best one did are not looked at."""


class Candidates(Protocol):
    """Who proposes the names that are compared in full: the index of the snapshot, or a search server."""

    def candidates(self, form: NameForm, entity_type: str, most: int) -> Sequence[int]:
        """Places of at most so many names of persons (or of organisations), the likeliest first.

        ``Unavailable`` where nobody answers.
        """
        ...


class NameIndex:
    """Which names have a part like this one. Built by ``sections``, read from a container."""

    def __init__(self, container: Container, prefix: str, vocabulary: Vocabulary, known: Parameters) -> None:
        self._known = known
        self.vocabulary = vocabulary
        self._post_ends = container.array(f"{prefix}post_ends")
        self._posts = container.array(f"{prefix}posts")
        self._name_ends = container.array(f"{prefix}name_ends")
        self._name_parts = container.array(f"{prefix}name_parts")
        self._lengths = np.diff(self._name_ends, prepend=np.uint32(0)).astype(np.float32)
        self._own = local()

    def parts(self, place: int) -> list[int]:
        """Places of the parts of the name at a place, in its order."""
        start = int(self._name_ends[place - 1]) if place else 0
        found: list[int] = self._name_parts[start : int(self._name_ends[place])].tolist()
        return found

    def candidates(self, form: NameForm, most: int = MOST_COMPARED) -> Sequence[int]:
        """Places of the names that share most with this one, best first."""
        known = self.vocabulary.known(dict.fromkeys((*form.joined, *regapped(form))))
        nears = [self.vocabulary.near(part) for part in dict.fromkeys((*form.tokens, *known))]
        return self.best(nears, len(form.tokens), most)

    def best(self, nears: Sequence[Near], parts: int, most: int) -> Sequence[int]:
        """Places of the names in which the parts are worth most together, less what is left out."""
        sums = self._sums()
        lists = sorted(((self._count(near), near) for near in nears), key=lambda pair: pair[0])
        gathered = 0
        late = []
        for count, near in lists:
            if gathered and gathered + count > _MOST_GATHERED:
                late.append(near)
                continue
            gathered += count
            self._add(near, sums)
        found = np.flatnonzero(sums > _LEAST_SHARE * sums.max(initial=0.0))
        worth = sums[found]
        sums[:] = 0
        if late and len(found):
            found, worth = self._with_late(found, worth, late)
        worth -= self._known.left_out * np.maximum(self._lengths[found] - parts, 0)
        if len(found) > most:
            kept = np.argpartition(-worth, most)[:most]
            found, worth = found[kept], worth[kept]
        order = np.lexsort((found, -worth))
        best: list[int] = found[order].tolist()
        return best

    def _count(self, near: Near) -> int:
        return int((self._post_ends[near.places].astype(np.int64) - self._starts_of(near.places)).sum())

    def _add(self, near: Near, sums: NDArray[np.float32]) -> None:
        """What each name gains. One that has two parts like one of the query gains twice: it is compared in full."""
        ends = self._post_ends[near.places].tolist()
        starts = self._starts_of(near.places).tolist()
        for start, end, worth in zip(starts, ends, near.worths.tolist(), strict=True):
            sums[self._posts[start:end]] += worth

    def _starts_of(self, places: NDArray[np.uint32]) -> NDArray[np.int64]:
        before = places.astype(np.int64) - 1
        return np.where(before < 0, 0, self._post_ends[before].astype(np.int64))

    def _with_late(
        self, found: NDArray[np.int64], worth: NDArray[np.float32], late: Sequence[Near]
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """The likeliest names, with what the frequent parts add to them."""
        if len(found) > _LEAST_GATHERED:
            kept = np.argpartition(-worth, _LEAST_GATHERED)[:_LEAST_GATHERED]
            found, worth = found[kept], worth[kept]
        for at, place in enumerate(found.tolist()):
            parts = self.parts(place)
            worth[at] += sum(
                max((near.worth[part][0] for part in parts if part in near.worth), default=0.0) for near in late
            )
        return found, worth

    def _sums(self) -> NDArray[np.float32]:
        if not hasattr(self._own, "sums"):
            self._own.sums = np.zeros(len(self._name_ends), np.float32)
        sums: NDArray[np.float32] = self._own.sums
        return sums


def regapped(form: NameForm) -> list[str]:
    """Parts as they would be if the gap between two of them had slipped by one letter.

    >>> from preclear.writing.names import analyse
    >>> regapped(analyse("Testova Rkadi"))
    ['testov', 'arkadi', 'testovar', 'kadi']
    """
    found = []
    for one, other in zip(form.tokens, form.tokens[1:], strict=False):
        if one.isascii() and other.isascii() and len(one) >= 3 and len(other) >= 2:
            found += [one[:-1], one[-1] + other, one + other[0], other[1:]]
    return [part for part in found if len(part) >= 3]


def sections(names: Iterable[Sequence[int]], parts: int) -> dict[str, Section]:
    """The index as sections of a container, from the places of the parts of each name."""
    ends: list[int] = []
    flat: list[int] = []
    for name in names:
        flat.extend(name)
        ends.append(len(flat))
    name_parts = np.array(flat, np.uint32)
    owner = np.repeat(
        np.arange(len(ends), dtype=np.uint32), np.array([end - start for start, end in pairwise([0, *ends])], np.int64)
    )
    pairs = np.unique(name_parts.astype(np.uint64) << np.uint64(32) | owner.astype(np.uint64))
    part_of, posts = (pairs >> np.uint64(32)).astype(np.int64), (pairs & np.uint64(0xFFFFFFFF)).astype(np.uint32)
    return {
        "name_ends": np.array(ends, np.uint32),
        "name_parts": name_parts,
        "post_ends": np.cumsum(np.bincount(part_of, minlength=parts)).astype(np.uint32),
        "posts": posts,
    }
