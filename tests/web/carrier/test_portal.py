"""The carriers' pages: one question, one answer; a whole flight; and what a carrier holds when nobody answers."""

import json
from base64 import urlsafe_b64decode
from dataclasses import replace

import pytest

from preclear.gateway.carriers import CarrierKeys
from preclear.services.publish import publish

FLIGHT = {"flight": "zz 701", "day": "2026-05-20", "origin": "uta", "destination": "JFK"}


@pytest.fixture
def cleared(house, read_store):
    """A traveller with a clearance that the gateway knows."""
    house.granted()
    publish(house.office, read_store)
    with house.store.transaction() as records:
        return records.clearances.of("PC-2222-0001")[0]


def passenger(clearance, **changes):
    return {
        "number": clearance.document_number,
        "issuing_state": clearance.issuing_state,
        "surname": clearance.surname,
        "given_names": clearance.given_names,
        "birth_date": clearance.birth_date,
    } | changes


def flight_of(clearance):
    return FLIGHT | {"day": str(clearance.valid_from)}


def text(response):
    return response.content.decode()


def asked(post, client, fields, page="/carrier/"):
    sent = post(client, page, **fields)
    assert 302 == sent.status_code, text(sent)
    return text(client.get(sent.url))


def test_a_cleared_passenger_may_board(cleared, gateway, client_of, post):
    page = asked(post, client_of("carrier.zz"), flight_of(cleared) | passenger(cleared))
    assert (True, True) == ('class="answer-word good"' in page, "Board." in page)


def test_a_passenger_without_a_clearance_may_not(cleared, gateway, client_of, post):
    stranger = passenger(cleared, number="X9999999", surname="MUSTER", birth_date="1980-01-01")
    page = asked(post, client_of("carrier.zz"), flight_of(cleared) | stranger)
    assert (True, True) == ('class="answer-word bad"' in page, "Do not board" in page)


def test_a_slip_of_the_pen_names_the_field(cleared, gateway, client_of, post):
    page = asked(post, client_of("carrier.zz"), flight_of(cleared) | passenger(cleared, birth_date="1990-02-30"))
    assert (True, True) == ("Read again:" in page, "<b>birth date</b>" in page)


def test_a_carrier_never_sees_a_reason_or_a_case(house, read_store, gateway, client_of, post):
    house.refused()
    publish(house.office, read_store)
    who = house.case("PC-2222-0002").application
    fields = {
        "number": who.document.number,
        "issuing_state": who.document.issuing_state,
        "surname": who.applicant.surname,
        "given_names": who.applicant.given_names,
        "birth_date": str(who.applicant.birth_date),
    }
    page = asked(post, client_of("carrier.zz"), FLIGHT | fields)
    assert [False] * 4 == [word in page for word in ("PC-2222", "R02", "permit", "refus")]


def test_what_is_wrong_with_the_flight_stands_at_its_field(gateway, client_of, post, cleared):
    carrier = client_of("carrier.zz")
    wrong = post(carrier, "/carrier/", **{**FLIGHT, **passenger(cleared), "flight": "7"})
    day = post(carrier, "/carrier/", **{**FLIGHT, **passenger(cleared), "day": "2026-13-01"})
    assert (422, True) == (wrong.status_code, 'id="flight-error"' in text(wrong))
    assert (422, True) == (day.status_code, 'id="day-error"' in text(day))


def test_a_whole_flight_shows_first_who_needs_somebody(cleared, gateway, client_of, post):
    who = passenger(cleared)
    good = ",".join(who[name] for name in ("surname", "given_names", "birth_date", "number", "issuing_state"))
    lines = f"surname,given_names,birth_date,document_number,issuing_state\n{good}\nMUSTER,LEA,1980-01-01,X9,UTO\n"
    page = asked(post, client_of("carrier.zz"), flight_of(cleared) | {"passengers": lines}, "/carrier/list")
    assert ("<b>2</b> passengers", True) == (
        "<b>2</b> passengers" if "<b>2</b> passengers" in page else "",
        page.index("MUSTER") < page.index(cleared.surname.upper()),
    )


