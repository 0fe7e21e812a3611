"""The trust store in a real browser: everybody can use its pages, and two people import by keyboard."""

from dataclasses import replace
from datetime import timedelta

import pytest
from offices import looked_at
from seeded import PEOPLE, START

from preclear.documents import TrustStore
from preclear.documents.certificates import Certificate
from preclear.documents.revocation import RevocationList
from preclear.services.trust_import import confirm_trust, propose_trust
from preclear.specimens import TestCountry

pytestmark = pytest.mark.browser

COUNTRY = TestCountry(seed="pages", day=START.date())
CSCA = Certificate.parse(COUNTRY.csca)
BY = {one.id: one for one in PEOPLE}


@pytest.fixture
def filled(house):
    """A configured store, one confirmed import and one that waits."""
    germany = TestCountry(state="DEU", seed="pages", day=START.date())
    old = RevocationList.parse(germany.make_crl(START - timedelta(days=200)))
    store = TrustStore.of([Certificate.parse(germany.csca), Certificate.parse(germany.signer.certificate)], [old])
    house.office = replace(house.office, means=replace(house.office.means, trust=store))
    for content, name in ((COUNTRY.csca, "csca.cer"), (COUNTRY.crl, "uto.crl")):
        told = {"state": "UTO", "how": "the embassy's courier, receipt 17", "received": START.date()}
        one = propose_trust(house.office, BY["trust.jamila"], name=name, content=content, **told)
        if name == "csca.cer":
            confirm_trust(house.office, BY["trust.karim"], one.id, CSCA.fingerprint)
    return house


PAGES = ("", "?find=nowhere", "states/DE/", "states/UT/", f"anchors/{CSCA.fingerprint}/", "imports/", "imports/new")


@pytest.mark.parametrize("place", [*PAGES, "imports/1/", "imports/2/"])
def test_the_trust_store_can_be_used_by_everybody(filled, tab_of, axe, site, place):
    name = "".join(sign if sign.isalnum() else "-" for sign in place[:20]).strip("-") or "home"
    assert [] == looked_at(tab_of("trust.karim"), axe, site, f"/trust/{place}", f"trust-{name}")


def test_an_empty_store_can_be_read_by_everybody(house, tab_of, axe, site):
    for place in ("", "imports/"):
        assert [] == looked_at(tab_of("oversight.ida"), axe, site, f"/trust/{place}", f"trust-empty{place[:-1]}")


def test_a_proposal_is_handed_in_and_confirmed_by_keyboard(house, tab_of, site, tmp_path):
    (tmp_path / "csca.cer").write_bytes(COUNTRY.csca)
    tab = tab_of("trust.jamila")
    tab.goto(f"{site.url}/trust/imports/new")
    tab.set_input_files("#file", tmp_path / "csca.cer")
    tab.focus("#state")
    tab.keyboard.type("UTO")
    tab.focus("#how")
    tab.keyboard.type("the embassy's courier, receipt 17")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    tab.wait_for_selector("text=This is your own proposal")
    tab = tab_of("trust.karim")
    tab.goto(f"{site.url}/trust/imports/1/")
    tab.focus("#fingerprint")
    tab.keyboard.type(CSCA.fingerprint[:16])
    tab.keyboard.press("Enter")
    tab.wait_for_selector("text=Trust it no longer")

    assert "Trusted" in tab.inner_text(".head")
