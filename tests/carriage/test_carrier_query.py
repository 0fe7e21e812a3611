import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preclear.carriage import format_answers, parse_query
from preclear.carriage.numbers import look_alike, plain_number, plain_state
from preclear.errors import InvalidInput
from preclear.model.carriage import (
    CarriedDocument,
    CarrierQuery,
    DeskContact,
    Flight,
    PassengerAnswer,
    PassengerQuery,
)
from preclear.model.codes import CarrierAnswer
from preclear.model.dates import PartialDate

PASSENGER = {
    "reference": "p1",
    "surname": "KHAN",
    "given_names": "ALI",
    "birth_date": "1990-05-17",
    "sex": "M",
    "nationality": "UTO",
    "documents": [{"type": "P", "number": "UT-100 001", "issuing_state": "uto", "expiry_date": "2030-01-01"}],
}
QUESTION = {
    "request_id": "r-1",
    "flight": {"carrier": "zz", "number": "701", "date": "2026-07-02", "from": "UTA", "to": "JFK"},
    "passengers": [PASSENGER],
}


def body(**changes):
    return json.dumps(QUESTION | changes).encode()


def passenger(**changes):
    (found,) = parse_query(body(passengers=[PASSENGER | changes])).passengers
    return found


def test_a_question_is_read_whole():
    expected = CarrierQuery(
        request_id="r-1",
        flight=Flight(carrier="ZZ", number="701", day=date(2026, 7, 2), origin="UTA", destination="JFK"),
        passengers=(
            PassengerQuery(
                reference="p1",
                surname="KHAN",
                given_names="ALI",
                birth_date=PartialDate(1990, 5, 17),
                documents=(
                    CarriedDocument(type="P", number="UT100001", issuing_state="UTO", expires=PartialDate(2030, 1, 1)),
                ),
            ),
        ),
    )
    assert expected == parse_query(body())


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"birth_date": "1990-02-30"}, ("birth_date",)),
        ({"birth_date": 19900517}, ("birth_date",)),
        ({"birth_date": "2026-W01-1"}, ("birth_date",)),
        ({"surname": ["KHAN"]}, ("surname",)),
        ({"surname": "K\x00"}, ("surname",)),
        ({"given_names": "A" * 201}, ("given_names",)),
        ({"documents": "UT1"}, ("documents",)),
        ({"documents": ["UT1"]}, ("documents.0",)),
        ({"documents": [{"number": "UT1"}]}, ("documents.0.issuing_state",)),
        ({"documents": [{"number": "UT1", "issuing_state": "UTO", "expiry_date": "x"}]}, ("documents.0.expiry_date",)),
        ({"sex": "FI", "nationality": 7}, ()),
    ],
)
def test_a_bad_passenger_is_kept_with_its_faults(changes, faults):
    assert faults == passenger(**changes).faults


def test_one_bad_passenger_does_not_stop_the_others():
    rows = [PASSENGER, PASSENGER | {"reference": "p2", "birth_date": "?"}]
    assert [(), ("birth_date",)] == [each.faults for each in parse_query(body(passengers=rows)).passengers]


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"request_id": None}, "request_id"),
        ({"request_id": "a b"}, "request_id"),
        ({"request_id": "x" * 65}, "request_id"),
        ({"flight": None}, "flight"),
        ({"flight": QUESTION["flight"] | {"date": "2026-02-30"}}, "flight.date"),
        ({"flight": QUESTION["flight"] | {"date": "2026-02"}}, "flight.date"),
        ({"flight": QUESTION["flight"] | {"to": "New York"}}, "flight.to"),
        ({"flight": QUESTION["flight"] | {"number": 701}}, "flight.number"),
        ({"passengers": []}, "passengers"),
        ({"passengers": [PASSENGER] * 2}, "passengers"),
        ({"passengers": [PASSENGER] * 501}, "passengers"),
        ({"passengers": [7]}, "passengers.0"),
        ({"passengers": [{}]}, "passengers.0.reference"),
    ],
)
def test_what_concerns_the_whole_question_makes_it_unusable(changes, where):
    with pytest.raises(InvalidInput) as caught:
        parse_query(body(**changes))
    assert where == caught.value.where


@pytest.mark.parametrize(
    "bad", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b"9" * 10_000, b'"\\ud800"', b"null", b" " * 300_000]
)
def test_what_is_not_a_question_is_invalid_input(bad):
    with pytest.raises(InvalidInput):
        parse_query(bad)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(["request_id", "flight", "passengers", *PASSENGER]), json_values)
def test_any_value_anywhere_gives_a_question_or_invalid_input(field, value):
    rows = [PASSENGER | {field: value}] if field in PASSENGER else QUESTION["passengers"]
    try:
        question = parse_query(body(**({field: value} if field in QUESTION else {"passengers": rows})))
    except InvalidInput:
        return
    assert question.flight.carrier == "ZZ"


def test_answers_are_compact_json_with_sorted_keys():
    answers = (
        PassengerAnswer(
            reference="p1",
            answer=CarrierAnswer.CONTACT,
            contact=DeskContact(phone="+15550100", reference="CL-1"),
        ),
        PassengerAnswer(reference="p2", answer=CarrierAnswer.RESUBMIT, fields=("surname",)),
    )
    expected = (
        b'[{"answer":"CONTACT","contact":{"phone":"+15550100","reference":"CL-1"},"reference":"p1"},'
        b'{"answer":"RESUBMIT","fields":["surname"],"reference":"p2"}]'
    )
    assert expected == format_answers(answers)


def test_numbers_and_states_are_compared_without_what_people_add():
    assert ("UT100001", "D", "AB01") == (plain_number("ut 100-001<<"), plain_state(" deu"), look_alike("abOI"))
