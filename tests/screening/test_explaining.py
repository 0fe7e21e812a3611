from __future__ import annotations

from dataclasses import replace

import pytest

from preclear.model.dates import PartialDate
from preclear.model.screening import AlignedPart, ScreeningQuery
from preclear.screening.entries import ALIAS, WEAK, BirthSpan, ListedDocument, ListedName, ListEntry
from preclear.screening.evidence import Birth, Number, NumberAgreement, compare_births, compare_numbers
from preclear.screening.explaining import aligned_parts, explain
from preclear.screening.scoring import Comparison

ENTRY = ListEntry(
    id="E1",
    owner="O",
    legal_basis="B",
    names=(ListedName(text="Arkadi Testovich"),),
    births=(BirthSpan.on(PartialDate(1971, 4, 25)),),
    documents=(ListedDocument(number="X1203456", issuing_state="UTO"),),
    states=("UTO",),
)


@pytest.fixture
def told(aligned):
    """What is said about a query and an entry whose listed name is the one given."""

    def made(asked, listed="Arkadi Testovich", *, entry=ENTRY, kind=ALIAS, **known):
        query = ScreeningQuery(id="q", name=asked, **known)
        birth, span = compare_births(query.birth_date, entry.births)
        number = compare_numbers(query.document_number or "", query.issuing_state or "", entry.documents)
        name = ListedName(text=listed, kind=kind)
        alignment = aligned(asked, listed, query.father_name or "")
        found = Comparison(entry=entry, name=name, alignment=alignment, birth=birth, span=span, number=number)
        return explain(query, found), aligned_parts(query, found)

    return made


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("Arkadi Testovich", "These name parts agree: 'arkadi', 'testovich'."),
        ("Arkadi Ivan Testovich", "The listed name lacks 'ivan'."),
        ("Testovich", "The listed name also has 'arkadi'."),
        ("Haji Arkadi Testovich", "Titles and particles were not weighed: 'haji'."),
        ("Zygmunt Quux", "No part of the name agrees."),
        ("Arkadi " * 30, "The last 6 parts of the name were not compared."),
    ],
)
def test_what_agrees_differs_and_is_missing_is_said(told, asked, sentence):
    assert sentence in told(asked)[0]


@pytest.mark.parametrize(
    ("born", "begins"),
    [
        (None, "No birth date was given."),
        (PartialDate(1971, 4, 25), "The birth date agrees: 1971-04-25."),
        (PartialDate(1971), "The birth date 1971 can be the listed one, 1971-04-25."),
        (
            PartialDate(1971, 4, 26),
            "The birth date 1971-04-26 is the listed 1971-04-25 with day and month exchanged, or",
        ),
        (PartialDate(1988, 1, 2), "The birth date differs: 1988-01-02 here, 1971-04-25 on the list."),
    ],
)
def test_each_agreement_of_birth_dates_has_its_sentence(told, born, begins):
    assert any(sentence.startswith(begins) for sentence in told("Arkadi Testovich", birth_date=born)[0])


def test_a_list_without_birth_date_says_so(told):
    entry = replace(ENTRY, births=())
    assert "The list gives no birth date." in told("Arkadi Testovich", entry=entry, birth_date=PartialDate(1971))[0]


@pytest.mark.parametrize(
    ("number", "state", "words"),
    [
        ("X1203456", "UTO", "is listed for this entry"),
        ("X12O3456", "UTO", "if O is read as 0 or I as 1"),
        ("X1203456", "", "the issuing State is missing on one side"),
        ("X1203456", "PAK", "of another State, UTO: a coincidence"),
    ],
)
def test_each_agreement_of_numbers_comes_first_in_its_own_words(told, number, state, words):
    assert words in told("Arkadi Testovich", document_number=number, issuing_state=state)[0][0]


def test_what_would_settle_it_is_what_the_list_has_and_the_query_lacks(told):
    known = {"birth_date": PartialDate(1971, 4, 25), "document_number": "X1203456", "issuing_state": "UTO"}
    last = [
        told("Arkadi Testovich")[0][-1],
        told("Arkadi Testovich", birth_date=PartialDate(1971, 4, 25))[0][-1],
        told("Arkadi Testovich", entry=replace(ENTRY, births=(), documents=()))[0][-1],
    ]
    assert last == [
        "This would settle it: a full birth date or the number and issuing State of an earlier passport.",
        "This would settle it: the number and issuing State of an earlier passport.",
        "This would settle it: what the owner of the list knows beyond the name.",
    ]
    assert not any("settle" in sentence for sentence in told("Arkadi Testovich", **known)[0])


def test_son_and_father_in_the_others_place_are_said(told):
    sentences = told("Ahmad bin Hasan Mithali", "Hasan bin Ahmad Mithali")[0]
    assert "Son and father are exchanged: the one listed is named as the father here." in sentences


def test_a_weak_alias_is_called_one(told):
    assert "This is a weak alias: by name alone it does not alert." in told("Arkadi Testovich", kind=WEAK)[0]


def test_the_parts_of_both_names_stand_side_by_side(told):
    parts = told("Arkadi Ivan Testovic", "Arkadi Testovich Beispielow")[1]
    sides = [(part.asked, part.listed, bool(part.how)) for part in parts]
    assert sides == [
        ("arkadi", "arkadi", True),
        ("testovic", "testovich", True),
        ("ivan", "", False),
        ("", "beispielow", False),
    ]


def test_a_part_that_agrees_with_the_fathers_name_is_shown_as_such(told):
    parts = told("Hasan Mithali", "Hasan Ahmad Mithali", father_name="Ahmad Beispiel")[1]
    assert AlignedPart(asked="", listed="ahmad", how="the father's name") in parts


def test_no_number_has_no_sentence(told):
    assert NumberAgreement(how=Number.NONE) == compare_numbers("", "", ENTRY.documents)
    assert Birth.UNKNOWN is compare_births(None, ENTRY.births)[0]
    assert not any("document number" in sentence for sentence in told("Arkadi Testovich")[0])
