from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preclear.screening.measuring.alterations import FURTHER, ORDER, TYPING, WITHIN_LATIN, ZONE, Parts, parts

NAME = Parts(surname="TESTOVICH", given="Arkadi Pavel")


def altered(kinds, kind, name=NAME, seed=1):
    return kinds[kind](name, Random(seed))


def test_the_surname_stands_before_the_comma():
    assert Parts(surname="AL-TESTI", given="Arkadi Pavel") == parts("AL-TESTI,  Arkadi Pavel")


def test_without_a_comma_the_last_word_is_the_surname():
    assert Parts(surname="Testovich", given="Arkadi Pavel") == parts("Arkadi Pavel Testovich")


def test_one_word_is_a_surname():
    assert Parts(surname="Testovich", given="") == parts("Testovich")


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("surname first", "TESTOVICH Arkadi Pavel"),
        ("surname, given", "TESTOVICH, Arkadi Pavel"),
        ("first part last", "Pavel TESTOVICH Arkadi"),
    ],
)
def test_parts_change_their_order(kind, expected):
    assert expected == altered(ORDER, kind)


def test_a_zone_is_transliterated_and_filled():
    name = Parts(surname="Müller-Test", given="Anna")
    assert "MUELLER<TEST<<ANNA<<<<<<<<<<<<" == altered(ZONE, "zone of 30", name)


def test_a_zone_cuts_a_long_name():
    name = Parts(surname="Testopoulosidis", given="Konstantinos Athanasios")
    assert "TESTOPOULOSIDIS<<KONSTANTINOS<" == altered(ZONE, "zone of 30", name)


def test_a_name_that_no_zone_can_hold_gives_none():
    assert altered(ZONE, "zone of 39", Parts(surname="ทดสอบ", given="")) is None


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("letter left out", -1),
        ("letter added", 1),
        ("letter exchanged", 0),
        ("letters swapped", 0),
        ("letter doubled", 1),
        ("space moved", 0),
    ],
)
def test_a_typing_error_changes_one_place(kind, change):
    made = altered(TYPING, kind)
    assert (change, False) == (len(made) - len(NAME.text), made == NAME.text)


def test_a_moved_space_keeps_all_letters():
    assert NAME.text.replace(" ", "") == altered(TYPING, "space moved").replace(" ", "")


def test_words_of_two_letters_have_no_typing_errors():
    assert altered(TYPING, "letter left out", Parts(surname="Li", given="Bo")) is None


@pytest.mark.parametrize(("group", "words"), [("part left out", 2), ("initials", 3), ("together", 2), ("apart", 4)])
def test_parts_are_left_out_shortened_joined_and_split(group, words):
    ((kind, _),) = FURTHER[group].items()
    assert words == len(altered(FURTHER[group], kind).split())


def test_initials_keep_the_surname():
    assert "A P TESTOVICH" == altered(FURTHER["initials"], "initials")


@settings(max_examples=60)
@given(st.text(max_size=40), st.text(max_size=40), st.integers(0, 1000))
def test_any_name_is_altered_or_none(surname, given_names, seed):
    name = Parts(surname=surname, given=given_names)
    for kinds in (*WITHIN_LATIN.values(), *FURTHER.values()):
        for alter in kinds.values():
            made = alter(name, Random(seed))
            assert made is None or isinstance(made, str)


def test_the_same_chance_gives_the_same_alteration():
    assert [altered(TYPING, kind, seed=7) for kind in TYPING] == [altered(TYPING, kind, seed=7) for kind in TYPING]
