"""How rare a name part is among travellers, in whatever region it is most frequent.

A part is as common as it is where it is most common: a name that every twentieth Pakistani bears says no more about
an Indonesian. So frequent names of one region are not mistaken for evidence because another region rarely has them,
and nobody's origin is guessed. The table is counted over names of the public, never over the lists alone
(``tables/NOTICE.md``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import resources
from math import exp, log

from preclear.screening.parameters import PARAMETERS, Parameters
from preclear.writing.sounds import sound

_LISTED = 0.5
"""What a part's frequency on the lists themselves counts beside that among travellers."""
_SEEN_ONCE = 0.6
"""Taken from each count: what was seen once by chance is rarer than it looks."""
FREQUENT = log(400)
"""One in 400: a part that an officer should know to be frequent."""


@cache
def travellers() -> Mapping[str, float]:
    """Rarity in nats by sound, of every part in the table: minus the logarithm of its share of people."""
    rarities: dict[str, float] = {}
    for part, nats in _rows():
        key = sound(part)
        rarities[key] = min(nats, rarities.get(key, nats))
    return rarities


@cache
def known_parts() -> tuple[str, ...]:
    """The parts of the table, as written (folded): what a misspelt part may stand for instead of a listed one."""
    return tuple(dict.fromkeys(part for part, _ in _rows()))


def rarity(part: str, known: Parameters = PARAMETERS) -> float:
    """Rarity of a part in nats; parts that nobody in the table bears are the rarest. Initials say next to nothing."""
    if len(part) == 1 and part.isascii():
        return known.agreeing
    return min(travellers().get(sound(part), known.rarest), known.rarest)


def is_frequent(part: str) -> bool:
    """Whether more than one in 400 travellers of some region bear the part."""
    return rarity(part) < FREQUENT


def one_in(nats: float) -> int:
    """A rarity in words that people use: one in so many, to two digits.

    >>> one_in(3.69), one_in(0)
    (40, 1)
    """
    number = exp(min(nats, 25.0))
    digits = max(len(str(int(number))) - 2, 0)
    return max(int(round(number, -digits)), 1)


def with_lists(people: Iterable[Iterable[str]], total: int, known: Parameters = PARAMETERS) -> dict[str, float]:
    """Rarity by sound of the parts on the lists, given the parts of each listed person; never rarer than travellers'.

    Where the tables know nobody of some region, what is frequent on its lists is at least known to be frequent there.
    """
    counts = Counter(key for parts in people for key in {sound(part) for part in parts})
    return {
        key: max(min(-log(_LISTED * max(count - _SEEN_ONCE, 0.4) / max(total, 2000)), known.rarest), 0.0)
        for key, count in counts.items()
    }


def _rows() -> Iterator[tuple[str, float]]:
    for head, part in _table("name_parts.tsv"):
        yield head, int(part) / 10
    for share, parts in _table("well_known.tsv"):
        yield from ((part, -log(int(share) / 1000)) for part in parts.split())


def _table(file: str) -> Iterator[tuple[str, str]]:
    text = resources.files(__package__).joinpath("tables", file).read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            head, _, rest = line.partition("\t")
            yield head, rest
