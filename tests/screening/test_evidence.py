from __future__ import annotations

import pytest

from preclear.model.dates import PartialDate
from preclear.screening.entries import BirthSpan, ListedDocument
from preclear.screening.evidence import Birth, Number, compare_births, compare_numbers
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
        ("X12O3456", "UTO", Number.CONFUSABLE),
        ("X1203456", "PAK", Number.OTHER_STATE),
        ("X1203456", "", Number.STATE_UNKNOWN),
        ("X12O3456", "", Number.NONE),
        ("X1203457", "UTO", Number.NONE),
        ("", "UTO", Number.NONE),
        ("12", "UTO", Number.NONE),
    ],
)
def test_a_number_needs_its_state(number, state, how):
    assert how is compare_numbers(number, state, [ListedDocument(number="X1203456", issuing_state="UTO")]).how


@pytest.mark.parametrize(
    ("text", "code"),
    [("Pakistan", "PAK"), ("pk", "PAK"), ("PAK", "PAK"), ("D<<", "DEU"), ("Korea, North", "PRK"), ("Atlantis", "")],
)
def test_states_are_known_by_name_and_code(text, code):
    assert code == state_code(text)
