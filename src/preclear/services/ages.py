"""How old the lists are: one that is older than its owner's rhythm proves nothing by its silence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from preclear.model.screening import ListSource

OTHERS = "*"
"""The name under which the rhythm of all other lists stands."""


def age_of(source: ListSource, on: date) -> int | None:
    """Days since the feed says that it was published, else since it was read; None where neither is known.

    >>> age_of(ListSource(list="stop", owner="UTO", legal_basis="Act 7", sha256="", entities=1, names=1, documents=0,
    ...     built=date(2026, 5, 1)), date(2026, 5, 17))
    16
    """
    day = source.published or source.built
    return (on - day).days if day else None


def is_stale(source: ListSource, fresh_for: Mapping[str, int], on: date) -> bool:
    """Whether a list is older than it may be. Without a rhythm, or without a day, nothing can be said: not stale."""
    most = fresh_for.get(source.list, fresh_for.get(OTHERS))
    # What counts is when the owner was last asked: a list that its owner seldom changes is not stale for that.
    read = source.built or source.published
    return most is not None and read is not None and (on - read).days > most


def stale_lists(sources: Iterable[ListSource], fresh_for: Mapping[str, int], on: date) -> tuple[str, ...]:
    """Names of the lists that are older than they may be."""
    return tuple(one.list for one in sources if is_stale(one, fresh_for, on))
