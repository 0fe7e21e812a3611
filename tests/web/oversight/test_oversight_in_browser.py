"""Pages of oversight, administration and protection in a real browser."""

from dataclasses import replace

import pytest
from offices import looked_at
from seeded import AMNA, ANNA

from preclear.services import applicant
from preclear.services.view import view

pytestmark = pytest.mark.browser

OVERSIGHT = ("", "log", "looks", "log-state", "lists", "rulebook")
ADMINISTRATION = (
    "",
    "accounts/new",
    "accounts/officer.amna/",
    "accounts/admin.jon/",
    "accounts/officer.amna/keys/new",
    "jobs",
    "backups",
    "health",
    "outbox",
)


@pytest.fixture
def busy(house):
    """An office in which something happened."""
    house.judged()
    view(house.office, "PC-2222-0002", AMNA)
    house.granted()
    applicant.ask_for_help(house.office, "PC-2222-0002", "My passport is with the recruiter", ANNA)


@pytest.mark.parametrize("place", OVERSIGHT)
def test_oversight_can_be_used_by_everybody(busy, tab_of, axe, site, place):
    assert [] == looked_at(tab_of("oversight.ida"), axe, site, f"/oversight/{place}", f"oversight-{place or 'home'}")


@pytest.mark.parametrize("place", ADMINISTRATION)
def test_administration_can_be_used_by_everybody(busy, tab_of, axe, site, place):
    name = f"administration-{place.strip('/').replace('/', '-') or 'home'}"
    assert [] == looked_at(tab_of("admin.jon"), axe, site, f"/administration/{place}", name)


@pytest.mark.parametrize("place", ["", "1/"])
def test_protection_can_be_used_by_everybody(busy, tab_of, axe, site, place):
    assert [] == looked_at(tab_of("protection.gul"), axe, site, f"/protection/{place}", f"protection{place.strip('/')}")


@pytest.mark.parametrize("place", ["lists"])
def test_what_is_missing_is_said_to_everybody(house, tab_of, axe, site, place):
    house.office = replace(house.office, means=replace(house.office.means, lists=None))
    assert [] == looked_at(tab_of("oversight.ida"), axe, site, f"/oversight/{place}", f"oversight-no-{place}")


def test_an_account_is_made_by_keyboard_alone(house, tab_of, site):
    tab = tab_of("admin.jon")
    tab.goto(f"{site.url}/administration/accounts/new")
    tab.focus("#id")
    for typed in ("officer.nadia", "Nadia Specimen", "nadia@people.example"):
        tab.keyboard.type(typed)
        tab.keyboard.press("Tab")
    while tab.evaluate("document.activeElement.value") != "case_officer":
        tab.keyboard.press("Tab")
    tab.keyboard.press("Space")
    tab.keyboard.press("Enter")
    tab.wait_for_selector("text=shown this once")

    assert "The password of officer.nadia" == tab.inner_text("h1")


def test_a_record_is_taken_on_and_closed_in_the_browser(busy, house, tab_of, site):
    tab = tab_of("protection.gul")
    tab.goto(f"{site.url}/protection/")
    tab.click("text=PC-2222-0002")
    tab.click("text=Take this on")
    tab.fill("#answer", "The embassy has the passport.")
    tab.click("text=Close this record")
    tab.wait_for_selector("text=Nobody waits")

    assert False is house.case("PC-2222-0002").frozen
