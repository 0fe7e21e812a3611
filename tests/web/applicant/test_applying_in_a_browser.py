"""A real browser: a traveller applies with the keyboard alone, on a phone and at a desk, in both languages."""

import pytest
from applicant_form import ZONE

from browser import DESK, PHONE
from preclear.model.codes import ApplicationState
from preclear.services import decide

pytestmark = [pytest.mark.browser, pytest.mark.slow]
REFERENCE = "PC-2222-0002"

TYPED = {
    "document.mrz": ["\n".join(ZONE)],
    "contact.email": ["zara@traveller.example"],
    "contact.phone": ["+923000000000"],
    "applicant.native_name": ["زارا نمونہ"],
    "trip.arrive": ["5", "12", "2026"],
    "trip.leave": ["20", "12", "2026"],
    "trip.destination.address.city": ["Exampleville"],
    "funding.available": ["2500"],
    "offer.employer.name": ["Example Orchards"],
    "offer.salary": ["2900"],
    "preparer.name": ["Sample Office"],
}
CHOSEN = {"trip.purpose": "work", "trip.destination.country": "XAR", "protection.who_filled_in": "agent"}


def press(tab, *keys):
    for key in keys:
        tab.keyboard.press(key)


def walk_to(tab, selector):
    """Tab until the element has the focus."""
    tab.evaluate("document.activeElement.blur()")
    for _ in range(60):
        press(tab, "Tab")
        if tab.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"the keyboard does not reach {selector} on {tab.url}")


def answer_by_keyboard(tab, path):
    if path in CHOSEN:
        place = tab.evaluate(
            "(value) => [...document.querySelectorAll('input[name=answer]')].findIndex((each) => each.value === value)",
            CHOSEN[path],
        )
        walk_to(tab, "input[name=answer]")
        press(tab, *["ArrowDown"] * place, *(["Space"] if not place else []))
    elif path in TYPED:
        walk_to(tab, "[name^=answer]")
        for number, text in enumerate(TYPED[path]):
            if number:
                press(tab, "Tab")
            tab.keyboard.insert_text(text)
    walk_to(tab, "button.primary")
    with tab.expect_navigation():
        press(tab, "Enter")


def usable(tab, axe, size):
    assert (tab.url, []) == (tab.url, axe(tab))
    assert (tab.url, size["width"]) == (tab.url, tab.evaluate("document.documentElement.scrollWidth"))


@pytest.mark.parametrize(("size", "language"), [(PHONE, "en"), (DESK, "en"), (PHONE, "ur"), (DESK, "ur")])
def test_a_traveller_applies_with_the_keyboard_alone(site, tab_of, axe, house, size, language):
    tab = tab_of("traveller.anna")
    tab.context.add_cookies([{"name": "django_language", "value": language, "url": site.url}])
    tab.set_viewport_size(size)
    tab.goto(f"{site.url}/apply/start")
    usable(tab, axe, size)
    walk_to(tab, "a.btn.primary")
    press(tab, "Enter")
    tab.wait_for_url("**/apply/new")
    usable(tab, axe, size)
    walk_to(tab, "button.primary")
    with tab.expect_navigation():
        press(tab, "Enter")
    asked = []
    while "/questions/" in tab.url:
        path = tab.url.partition("/questions/")[2]
        assert path not in asked
        asked.append(path)
        if language == "ur" or path in {*TYPED, *CHOSEN} or path.startswith("files"):
            usable(tab, axe, size)
        answer_by_keyboard(tab, path)
    assert tab.url.endswith("/check")
    usable(tab, axe, size)
    walk_to(tab, "#declared")
    press(tab, "Space")
    walk_to(tab, "button.primary")
    with tab.expect_navigation():
        press(tab, "Enter")
    usable(tab, axe, size)

    reference = tab.url.split("/")[4]
    stated = house.case(reference).application
    assert ApplicationState.SUBMITTED == house.case(reference).state
    assert ("SPECIMEN", "2026-12-05", "Example Orchards", 2900) == (
        stated.applicant.surname,
        str(stated.trip.arrive),
        stated.offer.employer.name,
        stated.offer.salary.amount,
    )
    assert "Sample Office" == stated.preparer.name
    assert 30 < len(asked) < 45


def test_what_is_typed_is_kept_without_being_sent(site, tab_of):
    tab = tab_of("traveller.anna")
    tab.goto(f"{site.url}/apply/new")
    tab.click("button.primary")
    place = tab.url.replace("files.passport_page", "applicant.surname")
    tab.goto(place)
    with tab.expect_response("**/keep"):
        tab.fill("#answer", "Namoo")
        tab.press("#answer", "n")
    tab.goto(f"{site.url}/apply/")
    tab.go_back()
    tab.reload()

    assert "Namoon" == tab.input_value("#answer")


def moments(house):
    """Pages of applications in the states that look different, each after it was brought there."""
    house.refused()
    yield f"/apply/{REFERENCE}/"
    yield f"/apply/{REFERENCE}/reasons"
    yield f"/apply/{REFERENCE}/appeal"
    house.granted()
    yield "/apply/PC-2222-0001/"
    yield "/apply/PC-2222-0001/file"
    case = house.in_review("PC-2222-0007")
    key = house.contradiction("PC-2222-0007").key
    from seeded import AMNA

    decide.put(house.office, "PC-2222-0007", key, "The register names another person. Why?", AMNA, seen=case.version)
    for page in ("", "papers", "withdraw", "help"):
        yield f"/apply/PC-2222-0007/{page}"
    yield "/apply/"


@pytest.mark.parametrize("language", ["en", "ur"])
def test_every_page_of_an_application_can_be_used_by_everybody(site, tab_of, axe, house, language):
    tab = tab_of("traveller.anna")
    tab.context.add_cookies([{"name": "django_language", "value": language, "url": site.url}])
    for page in moments(house):
        for size in (PHONE, DESK):
            tab.set_viewport_size(size)
            tab.goto(f"{site.url}{page}")
            usable(tab, axe, size)


def test_a_question_with_an_error_can_be_used_by_everybody(site, tab_of, axe):
    tab = tab_of("traveller.anna")
    tab.goto(f"{site.url}/apply/new")
    tab.click("button.primary")
    for path in ("trip.arrive", "applicant.surname", "trip.purpose", "applicant.nationality"):
        tab.goto(tab.url.rpartition("/")[0] + f"/{path}")
        tab.click("button.primary")

        assert tab.locator(".errors").is_visible()
        assert [] == axe(tab)
