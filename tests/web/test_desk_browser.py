"""The desk and the pages for everybody in a real browser: axe, keyboard alone, phone width, English and Urdu."""

import pytest
from seeded import AMNA, ANNA, DARA, EMIL, late

from browser import DESK, PHONE
from preclear.model.codes import ApplicationState, MatchDecision
from preclear.services import applicant, decide
from preclear.services.late_matches import answer_late_match
from preclear.services.match_records import AlarmEnd

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
REF = "PC-2222-0002"
CASE = f"/desk/cases/{REF}"


def speak(tab, site, language, theme="light"):
    cookies = {"django_language": language, "theme": theme}
    tab.context.add_cookies([{"name": name, "value": value, "url": site.url} for name, value in cookies.items()])


def too_wide(tab):
    return tab.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


def troubles(tab, site, axe, addresses):
    """What is wrong with these pages: by axe in day and night, by width on a phone, by direction in Urdu."""
    found, said = [], []
    tab.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    tab.on("pageerror", lambda error: said.append(str(error)))
    for address in addresses:
        for language, theme, size in (("en", "light", DESK), ("ur", "dark", PHONE)):
            speak(tab, site, language, theme)
            tab.set_viewport_size(size)
            status = tab.goto(site.url + address).status
            where = f"{address} {language} {size['width']}"
            found += [f"{where}: {one}" for one in axe(tab)]
            found += [] if status == (404 if address == "/nope" else 200) else [f"{where}: {status}"]
            found += [f"{where}: wider than its window"] if too_wide(tab) else []
            found += [] if tab.get_attribute("html", "dir") == {"en": "ltr", "ur": "rtl"}[language] else [where]
    return found + [one for one in said if "Failed to load resource" not in one]


def test_pages_for_everybody(house, site, page, axe):
    assert [] == troubles(page, site, axe, ["/", "/privacy", "/help", "/accounts/login/", "/accounts/signup/", "/nope"])


def test_pages_of_the_own_account(site, tab_of, axe):
    tab = tab_of("officer.amna")
    addresses = ["/accounts/2fa/", "/accounts/password/change/", "/accounts/email/"]
    speak(tab, site, "en")
    found = []
    for address in addresses:
        tab.goto(site.url + address)
        found += axe(tab)
    assert [] == found


def test_the_officers_reading(house, site, tab_of, axe):
    house.judged()
    pages = ["/desk/", f"{CASE}/", f"{CASE}/documents", f"{CASE}/matches", f"{CASE}/history", f"{CASE}/log"]
    assert [] == troubles(tab_of("officer.amna"), site, axe, pages)


def test_the_officers_doing(house, site, tab_of, axe):
    house.judged()
    house.in_review("PC-2222-0005", document={"number": "X00000005"})
    pages = [f"{CASE}/do/book", f"{CASE}/grant", f"{CASE}/refuse", f"{CASE}/judge/p1", "/desk/cases/PC-2222-0005/put"]
    assert [] == troubles(tab_of("officer.amna"), site, axe, pages)


def test_the_second_view(house, site, tab_of, axe):
    house.second()
    tab = tab_of("reviewer.clara")
    assert [] == troubles(tab, site, axe, [f"{CASE}/second"])
    speak(tab, site, "en")
    tab.goto(f"{site.url}{CASE}/second")
    tab.check("#would-4")
    tab.fill("#fact", "The register names another person.")
    tab.click("text=Save my view")
    assert [] == troubles(tab, site, axe, [f"{CASE}/second"])


def test_the_match_desk(house, site, tab_of, axe):
    house.matched()
    with house.store.transaction() as records:
        records.alarms.ended("PC-2222-0003", "stop", "e/204", AlarmEnd.RULED_OUT, house.hands())
    pages = ["/desk/", "/desk/matches/PC-2222-0003/0", "/desk/lists"]
    assert [] == troubles(tab_of("match.dara"), site, axe, pages)


