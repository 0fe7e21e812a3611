"""The whole story in a real browser, with real processes: refused and appealed; granted, carried, revoked."""

import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import expect

from preclear.clearance import qr
from processes import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OFFLINE = Path(__file__).parent / "offline.py"
SAID = "I did not know. The agent wrote this number on my form on 3 May, and I never saw the permit itself."
STOCK = "I am not satisfied that you will leave."
GROUNDS = "The employer wrote to the permit office: my permit is WP-0000-9999, and the agent copied the wrong line."
FOUND = "The permit office confirmed permit WP-0000-9999 in your name. The number on the form was a slip of the agent."
REVOKED_FOR = "The passport was reported stolen to the police of UTO under number 2026/0052."


def specimen_of(population, story):
    """The newest of a story that flies to the State of the agreement."""
    found = [one for one in population.specimens if one.story.name == story]
    return next(one for one in reversed(found) if "XAR" == one.application["trip"]["destination"]["country"])


def test_one_is_refused_by_two_people_and_appeals_another_flies_until_revoked(
    installation, people, population, tmp_path
):
    refused_and_appealed(installation, people, specimen_of(population, "permit_of_another"))
    granted_and_revoked(installation, people, specimen_of(population, "traveller"), tmp_path)
    installation.run("-m", "preclear", "audit", "checkpoint")
    installation.audit_holds()
    logged = logged_looks(installation)
    assert looks(people) == logged
    assert {"officer.amna", "reviewer.chand", "reviewer.dora", "appeal.daniyal"} == {who for who, _ in logged}


# --- the first story


def refused_and_appealed(installation, people, specimen):
    """A permit of another person: put, answered, refused by two people, appealed, overturned by a third."""
    traveller = people("applicant.first", signed_in=False)
    traveller.sign_up("first.traveller@people.example", "four words make one")
    reference, asked = traveller.apply(specimen)
    traveller.reads("Your reference:", "Where your application is")
    assert (True, True) == (
        reference in traveller.tab.content(),
        {"offer.permit_number", "document.chip"} <= set(asked),
    )

    officer = people("officer.amna")
    put_to_the_applicant(officer, reference, specimen)
    nobody_else_opens(people("officer.bilal"), reference)
    answers(traveller)
    proposes_a_refusal(officer, reference)
    confirms(people("reviewer.chand"), reference)
    reads_the_reasons_and_appeals(traveller)
    overturns(people("appeal.daniyal"), reference)

    traveller.wait_for_heading("Your appeal succeeded")
    traveller.reads(FOUND, "Save the QR code")


def put_to_the_applicant(officer, reference, specimen):
    officer.take("Take the next case")
    assert officer.tab.url.endswith(f"/desk/cases/{reference}/")
    officer.reads(specimen.application["offer"]["permit_number"])
    officer.do("Put to the applicant")
    officer.press("Put to the applicant")
    officer.reads("Next: the applicant's answer.")


def nobody_else_opens(colleague, reference):
    """Another officer cannot read the case, and that is no look."""
    colleague.open(reference)
    expect(colleague.tab.get_by_role("heading", level=1)).not_to_contain_text(reference)
    colleague.reads("assigned to somebody else")


def answers(traveller):
    traveller.wait_for_heading("Something does not match. Please explain it")
    traveller.choose("The other side is right")
    traveller.write("In your own words", SAID)
    traveller.press("Send this answer")
    traveller.reads("What you answered")


def proposes_a_refusal(officer, reference):
    officer.tab.goto(f"{officer.url}/desk/cases/{reference}/")
    officer.do("Judge the answer")
    officer.reads(SAID)
    officer.choose("It does not resolve it")
    officer.press("Record")
    officer.do("Propose a refusal")
    last = officer.tab.get_by_label(re.compile(r"^Fact \d+$")).last
    last.fill(STOCK)
    officer.press("Send to a second person")
    officer.reads("would fit anybody", "Name a ground of the agreement by its code")
    assert officer.tab.url.endswith("/refuse")
    officer.tab.get_by_label(re.compile(r"^Fact \d+$")).get_by_text(STOCK).fill("")
    officer.tab.get_by_label("Ground", exact=True).select_option("R02")
    officer.write("Note for the second person", "The register was asked on the day of the application.")
    officer.press("Send to a second person")
    assert officer.tab.url.endswith(f"/desk/cases/{reference}/"), officer.tab.get_by_role("main").inner_text()


def confirms(reviewer, reference):
    """The proposal is closed until the second person's own view is written."""
    reviewer.take("Take the next proposal")
    assert reviewer.tab.url.endswith(f"/desk/cases/{reference}/second")
    reviewer.reads("The proposal is closed.")
    expect(reviewer.tab.get_by_text("The register was asked on the day")).to_have_count(0)
    reviewer.choose("Refuse")
    reviewer.write("The fact that decides, in your words", "The register names another holder of this permit.")
    reviewer.press("Save my view and open the proposal")
    reviewer.reads("The register was asked on the day")
    reviewer.press("Confirm the refusal")


def reads_the_reasons_and_appeals(traveller):
    traveller.wait_for_heading("We did not clear you for this trip")
    traveller.reads(
        "A statement that the application rests on does not hold",
        "The facts",
        SAID,
        "The rule",
        "Two people decided, not a computer.",
        "How to appeal",
    )
    traveller.follow("Print the reasons")
    traveller.reads("Written reasons for a refusal", SAID)
    traveller.tab.go_back()
    traveller.follow("Appeal this decision")
    traveller.write("What do you think is wrong?", GROUNDS)
    traveller.press("Send my appeal")
    assert "We have your appeal" == traveller.heading()


