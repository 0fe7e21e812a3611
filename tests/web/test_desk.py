"""The officers' desk, as a person with each role goes through it."""

import pytest
from seeded import AMNA, ANNA, CLARA, DARA, EMIL, STRANGER, late

from preclear.model.codes import ApplicationState, MatchDecision
from preclear.services import applicant, decide, take

REF = "PC-2222-0002"
TABS = ("", "documents", "matches", "history", "log")


def text(response):
    return response.content.decode()


def test_the_next_case_is_taken_without_a_name_before(house, client_of, post):
    house.referred()
    amna = client_of("officer.amna")
    before = text(amna.get("/desk/"))
    taken = post(amna, "/desk/take/case", page="/desk/")
    assert (False, 302, f"/desk/cases/{REF}/") == ("Eriksson" in before, taken.status_code, taken.url)


def test_nothing_to_take_is_said_in_the_page(house, client_of, post):
    amna = client_of("officer.amna")
    empty = post(amna, "/desk/take/case", page="/desk/")
    assert (302, True) == (empty.status_code, "No case waits for you" in text(amna.get(empty.url)))


@pytest.mark.parametrize("tab", TABS)
def test_each_tab_of_a_dossier_is_shown_to_its_officer(house, client_of, tab):
    house.judged()
    assert 200 == client_of("officer.amna").get(f"/desk/cases/{REF}/{tab}").status_code


def test_a_dossier_shows_what_was_found_and_what_was_not_used(house, client_of):
    house.in_review()
    page = text(client_of("officer.amna").get(f"/desk/cases/{REF}/"))
    told = [
        part in page
        for part in ("holder of document X0000002", "not put yet", "May be", "Resolved by", "Not used:", "demeanour")
    ]
    assert [True] * 6 == told


def test_a_look_is_in_the_log_with_its_reason(house, client_of):
    house.in_review()
    amna = client_of("officer.amna")
    amna.get(f"/desk/cases/{REF}/")
    page = text(amna.get(f"/desk/cases/{REF}/log"))
    assert (True, True) == ("Record looked at" in page, "assigned case" in page)


def test_a_dossier_of_somebody_else_is_not_opened(house, client_of):
    house.in_review()
    assert 403 == client_of("officer.bilal").get(f"/desk/cases/{REF}/").status_code


def test_oversight_says_why_before_it_looks(house, client_of, post):
    house.in_review()
    ida = client_of("oversight.ida")
    asked = ida.get(f"/desk/cases/{REF}/")
    empty = post(ida, f"/desk/cases/{REF}/why", reason=" ")
    given = post(ida, f"/desk/cases/{REF}/why", reason="Joint review of May")
    shown = ida.get(given.url)
    assert (f"/desk/cases/{REF}/why", 422, 200) == (asked.url, empty.status_code, shown.status_code)
    assert "Joint review of May" in text(ida.get(f"/desk/cases/{REF}/log"))


ACTIONS = {
    "ask": ({"text": "Which permit is yours?"}, ApplicationState.INFO_REQUESTED),
    "verify": ({"whom": "Example Orchards", "question": "Whose permit is it?"}, ApplicationState.VERIFICATION_PENDING),
    "consult": ({"partner": "USA", "question": "Any objection?"}, ApplicationState.CONSULTING),
    "book": ({"day": "2026-05-20", "time": "10:30", "where": "Room 4"}, ApplicationState.INTERVIEW_BOOKED),
    "urgent": ({"why": "A funeral on Friday"}, ApplicationState.IN_REVIEW),
    "protect": ({"notes": "Somebody else answers for her"}, ApplicationState.IN_REVIEW),
}


@pytest.mark.parametrize("name", ACTIONS)
def test_an_officer_can(house, client_of, post, name):
    case = house.in_review()
    fields, state = ACTIONS[name]
    done = post(client_of("officer.amna"), f"/desk/cases/{REF}/do/{name}", seen=case.version, **fields)
    assert (302, state) == (done.status_code, house.case(REF).state)


@pytest.mark.parametrize("name", ACTIONS)
def test_an_empty_form_comes_back_with_what_is_missing(house, client_of, post, name):
    case = house.in_review()
    fields = dict.fromkeys(ACTIONS[name][0], "")
    answer = post(client_of("officer.amna"), f"/desk/cases/{REF}/do/{name}", seen=case.version, **fields)
    assert (422, case.version) == (answer.status_code, house.case(REF).version)