def test_a_late_match_and_what_a_reviewer_sees_of_it(house, site, tab_of, axe):
    one = late(house)
    assert [] == troubles(tab_of("match.dara"), site, axe, [f"/desk/late-matches/{one.id}"])
    for seen, who in enumerate((DARA, EMIL)):
        answer_late_match(house.office, one.id, MatchDecision.SAME, "All facts agree.", who, seen=seen)
    assert [] == troubles(tab_of("reviewer.clara"), site, axe, ["/desk/", f"/desk/clearances/{one.clearance}"])


def test_a_match_is_answered_with_the_keyboard_alone(house, site, tab_of):
    house.matched()
    tab = tab_of("match.dara")
    speak(tab, site, "en")
    tab.goto(f"{site.url}/desk/matches/PC-2222-0003/0")
    tab.focus("#answer-2")
    tab.keyboard.press("Space")
    tab.keyboard.press("Tab")
    tab.keyboard.type("Born 19 years apart.")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/desk/")
    assert ApplicationState.FALSE_MATCH == house.case("PC-2222-0003").state


def test_the_appeal_and_the_clearance(house, site, tab_of, axe):
    house.refused()
    house.granted()
    applicant.appeal(house.office, REF, "The number was a colleague's.", ANNA)
    assert [] == troubles(tab_of("appeal.farah"), site, axe, [f"/desk/appeals/{REF}"])
    with house.store.transaction() as records:
        number = records.clearances.of("PC-2222-0001")[0].number
    assert [] == troubles(tab_of("reviewer.clara"), site, axe, [f"/desk/clearances/{number}"])


def test_with_keys_alone_a_case_is_taken_and_put_to_the_applicant(house, site, tab_of):
    house.referred()
    tab = tab_of("officer.amna")
    speak(tab, site, "en")
    tab.goto(f"{site.url}/desk/")
    tab.keyboard.press("n")
    tab.wait_for_url(f"**{CASE}/")
    tab.keyboard.press("p")
    tab.wait_for_url(f"**{CASE}/put")
    while tab.evaluate("document.activeElement.id") != "text":
        tab.keyboard.press("Tab")
    tab.keyboard.type("Which of them is right? ")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    tab.wait_for_url(f"**{CASE}/")
    assert ApplicationState.PUT_TO_APPLICANT == house.case(REF).state


def test_the_slower_officer_sees_what_was_typed(house, site, tab_of, axe):
    case = house.in_review()
    tab = tab_of("officer.amna")
    speak(tab, site, "en")
    tab.goto(f"{site.url}{CASE}/do/ask")
    decide.make_urgent(house.office, REF, "A funeral", AMNA, seen=case.version)
    tab.fill("#text", "Which permit is yours?")
    tab.click("text=Send the question")
    kept = tab.input_value("#text")
    shown = tab.inner_text("h2 >> nth=0")
    assert ("Which permit is yours?", "Somebody changed this case meanwhile", []) == (kept, shown, axe(tab))
    tab.click("text=Send the question")
    tab.wait_for_url(f"**{CASE}/")
    assert 1 == len(house.case(REF).questions)


def test_without_scripts_everything_is_there(house, site, browser, people):
    from django.test import Client
    from seeded import BACKEND

    house.referred()
    client = Client()
    client.force_login(people["officer.amna"], backend=BACKEND)
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site.url}])
    tab = context.new_page()
    tab.goto(f"{site.url}/desk/")
    tab.click("text=Take the next case")
    tab.wait_for_url(f"**{CASE}/")
    tab.click(".bar-of-actions >> text=Ask")
    tab.fill("#text", "Which permit is yours?")
    tab.click("text=Send the question")
    context.close()
    assert ApplicationState.INFO_REQUESTED == house.case(REF).state


@pytest.mark.parametrize("state", ["in_review", "answered", "judged"])
def test_the_bar_of_actions_is_one_line_and_its_folded_keys_work(house, site, tab_of, state):
    getattr(house, state)()
    tab = tab_of("officer.amna")
    speak(tab, site, "en")
    tab.goto(f"{site.url}{CASE}/")
    tops = tab.evaluate(
        "[...document.querySelectorAll('.bar-of-actions > .btn')].map(one => one.getBoundingClientRect().top)"
    )
    tab.keyboard.press("u")
    tab.wait_for_url(f"**{CASE}/do/urgent")
    assert 1 == len(set(tops))
