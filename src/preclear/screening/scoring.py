"""From an aligned name and its evidence to a score and an alert.

All evidence is added up in nats: how much likelier what the query says is of the listed person than of any traveller.
The score is a rising function of that sum and nothing else, and an alert is a score of 0.5 or more: nationality, sex
and places are shown to tell people apart and never change either.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log

from preclear.screening.alignment import Alignment
from preclear.screening.entries import WEAK, BirthSpan, ListedName, ListEntry
from preclear.screening.evidence import Birth, Number, NumberAgreement
from preclear.screening.fathers import NOT_COMPARED, Father, FatherAgreement
from preclear.screening.parameters import PARAMETERS, Parameters

ALERT = 0.5
"""The score from which an officer should look."""


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Everything that was compared between a query and one listed name of an entry."""

    entry: ListEntry
    name: ListedName
    alignment: Alignment
    birth: Birth
    span: BirthSpan | None
    number: NumberAgreement
    father: FatherAgreement = NOT_COMPARED


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """Evidence in nats, its score in 0..1 and whether an officer should look."""

    evidence: float
    score: float
    alert: bool


def judge(found: Comparison, known: Parameters = PARAMETERS) -> Judgement:
    """Score one comparison and say whether it alerts."""
    evidence = evidence_for(found, known)
    score = score_of(evidence, known)
    return Judgement(evidence=evidence, score=score, alert=score >= ALERT)


def score_of(evidence: float, known: Parameters = PARAMETERS) -> float:
    """The score of an amount of evidence; it reaches neither 0 nor 1, so that more evidence always ranks higher.

    >>> score_of(PARAMETERS.alert_from)
    0.5
    """
    return round(1 / (1 + exp(min((known.alert_from - evidence) / known.scale, 50.0))), 6)


def evidence_of(score: float, known: Parameters = PARAMETERS) -> float:
    """The evidence that gives a score: the inverse of ``score_of``, to its rounding."""
    inside = min(max(score, 1e-6), 1 - 1e-6)
    return known.alert_from + known.scale * log(inside / (1 - inside))


def evidence_for(found: Comparison, known: Parameters) -> float:
    """The sum: name, birth date, father's name, document number."""
    name = found.alignment.evidence
    weak = found.name.kind == WEAK
    evidence = name - (known.weak_alias if weak else 0.0)
    evidence += _birth(found.birth, name, known) + _father(found, name, known)
    if weak and found.birth is not Birth.SAME:
        evidence = min(evidence, known.alert_from - 1)
    return _number(found.number.how, name, evidence, known)


def _birth(birth: Birth, name: float, known: Parameters) -> float:
    """What a birth date adds to a name. One that agrees supports a name that agrees; it makes no match of its own."""
    if birth is Birth.DIFFERS:
        return -known.born_differs
    gain = {Birth.SAME: known.born_same_day, Birth.POSSIBLE: known.born_may_be, Birth.NEAR: known.born_slip}
    return gain.get(birth, 0.0) * _supported(name, known)


def _father(found: Comparison, name: float, known: Parameters) -> float:
    """What the father's name of the entry adds or takes, where the alignment did not count the father already."""
    if found.alignment.from_father:
        return 0.0
    if found.father.how is Father.EXCHANGED:
        return -known.son_is_father
    if found.father.how is Father.DIFFERS:
        return -known.father_differs
    return found.father.worth * _supported(name, known)


def _supported(name: float, known: Parameters) -> float:
    """How much a name can be supported by what many share: not at all where it does not agree itself."""
    return min(max(name / known.name_that_supports, 0.0), 1.0)


def _number(how: Number, name: float, evidence: float, known: Parameters) -> float:
    """A document that agrees outweighs a name that differs: passports are used under other names."""
    match how:
        case Number.SAME:
            return max(evidence, 0.0) + known.same_number
        case Number.CONFUSABLE:
            return max(evidence, 0.0) + known.confusable_number
        case Number.STATE_UNKNOWN if name >= known.name_that_supports:
            return evidence + known.number_without_state
        case _:
            return evidence
