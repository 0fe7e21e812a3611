from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preclear.screening import index, vocabulary
from preclear.screening.container import in_memory
from preclear.screening.index import NameIndex, regapped
from preclear.screening.parameters import PARAMETERS
from preclear.screening.rarity import rarity
from preclear.screening.vocabulary import Vocabulary
from preclear.writing.names import analyse

NAMES = (
    "Arkadi Testovich",
    "Boris Testovich",
    "Muhammad Ali Khan",
    "Muhammad Beispielow",
    "Abdul Rahman Mithalzai",
    "محمد المثالي",
)


def indexed(names):
    forms = [analyse(name).tokens for name in names]
    parts = list(dict.fromkeys(token for tokens in forms for token in tokens))
    places = [[parts.index(token) for token in tokens] for tokens in forms]
    made = vocabulary.sections(parts, map(rarity, parts), [True] * len(parts)) | index.sections(places, len(parts))
    container = in_memory("example", made)
    return NameIndex(container, "", Vocabulary(container, "", PARAMETERS), PARAMETERS)


@pytest.fixture(scope="module")
def found():
    made = indexed(NAMES)
    return lambda name, most=10: [NAMES[place] for place in made.candidates(analyse(name), most)]


@pytest.mark.parametrize(
    ("asked", "listed"),
    [
        ("Arkadi Testovich", "Arkadi Testovich"),
        ("TESTOVICH BORIS", "Boris Testovich"),
        ("Arkadi Testowitch", "Arkadi Testovich"),
        ("Mohd Beispielow", "Muhammad Beispielow"),
        ("Abdurrahman Mithal Zai", "Abdul Rahman Mithalzai"),
        ("ArkadiT estovich", "Arkadi Testovich"),
        ("Mohammed Almithali", "محمد المثالي"),
    ],
)
def test_the_name_that_shares_most_comes_first(found, asked, listed):
    assert listed == found(asked)[0]


def test_at_most_so_many_are_proposed(found):
    assert [0, 1, 2] == [len(found("Testovich", most)) for most in (0, 1, 2)]


def test_what_shares_nothing_proposes_nobody(found):
    assert [] == found("Zygmunt Quux")


def test_equal_candidates_stand_in_the_order_of_the_list(found):
    assert ["Arkadi Testovich", "Boris Testovich"] == found("Testovich")


def test_a_query_leaves_nothing_behind_for_the_next(found):
    alone = found("Boris Testovich")
    found("Muhammad Ali Khan Beispielow Mithalzai")
    assert alone == found("Boris Testovich")


def test_a_list_without_names_proposes_nobody():
    assert [] == list(indexed([]).candidates(analyse("Arkadi Testovich")))


def test_the_parts_of_a_name_are_kept_in_order():
    made = indexed(NAMES)
    assert ["muhammad", "ali", "khan"] == [made.vocabulary.part(place) for place in made.parts(2)]


@pytest.mark.parametrize(
    ("name", "slipped"), [("Testova Rkadi", {("testov", "arkadi")}), ("Arkadi", set()), ("A B", set())]
)
def test_a_gap_may_have_slipped_by_one_letter(name, slipped):
    assert slipped <= {parts for _, _, parts in regapped(analyse(name))}


def test_a_name_written_in_one_is_found():
    assert 0 in indexed(["Arkadi Testovich", "Boris Beispielow"]).candidates(analyse("ArkadiTestovich"))


words = st.lists(st.sampled_from(["arkadi", "boris", "testovich", "beispielow", "mithalzai"]), min_size=1, max_size=4)


@settings(max_examples=30, deadline=None)
@given(st.lists(words.map(" ".join), min_size=1, max_size=8), st.data())
def test_every_listed_name_is_its_own_candidate(names, data):
    asked = data.draw(st.sampled_from(names))
    proposed = [names[place] for place in indexed(names).candidates(analyse(asked))]
    assert set(asked.split()) <= set(proposed[0].split())
    assert asked in proposed
