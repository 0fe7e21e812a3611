from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preclear.model.dates import PartialDate
from preclear.screening.entries import BirthSpan, ListedDocument
from preclear.screening.evidence import (
    Birth,
    Number,
    compare_births,
    compare_numbers,
    confusable_number,
    plain_number,
)
from preclear.screening.numbers.identity import plain
from preclear.screening.states import state_code


@pytest.mark.parametrize(
    ("asked", "listed", "agreement"),
    [
        ("1971-04-25", "1971-04-25", Birth.SAME),
        ("1971-04-25", "1971", Birth.POSSIBLE),
        ("1971-04-25", "1971-04", Birth.POSSIBLE),
        ("1971", "1971-04-25", Birth.POSSIBLE),
        ("1971-01-01", "1971-04-25", Birth.POSSIBLE),
        ("1971-01-01", "1971-01-01", Birth.POSSIBLE),
        ("1971-04-05", "1971-05-04", Birth.NEAR),
        ("1971-04-25", "1971-04-26", Birth.NEAR),
        ("1971-04-25", "1977-04-25", Birth.NEAR),
        ("1971-12-13", "1971-12-31", Birth.NEAR),
        ("1971-12-13", "1917-12-31", Birth.DIFFERS),
        ("1971-04-25", "1972", Birth.DIFFERS),
        ("1971-04-25", "1983-11-02", Birth.DIFFERS),
    ],
)
def test_birth_dates_agree_as_far_as_they_are_known(asked, listed, agreement):
    span = BirthSpan.on(PartialDate.parse(listed))
    assert agreement is compare_births(PartialDate.parse(asked), [span])[0]


def test_about_a_year_reaches_two_years():
    span = BirthSpan.on(PartialDate(1970), circa=True)
    assert [compare_births(PartialDate(year, 6, 5), [span])[0] for year in (1972, 1974)] == [
        Birth.POSSIBLE,
        Birth.DIFFERS,
    ]


def test_the_best_of_several_birth_dates_counts():
    spans = [BirthSpan.on(PartialDate(1950)), BirthSpan.on(PartialDate(1971, 4, 25))]
    assert (Birth.SAME, spans[1]) == compare_births(PartialDate(1971, 4, 25), spans)


def test_what_is_missing_contradicts_nothing():
    assert Birth.UNKNOWN is compare_births(None, [BirthSpan.on(PartialDate(1950))])[0]
    assert Birth.UNKNOWN is compare_births(PartialDate(1950), [])[0]


@pytest.mark.parametrize(
    ("number", "state", "how"),
    [
        ("x 120-3456", "UTO", Number.SAME),
        ("Ｘ۱۲۰۳۴۵۶", "UTO", Number.SAME),
        ("X12O3456", "UTO", Number.CONFUSABLE),
        ("X1203456", "PAK", Number.OTHER_STATE),
        ("X1203456", "", Number.STATE_UNKNOWN),
        ("X12O3456", "", Number.NONE),
        ("X12O3456", "PAK", Number.NONE),
        ("X1203457", "UTO", Number.NONE),
        ("", "UTO", Number.NONE),
        ("12", "UTO", Number.NONE),
    ],
)
def test_a_number_needs_its_state(number, state, how):
    assert how is compare_numbers(number, state, [ListedDocument(number="X1203456", issuing_state="UTO")]).how


def test_a_listed_number_without_state_is_no_identity():
    assert Number.STATE_UNKNOWN is compare_numbers("X1203456", "UTO", [ListedDocument(number="X1203456")]).how


def test_the_best_of_several_documents_counts():
    documents = [
        ListedDocument(number="X1203456", issuing_state="PAK"),
        ListedDocument(number="X12O3456", issuing_state="UTO"),
        ListedDocument(number="X1203456", issuing_state="UTO"),
    ]
    assert documents[2] is compare_numbers("X1203456", "UTO", documents).document
    assert Number.CONFUSABLE is compare_numbers("X1203456", "UTO", documents[:2]).how


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("ab 123-456<", "AB123456"),
        ("۱۲۳۴۵", "12345"),
        ("١٢٣٤٥", "12345"),
        ("ＡＢ１２３", "AB123"),
        ("Ö123", ""),
        ("123", ""),
        ("1" * 41, ""),
        ("", ""),
    ],
)
def test_a_number_is_compared_by_its_capitals_and_digits(written, plain):
    assert plain == plain_number(written)


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=60))
def test_any_number_is_plain_or_empty_and_stays_so(text):
    found = plain_number(text)
    assert found == plain_number(found) == plain(text) * (len(plain(text)) >= 4)
    assert not found or (found.isascii() and found.isalnum() and 4 <= len(found) <= 40)
    assert not set(confusable_number(text)) & set("OI")


days = st.dates(date(1930, 1, 1), date(2010, 12, 31)).map(lambda day: PartialDate(day.year, day.month, day.day))


@settings(max_examples=60, deadline=None)
@given(days, days)
def test_two_days_agree_alike_whichever_is_listed(one, other):
    assert compare_births(one, [BirthSpan.on(other)])[0] is compare_births(other, [BirthSpan.on(one)])[0]


def test_a_span_holds_every_day_in_it():
    span = BirthSpan(first=PartialDate(1970, 5), last=PartialDate(1972))
    found = [compare_births(PartialDate(*day), [span])[0] for day in ((1970, 5, 1), (1972, 12, 31), (1973, 1, 2))]
    assert [Birth.POSSIBLE, Birth.POSSIBLE, Birth.DIFFERS] == found


@pytest.mark.parametrize(
    ("text", "code"),
    [("Pakistan", "PAK"), ("pk", "PAK"), ("PAK", "PAK"), ("D<<", "DEU"), ("Korea, North", "PRK"), ("Atlantis", "")],
)
def test_states_are_known_by_name_and_code(text, code):
    assert code == state_code(text)


def test_a_span_is_read_in_either_order():
    assert BirthSpan.between(PartialDate(1975), PartialDate(1971)) == BirthSpan.between(
        PartialDate(1971), PartialDate(1975)
    )
