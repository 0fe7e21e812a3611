"""The index of a snapshot: from what the parts of a query may stand for to the names that have most of it.

All of it lies in arrays of the snapshot file, so that it opens at once and several processes share it. Short lists of
names are gathered first; where the frequent parts would need too long ones, they are only looked for in the names
that the rarer parts found.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
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
"""Entries of the lists of names that are added up for one query; what is beyond is looked for in the likeliest only."""
_LIKELIEST = 1000
_LEAST_SHARE = 0.3
"""Names that gathered less than this share of what the best one did are not looked at."""
_SHORTEST_REGAPPED = 2
_SHORTEST_PUT_APART = 3
_MOST_PUT_IN = 3

Way = tuple[int, int, tuple[str, ...]]
"""Other parts for a query: from which place, how many parts they replace, and which they are."""


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
        worths = self._best(form.tokens, most)
        for tokens in otherwise_parted(form, self.vocabulary):
            for place, worth in self._best(tokens, most // 2).items():
                worths[place] = max(worth, worths.get(place, worth))
        return sorted(worths, key=lambda place: (-worths[place], place))

    def _best(self, tokens: Sequence[str], most: int) -> dict[int, float]:
        """The names in which the parts are worth most together, less what is left out, and that worth."""
        nears = [self.vocabulary.near(part) for part in dict.fromkeys(tokens)]
        sums = self._scratch("sums")
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
        worth -= self._known.left_out * np.maximum(self._lengths[found] - len(tokens), 0)
        if len(found) > most > 0:
            kept = _greatest(worth, most)
            found, worth = found[kept], worth[kept]
        return dict(zip(found.tolist(), worth.tolist(), strict=True)) if most > 0 else {}

    def _count(self, near: Near) -> int:
        return int((self._post_ends[near.places].astype(np.int64) - self._starts_of(near.places)).sum())

    def _add(self, near: Near, sums: NDArray[np.float32]) -> None:
        """What each name gains by its best part: one that has two parts like one of the query gains once."""
        if not len(near.places):
            return
        starts, ends = self._starts_of(near.places), self._post_ends[near.places].astype(np.int64)
        names = np.concatenate(
            [self._posts[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]
        )
        best = self._scratch("best")
        best[names] = np.repeat(near.worths, ends - starts)  # in rising order: of a name's gains the last, best, stays
        sums[names] += best[names]  # a name that stands twice is read before it is written, and so gains once

    def _starts_of(self, places: NDArray[np.uint32]) -> NDArray[np.int64]:
        before = places.astype(np.int64) - 1
        return np.where(before < 0, 0, self._post_ends[before].astype(np.int64))

    def _with_late(
        self, found: NDArray[np.int64], worth: NDArray[np.float32], late: Sequence[Near]
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """The likeliest names, with what the frequent parts add to them."""
        if len(found) > _LIKELIEST:
            kept = np.argpartition(-worth, _LIKELIEST)[:_LIKELIEST]
            found, worth = found[kept], worth[kept]
        for at, place in enumerate(found.tolist()):
            parts = self.parts(place)
            worth[at] += sum(
                max((near.worth[part][0] for part in parts if part in near.worth), default=0.0) for near in late
            )
        return found, worth

    def _scratch(self, what: str) -> NDArray[np.float32]:
        """A number for each name, kept by each thread for its next query."""
        if not hasattr(self._own, what):
            setattr(self._own, what, np.zeros(len(self._name_ends), np.float32))
        found: NDArray[np.float32] = getattr(self._own, what)
        return found


def _greatest(worth: NDArray[np.float32], most: int) -> NDArray[np.int64]:
    """Where the greatest stand, in rising order of place; of equal ones the first."""
    least = np.partition(worth, len(worth) - most)[len(worth) - most]
    above = np.flatnonzero(worth > least)
    return np.sort(np.concatenate([above, np.flatnonzero(worth == least)[: most - len(above)]]))


def otherwise_parted(form: NameForm, vocabulary: Vocabulary) -> Iterator[Sequence[str]]:
    """The parts of a query with a gap taken out, put in, or moved by one letter, where that makes parts that are known.

    A gap is put only into a part that nobody is known to bear, nor one like it.
    """
    ways = [*((at, 2, (one,)) for at, one in enumerate(form.joined)), *regapped(form), *_gaps_put_in(form)]
    known = set(vocabulary.known({part for _, _, parts in ways for part in parts}))
    put_in = 0
    for at, taken, parts in ways:
        if known.issuperset(parts) and (taken > 1 or vocabulary.is_strange(form.tokens[at])):
            put_in += taken == 1
            if put_in <= _MOST_PUT_IN:
                yield (*form.tokens[:at], *parts, *form.tokens[at + taken :])


def _gaps_put_in(form: NameForm) -> Iterator[Way]:
    """Each long part as two, those of about one length first."""
    for at, part in enumerate(form.tokens):
        cuts = range(_SHORTEST_PUT_APART, len(part) - _SHORTEST_PUT_APART + 1)
        for cut in sorted(cuts, key=lambda cut: abs(len(part) - 2 * cut)):
            yield at, 1, (part[:cut], part[cut:])


def regapped(form: NameForm) -> list[Way]:
    """Two neighbours as they would be if the gap between them had slipped by one letter.

    >>> from preclear.writing.names import analyse
    >>> regapped(analyse("Testova Rkadi"))
    [(0, 2, ('testov', 'arkadi')), (0, 2, ('testovar', 'kadi'))]
    """
    found: list[Way] = []
    for at, (one, other) in enumerate(pairwise(form.tokens)):
        if one.isascii() and other.isascii() and min(len(one), len(other)) >= _SHORTEST_REGAPPED:
            found += [(at, 2, (one[:-1], one[-1] + other)), (at, 2, (one + other[0], other[1:]))]
    return found


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
    pairs = np.sort(name_parts.astype(np.uint64) << np.uint64(32) | owner.astype(np.uint64))
    pairs = pairs[np.diff(pairs, prepend=np.uint64(2**64 - 1)) != 0]  # a name that has a part twice stands once
    part_of, posts = (pairs >> np.uint64(32)).astype(np.int64), (pairs & np.uint64(0xFFFFFFFF)).astype(np.uint32)
    return {
        "name_ends": np.array(ends, np.uint32),
        "name_parts": name_parts,
        "post_ends": np.cumsum(np.bincount(part_of, minlength=parts)).astype(np.uint32),
        "posts": posts,
    }
