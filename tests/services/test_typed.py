"""What people type into fields: read as a value of the application, or said to be unusable."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preclear.errors import InvalidInput
from preclear.model.agreement import FormQuestion
from preclear.services import typed

CHOICES = {"P": {"en": "Passport"}}
KINDS = ("text", "long_text", "date", "money", "choice", "yes_no", "country", "email", "phone")


def question(kind, path="answers.x", **fields):
    return FormQuestion(path=path, kind=kind, label={"en": "?"}, choices=CHOICES, **fields)


@pytest.mark.parametrize(
    ("kind", "path", "parts", "expected"),
    [
        ("text", "applicant.surname", {"": "  Namoona \t Zara "}, "Namoona Zara"),
        ("text", "document.number", {"": "ut 0000-001"}, "UT0000001"),
        ("country", "applicant.nationality", {"": "uto"}, ["UTO"]),
        ("text", "trip.destination.address.lines", {"": "1 Specimen Street"}, ["1 Specimen Street"]),
        ("date", "trip.arrive", {"day": "7", "month": "12", "year": "2026"}, "2026-12-07"),
        ("date", "applicant.birth_date", {"day": "", "month": "", "year": "1990"}, "1990"),
        (
            "money",
            "funding.available",
            {"amount": "2,500.50", "currency": "usd"},
            {"amount": 2500.5, "currency": "USD"},
        ),
        ("yes_no", "protection.wants_help", {"": "no"}, False),
        ("phone", "contact.phone", {"": "0092 (300) 000-0000"}, "+923000000000"),
        ("email", "contact.email", {"": "zara@traveller.example"}, "zara@traveller.example"),
        ("choice", "document.type", {"": "P"}, "P"),
    ],
)
def test_an_answer_has_the_shape_of_the_schema(kind, path, parts, expected):
    assert expected == typed.read(question(kind, path), parts)


def test_pay_has_a_period():
    parts = {"amount": "2900", "currency": "USD", "period": "month"}

    assert {"amount": 2900.0, "currency": "USD", "period": "month"} == typed.read(
        question("money", "offer.salary"), parts
    )
    with pytest.raises(InvalidInput, match="Choose one answer"):
        typed.read(question("money", "offer.salary"), {**parts, "period": "eon"})


def test_nothing_is_no_answer_where_nothing_has_to_be():
    assert typed.read(question("text", required=False), {"": "  "}) is None
    assert typed.read(question("money", required=False), {"amount": "", "currency": "USD"}) is None
    with pytest.raises(InvalidInput, match="Write an answer"):
        typed.read(question("text"), {})


@pytest.mark.parametrize("parts", [("31", "2", "2026"), ("", "2", "2026"), ("7", "12", "26"), ("7", "xii", "2026")])
def test_a_day_that_is_none_is_said(parts):
    with pytest.raises(InvalidInput, match="Enter a real day"):
        typed.read(question("date", "trip.arrive"), dict(zip(("day", "month", "year"), parts, strict=True)))


@given(
    st.sampled_from(KINDS),
    st.dictionaries(st.sampled_from(("", "day", "month", "year", "amount", "currency")), st.text(max_size=30)),
)
@settings(max_examples=80, deadline=None)
def test_whatever_is_typed_is_a_value_or_unusable(kind, parts):
    try:
        value = typed.read(question(kind, required=False), parts)
    except InvalidInput:
        return
    if value is not None:
        assert value == typed.read(question(kind), typed.parts(question(kind), value))


@pytest.mark.parametrize(
    ("path", "value", "says"),
    [
        ("applicant.birth_date", "2030", "in the future"),
        ("trip.arrive", "2020-01-01", "in the past"),
        ("trip.leave", "2026-12-01", "before the day you leave"),
    ],
)
def test_a_day_is_seen_together_with_the_others(path, value, says):
    stated = {"trip": {"arrive": "2026-12-05"}}
    with pytest.raises(InvalidInput, match=says):
        typed.check_days(path, value, stated, date(2026, 5, 17))
