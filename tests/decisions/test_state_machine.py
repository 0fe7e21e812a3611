"""The whole state machine: its table, who may, clocks, and the law of the two humans."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from parties import (
    APPEALS,
    APPLICANT,
    AT,
    COLLEAGUE,
    DESK,
    EVERYBODY,
    GOOD_REASONS,
    OFFICER,
    REVIEWER,
    SECOND_DESK,
    STRANGER,
    case_in,
    person,
)

from preclear import bootstrap, checks, decisions
from preclear.errors import Conflict, InvalidInput, NotPermitted, PreclearError
from preclear.model.agreement import Deadlines
from preclear.model.case import SYSTEM, Case, Clock, MatchReview
from preclear.model.codes import ApplicationState as S
from preclear.model.codes import MatchDecision, Outcome, Role
from preclear.model.finding import Assessment
from preclear.services.assess import assess
from preclear.services.means import Means
from preclear.testing import ordinary, vary

LIMITS = Deadlines()
CLOCKS = ("total", "decide", "match", "mend", "answer", "answer_put", "third_party", "consult", "interview", "confirm")
AGREEMENT = bootstrap.agreement("")
MEANS = Means(catalogue=checks.catalogue(), rulebook=bootstrap.rulebook.base(), agreement=AGREEMENT)


def judged(**changes) -> Assessment:
    return assess(vary(ordinary(), **changes), MEANS)


TROUBLED = judged(document={"expires": "2026-05-01"})
"""An expired passport: a serious finding that needs nobody's answer."""

CLEAR = judged()


def in_review(**fields) -> Case:
    return decisions.assign(case_in(S.REFERRED, **fields), OFFICER, AT, deadlines=LIMITS).case


def proposed(**fields) -> Case:
    change = decisions.propose(
        in_review(**fields),
        Outcome.REFUSE,
        OFFICER,
        AT,
        agreement=AGREEMENT,
        assessment=TROUBLED,
        reasons=GOOD_REASONS,
    )
    return decisions.assign_reviewer(change.case, REVIEWER, AT).case


def test_every_state_is_reached_and_only_final_states_have_no_way_out():
    reached = {way.target for way in decisions.TRANSITIONS.values()} | {S.DRAFT}
    ends = {state for state in S if not decisions.allowed(state)}
    assert (set(S), {S.WITHDRAWN, S.LAPSED, S.UPHELD}) == (reached, ends)


def test_no_event_of_the_machine_leads_to_a_refusal():
    by_machine = {way.target for way in decisions.TRANSITIONS.values() if Role.SYSTEM in way.roles}
    assert not by_machine & {S.REFUSED, S.REFUSE_PROPOSED}


def test_a_refusal_needs_two_people():
    case = proposed()
    same = person(OFFICER.id, Role.CASE_OFFICER, Role.REVIEWER)
    with pytest.raises(NotPermitted, match="two different people"):
        decisions.confirm(replace(case, reviewer=OFFICER.id), same, AT, agreement=AGREEMENT, own_view="I agree")


def test_the_second_person_confirms_and_the_decision_names_both():
    change = decisions.confirm(proposed(), REVIEWER, AT, agreement=AGREEMENT, own_view="The passport is expired.")
    decision = change.decision
    assert (S.REFUSED, OFFICER.id, REVIEWER.id) == (change.case.state, decision.proposed_by, decision.confirmed_by)


def test_a_reviewer_must_have_a_view_of_their_own():
    with pytest.raises(InvalidInput, match="own view"):
        decisions.confirm(proposed(), REVIEWER, AT, agreement=AGREEMENT, own_view=" ")


def test_a_returned_proposal_goes_back_to_its_officer_with_the_clock_running():
    back = decisions.return_proposal(proposed(), "No day is named", REVIEWER, AT, agreement=AGREEMENT).case
    assert (S.IN_REVIEW, OFFICER.id, None) == (back.state, back.officer, back.proposal)
    assert back.clocks["decide"].stopped is None


def test_an_uncertified_officer_cannot_propose_a_refusal():
    novice = person(OFFICER.id, Role.CASE_OFFICER, certified=False)
    with pytest.raises(NotPermitted, match="certificate"):
        decisions.propose(
            in_review(), Outcome.REFUSE, novice, AT, agreement=AGREEMENT, assessment=TROUBLED, reasons=GOOD_REASONS
        )


def test_nothing_that_was_not_put_to_the_applicant_can_refuse():
    waiting = judged(registers={"permit": {"beneficiary_document": "X0000001", "beneficiary_name": "Someone Else"}})
    assert any(finding.open for finding in waiting.findings)
    with pytest.raises(NotPermitted, match="not put to the applicant"):
        decisions.propose(
            in_review(), Outcome.REFUSE, OFFICER, AT, agreement=AGREEMENT, assessment=waiting, reasons=GOOD_REASONS
        )


