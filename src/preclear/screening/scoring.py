"""From an aligned name and its evidence to a score, an alert and the sentences that explain them.

The score orders candidates; the alert asks an officer to look. Both are monotone in name, birth date and document,
and in nothing else: nationality, sex and places are shown to tell people apart and never change a score.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

from preclear.screening.alignment import Alignment
from preclear.screening.entries import WEAK, BirthSpan, ListedName, ListEntry
from preclear.screening.evidence import Birth, Number, NumberAgreement

ALERT_FROM = {Birth.SAME: 0.66, Birth.POSSIBLE: 0.77, Birth.NEAR: 0.79, Birth.UNKNOWN: 0.8}
"""The least name score that alerts, by how birth dates agree. A contradicting birth date never alerts by name."""
FREQUENT_NAME = 1.0
"""What agrees of a name made of frequent parts weighs less than this..."""
FREQUENT_FROM = 0.93
"""...and then alerts only from this score, unless the birth date is the same day."""

ONE_FREQUENT_PART = 0.46
"""What agrees and weighs less than this is one frequent part: without a birth date that fits it never alerts."""

_LIFT = {Birth.SAME: 0.6, Birth.POSSIBLE: 0.2, Birth.NEAR: 0.0, Birth.UNKNOWN: 0.0, Birth.DIFFERS: 0.0}
_CONTRADICTED = 0.7
_WEAK_ALIAS = 0.85
_NAME_THAT_SUPPORTS = 0.6


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Everything that was compared between a query and one listed name of an entry."""

    entry: ListEntry
    name: ListedName
    alignment: Alignment
    birth: Birth
    span: BirthSpan | None
    number: NumberAgreement


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """A score in 0..1 and whether an officer should look."""

    score: float
    alert: bool


def judge(found: Comparison) -> Judgement:
    """Score one comparison and say whether it alerts."""
    by_name = _by_name(found)
    by_number = _by_number(found)
    best = max(by_name.score, by_number.score)
    return Judgement(score=round(min(best, 1.0), 4), alert=by_name.alert or by_number.alert)


def _by_name(found: Comparison) -> Judgement:
    name = found.alignment.score
    score = name + (1 - name) * _LIFT[found.birth] if name >= _NAME_THAT_SUPPORTS else name
    if found.birth is Birth.DIFFERS:
        return Judgement(score=score * _CONTRADICTED, alert=False)
    if found.name.kind == WEAK and found.birth is not Birth.SAME:
        return Judgement(score=score * _WEAK_ALIAS, alert=False)
    # ranks equal names by how much of them is rare, below the precision that an officer reads
    return Judgement(score=score * 0.98 + 0.02 * min(found.alignment.mass / 4, 1.0), alert=name >= _threshold(found))


def _threshold(found: Comparison) -> float:
    if found.birth < Birth.POSSIBLE and found.alignment.mass < ONE_FREQUENT_PART:
        return inf
    if found.birth is not Birth.SAME and found.alignment.mass < FREQUENT_NAME:
        return max(FREQUENT_FROM, ALERT_FROM[found.birth])
    return ALERT_FROM[found.birth]


def _by_number(found: Comparison) -> Judgement:
    name = found.alignment.score
    match found.number.how:
        case Number.SAME:
            return Judgement(score=0.97 + 0.03 * name, alert=True)
        case Number.CONFUSABLE:
            return Judgement(score=0.90 + 0.07 * name, alert=True)
        case Number.STATE_UNKNOWN:
            return Judgement(score=0.5 + 0.45 * name, alert=name >= _NAME_THAT_SUPPORTS)
        case _:
            return Judgement(score=0.0, alert=False)
