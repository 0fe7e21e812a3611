"""Pictures of the desk's pages, for the eye: ``PRECLEAR_PICTURES=FOLDER pytest tests/web/eyes.py``."""

import os
from pathlib import Path

import pytest
from seeded import AMNA, ANNA

from preclear.services import applicant, decide

FOLDER = os.environ.get("PRECLEAR_PICTURES", "")
pytestmark = [pytest.mark.browser, pytest.mark.skipif(not FOLDER, reason="PRECLEAR_PICTURES names no folder")]
R = "PC-2222-0002"


def shoot(tab, site, addresses):
    for width in (1440, 360):
        for lang, theme in (("en", "light"), ("ur", "light"), ("en", "dark")):
            if (lang, theme) != ("en", "light") and width == 360 and theme == "dark":
                continue
            tab.set_viewport_size({"width": width, "height": 900})
            tab.context.add_cookies(
                [
                    {"name": "django_language", "value": lang, "url": site.url},
                    {"name": "theme", "value": theme, "url": site.url},
                ]
            )
            for name, address in addresses.items():
                tab.goto(site.url + address)
                tab.wait_for_load_state("networkidle")
                tab.screenshot(path=Path(FOLDER) / f"{name}-{lang}-{width}-{theme}.png", full_page=True)


def test_officer(house, tab_of, site):
    house.judged()
    house.in_review("PC-2222-0004", document={"number": "X00000004"})
    case = house.case("PC-2222-0004")
    decide.ask(house.office, "PC-2222-0004", "Which permit?", AMNA, seen=case.version)
    house.referred("PC-2222-0005", document={"number": "X00000005"})
    house.granted()
    addresses = {
        "work": "/desk/",
        "dossier": f"/desk/cases/{R}/",
        "documents": f"/desk/cases/{R}/documents",
        "history": f"/desk/cases/{R}/history",
        "log": f"/desk/cases/{R}/log",
        "act": f"/desk/cases/{R}/do/book",
        "grant": f"/desk/cases/{R}/grant",
        "refuse": f"/desk/cases/{R}/refuse",
        "judge": f"/desk/cases/{R}/judge/p1",
    }
    shoot(tab_of("officer.amna"), site, addresses)


def test_putting(house, tab_of, site):
    house.in_review()
    shoot(tab_of("officer.amna"), site, {"put": f"/desk/cases/{R}/put", "open": f"/desk/cases/{R}/"})


def test_second(house, tab_of, site):
    house.second()
    tab = tab_of("reviewer.clara")
    shoot(tab, site, {"second": f"/desk/cases/{R}/second"})
    tab.context.add_cookies([{"name": "django_language", "value": "en", "url": site.url}])
    tab.goto(f"{site.url}/desk/cases/{R}/second")
    tab.check("#would-4")
    tab.fill("#fact", "The register names another person.")
    tab.click("text=Save my view")
    shoot(tab, site, {"confirm": f"/desk/cases/{R}/second"})


def test_match(house, tab_of, site):
    house.matched()
    shoot(
        tab_of("match.dara"),
        site,
        {"match": "/desk/matches/PC-2222-0003/0", "match-work": "/desk/", "lists": "/desk/lists"},
    )


def test_appeal(house, tab_of, site):
    house.refused()
    applicant.appeal(house.office, R, "The number was a colleague's.", ANNA)
    shoot(tab_of("appeal.farah"), site, {"appeal": f"/desk/appeals/{R}"})


def test_clearance(house, tab_of, site):
    house.granted()
    with house.store.transaction() as records:
        number = records.clearances.of("PC-2222-0001")[0].number
    shoot(tab_of("reviewer.clara"), site, {"clearance": f"/desk/clearances/{number}"})


def test_everybody(house, tab_of, site):
    shoot(
        tab_of("traveller.anna"),
        site,
        {"privacy": "/privacy", "help": "/help", "mfa": "/accounts/2fa/", "forbidden": "/desk/", "missing": "/nope"},
    )


def test_nobody(house, page, site):
    shoot(page, site, {"home": "/", "login": "/accounts/login/", "signup": "/accounts/signup/"})
