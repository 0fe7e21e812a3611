import json
import sqlite3
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from carriers_kit import AT, ENTRY, SCOPE, entry, question
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from preclear.gateway.app import create_app
from preclear.gateway.carriers import CarrierKeys
from preclear.gateway.proof import examine
from preclear.gateway.receipts import load_public_key
from preclear.model.carriage import CarrierState
from preclear.model.codes import CheckStatus

QUERY = "/carrier/v1/query"
JSON = {"Content-Type": "application/json"}


@contextmanager
def asking(options, after=timedelta(), told=None):
    """A client of a gateway whose clock stands ``after`` the last sign of life."""
    log = [] if told is None else told
    app = create_app(options, lambda: AT + after, lambda event, facts: log.append({"event": event} | facts))
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


def said(response):
    return [each["answer"] for each in response.json()["answers"]]


def test_a_question_gets_its_answer_and_a_receipt_that_holds(filled, options):
    body = json.dumps(question()).encode()
    with asking(options) as client:
        reply = client.post(QUERY, content=body, headers=JSON)
        key = load_public_key(client.get("/carrier/v1/key").content)
    proof = examine(reply.content, key, body)
    assert ([{"answer": "OK", "reference": "p1"}], [CheckStatus.PASSED] * 3, 7, AT, AT) == (
        reply.json()["answers"],
        [step.status for step in proof.checks],
        proof.receipt.position,
        proof.receipt.at,
        proof.receipt.heard_at,
    )


def test_the_same_question_gets_the_same_bytes_although_the_clearance_changed(filled, options):
    with asking(options) as client:
        first = client.post(QUERY, json=question())
        filled.publish([entry(state=CarrierState.NOT_OK, version=2)], 8, AT)
        again, anew = client.post(QUERY, json=question()), client.post(QUERY, json=question("r-2"))
    assert (first.content, "true", ["NOT_OK"]) == (again.content, again.headers["idempotent-replayed"], said(anew))


def test_the_same_id_for_another_question_is_a_conflict(filled, options):
    with asking(options) as client:
        client.post(QUERY, json=question())
        other = client.post(QUERY, json=question(surname="OTHER"))
    assert (409, "conflict", "application/problem+json") == (
        other.status_code,
        other.json()["code"],
        other.headers["content-type"],
    )


def test_many_at_once_with_one_id_get_one_reply(filled, options):
    with asking(options) as client, ThreadPoolExecutor(8) as pool:
        replies = pool.map(lambda _: client.post(QUERY, json=question()).content, range(24))
    assert 1 == len(set(replies))


@pytest.mark.parametrize(
    ("after", "answers"),
    [
        (timedelta(minutes=10), ["OK", "NOT_OK"]),
        (timedelta(minutes=20), ["OK", "UNAVAILABLE"]),
        (timedelta(hours=25), ["UNAVAILABLE", "UNAVAILABLE"]),
    ],
)
def test_answers_grow_stale_with_the_heartbeat(filled, options, after, answers):
    asked = question(day=(AT + after).date() + timedelta(days=1))
    stranger = {"documents": [{"type": "P", "number": "UTX9", "issuing_state": "UTO"}], "reference": "p2"}
    asked["passengers"].append(asked["passengers"][0] | stranger)
    with asking(options, after) as client:
        assert answers == said(client.post(QUERY, json=asked))


def lost(options, filled):
    for path in options.folder.glob("store.db*"):
        path.unlink()


def overwritten(options, filled):
    for end in ("-wal", "-shm"):
        options.store.with_name("store.db" + end).unlink(missing_ok=True)
    options.store.write_bytes(b"\x00nothing that a store would hold" * 1000)


def emptied(options, filled):
    options.store.write_bytes(b"")


def without_scope(options, filled):
    with sqlite3.connect(options.store) as raw:
        raw.execute("UPDATE standing SET scope = NULL")


def with_another_time(options, filled):
    with sqlite3.connect(options.store) as raw:
        raw.execute("UPDATE standing SET heard_at = 'x'")


@pytest.mark.parametrize("harm", [lost, overwritten, emptied, without_scope, with_another_time])
def test_without_a_usable_store_everybody_is_unavailable_with_a_receipt_that_holds(filled, options, harm):
    body = json.dumps(question("r-2")).encode()
    with asking(options) as client:
        client.post(QUERY, json=question())
        harm(options, filled)
        reply = client.post(QUERY, content=body, headers=JSON)
        key = load_public_key(client.get("/carrier/v1/key").content)
        health = client.get("/carrier/v1/health").json()
    proof = examine(reply.content, key, body)
    assert (200, ["UNAVAILABLE"], CheckStatus.PASSED, None) == (
        reply.status_code,
        said(reply),
        proof.result,
        proof.receipt.position,
    )
    assert "ready" != health["store"]