def test_an_answer_from_outside_and_an_interview_are_recorded(house, client_of, post):
    case = house.in_review()
    amna = client_of("officer.amna")
    decide.verify_with(house.office, REF, "Example Orchards", "Whose permit is it?", AMNA, seen=case.version)
    post(amna, f"/desk/cases/{REF}/do/answered", seen=house.case(REF).version, answer="It is Lea Muster's.")
    post(
        amna, f"/desk/cases/{REF}/do/book", seen=house.case(REF).version, day="2026-05-20", time="10:30", where="Room 4"
    )
    post(amna, f"/desk/cases/{REF}/do/interview", seen=house.case(REF).version, record="Q: Why? A: I do not know.")
    assert ApplicationState.INTERVIEWED == house.case(REF).state


def test_the_slower_of_two_loses_nothing_that_was_typed(house, client_of, post):
    case = house.in_review()
    decide.make_urgent(house.office, REF, "A funeral", AMNA, seen=case.version)
    answer = post(client_of("officer.amna"), f"/desk/cases/{REF}/do/ask", seen=case.version, text="Which permit?")
    page = text(answer)
    shown = (
        "Somebody changed this case meanwhile" in page,
        "Which permit?" in page,
        f'value="{case.version + 1}"' in page,
    )
    assert (409, (True, True, True), ()) == (answer.status_code, shown, house.case(REF).questions)


def test_both_sides_are_put_to_the_applicant(house, client_of, post):
    case = house.in_review()
    amna = client_of("officer.amna")
    address = f"/desk/cases/{REF}/put"
    key = house.contradiction(REF).key
    assert "This would settle it" in text(amna.get(address))
    done = post(amna, address, seen=case.version, finding=key, text="Your form and the register differ. Why?")
    assert (302, ApplicationState.PUT_TO_APPLICANT) == (done.status_code, house.case(REF).state)


def test_an_answer_is_judged_by_yes_or_no(house, client_of, post):
    case = house.answered()
    amna = client_of("officer.amna")
    address = f"/desk/cases/{REF}/judge/p1"
    neither = post(amna, address, seen=case.version)
    done = post(amna, address, seen=case.version, resolves="yes")
    assert (422, 302, True) == (neither.status_code, done.status_code, house.case(REF).put[0].accepted)


def test_a_grant_issues_its_clearance(house, client_of, post):
    case = house.in_review()
    done = post(
        client_of("officer.amna"),
        f"/desk/cases/{REF}/grant",
        seen=case.version,
        outcome="conditional_grant",
        conditions="Show the letter of the employer\n",
        note="The employer confirmed by telephone on 17 May.",
    )
    case = house.case(REF)
    found = (done.status_code, case.state, case.decision.conditions)
    assert (302, ApplicationState.GRANTED, ("Show the letter of the employer",)) == found


def test_no_refusal_before_the_applicant_could_answer(house, client_of):
    house.in_review()
    page = text(client_of("officer.amna").get(f"/desk/cases/{REF}/refuse"))
    assert "No refusal can be proposed now" in page


def test_a_draft_shows_what_is_to_be_mended_in_place(house, client_of, post):
    case = house.judged()
    amna = client_of("officer.amna")
    sent = {
        "ground": "R02",
        "rule": "",
        "considered": "",
        "facts.1": "I am not satisfied that you will leave; you left recently.",
        "seen": case.version,
    }
    checked = post(amna, f"/desk/cases/{REF}/refuse", step="check", **sent)
    refused = post(amna, f"/desk/cases/{REF}/refuse", step="send", **sent)
    page = text(checked)
    assert (200, 422) == (checked.status_code, refused.status_code)
    assert [True] * 3 == [part in page for part in ("would fit anybody", "name the day", "Name the rule")]


def propose(house, client_of, post):
    case = house.judged()
    drafted = decide.draft_reasons(house.office, REF)
    facts = {f"facts.{place}": fact for place, fact in enumerate(drafted.facts, start=1)}
    return post(
        client_of("officer.amna"),
        f"/desk/cases/{REF}/refuse",
        step="send",
        seen=case.version,
        ground="R02",
        rule=drafted.rule,
        considered="\n".join(drafted.considered),
        would_resolve=drafted.would_resolve,
        note="Sealed words of the officer",
        **{**facts, f"facts.{len(facts) + 1}": "The register answered on 17 May 2026."},
    )


def test_a_refusal_needs_an_own_view_of_a_second_person(house, client_of, post):
    proposed = propose(house, client_of, post)
    clara = client_of("reviewer.clara")
    taken = post(clara, "/desk/take/proposal", page="/desk/")
    before = text(clara.get(taken.url))
    hidden = [text(clara.get(f"/desk/cases/{REF}/{tab}")) for tab in TABS]
    seen = house.case(REF).version
    early = post(clara, taken.url, step="confirm", seen=seen)
    none = post(clara, taken.url, step="view", seen=seen, would="refuse", fact="")
    post(clara, taken.url, step="view", seen=seen, would="refuse", fact="The register names another person.")
    after = text(clara.get(taken.url))
    done = post(clara, taken.url, step="confirm", seen=seen)
    assert (302, 422, 422, 302) == (proposed.status_code, early.status_code, none.status_code, done.status_code)
    assert (False, True) == ("Sealed words" in before, "Sealed words" in after)
    assert [False] * 5 == ["Sealed words" in page or "Refusal proposed</b>" in page for page in hidden]
    case = house.case(REF)
    assert (ApplicationState.REFUSED, "officer.amna", "reviewer.clara") == (
        case.state,
        case.decision.proposed_by,
        case.decision.confirmed_by,
    )
    assert "refuse: The register names another person." == case.history[-1].note


