"""Accounts and keys as an administrator changes them; what nobody may do alone."""

import json
import re
from datetime import date

import pytest
from django.contrib.auth import get_user_model

NEW = {"id": "officer.nadia", "name": "Nadia Specimen", "email": "nadia@people.example", "roles": ["case_officer"]}
ADD = "/administration/accounts/new"


def text(response):
    return response.content.decode()


def told(house, verb):
    return [json.loads(row) for row in house.store.log.rows if json.loads(row)["verb"] == verb]


def account(id_):
    return get_user_model().objects.get(username=id_)


def test_a_new_account_can_sign_in_with_its_first_password(house, client_of, post):
    shown = post(client_of("admin.jon"), ADD, **NEW)
    password = re.search(r'panel wash"><bdi class="mono" dir="ltr">([^<]+)<', text(shown))[1]
    assert (201, True) == (shown.status_code, account("officer.nadia").check_password(password))
    assert [("admin.jon", "officer.nadia", "case_officer")] == [
        (one["actor"], one["about"], one["details"]["roles"]) for one in told(house, "account.added")
    ]


def test_the_log_holds_no_name_and_no_address(house, client_of, post):
    post(client_of("admin.jon"), ADD, **NEW)
    assert [] == [row for row in house.store.log.rows if b"Nadia Specimen" in row or b"people.example" in row]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"id": "Officer Nadia"}, "id"),
        ({"name": " "}, "name"),
        ({"email": "nobody"}, "email"),
        ({"roles": []}, ""),
        ({"roles": ["case_officer", "administrator"]}, "roles"),
        ({"roles": ["reviewer", "oversight"]}, "roles"),
        ({"roles": ["match_desk", "protection_officer"]}, "roles"),
        ({"roles": ["administrator", "oversight"]}, "roles"),
        ({"roles": ["system"]}, "roles"),
        ({"roles": ["emperor"]}, "roles"),
        ({"roles": ["carrier"]}, ""),
        ({"roles": ["carrier"], "carrier": "LONG"}, "carrier"),
        ({"certified_until": "2026-02-30"}, "certified_until"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_nothing_is_made(house, client_of, post, changes, field):
    sent = post(client_of("admin.jon"), ADD, **{**NEW, "carrier": "", **changes})
    made = get_user_model().objects.filter(email=NEW["email"]).exists()
    assert (422, False, True) == (sent.status_code, made, not field or f'id="{field}-error"' in text(sent))


def test_a_taken_name_is_a_conflict(client_of, post):
    assert 409 == post(client_of("admin.jon"), ADD, **{**NEW, "id": "officer.amna"}).status_code


def test_roles_and_certificate_are_changed_and_logged(house, client_of, post):
    fields = {"name": "Amna", "email": "a@people.example", "roles": ["reviewer"], "certified_until": "2028-01-31"}
    post(client_of("admin.jon"), "/administration/accounts/officer.amna/", **fields, active="yes")
    amna = account("officer.amna")
    entry = told(house, "account.changed")[0]["details"]
    assert (["reviewer"], date(2028, 1, 31)) == (amna.roles, amna.certified_until)
    assert ("case_officer", "reviewer") == (entry["before_roles"], entry["roles"])


def test_who_is_deactivated_is_out_at_once(client_of, post):
    amna = client_of("officer.amna")
    fields = {"name": "Amna", "email": "a@people.example", "roles": ["case_officer"], "active": "no"}
    post(client_of("admin.jon"), "/administration/accounts/officer.amna/", **fields)
    assert "/accounts/login/" in amna.get("/desk/").url


def test_nobody_changes_an_account_of_their_own(house, client_of, post):
    fields = {"name": "Jon", "email": "j@people.example", "roles": ["case_officer"], "active": "yes"}
    sent = post(client_of("admin.jon"), "/administration/accounts/admin.jon/", **fields)
    assert (403, ["administrator"], []) == (
        sent.status_code,
        account("admin.jon").roles,
        told(house, "account.changed"),
    )


def test_another_password_is_shown_once(house, client_of, post):
    shown = post(
        client_of("admin.jon"),
        "/administration/accounts/officer.amna/password",
        page="/administration/accounts/officer.amna/",
    )
    password = re.search(r'panel wash"><bdi class="mono" dir="ltr">([^<]+)<', text(shown))[1]
    assert (True, 1) == (account("officer.amna").check_password(password), len(told(house, "account.password_reset")))


def test_a_key_is_made_shown_once_and_withdrawn(house, client_of, post):
    jon, page = client_of("admin.jon"), "/administration/accounts/traveller.anna/"
    shown = post(jon, f"{page}keys/new", label="Travel agency", days="30")
    key = re.search(r"pca_[\w-]+", text(shown))[0]
    listed = text(jon.get(page))
    number = re.search(r"keys/(\d+)/withdraw", listed)[1]
    post(jon, f"{page}keys/{number}/withdraw", page=page)
    assert (True, False) == ("Travel agency" in listed, "Travel agency" in text(jon.get(page)))
    assert False is (key in listed)


@pytest.mark.parametrize(("label", "days"), [("", "30"), ("x", "0"), ("x", "367"), ("x", "many")])
def test_a_key_needs_a_name_and_an_end(client_of, post, label, days):
    sent = post(client_of("admin.jon"), "/administration/accounts/traveller.anna/keys/new", label=label, days=days)
    assert 422 == sent.status_code


def test_officials_are_listed_in_pages_and_applicants_are_found_by_name(people, client_of):
    accounts = get_user_model().objects
    accounts.bulk_create(
        [accounts.model(username=f"officer.n{n:03}", password="!", roles=["case_officer"]) for n in range(120)]
    )
    jon = client_of("admin.jon")
    first, last = text(jon.get("/administration/")), text(jon.get("/administration/?page=3"))
    found = text(jon.get("/administration/?find=anna"))
    shown = ("traveller.anna" in first, "officer.n119" in last, "traveller.anna" in found)
    assert (False, True, True) == shown
    assert 200 == jon.get("/administration/?page=99999&find=%00").status_code


PAGES = (
    "",
    "accounts/new",
    "accounts/officer.amna/",
    "accounts/officer.amna/keys/new",
    "jobs",
    "backups",
    "health",
)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("who", ["officer.amna", "traveller.anna", "oversight.ida", "carrier.zz", "protection.gul"])
def test_administration_is_for_administrators(client_of, who, page):
    assert 403 == client_of(who).get(f"/administration/{page}").status_code


@pytest.mark.parametrize("page", PAGES)
def test_each_page_is_shown_to_an_administrator(client_of, page):
    assert 200 == client_of("admin.jon").get(f"/administration/{page}").status_code


def test_an_account_that_is_not_there_is_not_found(client_of):
    assert 404 == client_of("admin.jon").get("/administration/accounts/nobody/").status_code