def overturns(reviewer, reference):
    reviewer.take("Take the next appeal")
    assert reviewer.tab.url.endswith(f"/desk/appeals/{reference}")
    reviewer.reads(GROUNDS)
    reviewer.choose("Overturn")
    reviewer.write("Reasons", FOUND)
    reviewer.press("Decide the appeal")


# --- the second story


def granted_and_revoked(installation, people, specimen, folder):
    """Granted by the machine; the credential verifies offline and carriers hear OK; revoked, and they hear NOT_OK."""
    traveller = people("applicant.yusuf")
    key = saved(f"{installation.url}/keys/clearance.pem", folder / "verify.pem")
    traveller.apply(specimen)
    traveller.wait_for_heading("You are cleared to travel")
    number, token = carried(traveller, folder)
    day = specimen.application["trip"]["arrive"]
    before = saved(f"{installation.url}/status/1", folder / "before.cwt")
    assert "passed" == verified(token, key, "--at", day)["result"]
    assert "passed" == verified(token, key, "--status", str(before))["status"]

    clerk = people("carrier.zz")
    asks_at_the_counter(clerk, specimen, "OK")
    assert "OK" == asked_by_program(installation, specimen, "first")
    revokes(people("reviewer.dora"), number)
    times = iter(range(1_000_000))
    wait_until(
        lambda: "NOT_OK" == asked_by_program(installation, specimen, f"after-{next(times)}"),
        "carriers go on hearing OK after the revocation",
        within=60,
    )
    asks_at_the_counter(clerk, specimen, "NOT OK")
    after = saved(f"{installation.url}/status/1", folder / "after.cwt")
    told = verified(token, key, "--status", str(after))
    assert ("failed", "failed", "passed") == (told["result"], told["status"], told["signature"])
    traveller.wait_for_heading("Your clearance does not hold any more")
    traveller.reads(REVOKED_FOR)


def carried(traveller, folder):
    """The number on the card, and the token as a file, which is what the QR code on the page holds."""
    picture = traveller.tab.get_by_role("img", name=re.compile("QR code of clearance"))
    number = picture.get_attribute("aria-label").rpartition(" ")[2]
    token = traveller.download("As a file (.cwt)", folder)
    drawn = picture.locator("svg path").get_attribute("d")
    expected = re.search(r' d="([^"]+)"', qr.svg(qr.text(token.read_bytes())))[1]
    assert (expected, f"{number}.cwt") == (drawn, token.name)
    return number, token


def saved(address, place):
    """What anybody may download, in a file."""
    place.write_bytes(httpx.get(address, timeout=30).raise_for_status().content)
    return place


def verified(token, key, *options):
    """`preclear clearance verify` in a process without settings that cannot reach a network: the result and each check.

    With a status list it verifies for now: a list is believed for half a day, and the clearance begins later.
    """
    done = subprocess.run(
        [sys.executable, str(OFFLINE), "clearance", "verify", str(token), "--key", str(key), "--json", *options],
        env={"HOME": str(token.parent)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert 0 == done.returncode, done.stderr
    told = json.loads(done.stdout)
    return {"result": told["result"], **{step["id"]: step["status"] for step in told["checks"]}}


def asks_at_the_counter(clerk, specimen, answer):
    form, leg = specimen.application, specimen.application["trip"]["legs"][0]
    clerk.tab.goto(f"{clerk.url}/carrier/")
    for label, text in {
        "Flight": f"{leg['carrier']} {leg['number']}",
        "Day of departure": leg["departs"][:10],
        "From": leg["from"],
        "To": leg["to"],
        "Document number": form["document"]["number"],
        "Issuing State": form["document"]["issuing_state"],
        "Surname": form["applicant"]["surname"],
        "Given names": form["applicant"]["given_names"],
        "Birth date": form["applicant"]["birth_date"],
    }.items():
        clerk.write(label, text)
    clerk.press("Ask")
    assert answer == clerk.heading()


def asked_by_program(installation, specimen, request_id):
    """What the gateway says to an airline's program."""
    form, leg = specimen.application, specimen.application["trip"]["legs"][0]
    question = {
        "request_id": request_id,
        "flight": {name: leg[name] for name in ("carrier", "number", "from", "to")} | {"date": leg["departs"][:10]},
        "passengers": [
            {
                "reference": "1",
                **{name: form["applicant"][name] for name in ("surname", "given_names", "birth_date")},
                "documents": [{name: form["document"][name] for name in ("type", "number", "issuing_state")}],
            }
        ],
    }
    reply = httpx.post(f"{installation.gateway}/carrier/v1/query", json=question, timeout=30)
    assert 200 == reply.status_code, reply.text
    return reply.json()["answers"][0]["answer"]


def revokes(reviewer, number):
    reviewer.open(number)
    reviewer.choose("Revoke")
    reviewer.write("Which fact makes it necessary", REVOKED_FOR)
    reviewer.press("Record")
    reviewer.reads("Revoked")


# --- the log


def looks(people):
    """Who was shown whose record, how often."""
    return Counter(
        {(person.id, about): times for person in people.called.values() for about, times in person.looked_at.items()}
    )


def logged_looks(installation):
    """The same as the audit log tells it."""
    entries = [json.loads(entry) for (entry,) in installation.rows("SELECT entry FROM preclear_audit")]
    return Counter((entry["actor"], entry["about"]) for entry in entries if "record.viewed" == entry["verb"])