def test_a_clear_application_cannot_be_refused():
    with pytest.raises(NotPermitted, match="nothing counts"):
        decisions.propose(
            in_review(), Outcome.REFUSE, OFFICER, AT, agreement=AGREEMENT, assessment=CLEAR, reasons=GOOD_REASONS
        )


def test_a_protection_case_freezes_a_refusal_that_was_proposed_already():
    frozen = decisions.freeze(proposed(), SYSTEM, AT).case
    with pytest.raises(NotPermitted, match="protection"):
        decisions.confirm(frozen, REVIEWER, AT, agreement=AGREEMENT, own_view="The passport is expired.")


@pytest.mark.parametrize(
    ("facts", "kind"),
    [
        (("I am not satisfied that you genuinely intend to work here since 2 May 2026, whatever was said.",), "stock"),
        (("We asked your employer recently whether permit WP-0000-7731 was issued to you, and it was not.",), "day"),
        (("Nothing at all.",), "fact"),
    ],
)
def test_reasons_that_would_fit_anybody_are_sent_back(facts, kind):
    with pytest.raises(InvalidInput, match=r"anybody|name the day|Name a fact") as refused:
        decisions.propose(
            in_review(),
            Outcome.REFUSE,
            OFFICER,
            AT,
            agreement=AGREEMENT,
            assessment=TROUBLED,
            reasons=replace(GOOD_REASONS, facts=facts),
        )
    assert "reasons" == refused.value.where


def test_an_officer_cannot_work_on_a_case_of_somebody_else_or_of_their_own():
    case = in_review()
    with pytest.raises(NotPermitted, match="somebody else"):
        decisions.ask(case, "Who pays for your room?", COLLEAGUE, AT, deadlines=LIMITS)
    own = person(APPLICANT.id, Role.CASE_OFFICER)
    with pytest.raises(NotPermitted, match="own"):
        decisions.ask(replace(case, officer=own.id), "Who pays?", own, AT, deadlines=LIMITS)
    with pytest.raises(NotPermitted, match="own"):
        decisions.assign(case_in(S.REFERRED), own, AT, deadlines=LIMITS)


def test_only_the_applicant_answers():
    asked = decisions.ask(in_review(), "Who pays for your room?", OFFICER, AT, deadlines=LIMITS).case
    with pytest.raises(NotPermitted):
        decisions.answer_question(asked, "q1", "My employer", STRANGER, AT, deadlines=LIMITS)
    answered = decisions.answer_question(asked, "q1", "My employer", APPLICANT, AT, deadlines=LIMITS).case
    assert (S.IN_REVIEW, "My employer") == (answered.state, answered.questions[0].answer)


def test_the_clock_stands_still_while_the_applicant_must_answer():
    asked = decisions.ask(in_review(), "Who pays for your room?", OFFICER, AT + timedelta(hours=1), deadlines=LIMITS)
    answered = decisions.answer_question(
        asked.case, "q1", "My employer", APPLICANT, AT + timedelta(days=3, hours=1), deadlines=LIMITS
    ).case
    assert AT + timedelta(hours=96) + timedelta(days=3) == answered.clocks["decide"].due(AT + timedelta(days=4))


def test_a_match_is_confirmed_by_two_people_of_the_desk():
    case = case_in(S.MATCHES, matches=(MatchReview(list="un", entity="7", name="Ivan Specimen"),))
    once = decisions.verify_match(case, "un/7", MatchDecision.SAME, "same number", DESK, AT, deadlines=LIMITS).case
    assert S.MATCHES == once.state
    with pytest.raises(NotPermitted, match="two different"):
        decisions.verify_match(once, "un/7", MatchDecision.SAME, "same number", DESK, AT, deadlines=LIMITS)
    twice = decisions.verify_match(once, "un/7", MatchDecision.SAME, "yes", SECOND_DESK, AT, deadlines=LIMITS).case
    assert S.CONFIRMED == twice.state


def test_a_false_match_is_evaluated_again():
    case = case_in(S.MATCHES, matches=(MatchReview(list="un", entity="7", name="Ivan Specimen"),))
    said = MatchDecision.NOT_SAME
    change = decisions.verify_match(case, "un/7", said, "other birth date", DESK, AT, deadlines=LIMITS)
    assert (S.FALSE_MATCH, ("process",)) == (change.case.state, change.jobs)


