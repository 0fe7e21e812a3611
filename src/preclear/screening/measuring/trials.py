"""Asking: what a screening answers for each sample, and what that means for recall and alerts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from preclear.model.screening import PossibleMatch, ScreeningQuery
from preclear.screening.measuring.intervals import Interval, ratio, wilson
from preclear.screening.measuring.samples import HONEST, Sample
from preclear.screening.snapshot import Snapshot

Ask = Callable[[ScreeningQuery], Sequence[PossibleMatch]]
TOP = 25
"""Candidates asked for. What is wanted but not among them counts as not found."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What one sample got: the score of the wanted entry, or the best one for an honest person, and whether it alerts.

    ``alert`` is the alert as shipped, whatever threshold a measurement tries.
    """

    sample: Sample
    score: float
    alert: bool


def asking(snapshot: Snapshot) -> Ask:
    """A snapshot as something that can be asked."""
    return lambda query: snapshot.screen(query, TOP).candidates


def outcomes(samples: Iterable[Sample], ask: Ask, *, dated: bool) -> Iterator[Outcome]:
    """Ask for every sample, by name alone or with the birth date."""
    for sample in samples:
        answers = [
            answer
            for answer in ask(sample.query(dated=dated))
            if sample.wanted is None or (answer.list, answer.entity) == sample.wanted
        ]
        yield Outcome(
            sample=sample,
            score=max((answer.score for answer in answers), default=0.0),
            alert=any(answer.alert for answer in answers),
        )


def threshold(found: Iterable[Outcome], recall: float) -> float:
    """The highest score at which at least this share of the listed people is found; 0 where none is asked for.

    >>> threshold([], 0.98)
    0.0
    """
    scores = sorted((outcome.score for outcome in found if outcome.sample.wanted), reverse=True)
    return scores[max(ceil(recall * len(scores)) - 1, 0)] if scores else 0.0


def shares(found: Iterable[Outcome], at: float | None, key: Callable[[Sample], str]) -> Mapping[str, Share]:
    """How many of each kind alert, at a threshold, or as shipped where ``at`` is None."""
    counts: dict[str, list[int]] = {}
    for outcome in found:
        count = counts.setdefault(key(outcome.sample), [0, 0])
        count[0] += outcome.alert if at is None else outcome.score >= at > 0
        count[1] += 1
    return {kind: Share(count=count, total=total) for kind, (count, total) in counts.items()}


@dataclass(frozen=True, kw_only=True)
class Share:
    """So many of so many."""

    count: int
    total: int

    @property
    def interval(self) -> Interval:
        """The share with its interval."""
        return wilson(self.count, self.total)

    def over(self, other: Share) -> Interval:
        """How many times as large as another share, with the interval."""
        return ratio(self.count, self.total, other.count, other.total)


def recall_by_group(found: Iterable[Outcome], at: float | None = None) -> Mapping[str, Share]:
    """Recall by group of alterations."""
    return shares((one for one in found if one.sample.wanted), at, lambda sample: sample.group)


def recall_by_kind(found: Iterable[Outcome], at: float | None = None) -> Mapping[str, Share]:
    """Recall by single alteration."""
    return shares((one for one in found if one.sample.wanted), at, lambda sample: f"{sample.group}: {sample.kind}")


def alerts_by_culture(found: Iterable[Outcome], at: float | None = None) -> Mapping[str, Share]:
    """Alerts on honest people by name culture."""
    honest = (one for one in found if one.sample.group == HONEST)
    return shares(honest, at, lambda sample: sample.kind)
