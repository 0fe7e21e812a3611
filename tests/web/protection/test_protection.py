"""The protection desk: read behind the wall, and nowhere else."""

import json

import pytest
from seeded import AMNA, ANNA

from preclear.errors import NotPermitted
from preclear.services import applicant, decide
from preclear.services.protect import open_protection, waiting_for_help

REF = "PC-2222-0002"
SAID = "My passport is with the recruiter"
GUL = "protection.gul"


@pytest.fixture
def asked(house):
    """Somebody asked for help while a refusal was being prepared; the number of the record."""
    house.judged()
    applicant.ask_for_help(house.office, REF, SAID, ANNA)
    with house.store.transaction() as records:
        return records.protections.waiting()[0].id


def text(response):
    return response.content.decode()


def verbs(house):
    return [json.loads(row)["verb"] for row in house.store.log.rows]


def test_the_list_shows_who_waits_and_not_what_was_said(house, asked, client_of):
    page = text(client_of(GUL).get("/protection/"))
    assert (True, False) == (REF in page, SAID in page)


def test_each_look_at_a_record_is_logged(house, asked, client_of):
    page = text(client_of(GUL).get(f"/protection/{asked}/"))
    assert (True, 1) == (SAID in page, verbs(house).count("protection.viewed"))


def test_a_record_is_taken_on_and_closed_and_the_case_thaws(house, asked, client_of, post):
    gul, page = client_of(GUL), f"/protection/{asked}/"
    frozen = house.case(REF).frozen
    post(gul, f"{page}take", page=page)
    closed = post(gul, page, answer="The embassy holds the passport again.")
    assert (True, 302, False) == (frozen, closed.status_code, house.case(REF).frozen)
    assert ["protection.acknowledged", "protection.closed", "protection.answered"] == [
        verb
        for verb in verbs(house)
        if verb.startswith("protection.") and verb[11:] in {"acknowledged", "closed", "answered"}
    ]


def test_a_case_stays_frozen_while_another_record_waits(house, asked, client_of, post):
    applicant.ask_for_help(house.office, REF, "Again", ANNA)
    gul, page = client_of(GUL), f"/protection/{asked}/"
    post(gul, f"{page}take", page=page)
    post(gul, page, answer="Done.")
    assert True is house.case(REF).frozen


def test_a_record_is_closed_with_what_was_done(house, asked, client_of, post):
    gul, page = client_of(GUL), f"/protection/{asked}/"
    post(gul, f"{page}take", page=page)
    assert 422 == post(gul, page, answer=" ").status_code


def test_a_record_is_taken_on_once(house, asked, client_of, post):
    gul, page = client_of(GUL), f"/protection/{asked}/"
    post(gul, f"{page}take", page=page)
    assert 409 == post(gul, f"{page}take", page="/protection/").status_code


@pytest.mark.parametrize(
    "who", ["officer.amna", "reviewer.clara", "match.dara", "oversight.ida", "admin.jon", "traveller.anna"]
)
def test_others_see_nothing(house, asked, client_of, who):
    client = client_of(who)
    pages = [client.get(f"/protection/{page}") for page in ("", f"{asked}/")]
    assert ([403, 403], False) == ([page.status_code for page in pages], any(SAID in text(page) for page in pages))


def test_the_officers_dossier_says_nothing_of_it(house, asked, client_of):
    amna = client_of("officer.amna")
    pages = [text(amna.get(f"/desk/cases/{REF}/{tab}")) for tab in ("", "history", "log")]
    assert [False] * 3 == [SAID in page for page in pages]


def test_the_services_keep_the_wall_too(house, asked):
    for ask in (lambda: waiting_for_help(house.office, AMNA), lambda: open_protection(house.office, asked, AMNA)):
        with pytest.raises(NotPermitted):
            ask()


def test_answers_of_the_form_stand_in_rows(house, client_of):
    with house.store.transaction() as records:
        house.granted()
        records.protections.add("PC-2222-0001", "form", json.dumps({"wants_help": True, "told": "<b>"}), house.hands())
        number = records.protections.waiting()[0].id
    page = text(client_of(GUL).get(f"/protection/{number}/"))
    assert (True, False) == ("wants help" in page, "<b>" in page.split("What was said")[1].split("</section>")[0])


def test_nobody_waits_is_said(house, client_of):
    assert "Nobody waits" in text(client_of(GUL).get("/protection/"))


def test_a_refusal_is_impossible_while_a_record_waits(house, asked):
    case = house.case(REF)
    from preclear.model.codes import Outcome

    with pytest.raises(NotPermitted):
        decide.propose(
            house.office, REF, Outcome.REFUSE, AMNA, seen=case.version, reasons=decide.draft_reasons(house.office, REF)
        )
