"""From an application to its end, through the services alone."""

import json
from dataclasses import replace

import pytest
from population_house import COLLEAGUE, OFFICER

from preclear.errors import Conflict, InvalidInput, NotFound, NotPermitted
from preclear.model.carriage import CarrierState
from preclear.model.codes import ApplicationState as S
from preclear.model.codes import Axis, ClearanceState, MatchDecision, Outcome
from preclear.services import decide, process, take
from preclear.services.change_clearance import change_clearance
from preclear.services.player import PEOPLE, Player
from preclear.services.submit import submit
from preclear.writing import records as plain

APPEALS = PEOPLE["appeal.daniyal"]


def test_an_ordinary_application_is_granted_by_the_machine(house):
    player = house.handed_in("visitor")
    decision = player.case.decision
    assert (S.GRANTED, "system", Outcome.GRANT) == (player.case.state, decision.proposed_by, decision.outcome)


def test_a_grant_gives_a_clearance_and_tells_traveller_and_carriers(house):
    player = house.handed_in("traveller", 8)
    (clearance,) = house.clearances(player)
    (entry,) = house.feed()
    assert (ClearanceState.ACTIVE, clearance.number) == (clearance.state, entry.number)
    assert [player.specimen.account] == [letter.to for letter in house.letters("granted")]


def test_what_the_machine_cannot_grant_waits_for_a_person(house):
    case = house.handed_in("expired").case
    assert (S.REFERRED, None) == (case.state, case.decision)


def test_the_machine_never_refuses(house):
    for story in ("wrong_hash", "forged_signer", "permit_of_another", "listed", "stolen"):
        case = house.handed_in(story).case
        assert (None, False) == (case.decision, case.state in {S.REFUSED, S.REFUSE_PROPOSED}), story


def test_a_refusal_needs_two_people(house):
    player = house.in_review("expired")
    player.propose_refusal("R01", "Agreement UTO-XAR-2026, article 6(1)")
    with pytest.raises(NotPermitted):
        decide.confirm(house.office, player.reference, "I agree", player.officer, seen=player.case.version)
    assert S.REFUSE_PROPOSED == player.case.state
    assert player.take_proposal()
    player.confirm("The passport expired before the day of travel.")
    decision = player.case.decision
    assert (S.REFUSED, player.officer.id, player.reviewer.id) == (
        player.case.state,
        decision.proposed_by,
        decision.confirmed_by,
    )


def test_a_refusal_gives_no_clearance(house):
    assert () == house.clearances(house.refused())


def test_a_contradiction_weighs_nothing_before_it_was_put(house):
    player = house.in_review("permit_of_another")
    axis = house.judged(player).assessment.axes[Axis.CLAIMS]
    assert (0, True) == (axis.counted, axis.pending > 0)
    with pytest.raises(NotPermitted, match="not put to the applicant"):
        player.propose_refusal("R02", "Agreement UTO-XAR-2026, article 7(2)")


def test_a_contradiction_counts_after_the_answer(house):
    player = house.heard("permit_of_another", accepted=False)
    axis = house.judged(player).assessment.axes[Axis.CLAIMS]
    assert (True, 0) == (axis.counted > 0, axis.pending)
    player.propose_refusal("R02", "Agreement UTO-XAR-2026, article 7(2)")
    assert S.REFUSE_PROPOSED == player.case.state


def test_a_contradiction_counts_after_the_time_to_answer_is_over(house):
    player = house.in_review("permit_of_another")
    player.put(player.open_findings()[0])
    house.later(days=6)
    assert (S.IN_REVIEW, True) == (
        player.case.state,
        house.judged(player).assessment.axes[Axis.CLAIMS].counted > 0,
    )


def test_an_answer_that_is_accepted_takes_the_weight_away(house):
    player = house.heard("slip_in_birth_date", accepted=True)
    axis = house.judged(player).assessment.axes[Axis.DOCUMENT]
    assert (0, 0) == (axis.counted, axis.pending)
    with pytest.raises(NotPermitted, match="nothing counts"):
        player.propose_refusal("R01", "Agreement UTO-XAR-2026, article 6(1)")


