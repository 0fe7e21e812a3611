from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preclear.carriage import Freshness, answer, freshness
from preclear.model.carriage import (
    CarriedDocument,
    CarrierEntry,
    CarrierRoute,
    CarrierScope,
    CarrierState,
    DeskContact,
    Flight,
    PassengerAnswer,
    PassengerQuery,
)
from preclear.model.codes import CarrierAnswer
from preclear.model.dates import PartialDate

AT = datetime(2026, 7, 1, 12, tzinfo=UTC)
FLIGHT = Flight(carrier="ZZ", number="701", day=date(2026, 7, 2), origin="UTA", destination="JFK")
SCOPE = CarrierScope(
    routes=(CarrierRoute(from_airport="UTA", to_state="USA"),),
    desk_phone="+15550100",
    airports={"UTA": "UTO", "UTB": "UTO", "JFK": "USA", "LHR": "GBR"},
    younger_than=12,
    exempt_documents=frozenset({"PD"}),
)
ENTRY = CarrierEntry(
    number="CL-7K4M-2QX9",
    state=CarrierState.OK,
    document_type="P",
    document_number="UTO100001",
    issuing_state="UTO",
    surname="KHAN",
    given_names="ALI",
    birth_date=PartialDate(1990, 5, 17),
    nationality="UTO",
    valid_from=date(2026, 6, 1),
    valid_until=date(2026, 8, 31),
    destination="USA",
    version=1,
    changed_at=AT,
)
DOCUMENT = CarriedDocument(type="P", number="UTO100001", issuing_state="UTO", expires=PartialDate(2030, 1, 1))
PASSENGER = PassengerQuery(
    reference="p1", surname="KHAN", given_names="ALI", birth_date=PartialDate(1990, 5, 17), documents=(DOCUMENT,)
)


def say(passenger=PASSENGER, flight=FLIGHT, entries=(ENTRY,), scope=SCOPE, fresh=Freshness.CURRENT):
    return answer(passenger, flight, entries, scope, AT, fresh)


def resubmit(*fields):
    return PassengerAnswer(reference="p1", answer=CarrierAnswer.RESUBMIT, fields=fields)


def only(said):
    return PassengerAnswer(reference="p1", answer=said)


def with_document(**changes):
    return replace(PASSENGER, documents=(replace(DOCUMENT, **changes),))


def test_a_valid_clearance_for_this_document_and_journey_is_ok():
    assert only(CarrierAnswer.OK) == say()


def test_without_any_clearance_it_is_not_ok():
    assert only(CarrierAnswer.NOT_OK) == say(entries=())


def test_a_clearance_that_was_taken_away_is_not_ok():
    assert only(CarrierAnswer.NOT_OK) == say(entries=(replace(ENTRY, state=CarrierState.NOT_OK),))


@pytest.mark.parametrize("day", [date(2026, 6, 30), date(2026, 9, 1)])
def test_a_flight_outside_the_validity_is_not_ok(day):
    entry = replace(ENTRY, valid_from=date(2026, 7, 1))
    assert only(CarrierAnswer.NOT_OK) == say(flight=replace(FLIGHT, day=day), entries=(entry,))


@pytest.mark.parametrize("day", [date(2026, 7, 1), date(2026, 8, 31)])
def test_the_first_and_the_last_day_of_the_validity_count(day):
    entry = replace(ENTRY, valid_from=date(2026, 7, 1))
    assert only(CarrierAnswer.OK) == say(flight=replace(FLIGHT, day=day), entries=(entry,))


def test_a_clearance_for_another_state_is_not_ok_here():
    assert only(CarrierAnswer.NOT_OK) == say(entries=(replace(ENTRY, destination="CAN"),))


def test_a_held_clearance_gives_the_desk_and_the_number_to_quote_and_nothing_more():
    expected = replace(only(CarrierAnswer.CONTACT), contact=DeskContact(phone="+15550100", reference="CL-7K4M-2QX9"))
    assert expected == say(entries=(replace(ENTRY, state=CarrierState.CONTACT),))


def test_contact_comes_before_another_clearance_of_the_same_document():
    held = replace(ENTRY, number="CL-2", state=CarrierState.CONTACT)
    assert CarrierAnswer.CONTACT == say(entries=(ENTRY, held)).answer


def test_a_new_grant_stands_beside_an_old_revocation():
    assert only(CarrierAnswer.OK) == say(entries=(replace(ENTRY, number="CL-0", state=CarrierState.NOT_OK), ENTRY))


@pytest.mark.parametrize(
    ("surname", "given_names"),
    [
        ("ALI", "KHAN"),  # order changed over
        ("KHAN ALI", ""),  # all in one field
        ("FNU", "KHAN ALI"),  # a placeholder for a missing name
        ("KHAN", "ALIMR"),  # title run into the name
        ("KHAN", "ALI MR"),
        ("Khan", "Alí"),
        ("KHAN", "ALI MUHAMMAD"),
    ],
)
def test_order_and_titles_cost_an_honest_traveller_nothing(surname, given_names):
    assert only(CarrierAnswer.OK) == say(replace(PASSENGER, surname=surname, given_names=given_names))


