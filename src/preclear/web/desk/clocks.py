"""A case's clocks, in words: until when, whether time runs, and how much is left."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from preclear.model.case import Case, Clock
from preclear.web.desk.words import CLOCKS
from preclear.web.i18n import Catalogue
from preclear.web.when import left, moment


@dataclass(frozen=True, kw_only=True)
class Hand:
    """One clock as a page shows it."""

    term: str
    value: str
    note: str
    late: bool


def clocks(case: Case, at: datetime, words: Catalogue) -> list[Hand]:
    """The clocks of a case in their fixed order."""
    return list(_hands(case, at, words))


def nearest(case: Case, at: datetime, words: Catalogue) -> Hand | None:
    """The clock that matters first: running ones before those that stand still."""
    named = [(clock.stopped is not None, clock.due(at), name) for name, clock in case.clocks.items()]
    return _hand(min(named)[2], case.clocks[min(named)[2]], at, words) if named else None


def _hands(case: Case, at: datetime, words: Catalogue) -> Iterator[Hand]:
    for name in CLOCKS:
        if name in case.clocks:
            yield _hand(name, case.clocks[name], at, words)


def _hand(name: str, clock: Clock, at: datetime, words: Catalogue) -> Hand:
    time = clock.left(at)
    if clock.stopped:
        note = words.text("stands still; {time}", time=left(time, words))
        return Hand(term=words.text(CLOCKS.get(name, name)), value=words.text("Stopped"), note=note, late=False)
    return Hand(
        term=words.text(CLOCKS.get(name, name)),
        value=moment(clock.due(at), words.language.code),
        note=left(time, words),
        late=time < timedelta(),
    )