def test_a_withdrawn_application_is_no_refusal(house):
    player = house.in_review("expired")
    player.withdraw()
    assert (S.WITHDRAWN, None, {}) == (player.case.state, player.case.decision, player.case.clocks)


def test_silence_lapses_and_is_no_refusal(house):
    player = house.in_review("transit_without_right")
    player.ask("Do you hold a transit visa?")
    house.later(days=9)
    assert S.INFO_REQUESTED == player.case.state
    house.later(days=2)
    assert (S.LAPSED, None) == (player.case.state, player.case.decision)


def test_an_overdue_case_wakes_oversight_once_and_harms_nobody(house):
    player = house.in_review("expired")
    house.later(days=5)
    house.later(days=5)
    assert ([player.reference], S.IN_REVIEW) == (
        [letter.reference for letter in house.letters("overdue")],
        player.case.state,
    )


def test_an_incomplete_application_is_mended_and_granted(house):
    player = house.handed_in("child_without_guardian")
    assert (S.INCOMPLETE, ("guardian",)) == (player.case.state, player.case.missing)
    player.hand_in_guardian()
    house.settle()
    assert S.GRANTED == player.case.state


def test_an_overturned_appeal_issues_a_clearance(house):
    player = house.refused()
    player.appeal("I have had a new passport since Monday.")
    with pytest.raises(NotFound):
        take.take_appeal(house.office, replace(player.reviewer, roles=APPEALS.roles))
    assert player.take_appeal(APPEALS)
    player.decide_appeal("overturn", "The new passport was shown.", APPEALS)
    assert (S.OVERTURNED, APPEALS.id, 1) == (
        player.case.state,
        player.case.decision.proposed_by,
        len(house.clearances(player)),
    )


def test_a_revoked_clearance_reaches_the_carriers_and_opens_an_appeal(house):
    player = house.handed_in("student", 10)
    player.clearance("revoke", "reviewer.chand", "The school ended the registration on 2 May")
    (clearance,) = house.clearances(player)
    *_, newest = house.feed()
    assert (ClearanceState.REVOKED, CarrierState.NOT_OK) == (clearance.state, newest.state)
    player.appeal("I moved to another school.")
    assert S.APPEAL == player.case.state


def test_what_an_appeal_granted_may_be_appealed_again_when_it_is_lost(house):
    player = house.refused("expires_during_stay")
    player.appeal("The new passport was handed in.")
    player.decide_appeal("overturn", "The new passport was shown.", APPEALS)
    with pytest.raises(Conflict):
        player.appeal("There is nothing to appeal against.")
    player.clearance("revoke", "reviewer.chand", "The new passport was reported lost")
    player.appeal("It was found the same day.")
    assert (S.APPEAL, "It was found the same day.") == (player.case.state, player.case.appeal.grounds)
    with pytest.raises(NotPermitted):
        player.decide_appeal("overturn", "As before.", APPEALS)
    other = replace(APPEALS, id="appeal.other")
    player.decide_appeal("overturn", "The police confirmed it.", other)
    with pytest.raises(Conflict):
        player.appeal("The old clearance is still lost.")
    assert (S.OVERTURNED, other.id, 2) == (
        player.case.state,
        player.case.decision.proposed_by,
        len(house.clearances(player)),
    )


def test_a_clearance_is_not_taken_away_without_a_reason(house):
    player = house.handed_in("student", 10)
    (clearance,) = house.clearances(player)
    with pytest.raises(InvalidInput, match="reason"):
        change_clearance(house.office, clearance.number, "revoke", " ", player.reviewer)


def test_a_suspension_ends_by_itself(house):
    player = house.handed_in("student", 10)
    player.clearance("suspend", "officer.amna", "Two check-ins within an hour")
    house.later(hours=23)
    assert ClearanceState.SUSPENDED == house.clearances(player)[0].state
    house.later(hours=2)
    assert ClearanceState.ACTIVE == house.clearances(player)[0].state


def test_a_namesake_is_granted_after_the_desk_ruled_the_match_out(house):
    player = house.handed_in("namesake")
    assert S.MATCHES == player.case.state
    assert player.match(MatchDecision.NOT_SAME, "Another birthday and another father")
    house.settle()
    assert S.GRANTED == player.case.state


