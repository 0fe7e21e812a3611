from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preclear.screening.alignment import Alignment
from preclear.screening.entries import ALIAS, WEAK, ListedDocument, ListedName, ListEntry
from preclear.screening.evidence import Birth, Number, NumberAgreement
from preclear.screening.parameters import PARAMETERS
from preclear.screening.scoring import ALERT, Comparison, evidence_for, evidence_of, judge, score_of

STRONG = PARAMETERS.alert_from + 2
nats = st.floats(-20, 40)


def compared(name, *, birth=Birth.UNKNOWN, number=Number.NONE, kind=ALIAS):
    listed = ListedName(text="Arkadi Testovich", kind=kind)
    return Comparison(
        entry=ListEntry(id="E1", owner="O", legal_basis="B", names=(listed,)),
        name=listed,
        alignment=Alignment(evidence=name, agreed=name),
        birth=birth,
        span=None,
        number=NumberAgreement(how=number, document=ListedDocument(number="X1203456", issuing_state="UTO")),
    )


@pytest.mark.parametrize(
    ("name", "difference", "alerts"),
    [
        (STRONG, {}, True),
        (STRONG, {"birth": Birth.NEAR}, True),
        (STRONG, {"birth": Birth.DIFFERS}, False),
        (STRONG, {"kind": WEAK}, False),
        (STRONG, {"kind": WEAK, "birth": Birth.POSSIBLE}, False),
        (STRONG + 4, {"kind": WEAK, "birth": Birth.SAME}, True),
        (STRONG, {"birth": Birth.DIFFERS, "number": Number.SAME}, True),
        (STRONG, {"birth": Birth.DIFFERS, "number": Number.OTHER_STATE}, False),
        (-20.0, {"number": Number.SAME}, True),
        (-20.0, {"number": Number.CONFUSABLE}, True),
        (-20.0, {"number": Number.STATE_UNKNOWN}, False),
        (-20.0, {"birth": Birth.SAME}, False),
        (0.0, {"birth": Birth.SAME}, False),
    ],
)
def test_evidence_decides_what_alerts(name, difference, alerts):
    assert alerts == judge(compared(name, **difference)).alert


def test_another_state_neither_helps_nor_harms():
    assert judge(compared(STRONG)) == judge(compared(STRONG, number=Number.OTHER_STATE))


@settings(max_examples=100, deadline=None)
@given(nats, nats, st.sampled_from(Birth), st.sampled_from(Number), st.sampled_from([ALIAS, WEAK]))
def test_more_evidence_of_a_name_never_lowers_a_score(name, more, birth, number, kind):
    less, greater = sorted((name, more))
    found, better = (compared(one, birth=birth, number=number, kind=kind) for one in (less, greater))
    assert evidence_for(found, PARAMETERS) <= evidence_for(better, PARAMETERS)


@settings(max_examples=100, deadline=None)
@given(nats, st.sampled_from(Birth), st.sampled_from(Number), st.sampled_from([ALIAS, WEAK]))
def test_a_better_birth_date_or_number_never_lowers_a_score(name, birth, number, kind):
    found = judge(compared(name, birth=birth, number=number, kind=kind)).score
    steps = (Birth.DIFFERS, Birth.UNKNOWN, Birth.NEAR, Birth.POSSIBLE, Birth.SAME)
    for better in steps[steps.index(birth) :]:
        assert judge(compared(name, birth=better, number=number, kind=kind)).score >= found
    for closer in (one for one in Number if one >= number):
        assert judge(compared(name, birth=birth, number=closer, kind=kind)).score >= found


@settings(max_examples=100, deadline=None)
@given(nats)
def test_an_alert_is_a_score_of_half_and_no_score_is_nothing_or_certain(evidence):
    judged = judge(compared(evidence))
    assert judged.alert == (judged.score >= ALERT) == (score_of(judged.evidence) >= ALERT)
    assert 0 < judged.score < 1


def test_the_score_has_no_plateau():
    scores = [score_of(float(evidence)) for evidence in range(-10, 50)]
    assert scores == sorted(set(scores))


@settings(max_examples=50, deadline=None)
@given(st.floats(-20, 30))
def test_evidence_is_told_from_a_score(evidence):
    assert evidence == pytest.approx(evidence_of(score_of(evidence)), abs=0.01)


@pytest.mark.parametrize("cost", ["weak_alias", "born_differs"])
def test_a_greater_cost_never_raises_a_score(cost):
    found = compared(STRONG, birth=Birth.DIFFERS, kind=WEAK)
    dearer = replace(PARAMETERS, **{cost: getattr(PARAMETERS, cost) + 1})
    assert judge(found, dearer).score <= judge(found).score
