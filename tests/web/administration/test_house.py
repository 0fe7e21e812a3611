"""Jobs, backups, health and the outbox, when all is well and when it is not."""

import json
from dataclasses import replace

import pytest
from django.test import Client


def text(response):
    return response.content.decode()


def test_a_job_that_was_set_aside_is_shown_with_its_error(house, client_of):
    with house.store.transaction() as records:
        records.jobs.add("process", "PC-2222-0001", due=house.hands())
        for _ in range(8):
            job = records.jobs.lease(house.hands(), "w")
            records.jobs.again(job, "w", due=house.hands(), error="the register said nothing")
    page = text(client_of("admin.jon").get("/administration/jobs"))
    assert (True, True) == ("the register said nothing" in page, "PC-2222-0001" in page)


def test_backups_are_listed_newest_first(house, client_of, settings, tmp_path):
    settings.PRECLEAR = replace(settings.PRECLEAR, home=tmp_path)
    (tmp_path / "backups").mkdir()
    for name in ("a.zip", "b.zip", "c.txt"):
        (tmp_path / "backups" / name).write_bytes(b"x" * 2048)
    page = text(client_of("admin.jon").get("/administration/backups"))
    assert (True, True, False) == ("a.zip" in page, "b.zip" in page, "c.txt" in page)


def test_health_says_what_does_not_answer_and_what_to_do(house, client_of, settings):
    client = client_of("admin.jon")
    settings.PRECLEAR = replace(settings.PRECLEAR, gateway_url="http://127.0.0.1:9")
    house.office = replace(house.office, means=replace(house.office.means, lists=None))
    page = text(client.get("/administration/health"))
    said = [
        words in page for words in ("Does not answer", "preclear gateway serve", "None set up", "preclear lists build")
    ]
    assert [True] * 4 == said


def test_the_outbox_shows_notices_without_facts_of_the_case(house, client_of):
    house.refused()
    page = text(client_of("admin.jon").get("/administration/outbox"))
    assert (True, False, False) == ("A decision on your application" in page, "R02" in page, "permit" in page)


def test_in_the_demo_the_outbox_is_open_and_elsewhere_it_is_not(house, demo, db, settings):
    house.granted()
    shown = Client().get("/administration/outbox")
    settings.PRECLEAR = replace(settings.PRECLEAR, demo=False)
    closed = Client().get("/administration/outbox")
    assert (200, True, 302) == (shown.status_code, "You are cleared to travel" in text(shown), closed.status_code)


@pytest.mark.parametrize("who", ["officer.amna", "traveller.anna"])
def test_outside_the_demo_the_outbox_is_for_administrators(client_of, people, settings, who):
    client = client_of(who)
    settings.PRECLEAR = replace(settings.PRECLEAR, demo=False)
    assert client.get("/administration/outbox").status_code in {302, 403}


def test_the_audit_log_is_counted_in_health(house, client_of):
    house.granted()
    entries = len([json.loads(row) for row in house.store.log.rows])
    assert f"{entries} entries in the log" in text(client_of("admin.jon").get("/administration/health"))