def test_an_appeal_is_decided_by_somebody_who_took_no_part():
    refused = decisions.confirm(proposed(), REVIEWER, AT, agreement=AGREEMENT, own_view="Expired.").case
    lodged = decisions.appeal(refused, "I have a new passport.", APPLICANT, AT, deadlines=LIMITS).case
    took_part = person(REVIEWER.id, Role.APPEAL_REVIEWER)
    with pytest.raises(NotPermitted, match="no part"):
        decisions.decide_appeal(lodged, "overturn", "The new passport is valid.", took_part, AT, deadlines=LIMITS)
    change = decisions.decide_appeal(lodged, "overturn", "The new passport is valid.", APPEALS, AT, deadlines=LIMITS)
    assert (S.OVERTURNED, Outcome.GRANT) == (change.case.state, change.decision.outcome)


def test_a_remitted_case_goes_to_new_people():
    refused = decisions.confirm(proposed(), REVIEWER, AT, agreement=AGREEMENT, own_view="Expired.").case
    lodged = decisions.appeal(refused, "I was not heard.", APPLICANT, AT, deadlines=LIMITS).case
    back = decisions.decide_appeal(lodged, "remit", "Hear the applicant.", APPEALS, AT, deadlines=LIMITS).case
    with pytest.raises(NotPermitted, match="took no part"):
        decisions.assign(back, OFFICER, AT, deadlines=LIMITS)
    assert S.IN_REVIEW == decisions.assign(back, COLLEAGUE, AT, deadlines=LIMITS).case.state


def test_an_appeal_after_its_time_is_too_late_but_says_what_to_do():
    refused = decisions.confirm(proposed(), REVIEWER, AT, agreement=AGREEMENT, own_view="Expired.").case
    with pytest.raises(Conflict, match="apply again"):
        decisions.appeal(refused, "I was ill.", APPLICANT, AT + timedelta(days=31), deadlines=LIMITS)


@pytest.mark.parametrize("state", sorted(decisions.OPEN))
def test_no_clock_that_runs_out_is_adverse(state):
    clocks = {name: Clock(limit=timedelta(days=1), started=AT) for name in CLOCKS}
    case = case_in(state, clocks=clocks, officer=OFFICER.id)
    change = decisions.run_out(case, AT + timedelta(days=90), deadlines=LIMITS)
    assert change is not None
    assert change.case.state not in {S.REFUSED, S.REFUSE_PROPOSED} or state is S.REFUSE_PROPOSED
    assert change.decision is None


def test_silence_lapses_and_is_no_refusal():
    asked = decisions.ask(in_review(), "Who pays for your room?", OFFICER, AT, deadlines=LIMITS).case
    change = decisions.run_out(asked, AT + timedelta(days=11), deadlines=LIMITS)
    assert (S.LAPSED, None) == (change.case.state, change.decision)


EVENTS = st.sampled_from(
    [
        "assign",
        "review",
        "ask",
        "answer",
        "propose",
        "confirm",
        "return",
        "withdraw",
        "appeal",
        "uphold",
        "remit",
        "grant",
    ]  # one word an event
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(EVENTS, st.sampled_from(EVERYBODY)), min_size=4, max_size=14))
def test_no_order_of_events_refuses_without_two_certified_people(steps):
    case = case_in(S.REFERRED)
    for event, who in steps:
        try:
            case = step(case, event, who).case
        except PreclearError:
            continue
        if case.state is S.REFUSED:
            decision = case.decision
            assert {OFFICER.id, COLLEAGUE.id, REVIEWER.id} >= {decision.proposed_by, decision.confirmed_by}
            assert decision.proposed_by != decision.confirmed_by
            assert decision.reasons is not None


def step(case: Case, event: str, who):
    moves = {
        "assign": lambda: decisions.assign(case, who, AT, deadlines=LIMITS),
        "review": lambda: decisions.assign_reviewer(case, who, AT),
        "ask": lambda: decisions.ask(case, "Who pays?", who, AT, deadlines=LIMITS),
        "answer": lambda: decisions.answer_question(case, "q1", "I do", who, AT, deadlines=LIMITS),
        "propose": lambda: decisions.propose(
            case, Outcome.REFUSE, who, AT, agreement=AGREEMENT, assessment=TROUBLED, reasons=GOOD_REASONS
        ),
        "confirm": lambda: decisions.confirm(case, who, AT, agreement=AGREEMENT, own_view="Expired."),
        "return": lambda: decisions.return_proposal(case, "Which day?", who, AT, agreement=AGREEMENT),
        "withdraw": lambda: decisions.withdraw(case, who, AT, deadlines=LIMITS),
        "appeal": lambda: decisions.appeal(case, "I was not heard.", who, AT, deadlines=LIMITS),
        "uphold": lambda: decisions.decide_appeal(case, "uphold", "It stands.", who, AT, deadlines=LIMITS),
        "remit": lambda: decisions.decide_appeal(case, "remit", "Hear them.", who, AT, deadlines=LIMITS),
        "grant": lambda: decisions.propose(
            case, Outcome.GRANT, who, AT, agreement=AGREEMENT, assessment=CLEAR, note="All is in order."
        ),
    }
    return moves[event]()
