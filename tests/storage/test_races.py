"""Two writers at the same moment, each with a connection of its own."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections
from made_up import NOW, OFFICER, decision, go, sign_up, step, stored

from preclear.errors import Conflict
from preclear.oversight import LogKey, verify

both = pytest.mark.parametrize("kept", ["sqlite_store", pytest.param("postgres_store", marks=pytest.mark.database)])


def at_once(kept, *works):
    """What each of these came to, begun at the same time in threads of their own."""
    together = Barrier(len(works))

    def run(work):
        together.wait(timeout=20)
        try:
            with kept.transaction() as records:
                return work(records)
        except Conflict as error:
            return error.code
        finally:
            connections[kept.using].close()

    with ThreadPoolExecutor(len(works)) as threads:
        return list(threads.map(run, works))


@both
def test_of_two_officers_who_saw_the_same_version_one_is_told(kept, request):
    kept = request.getfixturevalue(kept)
    with kept.transaction() as records:
        seen = stored(records, "IN_REVIEW")

    def take(who):
        def work(records):
            records.cases.replace(step(seen, officer=who), seen=seen.version)
            records.audit.add(at=NOW, actor=who, verb="case.changed", about=seen.reference)
            return who

        return work

    results = at_once(kept, take("officer.one"), take("officer.two"))
    with kept.transaction() as records:
        winner = records.cases.get(seen.reference).officer
        written = [entry["actor"] for entry in records.audit.of(seen.reference)]
    assert sorted(["conflict", winner]) == sorted(results)
    assert [winner] == written


@both
def test_a_case_is_decided_once(kept, request):
    kept = request.getfixturevalue(kept)
    sign_up(kept.using)
    with kept.transaction() as records:
        proposed = stored(records, "REFUSE_PROPOSED")

    def refuse(records):
        records.decisions.add(decision(proposed))
        go(records, proposed, "REFUSED")
        return "refused"

    def give_back(records):
        go(records, proposed, "IN_REVIEW")
        return "returned"

    results = at_once(kept, refuse, give_back)
    with kept.transaction() as records:
        state, decided = records.cases.get(proposed.reference).state, len(records.decisions.of(proposed.reference))
    assert 1 == results.count("conflict")
    assert (state, decided) in {("REFUSED", 1), ("IN_REVIEW", 0)}


@both
def test_many_writers_leave_one_log_without_a_gap(kept, request):
    kept = request.getfixturevalue(kept)

    def write(number):
        def work(records):
            return records.audit.add(at=NOW, actor=OFFICER, verb="case.viewed", about=f"UTO-{number}")

        return work

    places = at_once(kept, *(write(number) for number in range(8)))
    report = verify(kept.log, (), LogKey.make("preclear.example/log").public)
    assert (list(range(8)), None) == (sorted(places), report.fault)


@both
def test_a_job_goes_to_one_worker(kept, request):
    kept = request.getfixturevalue(kept)
    with kept.transaction() as records:
        for number in range(2):
            records.jobs.add("process", f"UTO-{number}", due=NOW)

    def take(worker):
        return lambda records: records.jobs.lease(NOW, worker)

    taken = [job.argument if job else None for job in at_once(kept, *(take(f"w{number}") for number in range(4)))]
    assert ["UTO-0", "UTO-1"] == sorted(filter(None, taken))
