from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preclear.screening.parameters import PARAMETERS
from preclear.screening.vocabulary import asking_keys, keys

LISTED = ("testovich", "arkadi", "muhammad", "asif", "مثالی", "beispiel")


def near(words, part):
    """What a part may stand for: the listed parts and how they are alike."""
    return {words.part(place): how for place, (_, how) in words.near(part).worth.items()}


@pytest.mark.parametrize(
    ("part", "listed"),
    [
        ("testovich", "testovich"),
        ("testovic", "testovich"),
        ("tetsovich", "testovich"),
        ("tesstovich", "testovich"),
        ("testobich", "testovich"),
        ("arkady", "arkadi"),
        ("mohd", "muhammad"),
        ("mithali", "مثالی"),
    ],
)
def test_a_part_is_found_however_it_is_written(vocabulary, part, listed):
    assert listed in near(vocabulary(*LISTED), part)


@pytest.mark.parametrize("part", ["ivanenko", "x", "", "李", "vichtesto"])
def test_a_part_that_is_like_no_other_stands_for_none(vocabulary, part):
    assert {} == near(vocabulary(*LISTED), part)


def test_a_part_agrees_for_no_more_than_its_own_rarity(vocabulary):
    words = vocabulary(*LISTED)
    for part in (*LISTED, "testovic", "mohd"):
        found = words.near(part)
        assert all(PARAMETERS.agreeing <= worth <= found.rarity for worth, _ in found.worth.values())


def test_a_known_name_of_travellers_is_no_misspelling_of_a_listed_one(vocabulary):
    alone, beside = vocabulary("asif"), vocabulary("asif", travelling=("arif",))
    (misspelt,), known = alone.near("arif").worth.values(), beside.near("arif").worth.values()
    assert max((worth for worth, _ in known), default=0.0) < misspelt[0]


def test_parts_that_only_travellers_bear_are_never_proposed(vocabulary):
    assert {"asif"} == near(vocabulary("asif", travelling=("asef", "arif")), "asif").keys()


def test_what_sounds_like_a_part_of_the_vocabulary_is_known(vocabulary):
    assert ["arkady", "mohamed"] == vocabulary(*LISTED).known(["arkady", "arkadij", "mohamed", "ivanenko"])


def test_an_answer_is_the_same_when_it_is_remembered(vocabulary):
    words = vocabulary(*LISTED)
    assert words.near("testovic") is words.near("testovic")
    assert words.near("testovic").worth == vocabulary(*LISTED).near("testovic").worth


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="abdehiklmnorstuyzمحدعلی", min_size=1, max_size=14))
def test_every_part_finds_itself(part):
    assert set(asking_keys(part)) & set(keys(part))


def test_a_long_part_has_few_keys():
    assert len(list(keys("a" * 30 + "bcdfgklmnprst"))) < 100
