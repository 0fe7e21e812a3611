"""How far a list may shrink or grow from one build to the next before a person has to look.

A feed that is cut off half way, or that suddenly holds everybody, looks like any other file. What gives it away is
its size beside that of the list that stands. A refusal names what changed and how to accept it knowingly.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from preclear.errors import InvalidInput
from preclear.model.screening import ListSource

RULE = "lists: bounds of change"
_SHARES = re.compile(r"([0-9]{1,4}(?:\.[0-9]{1,4})?)%?:([0-9]{1,4}(?:\.[0-9]{1,4})?)%?")
_WORDS = re.compile(r"-([0-9]+(?:\.[0-9]+)?) % to \+([0-9]+(?:\.[0-9]+)?) %(?:, at least ([0-9]+))?")


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """The change that passes without a person: shares of what stood, and never less than an absolute ``few``.

    >>> str(Bounds(shrink=0.1, grow=0.3))
    '-10 % to +30 %, at least 5'
    """

    shrink: float = 0.10
    grow: float = 0.30
    few: int = 5

    @classmethod
    def parse(cls, text: str) -> Bounds:
        """Read ``SHRINK:GROW`` in per cent, exactly so: no ``few`` is added to what a person states.

        >>> Bounds.parse("5:50")
        Bounds(shrink=0.05, grow=0.5, few=0)
        """
        found = _SHARES.fullmatch(text)
        if found is None or float(found[1]) > 100:
            raise InvalidInput(
                f"{text[:40]!r} is no SHRINK:GROW",
                where="--bounds",
                rule=RULE,
                mend="Write per cent, the first at most 100: LIST=10:30.",
            )
        return cls(shrink=float(found[1]) / 100, grow=float(found[2]) / 100, few=0)

    @classmethod
    def of(cls, words: str) -> Bounds:
        """The bounds that a snapshot holds in words; the usual ones where it holds none.

        >>> Bounds.of(str(Bounds.parse("5:50"))), Bounds.of("") == Bounds()
        (Bounds(shrink=0.05, grow=0.5, few=0), True)
        """
        found = _WORDS.fullmatch(words)
        if found is None:
            return cls()
        return cls(shrink=float(found[1]) / 100, grow=float(found[2]) / 100, few=int(found[3] or 0))

    def allowed(self, before: float) -> tuple[int, int]:
        """The least and the most that may stand where ``before`` stood.

        >>> Bounds().allowed(1000), Bounds().allowed(3)
        ((900, 1300), (0, 8))
        """
        least = min(before * (1 - self.shrink), before - self.few)
        most = max(before * (1 + self.grow), before + self.few)
        return max(round(least), 0), round(most)

    def __str__(self) -> str:
        at_least = f", at least {self.few}" if self.few else ""
        return f"-{_per_cent(self.shrink)} % to +{_per_cent(self.grow)} %{at_least}"


def check(
    before: Iterable[ListSource], now: Collection[ListSource], bounds: Mapping[str, Bounds], accept: Collection[str]
) -> None:
    """Compare lists with those that stand; ``InvalidInput`` tells all that changed beyond bounds, or vanished.

    ``bounds`` are by list name; ``accept`` names the lists of which a person said that the change is right. Entries
    whose last day has passed since are no shrinkage.
    """
    standing = {source.list: source for source in before}
    built = {source.list: source for source in now}
    if unknown := sorted(set(accept) - standing.keys() - built.keys()):
        raise InvalidInput(
            f"{unknown[0][:80]!r} is no list of this build or of the one that stands",
            where="--accept",
            rule=RULE,
            mend=f"Lists: {', '.join(sorted(standing.keys() | built.keys()))}.",
        )
    changed = {name: _changes(source, built.get(name), bounds.get(name, Bounds())) for name, source in standing.items()}
    refused = {name: said for name, said in changed.items() if said and name not in accept}
    if refused:
        raise InvalidInput(
            "; ".join(f"{name}: {', '.join(said)}" for name, said in refused.items()),
            where="lists that stand",
            rule=RULE,
            mend=f"Fetch the list again; or, when a person has looked, accept it: --accept {' '.join(refused)}.",
        )


def _changes(before: ListSource, now: ListSource | None, bounds: Bounds) -> list[str]:
    if now is None:
        return [f"is gone (had {_held(before):,} entries)"]
    return list(_beyond(before, now, bounds))


def _beyond(before: ListSource, now: ListSource, bounds: Bounds) -> Iterator[str]:
    still_valid = _valid_share(now) / (_valid_share(before) or 1)
    for what in ("entities", "names", "documents"):
        had, has = getattr(before, what), getattr(now, what)
        least, most = bounds.allowed(had * still_valid)
        if not least <= has <= most:
            yield f"{has:,} {what} where {had:,} stood ({least:,} to {most:,} pass)"


def _held(source: ListSource) -> int:
    return source.entities or source.documents


def _valid_share(source: ListSource) -> float:
    """The part of the feed whose last day had not passed."""
    feed = _held(source) + source.expired
    return _held(source) / feed if feed else 1


def _per_cent(share: float) -> str:
    return f"{share * 100:.4g}"
