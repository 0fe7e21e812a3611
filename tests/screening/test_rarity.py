from __future__ import annotations

from math import log

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preclear.screening.parameters import PARAMETERS
from preclear.screening.rarity import is_frequent, known_parts, one_in, rarity, with_lists


def test_frequent_parts_are_known_to_be_frequent():
    frequent = ("muhammad", "khan", "ali", "fatima", "smith", "garcia", "hassan")
    assert [True] * len(frequent) == [is_frequent(part) for part in frequent]


def test_what_nobody_bears_is_rarest_and_nothing_is_rarer():
    assert PARAMETERS.rarest == rarity("testowitschenko")
    assert all(0 <= rarity(part) <= PARAMETERS.rarest for part in known_parts()[:2000])


def test_spellings_of_one_sound_are_equally_frequent():
    assert 1 == len({rarity(part) for part in ("muhammad", "mohd", "mohammed", "md")})


def test_an_initial_says_next_to_nothing():
    assert PARAMETERS.agreeing == rarity("a") < rarity("muhammad")


def test_the_table_holds_folded_parts_and_no_whole_name():
    assert all(part and part == part.casefold() and " " not in part for part in known_parts())


@pytest.mark.parametrize(("share", "said"), [(1, 1), (7, 7), (40, 40), (123, 120), (9_876, 9_900), (54_321, 54_000)])
def test_rarity_is_said_as_one_in_so_many_to_two_digits(share, said):
    assert said == one_in(log(share))


@settings(max_examples=60, deadline=None)
@given(st.floats(0, 60), st.floats(0, 60))
def test_the_rarer_the_more(one, other):
    less, more = sorted((one, other))
    assert 1 <= one_in(less) <= one_in(more)


def test_a_part_that_many_listed_people_bear_is_not_rare():
    people = [{"testovich", f"beispiel{at}ov"} for at in range(1000)] + [{"einmaligow"}]
    found = with_lists(people, len(people))
    common, seldom = min(found.values()), max(found.values())
    assert common < 2
    assert PARAMETERS.rarest >= seldom > 8
