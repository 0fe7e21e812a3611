from __future__ import annotations

import pytest

from preclear.errors import InvalidInput
from preclear.screening.container import in_memory
from preclear.screening.entries import ALIAS, PRIMARY, WEAK, ListedName
from preclear.screening.name_table import OTHERS, NameTable, analyse_person, sections

NAMES = [
    (0, ListedName(text="Specimen Bright Shipping", kind=PRIMARY)),
    (0, ListedName(text="Bright Ships of Specimen", kind=ALIAS)),
    (2, ListedName(text="The Sample", kind=WEAK)),
    (2, ListedName(text="X", kind=WEAK)),
    (3, ListedName(text="Příklad Ünal", kind=PRIMARY)),
]


@pytest.fixture(scope="module")
def table():
    return NameTable(in_memory("example", sections(OTHERS, NAMES)), OTHERS)


def test_names_keep_their_text_kind_and_entity(table):
    kept = [(table.entity(place), table.name(place)) for place in range(len(table))]
    assert [one for one in NAMES if one[1].text != "X"] == kept


@pytest.mark.parametrize(
    "section", ["name_ends", "part_ends", "text_ends", "post_ends", "posts", "name_parts", "kinds"]
)
def test_sections_that_contradict_each_other_are_an_input_error(section):
    made = sections(OTHERS, NAMES)
    wrong = made[f"{OTHERS}{section}"].copy()
    wrong[0] = 200
    with pytest.raises(InvalidInput):
        NameTable(in_memory("example", made | {f"{OTHERS}{section}": wrong}), OTHERS)


def test_all_names_of_an_entity_are_found(table):
    assert [[0, 1], [], [2], [3]] == [list(table.of_entity(entity)) for entity in range(4)]


@pytest.mark.parametrize("nothing", ["", "X", "<<"])
def test_what_says_nothing_is_not_asked(table, nothing):
    assert table.ask(nothing) is None


def test_a_name_is_compared_with_the_one_at_a_place(table):
    asked = table.ask("Specimen Bright Shipping Ltd")
    assert table.compare(asked, 0).evidence > table.compare(asked, 1).evidence > table.compare(asked, 3).evidence


def test_no_names_are_a_table_too():
    empty = NameTable(in_memory("example", sections(OTHERS, [])), OTHERS)
    assert (0, []) == (len(empty), list(empty.index.candidates(analyse_person("Arkadi Testovich"))))


@pytest.mark.parametrize(
    ("written", "tokens"),
    [
        ("TESTOV<<ARKADI<IVAN<<<<", ("arkadi", "ivan", "testov")),
        ("Testov, Arkadi Ivan", ("arkadi", "ivan", "testov")),
        ("Arkadi Ivan Testov", ("arkadi", "ivan", "testov")),
        ("TESTOV<<", ("testov",)),
        (", Arkadi", ("arkadi",)),
        ("Testov,", ("testov",)),
    ],
)
def test_given_names_come_first_where_a_comma_or_filler_tells_them(written, tokens):
    assert tokens == analyse_person(written).tokens


def test_the_form_remembers_how_the_name_was_written():
    assert "TESTOV<<ARKADI" == analyse_person("TESTOV<<ARKADI").original
