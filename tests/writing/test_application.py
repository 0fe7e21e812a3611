"""Reading and writing applications, JSON in general, and what is worked out of a trip."""

from __future__ import annotations

import copy
import json
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preclear.errors import InvalidInput
from preclear.model.dates import PartialDate
from preclear.testing import ordinary_application
from preclear.writing import application as applications
from preclear.writing import itinerary, json_text

SMALLEST = {
    "reference": "UTO-0001",
    "submitted_at": "2026-05-16T10:00:00Z",
    "applicant": {"surname": "Specimen", "birth_date": "1990", "nationality": ["UTO"]},
    "document": {"type": "P", "number": "L898902C3", "issuing_state": "UTO"},
    "trip": {"purpose": "tourism", "arrive": "2026-06-01", "destination": {"country": "USA"}},
}
FULL = SMALLEST | {
    "channel": {"kind": "web", "device_id": "d", "ip": "192.0.2.1"},
    "preparer": {"declared": True, "fee_paid": {"amount": 10, "currency": "USD"}},
    "previous_documents": [{"type": "P", "number": "K1", "issuing_state": "UTO", "issued": "2011-02"}],
    "trip": {
        "purpose": "work",
        "arrive": "2026-06-01",
        "leave": "2026-07",
        "destination": {"country": "USA"},
        "legs": [{"from": "ISB", "to": "IAD", "departs": "2026-06-01T02:00:00+05:00", "ticketed": False}],
    },
    "history": {"trips": [{"country": "XXK", "arrived": "2020"}], "previous_applications": ["UTO-0000"]},
    "answers": {"q1": {"free": ["text", 1, None]}},
    "files": [{"id": "f1", "kind": "chip"}],
    "document": SMALLEST["document"] | {"chip": {"SOD": "f1"}},
}


def _with(path, value, base=FULL):
    document = copy.deepcopy(base)
    *steps, last = path
    place = document
    for step in steps:
        place = place[step]
    place[last] = value
    return document


def test_the_smallest_application_is_read():
    application = applications.parse(SMALLEST)
    assert ("UTO-0001", datetime(2026, 5, 16, 10, tzinfo=UTC)) == (application.reference, application.submitted_at)
    assert PartialDate(1990) == application.applicant.birth_date


@pytest.mark.parametrize("document", [SMALLEST, FULL], ids=["smallest", "full"])
def test_format_is_the_inverse_of_parse(document):
    application = applications.parse(document)
    assert application == applications.parse(applications.format(application))
    assert application == applications.parse(json.dumps(applications.format(application)))


def test_the_ordinary_application_survives_a_round_trip():
    assert ordinary_application() == applications.parse(applications.format(ordinary_application()))


def test_the_ends_of_a_leg_are_named_origin_and_destination():
    leg = applications.parse(FULL).trip.legs[0]
    assert ("ISB", "IAD", False) == (leg.origin, leg.destination, leg.ticketed)


def test_a_preparer_may_be_null():
    assert applications.parse(SMALLEST | {"preparer": None}).preparer is None


def test_unknown_properties_are_ignored():
    assert applications.parse(SMALLEST) == applications.parse(SMALLEST | {"colour": "green", "protection": {}})


def test_text_is_normalised():
    surname = applications.parse(_with(("applicant", "surname"), "E\u0301\r\na\rb", SMALLEST)).applicant.surname
    assert "\u00c9\na\nb" == surname


UNUSABLE = [
    (("trip", "arrive"), "2026-02-30", "trip.arrive"),
    (("trip", "arrive"), "0000-01-01", "trip.arrive"),
    (("trip", "leave"), "2026-13", "trip.leave"),
    (("trip", "leave"), "tomorrow", "trip.leave"),
    (("trip", "purpose"), "pleasure", "trip.purpose"),
    (("trip", "legs", 0, "departs"), "2026-02-30T00:00:00Z", "trip.legs[0].departs"),
    (("trip", "legs", 0, "departs"), "0001-01-01T00:00:00+14:00", "trip.legs[0].departs"),
    (("trip", "legs", 0, "to"), 1, "trip.legs[0].to"),
    (("trip", "destination", "country"), "usa", "trip.destination.country"),
    (("applicant", "surname"), "x" * 2001, "applicant.surname"),
    (("applicant", "surname"), "a\x00", "applicant.surname"),
    (("applicant", "surname"), "\ud800", "applicant.surname"),
    (("applicant", "nationality"), ["UTO"] * 501, "applicant.nationality"),
    (("preparer", "fee_paid", "amount"), "ten", "preparer.fee_paid.amount"),
    (("preparer", "fee_paid", "amount"), float("nan"), "preparer.fee_paid.amount"),
    (("preparer", "fee_paid", "amount"), 10**400, "preparer.fee_paid.amount"),
    (("history", "trips", 0, "arrived"), "2020-00", "history.trips[0].arrived"),
    (("submitted_at",), "2026-05-16T10:00:00", "submitted_at"),
    (("reference",), "x", "reference"),
    (("answers", "q1"), object(), "answers.q1"),
]