def test_a_proposal_is_returned_with_what_to_look_at(house, client_of, post):
    case = house.second()
    clara = client_of("reviewer.clara")
    address = f"/desk/cases/{REF}/second"
    post(clara, address, step="view", seen=case.version, would="more", fact="The employer was not asked.")
    empty = post(clara, address, step="return", seen=case.version, reason="")
    post(clara, address, step="return", seen=case.version, reason="Ask the employer first.")
    back = text(client_of("officer.amna").get("/desk/"))
    assert (422, ApplicationState.IN_REVIEW) == (empty.status_code, house.case(REF).state)
    assert "Returned by the reviewer" in back


def test_who_proposed_cannot_confirm(house, client_of):
    house.second()
    assert 403 == client_of("officer.amna").get(f"/desk/cases/{REF}/second").status_code


def test_a_match_is_shown_side_by_side_and_set_aside(house, client_of, post):
    case = house.matched()
    dara = client_of("match.dara")
    taken = post(dara, "/desk/take/match", page="/desk/")
    page = text(dara.get(taken.url))
    assert ("/desk/matches/PC-2222-0003/0", True, False) == (taken.url, "Darwesh" in page, "Fruit picker" in page)
    empty = post(dara, taken.url, seen=case.version, answer="not_same", reason="")
    done = post(dara, taken.url, seen=case.version, answer="not_same", reason="Born 19 years apart.")
    found = (empty.status_code, done.status_code, house.case("PC-2222-0003").state)
    assert (422, 302, ApplicationState.FALSE_MATCH) == found


def test_the_same_person_is_said_by_two(house, client_of, post):
    case = house.matched()
    address = "/desk/matches/PC-2222-0003/0"
    post(client_of("match.dara"), address, seen=case.version, answer="same", reason="All names and the number agree.")
    first = house.case("PC-2222-0003")
    again = client_of("match.dara").get(address)
    emil = client_of(EMIL.id)
    second = text(emil.get(address))
    post(emil, address, seen=first.version, answer="same", reason="I see it too.")
    last = house.case("PC-2222-0003")
    assert (ApplicationState.MATCHES, ApplicationState.CONFIRMED) == (first.state, last.state)
    assert (False, True) == ("Record the answer" in text(again), "You are the second" in second)
    assert (True, False) == ("With you, two people say so" in second, "A second person must say so too" in second)


def test_the_parts_of_the_names_come_from_the_dossier_and_are_joined(house, client_of):
    house.matched()
    page = text(client_of("match.dara").get("/desk/matches/PC-2222-0003/0"))
    told = (
        "at most one in 400 travellers",
        "at most one in 9,100 travellers",
        "about one in a million travellers, or fewer",
    )
    assert [True] * 3 == [words in page for words in told]
    assert (3, True, False) == (page.count('<path d="M0 '), "Abdul Aziz" in page, "Nationality: " in page)


def test_what_would_settle_a_match_is_said(house, client_of):
    house.matched()
    page = text(client_of("match.dara").get("/desk/matches/PC-2222-0003/0"))
    assert [True, True] == [words in page for words in ("A document number of the listed person", "A portrait from")]


def test_a_late_match_of_a_cleared_traveller_is_answered_by_two_and_reaches_a_reviewer(house, client_of, post):
    one = late(house)
    dara, emil, clara = client_of("match.dara"), client_of(EMIL.id), client_of("reviewer.clara")
    taken = post(dara, "/desk/take/match", page="/desk/")
    page = text(dara.get(taken.url))
    assert (f"/desk/late-matches/{one.id}", True, True) == (taken.url, "holds a clearance" in page, "Erikson" in page)
    assert 422 == post(dara, taken.url, seen=0, answer="same", reason="").status_code
    post(dara, taken.url, seen=0, answer="same", reason="All facts agree.")
    assert "A second person of the desk confirms it." in text(dara.get(taken.url))
    assert "All facts agree." not in text(emil.get(taken.url))
    post(emil, taken.url, seen=1, answer="same", reason="I see it too.")
    work = text(clara.get("/desk/"))
    number = one.clearance
    assert [True, True] == [words in work for words in ("Confirmed matches of people who hold a clearance", number)]
    assert "All facts agree." in text(clara.get(f"/desk/clearances/{number}"))