def test_missing_given_names_are_asked_for_and_never_refused():
    assert resubmit("given_names") == say(replace(PASSENGER, given_names=""))


def test_a_person_with_one_name_needs_no_given_names():
    entry = replace(ENTRY, given_names="")
    assert only(CarrierAnswer.OK) == say(replace(PASSENGER, given_names=""), entries=(entry,))


def test_another_name_on_the_right_document_and_day_is_read_again():
    assert resubmit("surname", "given_names") == say(replace(PASSENGER, surname="SMITH", given_names="JOHN"))


def test_a_twin_with_the_other_twins_document_is_not_waved_through():
    entry = replace(ENTRY, given_names="HASSAN")
    twin = replace(PASSENGER, given_names="HUSSAIN")
    assert resubmit("surname", "given_names") == say(twin, entries=(entry,))


@pytest.mark.parametrize("born", [PartialDate(1990, 5, 18), PartialDate(1991, 5, 17), PartialDate(1960, 1, 2)])
def test_a_birth_date_that_differs_under_the_right_name_is_read_again(born):
    assert resubmit("birth_date") == say(replace(PASSENGER, birth_date=born))


def test_day_and_month_changed_over_are_read_again():
    entry = replace(ENTRY, birth_date=PartialDate(1990, 5, 7))
    assert resubmit("birth_date") == say(replace(PASSENGER, birth_date=PartialDate(1990, 7, 5)), entries=(entry,))


def test_another_birth_date_and_another_name_are_another_person():
    passenger = replace(PASSENGER, surname="SMITH", given_names="JOHN", birth_date=PartialDate(1971, 2, 3))
    assert only(CarrierAnswer.NOT_OK) == say(passenger)


@pytest.mark.parametrize("held", [PartialDate(1990), PartialDate(1990, 5)])
def test_a_birth_date_known_in_part_never_contradicts(held):
    assert only(CarrierAnswer.OK) == say(entries=(replace(ENTRY, birth_date=held),))


def test_o_for_zero_is_pointed_out_and_never_guessed():
    assert resubmit("documents.0.number") == say(with_document(number="UT0100001"))


def test_a_look_alike_number_of_somebody_else_is_not_ok():
    stranger = replace(with_document(number="UT0100001"), birth_date=PartialDate(1980, 1, 1))
    assert only(CarrierAnswer.NOT_OK) == say(stranger)


def test_the_wrong_issuing_state_is_pointed_out():
    assert resubmit("documents.0.issuing_state") == say(with_document(issuing_state="USA"))


def test_an_expired_document_is_read_again():
    assert resubmit("documents.0.expiry_date") == say(with_document(expires=PartialDate(2026, 7, 1)))


def test_a_second_document_without_clearance_does_not_matter():
    other = CarriedDocument(type="V", number="VV1", issuing_state="USA", expires=PartialDate(2020, 1, 1))
    assert only(CarrierAnswer.OK) == say(replace(PASSENGER, documents=(other, DOCUMENT)))


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"birth_date": None}, ("birth_date",)),
        ({"birth_date": None, "faults": ("birth_date",)}, ("birth_date",)),
        ({"birth_date": PartialDate(2027, 1, 1)}, ("birth_date",)),
        ({"surname": "", "given_names": ""}, ("surname",)),
        ({"documents": ()}, ("documents",)),
        ({"documents": (CarriedDocument(),), "faults": ("documents.0.number",)}, ("documents.0.number",)),
    ],
)
def test_what_is_missing_or_cannot_be_is_named(changes, fields):
    assert resubmit(*fields) == say(replace(PASSENGER, **changes))


def test_a_route_outside_the_agreements_needs_nothing():
    assert only(CarrierAnswer.NOT_REQUIRED) == say(flight=replace(FLIGHT, destination="LHR"), entries=())


def test_a_route_that_has_ended_needs_nothing():
    scope = replace(SCOPE, routes=(replace(SCOPE.routes[0], last_day=date(2026, 7, 1)),))
    assert only(CarrierAnswer.NOT_REQUIRED) == say(scope=scope, entries=())


def test_an_unknown_airport_is_asked_about_and_not_guessed():
    assert resubmit("flight.to") == say(flight=replace(FLIGHT, destination="QQQ"))


def test_an_unknown_airport_does_not_matter_where_the_other_end_is_out_of_scope():
    flight = replace(FLIGHT, origin="UTB", destination="QQQ")
    assert only(CarrierAnswer.NOT_REQUIRED) == say(flight=flight)


