from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preclear.screening.likeness import NEVER, SAME, SCRIPT, SOUND, SPELLING, TYPING, cost, costs_of
from preclear.screening.parameters import PARAMETERS

part = st.text(alphabet="abdehiklmnorstuyz", min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("one", "other", "how"),
    [
        ("testov", "testov", SAME),
        ("mohd", "muhammad", SPELLING),
        ("husayn", "hussein", SPELLING),
        ("qureshi", "koreshi", SPELLING),
        ("testob", "testov", TYPING),
        ("ali", "aly", SPELLING),
        ("naveed", "naved", SPELLING),
        ("tsetov", "testov", SOUND),
        ("ریاض", "riaz", SCRIPT),
        ("محمد", "muhammad", SCRIPT),
    ],
)
def test_parts_are_alike_in_a_named_way(one, other, how):
    assert how == cost(one, other, PARAMETERS)[1] == cost(other, one, PARAMETERS)[1]


@pytest.mark.parametrize(("one", "other"), [("arkadi", "boris"), ("ali", "ivo"), ("a", "arkadi"), ("محمد", "testov")])
def test_different_parts_are_never_read_as_one_another(one, other):
    assert NEVER == cost(one, other, PARAMETERS)


def test_the_more_differs_the_more_it_costs():
    listed = "maximilianov"
    costs = [
        cost(one, listed, PARAMETERS)[0] for one in ("maximilianov", "maximilianow", "maximilianof", "maximifiamof")
    ]
    assert costs == sorted(costs)
    assert 0.0 == costs[0]


def test_one_letter_of_three_weighs_more_than_one_of_many():
    assert cost("xin", "zin", PARAMETERS)[0] > cost("xinotrov", "zinotrov", PARAMETERS)[0]


def test_an_exchange_of_neighbours_is_no_dearer_than_another_letter():
    exchanged, other = cost("gradnikom", "gradinkom", PARAMETERS)[0], cost("gradnikom", "gratnikot", PARAMETERS)[0]
    assert exchanged < other


@settings(max_examples=100, deadline=None)
@given(part, part)
def test_a_cost_is_symmetric_and_never_negative(one, other):
    found = cost(one, other, PARAMETERS)
    assert found[0] == cost(other, one, PARAMETERS)[0] >= 0
    assert 0.0 == cost(one, one, PARAMETERS)[0]


@settings(max_examples=50, deadline=None)
@given(part, st.lists(part, max_size=6))
def test_many_are_compared_like_one(one, others):
    assert [cost(one, other, PARAMETERS) for other in others] == costs_of(one, others, PARAMETERS)