def test_a_late_match_is_for_the_desk_alone(house, client_of):
    address = f"/desk/late-matches/{late(house).id}"
    assert [200, 403, 403] == [
        client_of(who).get(address).status_code for who in ("match.dara", "officer.amna", "traveller.anna")
    ]


def test_what_was_ruled_out_before_stands_on_the_tab_with_who_and_until_when(house, client_of, post):
    case = house.matched()
    decide.verify_match(
        house.office, case.reference, "stop/e/204", MatchDecision.NOT_SAME, "Other", DARA, seen=case.version
    )
    again = house.apply(
        "PC-2222-0009",
        applicant={"surname": "Darveshi", "given_names": "Kamran Aziz"},
        offer={"permit_number": STRANGER},
    )
    take.take_case(house.office, AMNA)
    page = text(client_of("officer.amna").get(f"/desk/cases/{again.reference}/matches"))
    assert [True] * 3 == [words in page for words in ("Ruled out before", "match.dara", "2027")]


@pytest.mark.parametrize(
    ("result", "state"),
    [
        ("uphold", ApplicationState.UPHELD),
        ("overturn", ApplicationState.OVERTURNED),
        ("remit", ApplicationState.REMITTED),
    ],
)
def test_an_appeal_is_decided_by_somebody_new(house, client_of, post, result, state):
    house.refused()
    applicant.appeal(house.office, REF, "The number was a colleague's.", ANNA)
    farah = client_of("appeal.farah")
    taken = post(farah, "/desk/take/appeal", page="/desk/")
    assert "a colleague&#39;s" in text(farah.get(taken.url))
    done = post(
        farah, taken.url, seen=house.case(REF).version, result=result, reasons="The employer's letter shows it."
    )
    assert (302, state) == (done.status_code, house.case(REF).state)


def clearance_of(house, reference):
    with house.store.transaction() as records:
        return records.clearances.of(reference)[0]


def test_a_clearance_is_suspended_by_its_officer_and_revoked_by_a_reviewer(house, client_of, post):
    case = house.in_review()
    granting = {"seen": case.version, "outcome": "grant", "note": "In order."}
    post(client_of("officer.amna"), f"/desk/cases/{REF}/grant", **granting)
    address = f"/desk/clearances/{clearance_of(house, REF).number}"
    amna, clara = client_of("officer.amna"), client_of("reviewer.clara")
    not_hers = post(amna, address, event="revoke", reason="The permit was withdrawn.")
    post(amna, address, event="suspend", reason="The permit was withdrawn.")
    suspended = clearance_of(house, REF).state
    empty = post(clara, address, event="revoke", reason="")
    post(clara, address, event="revoke", reason="The register withdrew the permit on 17 May.")
    assert (422, 422) == (not_hers.status_code, empty.status_code)
    assert ("SUSPENDED", "REVOKED") == (suspended, clearance_of(house, REF).state)


def test_a_clearance_of_another_officers_case_is_not_opened(house, client_of):
    house.granted()
    address = f"/desk/clearances/{clearance_of(house, 'PC-2222-0001').number}"
    assert 403 == client_of("officer.bilal").get(address).status_code


def test_many_open_cases_stand_on_several_pages(house, client_of):
    for number in range(100, 145):
        house.referred(f"PC-2222-0{number}", document={"number": f"X{number:08}"[:9]})
        take.take_case(house.office, AMNA)
    amna = client_of("officer.amna")
    pages = [text(amna.get(f"/desk/?page={number}")).count("/desk/cases/") for number in (1, 3)]
    assert ([20, 5], 200) == (pages, amna.get("/desk/?page=no").status_code)


def test_an_unknown_number_is_said_kindly(house, client_of):
    amna = client_of("officer.amna")
    assert 404 == amna.get("/desk/find?number=PC-9999-9999", follow=True).status_code
    assert "There is no such number" in text(amna.get("/desk/find?number=a/b", follow=True))


def test_services_that_do_not_answer_are_named(house, client_of, settings):
    from dataclasses import replace

    settings.PRECLEAR = replace(settings.PRECLEAR, gateway_url="http://127.0.0.1:9")
    page = text(client_of("officer.amna").get("/desk/services"))
    assert "Does not answer" in page


def test_a_protection_note_is_seen_by_nobody_at_the_desk(house, client_of):
    house.in_review()
    applicant.ask_for_help(house.office, REF, "secret words", CLARA)
    amna = client_of("officer.amna")
    pages = [text(amna.get(f"/desk/cases/{REF}/{tab}")) for tab in TABS]
    assert [False] * 5 == ["secret words" in page for page in pages]
    assert "No refusal: help was asked for" in pages[0]