@pytest.mark.parametrize("day", [date(2026, 6, 28), date(2028, 1, 1), date.min, date.max])
def test_a_flight_long_ago_or_far_ahead_is_a_typing_error(day):
    assert resubmit("flight.date") == say(flight=replace(FLIGHT, day=day))


def test_a_small_child_needs_no_clearance():
    child = replace(PASSENGER, birth_date=PartialDate(2020, 1, 1), documents=())
    assert only(CarrierAnswer.NOT_REQUIRED) == say(child, entries=())


def test_a_child_is_a_child_until_the_birthday():
    eve, day = PartialDate(2014, 7, 3), PartialDate(2014, 7, 2)
    assert [CarrierAnswer.NOT_REQUIRED, CarrierAnswer.NOT_OK] == [
        say(replace(PASSENGER, birth_date=born), entries=()).answer for born in (eve, day)
    ]


def test_an_age_that_the_document_contradicts_exempts_nobody():
    assert resubmit("birth_date") == say(replace(PASSENGER, birth_date=PartialDate(2020, 5, 17)))


def test_a_held_child_is_still_a_matter_for_the_desk():
    held = replace(ENTRY, state=CarrierState.CONTACT, birth_date=PartialDate(2020, 1, 1))
    assert CarrierAnswer.CONTACT == say(replace(PASSENGER, birth_date=PartialDate(2020, 1, 1)), entries=(held,)).answer


def test_a_diplomatic_passport_needs_no_clearance():
    assert only(CarrierAnswer.NOT_REQUIRED) == say(with_document(type="PD"), entries=())


@pytest.mark.parametrize(
    ("fresh", "entries", "said"),
    [
        (Freshness.STALE, (ENTRY,), CarrierAnswer.OK),
        (Freshness.STALE, (replace(ENTRY, state=CarrierState.CONTACT),), CarrierAnswer.CONTACT),
        (Freshness.STALE, (), CarrierAnswer.UNAVAILABLE),
        (Freshness.STALE, (replace(ENTRY, state=CarrierState.NOT_OK),), CarrierAnswer.UNAVAILABLE),
        (Freshness.STALE, (replace(ENTRY, surname="SMITH", given_names="JOHN"),), CarrierAnswer.UNAVAILABLE),
        (Freshness.UNKNOWN, (ENTRY,), CarrierAnswer.UNAVAILABLE),
        (Freshness.UNKNOWN, (), CarrierAnswer.UNAVAILABLE),
    ],
)
def test_what_may_have_changed_meanwhile_is_unavailable(fresh, entries, said):
    assert only(said) == replace(say(entries=entries, fresh=fresh), contact=None)


def test_a_missing_field_is_named_even_when_the_case_side_is_silent():
    assert resubmit("birth_date") == say(replace(PASSENGER, birth_date=None), fresh=Freshness.STALE)


@pytest.mark.parametrize(
    ("age", "expected"),
    [
        (timedelta(minutes=15), Freshness.CURRENT),
        (timedelta(minutes=16), Freshness.STALE),
        (timedelta(hours=24), Freshness.STALE),
        (timedelta(hours=25), Freshness.UNKNOWN),
        (timedelta(minutes=-5), Freshness.CURRENT),
        (timedelta(minutes=-6), Freshness.UNKNOWN),
    ],
)
def test_a_heartbeat_grows_stale_and_one_from_the_future_is_not_believed(age, expected):
    limits = {"stale_after": timedelta(minutes=15), "trust_ok_for": timedelta(hours=24)}
    assert expected == freshness(AT - age, AT, **limits)


def test_without_a_heartbeat_nothing_is_known():
    limits = {"stale_after": timedelta(minutes=15), "trust_ok_for": timedelta(hours=24)}
    assert Freshness.UNKNOWN == freshness(None, AT, **limits)


days = st.dates(date(1900, 1, 1), date(2100, 1, 1)).map(PartialDate.of)


@settings(max_examples=60, deadline=None)
@given(
    name=st.tuples(st.text(max_size=20), st.text(max_size=20)),
    born=st.none() | days,
    number=st.sampled_from(["UTO100001", "UT0100001", "X", ""]),
    state=st.sampled_from(list(CarrierState)),
    fresh=st.sampled_from(list(Freshness)),
)
def test_an_answer_never_holds_more_than_it_may(name, born, number, state, fresh):
    passenger = replace(with_document(number=number), surname=name[0], given_names=name[1], birth_date=born)
    said = say(passenger, entries=(replace(ENTRY, state=state),), fresh=fresh)
    assert (said.answer is CarrierAnswer.CONTACT, said.answer is CarrierAnswer.RESUBMIT) == (
        said.contact is not None,
        bool(said.fields),
    )
    if said.answer is CarrierAnswer.OK:
        assert (CarrierState.OK, PartialDate(1990, 5, 17), "UTO100001") == (state, born, number)
