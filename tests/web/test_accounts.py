"""Signing up, in and out; language and night view; pages for everybody."""

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.test import Client
from django.urls import reverse
from seeded import PASSWORD


def text(response):
    return response.content.decode()


@pytest.mark.parametrize(
    "address", ["/", "/privacy", "/help", "/accessibility", "/accounts/login/", "/accounts/signup/"]
)
def test_pages_for_everybody_say_the_products_name(house, db, address):
    answer = Client().get(address)
    assert (200, True) == (answer.status_code, "preclear" in text(answer))


def test_health_is_one_word(house, db):
    assert b"ok" == Client().get("/healthz").content


def test_who_signs_up_is_an_applicant_with_a_number_for_a_name(house, db):
    word = "correct-horse-battery"
    Client().post(
        "/accounts/signup/",
        {"email": "zara@traveller.example", "password1": word, "password2": word, "roles": "reviewer"},
    )
    made = get_user_model().objects.get(email="zara@traveller.example")
    assert (["applicant"], True, False) == (made.roles, made.username.startswith("traveller-"), "zara" in made.username)


def test_signing_up_with_a_short_password_says_what_to_do(house, db):
    answer = Client().post("/accounts/signup/", {"email": "a@b.example", "password1": "short", "password2": "short"})
    assert "There is a problem" in text(answer)


@pytest.mark.parametrize("name", ["officer.amna", "officer.amna@people.example"])
def test_signing_in_leads_to_the_room_of_the_role(house, people, demo, name):
    answer = Client().post("/accounts/login/", {"login": name, "password": PASSWORD}, follow=True)
    assert [("/", 302), ("/desk/", 302)] == answer.redirect_chain


def test_a_wrong_password_is_said_in_a_summary(house, people):
    answer = Client().post("/accounts/login/", {"login": "officer.amna", "password": "wrong"})
    assert "There is a problem" in text(answer)


def test_ten_wrong_passwords_lock_the_account_for_a_while(house, people, settings):
    settings.ACCOUNT_RATE_LIMITS = False
    client = Client()
    last = [client.post("/accounts/login/", {"login": "officer.amna", "password": "no"}).status_code for _ in range(11)]
    good = client.post("/accounts/login/", {"login": "officer.amna", "password": PASSWORD})
    assert (200, 429, 429) == (last[0], last[-1], good.status_code)


def test_the_demo_lists_its_accounts_and_only_the_demo(house, db, demo):
    assert "officer.amna" in text(Client().get("/accounts/login/"))


def test_outside_the_demo_no_account_is_listed(house, db):
    assert "officer.amna" not in text(Client().get("/accounts/login/"))


def test_signing_out_ends_the_session(house, client_of, post):
    amna = client_of("officer.amna")
    post(amna, "/sign-out", page="/desk/")
    assert 302 == amna.get("/desk/").status_code


def test_the_language_and_the_night_view_are_remembered(house, client_of, post):
    amna = client_of("officer.amna")
    back = post(amna, "/language", page="/desk/", language="ur", next="/desk/?page=1")
    post(amna, "/theme", page="/desk/", theme="dark", next="/desk/")
    page = text(amna.get("/desk/"))
    assert ("/desk/?page=1", True, True) == (back.url, 'dir="rtl"' in page, 'data-theme="dark"' in page)


@pytest.mark.parametrize("where", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"])
def test_a_switch_leads_nowhere_else(house, client_of, post, where):
    amna = client_of("officer.amna")
    assert "/" == post(amna, "/theme", page="/desk/", theme="dark", next=where).url


def test_every_account_page_has_our_frame(house, client_of):
    amna = client_of("officer.amna")
    names = ("account_change_password", "account_email", "mfa_index")
    pages = [text(amna.get(reverse(name))) for name in names]
    assert [True] * 3 == ['<main id="main"' in page and 'lang="en"' in page for page in pages]


def test_a_forgotten_password_is_not_told_apart_from_an_unknown_address(house, people):
    known = Client().post("/accounts/password/reset/", {"email": "officer.amna@people.example"})
    unknown = Client().post("/accounts/password/reset/", {"email": "nobody@people.example"})
    assert (known.status_code, known.url, 1) == (unknown.status_code, unknown.url, len(mail.outbox))
