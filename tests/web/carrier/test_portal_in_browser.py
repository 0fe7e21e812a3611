"""The carriers' pages in a real browser: asking by keyboard, and every answer for everybody."""

import pytest
from offices import looked_at

from preclear.services.publish import publish

pytestmark = pytest.mark.browser

LIST = "ERIKSSON,ANNA MARIA,1990-05-17,X1,UTO\nMUSTER,LEA,1980-01-01,X9999999,UTO\nPERSONA,MINA,1990-02-30,X7,UTO"


@pytest.fixture
def cleared(house, read_store):
    """A traveller with a clearance that the gateway knows."""
    house.granted()
    publish(house.office, read_store)
    with house.store.transaction() as records:
        return records.clearances.of("PC-2222-0001")[0]


def ask(tab, site, clearance, **changes):
    """Fill the form in by keyboard, and send it."""
    tab.goto(f"{site.url}/carrier/")
    typed = {
        "flight": "ZZ 701",
        "day": str(clearance.valid_from),
        "origin": "UTA",
        "destination": "JFK",
        "number": clearance.document_number,
        "issuing_state": clearance.issuing_state,
        "surname": clearance.surname,
        "given_names": clearance.given_names,
        "birth_date": clearance.birth_date,
    } | changes
    for name, value in typed.items():
        tab.fill(f"#{name}", value)
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/carrier/answers/*")
    return tab.url.removeprefix(site.url)


def test_one_form_one_answer(cleared, gateway, tab_of, axe, site):
    tab = tab_of("carrier.zz")
    address = ask(tab, site, cleared)

    assert ("OK", []) == (tab.inner_text("h1"), looked_at(tab, axe, site, address, "carrier-ok"))
    assert [] == looked_at(tab, axe, site, "/carrier/", "carrier-home")


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"number": "X9999999", "surname": "MUSTER", "birth_date": "1980-01-01"}, "NOT OK"),
        ({"birth_date": "1990-02-30"}, "RESUBMIT"),
    ],
)
def test_every_answer_can_be_used_by_everybody(cleared, gateway, tab_of, axe, site, changes, word):
    tab = tab_of("carrier.zz")
    address = ask(tab, site, cleared, **changes)

    assert (word, []) == (tab.inner_text("h1"), looked_at(tab, axe, site, address, f"carrier-{word.replace(' ', '-')}"))


def test_a_flight_is_a_board(cleared, gateway, tab_of, axe, site):
    tab = tab_of("carrier.zz")
    tab.goto(f"{site.url}/carrier/list")
    for name, value in {
        "flight": "ZZ 701",
        "day": str(cleared.valid_from),
        "origin": "UTA",
        "destination": "JFK",
    }.items():
        tab.fill(f"#{name}", value)
    tab.fill("#passengers", LIST)
    tab.click("text=Ask for all")
    tab.wait_for_url("**/carrier/answers/*")

    assert [] == looked_at(tab, axe, site, tab.url.removeprefix(site.url), "carrier-board")
    assert [] == looked_at(tab, axe, site, "/carrier/list", "carrier-list")


def test_an_outage_shows_what_to_do(cleared, no_gateway, tab_of, axe, site):
    tab = tab_of("carrier.zz")
    address = ask(tab, site, cleared)

    assert True is tab.is_visible("text=You are not liable for boarding them")
    assert [] == looked_at(tab, axe, site, address, "carrier-outage")
    assert [] == looked_at(tab, axe, site, "/carrier/", "carrier-home-outage")


def test_the_key_is_asked_for_in_its_own_page(locked_gateway, tab_of, axe, site):
    assert [] == looked_at(tab_of("carrier.zz"), axe, site, "/carrier/key", "carrier-key")