def test_a_ruled_out_match_is_remembered(house):
    first = house.handed_in("namesake")
    first.match(MatchDecision.NOT_SAME, "Another birthday and another father")
    house.settle()
    again = {**first.specimen.application, "reference": "PC-AGAI-N234"}
    second = Player(office=house.office, specimen=replace(first.specimen, application=again))
    second.hand_in()
    house.settle()
    assert (S.GRANTED, ()) == (second.case.state, second.case.matches)


def test_a_match_is_confirmed_by_two_people_of_the_desk(house):
    player = house.handed_in("listed")
    player.match(MatchDecision.SAME, "Name, birth date and number agree")
    assert S.MATCHES == player.case.state
    player.match(MatchDecision.SAME, "I see the same", second=True)
    assert (S.CONFIRMED, 2) == (player.case.state, len({player.case.matches[0].by, player.case.matches[0].seconded_by}))


def test_a_protection_sign_freezes_a_refusal_until_it_is_answered(house):
    player = house.in_review("under_pressure_with_another_permit")
    player.put(player.open_findings()[0])
    house.later(days=6)
    with pytest.raises(NotPermitted, match="protection"):
        player.propose_refusal("R02", "Agreement UTO-XAR-2026, article 7(2)")
    player.help_begins()
    player.help_ends("The passport was handed back.")
    player.propose_refusal("R02", "Agreement UTO-XAR-2026, article 7(2)")
    assert S.REFUSE_PROPOSED == player.case.state


def test_a_protection_sign_alone_keeps_nobody_from_a_grant(house):
    assert S.GRANTED == house.handed_in("under_pressure").case.state


def test_nothing_that_was_said_behind_the_wall_is_anywhere_else(house):
    player = house.in_review("under_pressure_with_another_permit")
    with house.store.transaction() as records:
        kept = [
            records.cases.raw(player.reference).decode(),
            plain.to_json(player.case),
            plain.to_json(house.judged(player).dossier),
            plain.to_json(house.judged(player).assessment),
            json.dumps([dict(entry) for entry in records.audit.of(player.reference)]),
            *(json.dumps(dict(letter.values)) for letter in records.letters.newest(limit=100)),
        ]
        behind = records.protections.of(player.reference)
    said = player.specimen.application["protection"]["notes"]
    assert [True] == [said in one.notes for one in behind]
    assert not [text for text in kept if said in text or "document_held_by_other" in text or '"debt"' in text]


def test_who_saw_an_older_version_changes_nothing(house):
    player = house.in_review("expired")
    seen = player.case.version
    player.ask("Is a renewal under way?")
    with pytest.raises(Conflict, match="changed this case meanwhile"):
        decide.ask(house.office, player.reference, "Who pays?", player.officer, seen=seen)
    assert 1 == len(player.case.questions)


def test_jobs_may_run_twice_and_make_one_clearance(house):
    player = house.handed_in("visitor")
    for job in (process.admit, process.process, process.process, process.reassess):
        job(house.office, player.reference)
    assert (1, 1) == (len(house.clearances(player)), house.judged(player).version)


def test_a_reference_is_taken_once(house):
    player = house.handed_in("visitor")
    before = player.case
    with pytest.raises(Conflict, match="taken"):
        submit(house.office, {**player.specimen.application, "narrative": "another"}, (), player.applicant)
    assert before == player.case


def test_a_file_that_the_application_does_not_name_is_sent_back(house):
    player = house.player("visitor")
    nameless = {name: value for name, value in player.specimen.application.items() if name != "files"}
    nameless["document"] = {**nameless["document"], "chip": {}}
    with pytest.raises(InvalidInput, match="not named"):
        submit(house.office, nameless, player._files(), player.applicant)
    with pytest.raises(NotFound):
        assert player.case


def test_a_register_that_is_silent_harms_nobody(house):
    player = house.without_registers().handed_in("worker")
    assert S.GRANTED == player.case.state


def test_nobody_works_on_a_case_of_a_colleague(house):
    player = house.in_review("expired")
    other = COLLEAGUE if player.officer == OFFICER else OFFICER
    with pytest.raises(NotPermitted, match="somebody else"):
        decide.ask(house.office, player.reference, "Who pays?", other, seen=player.case.version)
