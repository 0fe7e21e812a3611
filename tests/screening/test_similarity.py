from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preclear.screening.alignment import align
from preclear.screening.similarity import LEAST, likeness
from preclear.writing.names import analyse

part = st.text(alphabet="abdehiklmnorstuyz", min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("one", "other", "how"),
    [
        ("testov", "testov", "same"),
        ("mohd", "muhammad", "another spelling"),
        ("testob", "testov", "nearly the same letters"),
        ("yyu", "yu", "nearly the same letters"),
        ("naveed", "nawed", "the same consonants"),
        ("ریاض", "riaz", "the same sounds in another script"),
        ("a", "arkadi", "an initial"),
        ("mithali", "almithali", "with and without the article"),
        ("ali", "ari", "different"),
        ("arkadi", "boris", "different"),
    ],
)
def test_parts_are_alike_in_a_named_way(one, other, how):
    assert how == likeness(one, other).how == likeness(other, one).how


@settings(max_examples=150, deadline=None)
@given(part, part)
def test_likeness_is_symmetric_and_bounded(one, other):
    found = likeness(one, other)
    assert found == likeness(other, one)
    assert found.degree == 0 or LEAST <= found.degree <= 1


@settings(max_examples=100, deadline=None)
@given(st.lists(part, min_size=1, max_size=6), st.lists(part, min_size=1, max_size=6))
def test_every_part_is_used_once(asked, listed):
    found = align(analyse(" ".join(asked)), analyse(" ".join(listed)), lambda _: 1.0)
    for places in ([at for p in found.pairs for at in p.asked], [at for p in found.pairs for at in p.listed]):
        assert len(places) == len(set(places))
    assert 0 <= found.score <= 1


def test_a_name_agrees_fully_with_itself():
    form = analyse("Hasan bin Ahmad al-Mithali")
    assert align(form, form, lambda _: 0.5).score == 1.0
