from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preclear.screening.likeness import CUT, INITIAL, JOINED, MOVED, SAME
from preclear.screening.parameters import PARAMETERS

ZONE = "MUSTERHAUSENOWICZ<<MAXIMILIANUS<ALEXAND"
LONG = "Maximilianus Alexandrow Musterhausenowicz"


def ways(alignment):
    return [pair.how for pair in alignment.pairs]


def test_a_name_agrees_wholly_with_itself(aligned):
    found = aligned("Hasan bin Ahmad al-Mithali", "Hasan bin Ahmad al-Mithali")
    assert ([SAME, SAME, SAME], [], []) == (ways(found), found.added, found.left_out)
    assert found.evidence == found.agreed


@pytest.mark.parametrize(
    ("asked", "listed", "way"),
    [
        ("A Testovich", "Arkadi Testovich", INITIAL),
        ("Arkadi Testovich", "A Testovich", INITIAL),
        (ZONE, LONG, CUT),
        ("Arkadi Testo Vich", "Arkadi Testovich", JOINED),
        ("Arkadi Testovich", "Arkadi Testo Vich", JOINED),
        ("Arkaditesto vich", "Arkadi Testovich", MOVED),
    ],
)
def test_parts_stand_for_each_other_in_a_named_way(aligned, asked, listed, way):
    assert way in ways(aligned(asked, listed))


def test_only_a_long_name_may_be_cut(aligned):
    assert CUT not in ways(aligned("Musterhausenowicz Alexand", "Alexandrow Musterhausenowicz"))


def test_what_is_missing_added_or_exchanged_costs_more_and_more(aligned):
    same, missing, exchanged = (
        aligned(asked, "Arkadi Boris Testovich").evidence
        for asked in ("Arkadi Boris Testovich", "Arkadi Testovich", "Arkadi Zygmunt Testovich")
    )
    assert same > missing > exchanged


def test_compound_prefixes_are_missed_cheaply(aligned):
    prefix, name = (
        aligned("Rahman Mithalzai", "Abdul Rahman Mithalzai"),
        aligned("Rahman Mithalzai", "Boris Rahman Mithalzai"),
    )
    assert prefix.evidence > name.evidence


def test_another_order_costs_a_little(aligned):
    straight, other = aligned("Arkadi Testovich", "Arkadi Testovich"), aligned("Testovich Arkadi", "Arkadi Testovich")
    assert pytest.approx(PARAMETERS.other_order) == straight.evidence - other.evidence


@pytest.mark.parametrize("marker", ["bin", "ibn", "s/o"])
def test_a_son_who_stands_where_the_father_stands_is_another_person(aligned, marker):
    found = aligned(f"Ahmad {marker} Hasan Mithali", "Hasan bin Ahmad Mithali")
    assert found.son_is_father
    assert found.evidence < 0


def test_without_son_of_on_both_sides_nobody_is_taken_for_a_father(aligned):
    assert not aligned("Ahmad Hasan Mithali", "Hasan bin Ahmad Mithali").son_is_father


def test_a_part_that_the_fathers_name_explains_is_not_missing(aligned):
    found = aligned("Hasan Mithali", "Hasan Ahmad Mithali", father="Ahmad Beispiel")
    assert ([1], []) == (found.from_father, found.left_out)
    assert found.evidence > aligned("Hasan Mithali", "Hasan Ahmad Mithali").evidence


part = st.sampled_from(
    ["arkadi", "arkady", "testovich", "testo", "vich", "hasan", "ahmad", "bin", "abdul", "a", "محمد"]
)
names = st.lists(part, min_size=1, max_size=6).map(" ".join)


@settings(max_examples=60, deadline=None)
@given(asked=names, listed=names)
def test_every_part_is_used_once_or_named_as_left_over(aligned, asked, listed):
    found = aligned(asked, listed)
    mine = sorted([at for pair in found.pairs for at in pair.asked] + found.added)
    assert list(range(len(found.asked.tokens))) == mine
    theirs = [place for pair in found.pairs for place in pair.listed] + found.left_out + found.from_father
    assert len(theirs) == len(set(theirs))


@settings(max_examples=60, deadline=None)
@given(asked=names, listed=names)
def test_evidence_is_never_more_than_what_agrees(aligned, asked, listed):
    found = aligned(asked, listed)
    assert found.evidence <= found.agreed + 1e-9
    assert found.agreed <= aligned(listed, listed).agreed + 1e-9 or found.agreed <= aligned(asked, asked).agreed + 1e-9
