"""The parts of all listed names, and how to find those that a part of a query may stand for.

A part is looked up by its sound, its consonants (and those with one left out), and its letters with one left out on
either side, so that one wrong, missing, added or exchanged letter is found. Frequent parts of travellers are in the
vocabulary too, for a misspelt "Muhammad" is better explained by "Muhammad" than by a listed "Mahmud".
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from preclear.screening.container import Container, Section
from preclear.screening.likeness import NEARLY, SCRIPT, costs_of
from preclear.screening.parameters import Parameters
from preclear.writing.sounds import consonants, consonants_across, script_of, sound

_SHORTEST_WITH_ERROR = 4
_FEWEST_CONSONANTS = 4
_MOST_NEAR = 1500
"""Parts that are compared with one part of a query: bounds the work for parts that look like many others."""
_REMEMBERED = 20_000
_DEAREST = 12.0
_ACROSS = frozenset({SCRIPT, NEARLY})


@dataclass(frozen=True, slots=True)
class Near:
    """What one part of a query may stand for: places of listed parts, what each agreement is worth, and how.

    ``rarity`` is that of the part itself, read in the likeliest way. ``places`` and ``worths`` say the same as
    ``worth``, in rising order of it.
    """

    rarity: float
    worth: Mapping[int, tuple[float, str]]
    places: NDArray[np.uint32]
    worths: NDArray[np.float32]


class Vocabulary:
    """The parts of a snapshot's names, by place. Built by ``sections``, read from a container."""

    def __init__(self, container: Container, prefix: str, known: Parameters) -> None:
        self._known = known
        self._letters = container.view(f"{prefix}part_letters")
        self._ends = container.array(f"{prefix}part_ends")
        self._rarities = container.array(f"{prefix}part_rarities")
        self._listed = container.array(f"{prefix}part_listed")
        self._keys = container.array(f"{prefix}key_hashes")
        self._keyed = container.array(f"{prefix}key_parts")
        self._near: OrderedDict[str, Near] = OrderedDict()
        self._lock = Lock()

    def part(self, place: int) -> str:
        """The part at a place."""
        start = int(self._ends[place - 1]) if place else 0
        return bytes(self._letters[start : int(self._ends[place])]).decode("utf-8", "replace")

    def rarity(self, place: int) -> float:
        """Its rarity in nats."""
        return float(self._rarities[place])

    def known(self, parts: Iterable[str]) -> list[str]:
        """Those of the parts that sound like one in the vocabulary."""
        asked = list(parts)
        if not len(self._keys):
            return []
        hashes = np.fromiter((_hash(f"s{sound(part)}") for part in asked), np.uint32, len(asked))
        at = np.searchsorted(self._keys, hashes)
        found = (at < len(self._keys)) & (self._keys[np.minimum(at, len(self._keys) - 1)] == hashes)
        return [part for part, there in zip(asked, found.tolist(), strict=True) if there]

    def is_strange(self, part: str) -> bool:
        """Whether nobody is known to bear the part, nor one like it."""
        return self.near(part).rarity >= self._known.rarest

    def near(self, part: str) -> Near:
        """What a part of a query may stand for. Remembered, for travellers share their names."""
        with self._lock:
            if (found := self._near.get(part)) is not None:
                self._near.move_to_end(part)
                return found
        found = self._look(part)
        with self._lock:
            self._near[part] = found
            if len(self._near) > _REMEMBERED:
                self._near.popitem(last=False)
        return found

    def _look(self, part: str) -> Near:
        places = self._alike(part)
        readings = costs_of(part, [self.part(place) for place in places], self._known)
        costs = {place: one for place, one in zip(places, readings, strict=True) if one[0] < _DEAREST}
        # who bears a part written in another script may write this one in many ways: it explains no spelling
        own = min(
            (self.rarity(place) + nats for place, (nats, how) in costs.items() if how not in _ACROSS),
            default=self._known.rarest,
        )
        own = min(own, self._known.rarest)
        worth = {
            place: (max(min(own - nats, self.rarity(place)), self._known.agreeing), how)
            for place, (nats, how) in costs.items()
            if self._listed[place] and (own - nats > self._known.agreeing or nats <= self._known.variant)
        }
        rising = sorted(worth.items(), key=lambda pair: (pair[1][0], pair[0]))
        return Near(
            rarity=own,
            worth=worth,
            places=np.fromiter((place for place, _ in rising), np.uint32, len(rising)),
            worths=np.fromiter((value for _, (value, _) in rising), np.float32, len(rising)),
        )

    def _alike(self, part: str) -> list[int]:
        hashes = np.fromiter({_hash(key) for key in asking_keys(part)}, np.uint32)
        starts = np.searchsorted(self._keys, hashes, "left")
        ends = np.searchsorted(self._keys, hashes, "right")
        groups = sorted(
            ((int(end - start), int(start)) for start, end in zip(starts, ends, strict=True) if end > start)
        )
        found: dict[int, None] = {}
        for size, start in groups:  # the most telling keys first
            found.update(dict.fromkeys(self._keyed[start : start + size].tolist()))
            if len(found) > _MOST_NEAR:
                break
        return list(found)


