"""A case worked on by program, from taking to a refusal by two people."""

import json

import pytest

from preclear.services import decide, process

REF = "PC-2222-0002"


def refuse(house, amna):
    """A refusal proposed by program; the contradiction was put and its answer did not resolve it."""
    case = house.judged()
    drafted = decide.draft_reasons(house.office, REF)
    reasons = {
        "ground": "R02",
        "facts": [*drafted.facts, "The register answered on 17 May 2026."],
        "considered": list(drafted.considered),
        "rule": drafted.rule,
        "would_resolve": drafted.would_resolve,
    }
    return amna.post(f"cases/{REF}/propose", outcome="refuse", seen=case.version, reasons=reasons)


def test_the_system_chooses_and_every_look_is_logged(house, program):
    house.referred()
    amna = program("officer.amna")
    status, taken = amna.post("cases/take")
    _, told = amna.get(f"cases/{REF}")
    with house.store.transaction() as records:
        looks = [one["actor"] for one in records.audit.of(REF) if one["verb"] == "record.viewed"]
    assert (200, REF, "IN_REVIEW", ["officer.amna"]) == (status, taken["reference"], told["state"], looks)
    assert ("refer", REF) == (told["dossier"]["recommendation"], told["application"]["reference"])


def test_nothing_waits_is_not_found(program):
    status, told = program("officer.amna").post("cases/take")
    assert (404, "not_found") == (status, told["code"])


def test_an_applicant_is_asked_and_a_contradiction_is_put(house, program):
    case = house.in_review()
    amna = program("officer.amna")
    _, told = amna.get(f"cases/{REF}")
    key = next(one["key"] for one in told["dossier"]["findings"] if one["open"])
    status, put = amna.post(f"cases/{REF}/put", finding=key, text="Whose permit is it?", seen=case.version)
    late, conflict = amna.post(f"cases/{REF}/ask", text="Which permit?", seen=case.version)
    assert (200, "PUT_TO_APPLICANT", 409, "conflict") == (status, put["state"], late, conflict["code"])


def test_an_answer_is_accepted(house, program):
    case = house.answered()
    status, told = program("officer.amna").post(f"cases/{REF}/accept", question="p1", accepted=True, seen=case.version)
    process.reassess(house.office, REF)
    assert (200, case.version + 1) == (status, told["version"])


def test_a_refusal_needs_a_second_person_who_sees_for_themself_first(house, program):
    status, proposed = refuse(house, program("officer.amna"))
    clara = program("reviewer.clara")
    clara.post("cases/take", what="proposal")
    _, before = clara.get(f"cases/{REF}")
    seen = before["version"]
    _, opened = clara.post(f"cases/{REF}/own-view", would="refuse", fact="The register names another person.")
    done, told = clara.post(f"cases/{REF}/confirm", own_view="The register names another person.", seen=seen)
    assert (200, "REFUSE_PROPOSED", True, None) == (status, proposed["state"], before["sealed"], before["proposal"])
    assert ("officer.amna", 200, "REFUSED") == (opened["proposal"]["by"], done, told["state"])


def test_nobody_confirms_a_proposal_of_their_own(house, program):
    amna = program("officer.amna")
    _, proposed = refuse(house, amna)
    status, _ = amna.post(f"cases/{REF}/confirm", own_view="Again.", seen=proposed["version"])
    assert (403, "REFUSE_PROPOSED") == (status, str(house.case(REF).state))


def test_a_proposal_is_returned(house, program):
    case = house.second()
    status, told = program("reviewer.clara").post(f"cases/{REF}/return", reason="Ask again.", seen=case.version)
    assert (200, "IN_REVIEW") == (status, told["state"])


def test_a_grant_issues_the_clearance(house, program):
    case = house.in_review()
    amna = program("officer.amna")
    status, told = amna.post(f"cases/{REF}/propose", outcome="grant", seen=case.version, note="The employer confirmed.")
    _, shown = amna.get(f"cases/{REF}")
    assert (200, "GRANTED", 1) == (status, told["state"], len(shown["clearances"]))


def test_the_match_desk_answers(house, program):
    house.matched()
    dara = program("match.dara")
    dara.post("cases/take", what="match")
    _, told = dara.get("cases/PC-2222-0003")
    match = told["matches"][0]
    status, after = dara.post(
        "cases/PC-2222-0003/match",
        key=f"{match['list']}/{match['entity']}",
        said="not_same",
        reason="Born 23 years apart.",
        seen=told["version"],
    )
    assert (200, True) == (status, after["version"] > told["version"])


@pytest.mark.parametrize("who", ["traveller.anna", "officer.bilal", "carrier.zz", "protection.gul"])
def test_a_case_is_for_who_has_it(house, program, who):
    house.in_review()
    status, told = program(who).get(f"cases/{REF}")
    assert (403, False) == (status, "Eriksson" in json.dumps(told))


def test_oversight_gives_a_reason(house, program):
    house.in_review()
    ida = program("oversight.ida")
    assert (422, 200) == (ida.get(f"cases/{REF}")[0], ida.get(f"cases/{REF}?reason=complaint%2017")[0])


def test_the_match_desk_sees_identity_and_matches_and_no_claim(house, program):
    house.matched()
    _, told = program("match.dara").get("cases/PC-2222-0003")
    assert {"reference", "version", "state", "urgent", "person", "matches", "candidates"} == set(told)
    assert ("Darveshi", 1) == (told["person"]["surname"], len(told["candidates"]))
    assert not {"trip", "offer", "funding", "sex", "nationality"} & set(told["person"])


def test_the_border_sees_clearances_and_nothing_of_how_they_came_about(house, program):
    house.granted()
    hana = program("border.hana")
    _, told = hana.get("cases/PC-2222-0001?reason=arrival")
    assert ({"reference", "clearances"}, False) == (set(told), told["clearances"][0]["second_line"])
    assert 422 == hana.get("cases/PC-2222-0001")[0]
