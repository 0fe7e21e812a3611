"""Names put together from labelled parts: given names and surnames of one culture, frequent ones more often.

The parts are of the labelled files (Wikidata labels, CC0; synthetic people, MIT); the people are nobody.
"""

# ruff: noqa: INP001 -- benchmark scripts are no package

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

from preclear.screening.measuring.labelled import rows

Pool = tuple[Sequence[str], Sequence[str]]


def pools(labelled: Path) -> dict[str, Pool]:
    """Given names and surnames by culture, most frequent first."""
    counted: dict[str, tuple[Counter[str], Counter[str]]] = {}
    for row in rows(labelled / "arabic_latin.csv.gz", "latin"):
        words = row["latin"].split()
        if len(words) >= 2 and row["latin"].isascii():
            given, surnames = counted.setdefault(row["country"], (Counter(), Counter()))
            given.update(words[:-1])
            surnames[words[-1]] += 1
    for file in ("clean_global", "clean_mixed"):
        given, surnames = counted.setdefault(file, (Counter(), Counter()))
        for row in rows(labelled / f"{file}.csv.gz", "full_name"):
            given[row["first_name"]] += 1
            surnames[row["last_name"]] += 1
    return {key: (_ordered(one), _ordered(other)) for key, (one, other) in sorted(counted.items()) if len(other) > 50}


def people(of: dict[str, Pool], count: int, seed: int) -> Iterator[tuple[str, str]]:
    """Names and birth dates: two or three parts, half of them with a part that is borrowed from another culture's tail
    by one changed letter, so that a million names have as many distinct parts as real ones.
    """
    chance = Random(seed)  # noqa: S311 -- repeatable, not secret
    cultures = list(of)
    for _ in range(count):
        given, surnames = of[chance.choice(cultures)]
        words = [_drawn(given, chance), _drawn(surnames, chance)]
        if chance.random() < 0.4:
            words.insert(1, _drawn(given, chance))
        if chance.random() < 0.5:
            words[-1] = _varied(words[-1], chance)
        born = f"{chance.randint(1940, 2005)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
        yield " ".join(words), born


def _ordered(counted: Counter[str]) -> list[str]:
    return [part for part, _ in sorted(counted.items(), key=lambda item: (-item[1], item[0])) if part]


def _drawn(parts: Sequence[str], chance: Random) -> str:
    """A part by its rank, the frequent ones more often (a power law, as names have)."""
    return parts[int(len(parts) * chance.random() ** 2.5)]


def _varied(part: str, chance: Random) -> str:
    at = chance.randrange(len(part))
    return part[:at] + chance.choice("aeioubdfgklmnrstz") + part[at + 1 :]
