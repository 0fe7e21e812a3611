"""Fifty kills in a row lose no accepted application and leave no half-made decision."""

import random
import threading
import time

import httpx
import pytest
from installation import Installation

from preclear.testing.dossiers import ordinary
from preclear.writing import application as forms

KILLS = 50
CLEAR = {"trip": {"purpose": "tourism", "arrive": "2031-03-05", "leave": "2031-03-19"}}
TROUBLED = {"trip": {"purpose": "tourism", "arrive": "2031-03-19", "leave": "2031-03-05"}}
"""A journey that ends before it begins: a person must look at it."""


@pytest.fixture
def installation(tmp_path):
    made = Installation(tmp_path)
    yield made
    made.stop()


def application(number: int, *, trouble: bool = False) -> dict:
    whole = forms.format(ordinary().application)
    trip = (TROUBLED if trouble else CLEAR)["trip"]
    kept = {name: whole[name] for name in ("submitted_at", "applicant", "contact")}
    document = {"type": "P", "number": f"X{number:08}", "issuing_state": "UTO", "expires": "2035-01-01"}
    return {
        **kept,
        "reference": f"KILL-{number:06}",
        "document": document,
        "trip": {**trip, "destination": {"country": "XAR"}},
    }


class Asked:
    """Requests sent from threads of their own, and which of them were answered before the kill."""

    def __init__(self):
        self.accepted: dict[str, str] = {}

    def send(self, installation, who, method, path, body, reference, expected):
        def ask():
            try:
                reply = installation.ask(who, method, path, body)
            except httpx.HTTPError:
                return
            if reply.is_success:
                self.accepted[reference] = reply.json()["state"]
            else:
                assert reply.status_code in expected, reply.text

        thread = threading.Thread(target=ask)
        thread.start()
        return thread


@pytest.mark.slow
def test_fifty_kills_lose_nothing_and_leave_nothing_half_made(installation):
    chance = random.Random(20261124)
    numbers = iter(range(1, 10_000))
    asked = Asked()
    for kill in range(KILLS):
        round_ = (submit_round, decide_round, issue_round)[kill % 3]
        round_(installation, chance, numbers, asked)
        states = installation.states()
        assert {} == {name: said for name, said in asked.accepted.items() if name not in states}, f"kill {kill}"
        assert [] == installation.half_made(), f"kill {kill}"
    installation.work_until(lambda: not {"SUBMITTED", "ADMISSIBLE"} & set(installation.states().values()))
    states = installation.states()
    answered = {name for name, said in asked.accepted.items() if said in {"GRANTED", "REFUSE_PROPOSED"}}
    assert {} == {name: states[name] for name in answered if states[name] != asked.accepted[name]}
    assert [] == installation.half_made()
    assert set(asked.accepted) <= set(states)
    installation.audit_holds()


def submit_round(installation, chance, numbers, asked):
    """Kill the pages while several applications are being handed in."""
    installation.start("web")
    threads = []
    for number in [next(numbers) for _ in range(4)]:
        body = application(number, trouble=number % 2 == 0)
        threads.append(
            asked.send(installation, "applicant.zara", "POST", "applications", body, body["reference"], {409})
        )
    time.sleep(chance.uniform(0.005, 0.12))  # -- the moment of the kill is what is tried
    installation.kill("web")
    for thread in threads:
        thread.join()


def decide_round(installation, chance, numbers, asked):
    """Kill the pages while an officer grants one case and proposes to refuse another."""
    installation.start("web")
    if not waiting(installation):
        body = application(next(numbers), trouble=True)
        assert 201 == installation.ask("applicant.zara", "POST", "applications", body).status_code
        asked.accepted.setdefault(body["reference"], "SUBMITTED")
    installation.work_until(lambda: waiting(installation))
    taken = installation.ask("officer.amna", "POST", "cases/take", {"what": "case"})
    assert 200 == taken.status_code, taken.text
    case = taken.json()
    body = {"outcome": "grant", "seen": case["version"], "note": "The days were exchanged by a slip of the pen."}
    path = f"cases/{case['reference']}/propose"
    thread = asked.send(installation, "officer.amna", "POST", path, body, case["reference"], set())
    time.sleep(chance.uniform(0.001, 0.05))  # -- the moment of the kill is what is tried
    installation.kill("web")
    thread.join()


def issue_round(installation, chance, numbers, asked):
    """Kill the worker while it checks, grants and issues."""
    installation.start("web")
    if "worker" in installation.running:
        installation.kill("worker")
    fresh = [application(next(numbers)) for _ in range(3)]
    for body in fresh:
        assert 201 == installation.ask("applicant.zara", "POST", "applications", body).status_code
        asked.accepted[body["reference"]] = "SUBMITTED"
    # Not an older one: its job may still be leased to a worker that was killed before.
    installation.work_until(lambda: installation.states()[fresh[0]["reference"]] != "SUBMITTED")
    time.sleep(chance.uniform(0.0, 0.12))  # -- the moment of the kill is what is tried
    installation.kill("worker")


def waiting(installation) -> bool:
    return "REFERRED" in installation.states().values()