def sections(parts: Sequence[str], rarities: Iterable[float], listed: Iterable[bool]) -> dict[str, Section]:
    """The vocabulary as sections of a container."""
    letters = [part.encode() for part in parts]
    places = {part: place for place, part in enumerate(parts)}
    hashes, owners = [], []
    for part, place in places.items():
        found = _hashes(part)
        hashes.append(found)
        owners.append(np.full(len(found), place, np.uint64))
    keyed = np.concatenate([np.empty(0, np.uint64), *hashes]) << np.uint64(32)
    table = np.sort(keyed | np.concatenate([np.empty(0, np.uint64), *owners]))  # keys of one part differ already
    return {
        "part_letters": b"".join(letters),
        "part_ends": np.cumsum([len(one) for one in letters], dtype=np.uint32),
        "part_rarities": np.fromiter(rarities, np.float32, len(parts)),
        "part_listed": np.fromiter(listed, np.uint8, len(parts)),
        "key_hashes": (table >> np.uint64(32)).astype(np.uint32),
        "key_parts": (table & np.uint64(0xFFFFFFFF)).astype(np.uint32),
    }


@lru_cache(maxsize=1 << 16)
def _hashes(part: str) -> NDArray[np.uint64]:
    """Hashes of the keys of one part; remembered, for every snapshot has the frequent parts of travellers."""
    return np.fromiter({_hash(key) for key in keys(part)}, np.uint64)


def keys(part: str) -> Iterator[str]:
    """The keys under which a part is found, each marked with its kind."""
    yield from _same_keys(part)
    yield from _across_keys(part, script_of(part))


def asking_keys(part: str) -> Iterator[str]:
    """The keys under which a part of a query looks. Nearly the same consonants only matter in another script."""
    yield from _same_keys(part)
    for script in {"latin", "arabic", "other"} - {script_of(part)}:
        yield from _across_keys(part, script)


def _same_keys(part: str) -> Iterator[str]:
    yield f"s{sound(part)}"
    yield from (f"c{one}" for one in consonants(part))
    yield f"l{part}"
    if len(part) >= _SHORTEST_WITH_ERROR:
        yield from (f"l{variant}" for variant in _with_one_left_out(part))


def _across_keys(part: str, script: str) -> Iterator[str]:
    for one in consonants_across(part):
        yield f"{script}{one}"
        if len(one) >= _FEWEST_CONSONANTS:
            yield from (f"{script}{variant}" for variant in _with_one_left_out(one))


def _with_one_left_out(text: str) -> Iterator[str]:
    for at in range(len(text)):
        yield text[:at] + text[at + 1 :]


def _hash(key: str) -> int:
    """Two keys of one hash only cost a comparison more."""
    return crc32(key.encode())