def test_a_rebuilt_store_answers_again(filled, options):
    with asking(options) as client:
        lost(options, filled)
        before = said(client.post(QUERY, json=question()))
        filled.rebuild([ENTRY], SCOPE, 1, AT)
        assert (["UNAVAILABLE"], ["OK"]) == (before, said(client.post(QUERY, json=question("r-2"))))


def test_a_reply_that_cannot_be_kept_is_unavailable(filled, options):
    options.replies.write_bytes(b"not a database at all" * 100)
    with asking(options) as client:
        assert ["UNAVAILABLE"] == said(client.post(QUERY, json=question()))


def test_keys_open_the_gateway_and_a_withdrawn_one_does_not(filled, options):
    keys = CarrierKeys(options.carriers)
    bearer = {"Authorization": f"Bearer {keys.add('zz')}"}
    with asking(replace(options, open_access=False)) as client:
        without = client.post(QUERY, json=question())
        wrong = client.post(QUERY, json=question(), headers={"Authorization": "Bearer pck_x"})
        right = client.post(QUERY, json=question(), headers=bearer)
        gone = keys.withdraw("ZZ")
        after = client.post(QUERY, json=question("r-2"), headers=bearer)
    assert ([401, 401, 200, 401], 1, "Bearer") == (
        [each.status_code for each in (without, wrong, right, after)],
        gone,
        without.headers["www-authenticate"],
    )


def test_two_carriers_may_use_one_request_id(filled, options):
    keys = CarrierKeys(options.carriers)
    with asking(options) as client:
        bearers = [{"Authorization": f"Bearer {keys.add(carrier)}"} for carrier in ("ZZ", "YY")]
        replies = [client.post(QUERY, json=question(surname=f"S{n}"), headers=b) for n, b in enumerate(bearers)]
    assert [200, 200] == [each.status_code for each in replies]


@pytest.mark.parametrize(
    ("method", "path", "sent", "status"),
    [
        ("GET", QUERY, {}, 405),
        ("GET", "/carrier/v1/nothing", {}, 404),
        ("POST", QUERY + "/", {"json": {}}, 404),
        ("POST", QUERY, {"content": b"{}"}, 415),
        ("POST", QUERY, {"content": b"{", "headers": JSON}, 400),
        ("POST", QUERY, {"content": b" " * 300_000, "headers": JSON}, 413),
    ],
)
def test_every_error_is_a_problem_document(filled, options, method, path, sent, status):
    with asking(options) as client:
        reply = client.request(method, path, **sent)
    assert (status, "application/problem+json", {"type", "title", "status", "detail", "code"}) == (
        reply.status_code,
        reply.headers["content-type"],
        set(reply.json()) - {"where"},
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    method=st.sampled_from(["POST", "GET", "PUT", "DELETE"]),
    kind=st.sampled_from(["application/json", "application/json; charset=x", "text/plain", "", "é"]),
    authorization=st.sampled_from([None, "Bearer", "Bearer \xff", "Basic x"]),
    body=st.binary(max_size=200)
    | st.dictionaries(st.sampled_from(list(question())), st.text() | st.integers()).map(
        lambda d: json.dumps(d).encode()
    ),
)
def test_any_bytes_get_a_reply_or_a_problem(filled, options, method, kind, authorization, body):
    headers = {b"content-type": kind.encode()} | ({b"authorization": authorization.encode()} if authorization else {})
    with asking(options) as client:
        reply = client.request(method, QUERY, content=body, headers=list(headers.items()))
    assert reply.status_code in {200, 400, 401, 404, 405, 409, 413, 415}
    assert (reply.status_code == 200) != (reply.headers["content-type"] == "application/problem+json")


def test_the_log_counts_answers_and_names_nobody(filled, options):
    told = []
    with asking(options, told=told) as client:
        client.post(QUERY, json=question(), headers={"Authorization": "Bearer pck_secret"})
    text = json.dumps(told)
    assert (Counter({"OK": 1}), []) == (
        Counter(told[0]["answers"]),
        [word for word in ("SPECIMEN", "UTO100001", "1990", "p1", "r-1", "pck_secret") if word in text],
    )


def test_health_tells_how_fresh_answers_are(filled, options):
    with asking(options, timedelta(minutes=20)) as client:
        expected = {"store": "ready", "freshness": "stale", "position": 7, "heard_at": "2026-07-01T12:00:00Z"}
        assert expected == client.get("/carrier/v1/health").json()


def test_the_file_of_replies_holds_no_person(filled, options):
    with asking(options) as client:
        client.post(QUERY, json=question())
    content = b"".join(path.read_bytes() for path in options.folder.glob("replies.db*"))
    assert [] == [secret for secret in (b"SPECIMEN", b"UTO100001", b"1990-05") if secret in content]


@pytest.mark.parametrize("state", list(CarrierState))
def test_no_word_of_a_reason_leaves_the_gateway(filled, options, state):
    filled.publish([entry(state=state, version=2)], 8, AT)
    with asking(options) as client:
        (answer,) = client.post(QUERY, json=question()).json()["answers"]
    assert set(answer) <= {"reference", "answer", "contact", "fields"}
