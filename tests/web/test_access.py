"""Who may open which page, and what every answer carries."""

from dataclasses import replace

import pytest
from django.test import Client
from seeded import AMNA, PEOPLE

from preclear.services import decide

REF = "PC-2222-0002"
DESK = {"officer.amna", "officer.bilal", "reviewer.clara", "match.dara", "match.emil", "appeal.farah"}
OFFICERS = {"officer.amna", "officer.bilal"}
READERS = {"officer.amna"}
PAGES = {
    "/desk/": DESK,
    "/desk/services": DESK,
    f"/desk/cases/{REF}/": READERS,
    f"/desk/cases/{REF}/documents": READERS,
    f"/desk/cases/{REF}/matches": READERS,
    f"/desk/cases/{REF}/history": READERS,
    f"/desk/cases/{REF}/log": READERS,
    f"/desk/cases/{REF}/do/ask": READERS,
    f"/desk/cases/{REF}/put": READERS,
    f"/desk/cases/{REF}/grant": READERS,
    f"/desk/cases/{REF}/refuse": READERS,
    f"/desk/cases/{REF}/second": set(),
    "/desk/matches/PC-2222-0003/0": {"match.dara", "match.emil"},
    f"/desk/appeals/{REF}": set(),
}


@pytest.mark.parametrize("address", PAGES)
def test_a_page_opens_for_its_roles_alone(house, client_of, address):
    house.in_review()
    house.matched()
    opened = {one.id for one in PEOPLE if client_of(one.id).get(address).status_code == 200}
    assert PAGES[address] == opened


@pytest.mark.parametrize("address", PAGES)
def test_nobody_gets_in_without_signing_in(house, db, address):
    answer = Client().get(address)
    assert (302, True) == (answer.status_code, answer.url.startswith("/accounts/login/?next=/desk/"))


