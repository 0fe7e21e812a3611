"""The gateway's routes on the address of the pages."""

import json

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

QUESTION = {
    "request_id": "r-1",
    "flight": {"carrier": "ZZ", "number": "701", "date": "2026-05-20", "from": "UTA", "to": "JFK"},
    "passengers": [{"reference": "p1", "surname": "MUSTER", "given_names": "LEA", "birth_date": "1980-01-01"}],
}
ROUTES = ("query", "edifact", "health", "key", "nothing", "query/more", "")


def ask(client, body=QUESTION, **headers):
    sent = body if isinstance(body, bytes) else json.dumps(body).encode()
    return client.post("/carrier/v1/query", sent, content_type="application/json", headers=headers)


def test_a_question_comes_back_answered_and_signed(gateway, client):
    told = ask(client).json()
    assert (["answers", "receipt", "request_id"], "r-1") == (sorted(told), told["request_id"])


def test_the_same_bytes_get_the_same_reply(gateway, client):
    first, second = ask(client), ask(client)
    assert (first.content, "true") == (second.content, second["Idempotent-Replayed"])


def test_the_carriers_key_is_passed_on(locked_gateway, client):
    told = ask(client, Authorization="Bearer pck_unknown")
    assert (401, "Bearer", "application/problem+json") == (
        told.status_code,
        told["WWW-Authenticate"],
        told["Content-Type"],
    )


def test_health_and_key_are_the_gateways(gateway, client):
    assert "current" == client.get("/carrier/v1/health").json()["freshness"]
    assert b"-----BEGIN PUBLIC KEY-----" == client.get("/carrier/v1/key").content[:26]


def test_a_silent_gateway_is_a_problem_document(no_gateway, client, db):
    told = ask(client)
    assert (503, "application/problem+json", "unavailable") == (
        told.status_code,
        told["Content-Type"],
        told.json()["code"],
    )


@pytest.mark.parametrize(
    ("method", "route", "status"), [("get", "query", 405), ("post", "health", 405), ("get", "no", 404)]
)
def test_another_method_or_route_is_a_problem_document(no_gateway, client, db, method, route, status):
    told = client.generic(method.upper(), f"/carrier/v1/{route}")
    assert (status, "application/problem+json") == (told.status_code, told["Content-Type"])


def test_a_long_question_is_not_read(no_gateway, client, db):
    assert 413 == ask(client, b"x" * 262_145).status_code


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    body=st.binary(max_size=200),
    route=st.sampled_from(ROUTES),
    method=st.sampled_from(("get", "post", "put")),
    key=st.text(max_size=20),
)
def test_no_bytes_make_the_relay_fail(gateway, db, body, route, method, key):
    client = Client(raise_request_exception=False)
    told = client.generic(
        method.upper(),
        f"/carrier/v1/{route}",
        body,
        content_type="application/json",
        HTTP_AUTHORIZATION=f"Bearer {key}",
    )
    assert told.status_code < 500
