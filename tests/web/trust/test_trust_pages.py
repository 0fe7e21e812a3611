"""The trust store's pages: anchors by State, and imports that two people make."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from seeded import PEOPLE, START

from preclear.documents import TrustStore
from preclear.documents.certificates import Certificate
from preclear.documents.revocation import RevocationList
from preclear.model.verification import TrustLevel
from preclear.services.trust_import import confirm_trust, propose_trust
from preclear.services.trust_records import TrustStanding
from preclear.specimens import TestCountry
from preclear.web.i18n import load
from preclear.web.trust.words import KINDS, LEVELS, STANDINGS

COUNTRY = TestCountry(seed="pages", day=START.date())
CSCA = Certificate.parse(COUNTRY.csca)
GERMANY = TestCountry(state="DEU", seed="pages", day=START.date())
BY = {one.id: one for one in PEOPLE}
HOW = "handed over by the embassy's courier, receipt 17"


def text(response):
    return response.content.decode()


def proposal(house, content=COUNTRY.csca, by="trust.jamila", name="csca.cer"):
    return propose_trust(house.office, BY[by], name=name, content=content, state="UTO", how=HOW, received=START.date())


def with_trust(house, store):
    house.office = replace(house.office, means=replace(house.office.means, trust=store))


@pytest.fixture
def filled(house):
    """A store of two configured countries, one with a CRL that is overdue."""
    old = RevocationList.parse(COUNTRY.make_crl(START - timedelta(days=200)))
    with_trust(house, TrustStore.of([CSCA, Certificate.parse(GERMANY.csca)], [old]))
    return house


@pytest.mark.parametrize("who", ["trust.jamila", "reviewer.clara", "appeal.farah", "oversight.ida", "admin.jon"])
@pytest.mark.parametrize("page", ["", "states/UT/", f"anchors/{CSCA.fingerprint}/", "imports/", "imports/1/"])
def test_the_trust_store_is_shown_to_those_who_answer_for_it(filled, client_of, who, page):
    proposal(filled)
    assert 200 == client_of(who).get(f"/trust/{page}").status_code


@pytest.mark.parametrize("who", ["officer.amna", "traveller.anna", "carrier.zz", "match.dara"])
@pytest.mark.parametrize("page", ["", "states/UT/", "imports/", "imports/new"])
def test_the_trust_store_is_not_for_others(filled, client_of, who, page):
    assert 403 == client_of(who).get(f"/trust/{page}").status_code


@pytest.mark.parametrize("page", ["states/QQ/", "anchors/00/", "imports/7/", "states/-/"])
def test_what_is_not_there_is_not_found(filled, client_of, page):
    assert 404 == client_of("trust.jamila").get(f"/trust/{page}").status_code


def test_an_empty_store_is_said_plainly(house, client_of):
    page = text(client_of("trust.jamila").get("/trust/"))
    assert [True, True] == [words in page for words in ("The trust store is empty", "Propose an import")]


def test_states_are_shown_by_name_with_anchors_and_the_state_of_their_crl(filled, client_of):
    page = text(client_of("reviewer.clara").get("/trust/"))
    told = ("Germany", "2 anchors", "2 States", "Put there by the administrator", "Overdue", "None")
    assert [True] * 6 == [words in page for words in told]


def test_a_state_is_named_in_the_readers_language(filled, client_of):
    client = client_of("trust.jamila")
    client.cookies["django_language"] = "ur"
    assert "جرمنی" in text(client.get("/trust/"))


@pytest.mark.parametrize(
    ("wanted", "found"), [("germ", ["Germany"]), ("de", ["Germany"]), ("ut", ["Utopia (specimens)"]), ("x" * 200, [])]
)
def test_states_are_found_by_name_and_code(filled, client_of, wanted, found):
    page = text(client_of("trust.jamila").get("/trust/", {"find": wanted}))
    assert (found, not found) == (
        [name for name in ("Germany", "Utopia (specimens)") if f"<bdi>{name}</bdi>" in page],
        "No State fits" in page,
    )


def test_an_anchor_shows_names_key_fingerprint_and_where_it_came_from(house, client_of):
    one = proposal(house)
    confirm_trust(house.office, BY["trust.karim"], one.id, CSCA.fingerprint[:16])
    page = text(client_of("reviewer.clara").get(f"/trust/anchors/{CSCA.fingerprint}/"))
    told = (
        CSCA.subject,
        CSCA.serial_hex,
        CSCA.fingerprint[:4],
        "EC secp256r1",
        "receipt 17",
        "trust.jamila",
        "trust.karim",
        "two people confirmed",
    )
    assert [True] * 8 == [words in page for words in told]


def test_six_hundred_anchors_are_one_quick_page(house, client_of):
    store = TrustStore.of([CSCA])
    many = tuple(replace(CSCA, der=CSCA.der + bytes([place % 256, place // 256])) for place in range(627))
    with_trust(house, replace(store, anchors=many))
    assert "627 anchors" in text(client_of("trust.jamila").get("/trust/"))


def propose_in_the_page(client, post, **fields):
    given = {"state": "uto", "how": HOW, "received": "2026-05-16", **fields}
    return post(client, "/trust/imports/new", **given)


def test_two_people_import_a_certificate_in_their_pages(house, client_of, post):
    sent = propose_in_the_page(client_of("trust.jamila"), post, file=SimpleUploadedFile("csca.cer", COUNTRY.csca))
    typed = {"act": "confirm", "fingerprint": CSCA.fingerprint[:16].upper()}
    karim = client_of("trust.karim")
    done = post(karim, sent.url, **typed)
    shown = text(karim.get(done.url))
    assert ("/trust/imports/1/", "/trust/imports/1/") == (sent.url, done.url)
    assert [True, True] == [words in shown for words in ("Trusted", "Trust it no longer")]
    assert "Utopia" in text(karim.get("/trust/"))


def test_who_proposed_is_told_to_wait_for_another(house, client_of, post):
    one = proposal(house)
    jamila = client_of("trust.jamila")
    page = text(jamila.get(f"/trust/imports/{one.id}/"))
    sent = post(jamila, f"/trust/imports/{one.id}/", act="confirm", fingerprint=CSCA.fingerprint)
    assert (True, False, 403) == ("your own proposal" in page, "Compare and confirm" in page, sent.status_code)


def test_the_fingerprint_is_not_shown_to_who_might_copy_it(house, client_of):
    one = proposal(house)
    parts = " ".join(CSCA.fingerprint[place : place + 4] for place in range(0, 64, 4))
    shown = [parts in text(client_of(who).get(f"/trust/imports/{one.id}/")) for who in ("trust.jamila", "trust.karim")]
    assert [True, False] == shown
    assert CSCA.fingerprint[:8] not in text(client_of("trust.karim").get("/trust/imports/"))


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({}, "file"),
        ({"file": SimpleUploadedFile("x.cer", b"not a certificate")}, "file"),
        ({"file": SimpleUploadedFile("csca.cer", COUNTRY.csca), "state": "PAK"}, "state"),
        ({"file": SimpleUploadedFile("csca.cer", COUNTRY.csca), "received": "soon"}, "received"),
        ({"file": SimpleUploadedFile("csca.cer", COUNTRY.csca), "how": ""}, "how"),
    ],
)
def test_what_cannot_be_used_is_said_at_its_field(house, client_of, post, fields, where):
    for given in fields.values():
        if isinstance(given, SimpleUploadedFile):
            given.seek(0)
    sent = propose_in_the_page(client_of("trust.jamila"), post, **fields)
    assert (422, True) == (sent.status_code, f'id="{where}-error"' in text(sent))


def test_other_digits_are_said_at_their_field_and_nothing_is_trusted(house, client_of, post):
    one = proposal(house)
    sent = post(client_of("trust.karim"), f"/trust/imports/{one.id}/", act="confirm", fingerprint="0" * 16)
    assert (422, True) == (sent.status_code, 'id="fingerprint-error"' in text(sent))
    assert "trust store is empty" in text(client_of("trust.karim").get("/trust/"))


@pytest.mark.parametrize(("act", "standing"), [("reject", "Rejected"), ("withdraw", "Withdrawn")])
def test_a_reason_is_asked_for_and_shown(house, client_of, post, act, standing):
    one = proposal(house)
    if act == "withdraw":
        confirm_trust(house.office, BY["trust.karim"], one.id, CSCA.fingerprint)
    karim, address = client_of("trust.karim"), f"/trust/imports/{one.id}/"
    silent = post(karim, address, act=act, reason=" ")
    post(karim, address, act=act, reason="The State sent <another> one")
    page = text(karim.get(address))
    assert (422, True, True) == (silent.status_code, standing in page, "sent &lt;another&gt; one" in page)


def test_two_tabs_do_not_decide_twice(house, client_of, post):
    one = proposal(house)
    confirm_trust(house.office, BY["trust.karim"], one.id, CSCA.fingerprint)
    sent = post(client_of("trust.karim"), f"/trust/imports/{one.id}/", act="reject", reason="late")
    assert (409, True) == (sent.status_code, "This was decided already" in text(sent))


@pytest.mark.parametrize("act", ["", "trust"])
def test_an_act_that_no_button_sends_is_bad_input(house, client_of, post, act):
    one = proposal(house)
    assert 422 == post(client_of("trust.karim"), f"/trust/imports/{one.id}/", act=act).status_code


@pytest.mark.parametrize("who", ["reviewer.clara", "oversight.ida", "admin.jon"])
def test_readers_change_nothing(house, client_of, post, who):
    one = proposal(house)
    client = client_of(who)
    page = text(client.get(f"/trust/imports/{one.id}/"))
    sent = post(client, f"/trust/imports/{one.id}/", act="confirm", fingerprint=CSCA.fingerprint)
    assert (False, False, 403) == ("Compare and confirm" in page, "Reject it" in page, sent.status_code)


def test_the_health_page_counts_what_was_imported(house, client_of):
    one = proposal(house)
    confirm_trust(house.office, BY["trust.karim"], one.id, CSCA.fingerprint)
    assert "1 anchors" in text(client_of("admin.jon").get("/administration/health"))


def test_every_code_of_the_trust_store_has_its_word_in_urdu():
    said = [*(one.text for one in (*LEVELS.values(), *STANDINGS.values())), *KINDS.values()]
    assert (set(TrustLevel), set(TrustStanding)) == (set(LEVELS), set(STANDINGS))
    assert [] == [one for one in said if one not in load("ur").sentences]
