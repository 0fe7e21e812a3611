from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preclear.screening.fathers import NOT_COMPARED, Father, compare_fathers
from preclear.screening.parameters import PARAMETERS

written = st.text(st.sampled_from("abdrahmn iو محد.'<"), max_size=30)


@pytest.mark.parametrize(
    ("asked", "listed", "how"),
    [
        ("Abdul Ghafoor", "Abdul Ghafoor", Father.AGREES),
        ("Abd ul-Ghafur", "Abdul Ghafoor", Father.AGREES),
        ("Haji Abdul Ghafoor", "ABDUL GHAFOOR", Father.AGREES),
        ("عبدالغفور", "Abdul Ghafoor", Father.AGREES),
        ("Ghafoor", "Abdul Ghafoor Mithalzai", Father.AGREES),
        ("Ghulam Rasool", "Abdul Ghafoor", Father.DIFFERS),
        ("Ahmad Mithalzai", "Ahmad Beispielov", Father.UNKNOWN),
        ("A.", "Abdul Ghafoor", Father.UNKNOWN),
        ("Haji Abdul", "Abdul Ghafoor", Father.UNKNOWN),
        ("", "Abdul Ghafoor", Father.UNKNOWN),
        ("Abdul Ghafoor", "", Father.UNKNOWN),
        ("***", "Abdul Ghafoor", Father.UNKNOWN),
    ],
)
def test_fathers_agree_however_they_are_written(asked, listed, how):
    assert how is compare_fathers(asked, listed).how


def test_a_rare_father_is_worth_more_than_a_frequent_one():
    frequent, rare = compare_fathers("Muhammad", "Muhammad"), compare_fathers("Beispielov", "Beispielov")
    assert 0 < frequent.worth < rare.worth == PARAMETERS.father_agrees


def test_nothing_to_compare_is_worth_nothing():
    assert (Father.UNKNOWN, 0.0) == (NOT_COMPARED.how, NOT_COMPARED.worth)


@settings(max_examples=50, deadline=None)
@given(written, written)
def test_the_comparison_is_the_same_both_ways(one, other):
    assert compare_fathers(one, other).how is compare_fathers(other, one).how