def test_an_official_without_a_second_factor_is_led_to_set_one_up(house, people):
    client = Client()
    client.force_login(people["officer.amna"], backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get("/desk/")
    page = client.get(answer.url).content.decode()
    assert (302, True) == (answer.status_code, "Your role needs a second factor" in page)


def test_with_a_second_factor_the_desk_opens(house, people):
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    TOTP.activate(people["officer.amna"], generate_totp_secret())
    client = Client()
    client.force_login(people["officer.amna"], backend="django.contrib.auth.backends.ModelBackend")
    assert 200 == client.get("/desk/").status_code


def test_a_form_without_its_token_is_not_taken(house, client_of):
    case = house.in_review()
    amna = client_of("officer.amna")
    answer = amna.post(f"/desk/cases/{REF}/do/ask", {"seen": case.version, "text": "Which?"})
    assert (403, ()) == (answer.status_code, house.case(REF).questions)


def test_a_form_whose_session_ended_comes_back_filled_and_unsent(house, people, demo):
    case = house.in_review()
    client = Client()
    address = f"/desk/cases/{REF}/do/ask"
    late = client.post(address, {"seen": case.version, "text": "Which permit?", "for_account": "officer.amna"})
    client.force_login(people["officer.amna"], backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(address).content.decode()
    again = client.get(address).content.decode()
    assert (302, f"/accounts/login/?next={address}") == (late.status_code, late.url)
    assert (True, True, False) == ("Which permit?" in page, "It is not sent yet" in page, "Which permit?" in again)
    assert () == house.case(REF).questions


def test_a_kept_form_is_shown_to_nobody_else(house, people, demo):
    case = house.in_review()
    client = Client()
    address = f"/desk/cases/{REF}/do/ask"
    client.post(address, {"seen": case.version, "text": "Which permit?", "for_account": "officer.bilal"})
    client.force_login(people["officer.amna"], backend="django.contrib.auth.backends.ModelBackend")
    assert "Which permit?" not in client.get(address).content.decode()


def test_a_form_of_ours_with_an_old_token_comes_back_filled(house, client_of):
    case = house.in_review()
    amna = client_of("officer.amna")
    address = f"/desk/cases/{REF}/do/ask"
    fields = {"seen": case.version, "text": "Which permit?", "for_account": "officer.amna"}
    ours = amna.post(address, fields, headers={"Origin": "http://testserver"})
    page = amna.get(ours.headers["Location"]).content.decode()
    foreign = amna.post(address, fields, headers={"Origin": "http://elsewhere.example"})
    assert (303, True, 403) == (ours.status_code, "Which permit?" in page, foreign.status_code)
    assert "Which permit?" not in amna.get(address).content.decode()


@pytest.mark.parametrize("address", ["/", "/accounts/login/", "/accounts/signup/", "/nope"])
def test_no_page_allows_inline_scripts_or_styles(house, db, address):
    policy = Client().get(address).headers["Content-Security-Policy"]
    assert (False, True) == ("unsafe" in policy, "default-src 'none'" in policy)


def test_pages_about_people_are_not_kept_by_browsers(house, client_of):
    assert "no-store" == client_of("officer.amna").get("/desk/").headers["Cache-Control"]


def test_a_file_is_never_shown_by_the_page_itself(house, client_of):
    from hashlib import sha256

    from preclear.services.ports import StoredFile

    house.in_review()
    content = b"<script>alert(1)</script>"
    with house.store.transaction() as records:
        digest = sha256(content).hexdigest()
        file = StoredFile(
            id="f1", kind="letter", media_type="text/html", content=content, sha256=digest, name='a"\n.html'
        )
        records.files.put(REF, file)
    answer = client_of("officer.amna").get(f"/desk/cases/{REF}/files/f1")
    told = answer.headers
    assert ('attachment; filename="a__.html"', "application/octet-stream") == (
        told["Content-Disposition"],
        told["Content-Type"],
    )
    assert "sandbox" in told["Content-Security-Policy"]


def test_too_large_a_body_is_refused_before_it_is_read(house, client_of, settings):
    settings.LARGEST_BODY = 1000
    amna = client_of("officer.amna")
    assert 413 == amna.post("/desk/take/case", {"page": "x" * 2000}).status_code


def test_programs_get_problems_and_people_get_pages(house, client_of):
    amna = client_of("officer.amna")
    problem = amna.get("/desk/cases/PC-9999-9999/", headers={"Accept": "application/json"})
    page = amna.get("/desk/cases/PC-9999-9999/")
    assert ("application/problem+json", "not_found", 404) == (
        problem.headers["Content-Type"],
        problem.json()["code"],
        page.status_code,
    )


def test_a_wrong_method_gets_a_page(house, client_of):
    answer = client_of("officer.amna").get("/desk/take/case")
    page = answer.content.decode()
    assert (405, "POST", True) == (answer.status_code, answer.headers["Allow"], "does not work that way" in page)


def test_a_missing_office_is_unavailable_and_not_a_bug(house, db, people, demo):
    from preclear.web.office import install

    client = Client()
    client.force_login(people["officer.amna"], backend="django.contrib.auth.backends.ModelBackend")

    def broken():
        from preclear.errors import Unavailable

        raise Unavailable("the store does not answer")

    install(broken)
    answer = client.get("/desk/")
    assert (503, True) == (answer.status_code, "The store does not answer" in answer.content.decode())


def test_an_own_application_is_not_opened_at_the_desk(house, client_of):
    house.in_review(account=replace(AMNA, id="officer.bilal", roles=AMNA.roles | {"applicant"}))
    assert 403 == client_of("officer.bilal").get(f"/desk/cases/{REF}/").status_code


def test_no_page_of_the_desk_gives_a_reason_to_a_carrier(house, client_of):
    case = house.in_review()
    decide.make_urgent(house.office, REF, "A funeral", AMNA, seen=case.version)
    answers = [client_of("carrier.zz").get(address).content.decode() for address in PAGES]
    assert [False] * len(PAGES) == ["permit" in answer.lower() for answer in answers]


@pytest.mark.parametrize(
    "number", ["a/b", "CL-A/B", "\u0000", "\n", "x" * 5000, "..", "%", "\ud83d", "کیس", "?page=2#x"]
)
def test_any_number_that_is_typed_gets_an_answer(house, client_of, number):
    amna = client_of("officer.amna")
    found = amna.get("/desk/find", {"number": number.encode("utf-8", "replace")}, follow=True)
    assert found.status_code in {200, 404}


@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 50, "١"])
def test_any_version_that_is_posted_is_a_conflict_and_not_a_bug(house, client_of, post, seen):
    house.in_review()
    answer = post(client_of("officer.amna"), f"/desk/cases/{REF}/do/ask", seen=seen, text="Which permit?")
    assert (409, True) == (answer.status_code, "Which permit?" in answer.content.decode())


def test_a_text_without_end_is_refused_kindly(house, client_of, post):
    case = house.in_review()
    fields = {"whom": "Somebody", "question": "x" * 100_001, "seen": case.version}
    answer = post(client_of("officer.amna"), f"/desk/cases/{REF}/do/verify", **fields)
    assert (422, case.version) == (answer.status_code, house.case(REF).version)


@pytest.mark.parametrize(
    "page", ["//elsewhere.example/", "https://elsewhere.example/", "/\\elsewhere.example", "/x\n/y"]
)
def test_a_kept_form_leads_nowhere_else(house, db, page):
    answer = Client().post("/desk/take/case", {"page": page})
    assert (302, "/accounts/login/?next=/desk/take/case") == (answer.status_code, answer.url)