@pytest.mark.parametrize(("path", "value", "where"), UNUSABLE)
def test_an_error_names_the_field_the_rule_and_the_mend(path, value, where):
    with pytest.raises(InvalidInput) as error:
        applications.parse(_with(path, value))
    assert where == error.value.where
    assert error.value.rule


def test_a_missing_field_is_named():
    document = copy.deepcopy(SMALLEST)
    del document["applicant"]["surname"]
    with pytest.raises(InvalidInput) as error:
        applications.parse(document)
    assert "applicant" == error.value.where
    assert "surname" in error.value.what


BAD_TEXT = [
    b"",
    b"{",
    b"\xff\xfe",
    b'{"a": 1, "a": 2}',
    b"NaN",
    b"[Infinity]",
    b"[1e999]",
    b"1" * 50,
    b'"\\ud800"',
    b'"\\u0000"',
    b'{"\\u0007": 1}',
    b'"\x01"',
    b"[" * 33 + b"]" * 33,
    b"[" * 100_000,
    b'{"a":' * 100_000,
    b"[1] 2",
]


@pytest.mark.parametrize("data", BAD_TEXT, ids=lambda data: repr(data[:16]))
def test_text_that_is_not_strict_json_is_refused(data):
    with pytest.raises(InvalidInput):
        json_text.load(data)


def test_a_document_over_its_limit_is_refused_before_it_is_read():
    with pytest.raises(InvalidInput, match="more than 10 bytes"):
        json_text.load(b'"' + b"x" * 20, limit=10)


def test_brackets_inside_strings_do_not_nest():
    assert ["[" * 100 + '\\"'] == json_text.load(json.dumps(["[" * 100 + '\\"']))


def test_strict_json_is_read_as_it_is():
    assert {"a": [1, 2.5, True, None, "ü"]} == json_text.load('{"a": [1, 2.5, true, null, "u\u0308"]}'.encode())


def test_more_values_than_anyone_needs_are_refused():
    with pytest.raises(InvalidInput):
        json_text.load("[" + ",".join("1" * 1 for _ in range(json_text.ITEMS + 1)) + "]")


@settings(max_examples=150, deadline=None, database=None)
@given(st.binary(max_size=60) | st.text(alphabet='{}[]",:\\u01e.-nulNaN', max_size=60))
def test_any_bytes_are_json_or_an_input_error(data):
    with suppress(InvalidInput):
        json_text.load(data)


def test_a_broken_copy_of_an_application_is_never_another_error():
    whole = json.dumps(FULL).encode()
    for cut in range(0, len(whole), 5):
        for data in (whole[:cut], whole[:cut] + b'"' + whole[cut:], whole[:cut] + b"9" + whole[cut + 1 :]):
            with suppress(InvalidInput):
                assert applications.parse(data)


def test_an_itinerary_counts_nights_and_names_transit_states():
    journey = itinerary.of(ordinary_application().trip)
    assert (172, False, "USA", ("QAT",)) == (
        journey.nights,
        journey.one_way,
        journey.destination,
        journey.transit_states,
    )


def test_a_one_way_trip_has_no_nights():
    journey = itinerary.of(ordinary_application(trip={"leave": None}).trip)
    assert (None, True, None) == (journey.nights, journey.one_way, journey.leaves)


def test_an_open_day_gives_no_nights():
    assert itinerary.of(ordinary_application(trip={"leave": "2026-11"}).trip).nights is None


def test_a_trip_that_ends_before_it_begins_is_read_for_it_is_a_finding():
    assert -7 == itinerary.of(ordinary_application(trip={"leave": "2026-05-25"}).trip).nights


def test_a_place_that_is_no_airport_has_no_transit_state():
    legs = [{"from": "Zenith", "to": "Somewhere"}, {"from": "Somewhere", "to": "Springfield"}]
    assert () == itinerary.of(ordinary_application(trip={"legs": legs}).trip).transit_states
