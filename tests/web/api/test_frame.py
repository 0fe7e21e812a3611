"""Around every route: who asks, errors as problem documents, the description, and bytes of any kind."""

import json

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from programs import Program, document

from preclear.services.accounts import make_key, withdraw_key
from preclear.web.api.urls import api

ROUTES = [
    (method.upper(), path.removeprefix("/api/v1/").replace("{reference}", "PC-2222-0002").replace("{number}", "CL-1"))
    for path, methods in api.get_openapi_schema(path_prefix="/api/v1/")["paths"].items()
    for method in methods
]
PROBLEM = "application/problem+json"


@pytest.fixture
def jon():
    from preclear.model.case import Actor
    from preclear.model.codes import Role

    return Actor(id="admin.jon", roles=frozenset({Role.ADMINISTRATOR}))


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_every_route_asks_who_is_there(anybody, method, path):
    told = anybody.client.generic(method, f"/api/v1/{path}", content_type="application/json")
    assert (401, PROBLEM, "Bearer") == (told.status_code, told["Content-Type"], told["WWW-Authenticate"])


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "v1/nothing", 404), ("GET", "v2/", 404), ("POST", "", 404), ("DELETE", "v1/applications", 405)],
)
def test_an_unknown_address_or_method_is_a_problem_document(anybody, method, path, status):
    told = anybody.client.generic(method, f"/api/{path}")
    assert (status, PROBLEM) == (told.status_code, told["Content-Type"])


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"{", 422), (b"\xff", 422), (b"[]", 422), (b'{"text": 1}', 422), (b'{"a": 1, "a": 2}', 422), (b"[" * 100, 422)],
)
def test_what_is_no_question_says_what_is_wrong(house, program, body, status):
    house.in_review()
    got, told = program("officer.amna").ask("POST", "cases/PC-2222-0002/ask", body)
    assert (status, "invalid_input") == (got, told["code"])


def test_a_field_that_nobody_knows_is_named(house, program):
    house.in_review()
    _, told = program("officer.amna").post("cases/PC-2222-0002/ask", text="Why?", seen=1, sean=2)
    assert "sean" == told["where"]


def test_another_kind_of_body_is_refused_before_it_is_read(program):
    client = program("traveller.anna").client
    told = client.post("/api/v1/cases/PC-1/ask", {"text": "a part"})
    form = client.post("/api/v1/applications", "a=b", content_type="application/x-www-form-urlencoded")
    assert (415, 415, PROBLEM) == (told.status_code, form.status_code, told["Content-Type"])


def test_a_body_that_is_too_large_is_refused(program):
    status, _ = program("traveller.anna").ask("POST", "applications", b" " * (12 * 1024 * 1024 + 1))
    assert 413 == status


def test_a_withdrawn_key_is_useless_at_once(house, people, jon):
    accounts = get_user_model().objects
    key = make_key(house.office, accounts, "traveller.anna", "test", 1, jon)
    asked = Program(key)
    before, _ = asked.get("applications/PC-0")
    withdraw_key(house.office, accounts, "traveller.anna", accounts.keys_of("traveller.anna")[0].id, jon)
    assert (404, 401) == (before, asked.get("applications/PC-0")[0])


def test_a_key_ends_on_its_day(house, people, jon):
    asked = Program(make_key(house.office, get_user_model().objects, "traveller.anna", "test", 1, jon))
    before = asked.get("applications/PC-0")[0]
    house.hands.on(days=1)
    assert (404, 401) == (before, asked.get("applications/PC-0")[0])


def test_only_the_hash_of_a_key_is_kept(house, people, jon, django_assert_num_queries):
    from django.db import connection

    key = make_key(house.office, get_user_model().objects, "traveller.anna", "test", 1, jon)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM preclear_api_token")
        assert key not in str(cursor.fetchall())


def test_a_session_needs_the_csrf_token(house, client_of):
    anna = client_of("traveller.anna")
    without = anna.post("/api/v1/applications", json.dumps(document()), content_type="application/json")
    anna.get("/help")
    token = anna.cookies["csrftoken"].value if "csrftoken" in anna.cookies else ""
    token = token or anna.get("/accounts/password/change/").cookies["csrftoken"].value
    sent = anna.post(
        "/api/v1/applications", json.dumps(document()), content_type="application/json", headers={"X-CSRFToken": token}
    )
    assert (403, PROBLEM, 201) == (without.status_code, without["Content-Type"], sent.status_code)


def test_a_session_of_an_official_needs_a_second_factor(house, people):
    client = Client()
    client.force_login(people["officer.amna"], backend="django.contrib.auth.backends.ModelBackend")
    told = client.get("/api/v1/cases/PC-2222-0002")
    assert (403, True) == (told.status_code, "second factor" in told.json()["detail"])


def test_the_description_names_every_route_and_no_answer_of_a_refusal_machine(client, db, house):
    told = client.get("/api/v1/openapi.json").json()
    assert ("preclear", True) == (told["info"]["title"], "/api/v1/cases/{reference}/confirm" in told["paths"])


def test_every_route_is_in_the_manual():
    from pathlib import Path

    manual = (Path(__file__).parents[3] / "docs" / "http-api.md").read_text(encoding="utf-8")
    paths = api.get_openapi_schema(path_prefix="/api/v1/")["paths"]
    assert [] == [path for path in paths if f"`{path.removeprefix('/api/v1')}`" not in manual]


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=8,
)
NAMES = [
    "text",
    "seen",
    "finding",
    "question",
    "accepted",
    "outcome",
    "reasons",
    "note",
    "own_view",
    "reason",
    "application",
    "files",
    "reference",
    "document",
    "trip",
    "what",
    "key",
    "said",
    "grounds",
    "conditions",
]
FIELDS = st.fixed_dictionaries({}, optional=dict.fromkeys(NAMES, VALUES))
BODIES = st.binary(max_size=120) | FIELDS.map(lambda value: json.dumps(value).encode())
KINDS = st.sampled_from(("application/json", "multipart/form-data; boundary=x", "multipart/form-data", "text/x", ""))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(route=st.sampled_from(ROUTES), body=BODIES, kind=KINDS, tail=st.text(max_size=8), other=st.booleans())
def test_no_bytes_make_a_route_fail(house, program, route, body, kind, tail, other):
    if "PC-2222-0002" not in house.store.shelves.cases:
        house.in_review()
        house.__dict__["programs"] = [program("officer.amna"), program("traveller.anna")]
    method, path = route
    for asked in house.__dict__["programs"]:
        address = f"/api/v1/{path}{tail if other else ''}"
        told = asked.client.generic(method, address, body, content_type=kind)
        assert told.status_code < 500, (address, body, told.content)
        assert "json" in told["Content-Type"]
