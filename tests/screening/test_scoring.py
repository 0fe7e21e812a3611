from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preclear.screening.alignment import align
from preclear.screening.entries import ALIAS, WEAK, ListedDocument, ListedName, ListEntry
from preclear.screening.evidence import Birth, Number, NumberAgreement
from preclear.screening.scoring import Comparison, judge
from preclear.writing.names import analyse


def compared(asked, listed, *, birth=Birth.UNKNOWN, number=Number.NONE, kind=ALIAS, weight=0.9):
    name = ListedName(text=listed, kind=kind)
    return Comparison(
        entry=ListEntry(id="E1", owner="O", legal_basis="B", names=(name,)),
        name=name,
        alignment=align(analyse(asked), analyse(listed), lambda _: weight),
        birth=birth,
        span=None,
        number=NumberAgreement(how=number, document=ListedDocument(number="X1203456", issuing_state="UTO")),
    )


@pytest.mark.parametrize(
    ("difference", "alerts"),
    [
        ({}, True),
        ({"birth": Birth.DIFFERS}, False),
        ({"kind": WEAK}, False),
        ({"kind": WEAK, "birth": Birth.SAME}, True),
        ({"birth": Birth.DIFFERS, "number": Number.SAME}, True),
        ({"birth": Birth.DIFFERS, "number": Number.OTHER_STATE}, False),
    ],
)
def test_an_equal_name_alerts_unless_evidence_speaks_against_it(difference, alerts):
    assert judge(compared("Arkadi Testovich", "Arkadi Testovich", **difference)).alert == alerts


def test_one_frequent_part_does_not_alert_alone():
    assert not judge(compared("Muhammad", "Muhammad", weight=0.3)).alert
    assert judge(compared("Muhammad", "Muhammad", weight=0.3, birth=Birth.SAME)).alert


def test_frequent_parts_must_agree_more_closely():
    near = ("Imran Testovich", "Imran Testobich")
    assert judge(compared(*near, weight=0.9)).alert
    assert not judge(compared("Imran Kahn", "Imran Khan", weight=0.3)).alert


name_part = st.sampled_from(["arkadi", "arkady", "testovich", "testowitsch", "hasan", "mithali", "bin"])
names = st.lists(name_part, min_size=1, max_size=4).map(" ".join)


@settings(max_examples=80, deadline=None)
@given(names, names, st.sampled_from(Birth), st.sampled_from(Number))
def test_better_evidence_never_lowers_a_score_or_takes_an_alert_away(asked, listed, birth, number):
    found = judge(compared(asked, listed, birth=birth, number=number))
    for better in Birth:
        if better >= birth:
            judged = judge(compared(asked, listed, birth=better, number=number))
            assert judged.score >= found.score
            assert judged.alert >= found.alert
    assert 0 <= found.score <= 1