@pytest.mark.parametrize("pasted", ["", "A,B", "x" * 2000, "\n".join(["A,B,1980-01-01,X1,UTO"] * 501), 'a,"b'])
def test_a_list_that_cannot_be_read_says_so_at_the_field(gateway, client_of, post, pasted):
    sent = post(client_of("carrier.zz"), "/carrier/list", **FLIGHT, passengers=pasted)
    assert (422, True) == (sent.status_code, 'id="passengers-error"' in text(sent))


def test_the_receipt_of_an_answer_is_the_gateways_own(cleared, gateway, client_of, post):
    carrier = client_of("carrier.zz")
    sent = post(carrier, "/carrier/", **flight_of(cleared), **passenger(cleared))
    got = carrier.get(f"{sent.url}/receipt")
    claims = json.loads(urlsafe_b64decode(got.content.split(b".")[1] + b"=="))
    assert ("attachment", True) == (got["Content-Disposition"][:10], "request_sha256" in str(claims))


def test_an_outage_gives_a_receipt_that_the_clearance_key_signed(house, no_gateway, client_of, post):
    carrier = client_of("carrier.zz")
    fields = {"number": "X1", "issuing_state": "UTO", "surname": "MUSTER", "birth_date": "1980-01-01"}
    sent = post(carrier, "/carrier/", **FLIGHT, **fields)
    page, jws = text(carrier.get(sent.url)), carrier.get(f"{sent.url}/receipt").content
    signed, _, signature = jws.rpartition(b".")
    claims = json.loads(urlsafe_b64decode(signed.split(b".")[1] + b"=="))
    assert (True, True) == ("You are not liable" in page, "UNAVAILABLE" in page)
    assert house.office.issuer.key.sign(signed) == urlsafe_b64decode(signature + b"==")
    assert ("UNAVAILABLE", False) == (claims["answer"], "MUSTER" in str(claims))
    assert ["carrier.unanswered"] == [json.loads(row)["verb"] for row in house.store.log.rows]


def test_after_an_outage_the_same_is_asked_again_under_another_number(cleared, gateway, client_of, post, settings):
    carrier, working = client_of("carrier.zz"), settings.PRECLEAR
    settings.PRECLEAR = replace(working, gateway_url="http://127.0.0.1:9")
    sent = post(carrier, "/carrier/", **flight_of(cleared), **passenger(cleared))
    settings.PRECLEAR = working
    second = post(carrier, f"{sent.url}/again", page=sent.url)
    assert (True, True) == (second.url != sent.url, "Board." in text(carrier.get(second.url)))


def test_a_gateway_that_wants_a_key_gets_the_airlines(gateway_options, cleared, locked_gateway, client_of, post):
    given = CarrierKeys(gateway_options.carriers).add("ZZ")
    carrier, fields = client_of("carrier.zz"), flight_of(cleared) | passenger(cleared)
    first = post(carrier, "/carrier/", **fields)
    post(carrier, "/carrier/key", key=given)
    second = post(carrier, "/carrier/", **fields)
    assert ("/carrier/key", "/carrier/answers/") == (first.url, second.url[:17])


def test_answers_belong_to_one_session(cleared, gateway, client_of, post):
    sent = post(client_of("carrier.zz"), "/carrier/", **flight_of(cleared), **passenger(cleared))
    assert 404 == client_of("carrier.zz").get(sent.url).status_code


@pytest.mark.parametrize("who", ["officer.amna", "traveller.anna", "admin.jon", "oversight.ida"])
@pytest.mark.parametrize("page", ["/carrier/", "/carrier/list", "/carrier/key", "/carrier/answers/x"])
def test_the_portal_is_for_carriers_alone(no_gateway, client_of, who, page):
    assert 403 == client_of(who).get(page).status_code
