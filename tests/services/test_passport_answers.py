"""What a passport answers by itself, and what the traveller keeps in hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preclear.documents import mrz
from preclear.errors import InvalidInput
from preclear.model.codes import CheckStatus
from preclear.model.verification import MrzFields, PageReading, Step
from preclear.services import passport_answers
from preclear.services.filling import NOTES
from preclear.specimens.passport import data_group_1

TODAY = date(2026, 5, 17)
FIELDS = MrzFields(
    document_code="P",
    issuing_state="UTO",
    surname="SPECIMEN",
    given_names="ZARA",
    document_number="UT0000001",
    nationality="UTO",
    birth_date="1994-03-01",
    sex="F",
    expiry_date="2031-05-14",
    optional_data="",
)
LINES = mrz.format(FIELDS)


def _page(zone, status=CheckStatus.PASSED):
    return PageReading(mrz=zone, checks=(Step(id="readers.agree", status=status),), confidence=0.9)


def test_a_page_that_was_read_well_answers_for_the_traveller():
    document = passport_answers.of_page({}, _page(mrz.parse(LINES)))
    assert list(LINES) == document["document"]["mrz"]
    assert ("SPECIMEN", "1994-03-01") == (document["applicant"]["surname"], document["applicant"]["birth_date"])
    assert "applicant.surname" in document[NOTES]["read"]
    assert "document.mrz" in document[NOTES]["asked"]


def test_a_page_that_was_not_read_well_is_laid_before_the_traveller():
    document = passport_answers.of_page({}, _page(mrz.parse(LINES), CheckStatus.UNDETERMINED))
    assert "document" not in document
    assert ("unsure", {"": "\n".join(LINES)}) == (document[NOTES]["picture"], document[NOTES]["typed"]["document.mrz"])


def test_a_page_without_lines_says_so():
    assert passport_answers.of_page({}, _page(None))[NOTES]["picture"] == "unread"


def test_typed_lines_end_the_doubt():
    unsure = passport_answers.of_page({}, _page(None))
    document = passport_answers.of_typed(unsure, "\n".join(LINES).lower(), TODAY)
    assert "picture" not in document[NOTES]
    assert document["document"]["number"] == "UT0000001"


def test_a_picture_never_goes_over_lines_that_were_typed():
    typed = passport_answers.of_typed({}, "\n".join(LINES), TODAY)
    other = mrz.parse(mrz.format(replace(FIELDS, document_number="UT0000002")))
    assert typed == passport_answers.of_page(typed, _page(other))


def test_the_page_of_a_visa_is_no_passport():
    visa = mrz.parse(mrz.format(replace(FIELDS, document_code="V"), "MRV-A"))
    document = passport_answers.of_page({}, _page(visa))
    assert ("document" in document, document[NOTES]["picture"]) == (False, "unsure")


def test_the_chip_answers_but_does_not_stand_for_the_printed_zone():
    document = passport_answers.of_chip({}, data_group_1(LINES), TODAY)
    assert (document["document"]["number"], "mrz" in document["document"]) == ("UT0000001", False)


def test_the_chip_leaves_what_the_traveller_answered():
    answered = passport_answers.asked({"applicant": {"surname": "Specimen-Two"}}, "applicant.surname")
    document = passport_answers.of_chip(answered, data_group_1(LINES), TODAY)
    assert ("Specimen-Two", "ZARA") == (document["applicant"]["surname"], document["applicant"]["given_names"])


def test_a_chip_file_that_cannot_be_read_answers_nothing():
    assert passport_answers.of_chip({}, b"\x61\x00", TODAY) == {}


@settings(max_examples=50, database=None)
@given(st.text(max_size=100))
def test_any_text_is_lines_of_a_passport_or_an_input_error(text):
    try:
        assert NOTES in passport_answers.of_typed({}, text, TODAY)
    except InvalidInput as error:
        assert error.what  # noqa: PT017 -- either outcome is right, nothing else is


def test_lines_of_a_visa_are_refused():
    visa = mrz.format(replace(FIELDS, document_code="V"), "MRV-A")
    with pytest.raises(InvalidInput, match="visa"):
        passport_answers.of_typed({}, "\n".join(visa), TODAY)
