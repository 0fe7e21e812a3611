"""Possible matches that come up when the match desk's own turn is over."""

from dataclasses import replace
from pathlib import Path

import pytest
from made_up_lists import MadeUpLists, MadeUpShelf, entry

from preclear.errors import Conflict, InvalidInput, NotFound, NotPermitted
from preclear.model.carriage import CarrierState
from preclear.model.case import Actor
from preclear.model.codes import ApplicationState as S
from preclear.model.codes import ClearanceState, MatchDecision, Role
from preclear.services import decide
from preclear.services.alarms import alarms
from preclear.services.late_matches import (
    answer_late_match,
    confirmed_with_clearance,
    late_matches_for,
    look_at_late_match,
    take_late_match,
)
from preclear.services.player import PEOPLE
from preclear.services.process import reassess
from preclear.services.replace_lists import install_lists

ESRA, FARID = PEOPLE["match.esra"], PEOPLE["match.farid"]
NEW = Path("new")


@pytest.fixture
def shelf(house):
    """The house with empty lists in use."""
    made = MadeUpShelf(used="old").put(MadeUpLists("old"))
    house.office = replace(house.office, snapshots=made)
    return made


def replaced(house, shelf, *entries, name="new"):
    shelf.put(MadeUpLists(name, entries))
    installed = install_lists(house.office, Path(name))
    house.settle()
    return installed


def surname(player):
    return player.case.application.applicant.surname


def cleared(house):
    player = house.handed_in("visitor")
    assert S.GRANTED == player.case.state
    return player


def answer(house, late, said, actor, reason="Born in another year"):
    return answer_late_match(house.office, late.id, said, reason, actor, seen=late.version)


def test_a_new_entry_sends_a_cleared_traveller_to_the_desk_and_changes_nothing_else(house, shelf):
    player = cleared(house)
    before = tuple(house.feed())
    replaced(house, shelf, entry(surname(player)))
    late = take_late_match(house.office, ESRA)
    (clearance,) = house.clearances(player)
    assert (player.reference, clearance.number, "new", "e7") == (
        late.reference,
        late.clearance,
        late.snapshot,
        late.match.entity,
    )
    assert (ClearanceState.ACTIVE, before) == (clearance.state, tuple(house.feed()))


def test_only_a_second_person_confirms_and_a_reviewer_is_told(house, shelf):
    player = cleared(house)
    replaced(house, shelf, entry(surname(player)))
    late = answer(house, take_late_match(house.office, ESRA), MatchDecision.SAME, ESRA)
    with pytest.raises(NotPermitted, match="two different people"):
        answer(house, late, MatchDecision.SAME, ESRA)
    with pytest.raises(NotFound):
        take_late_match(house.office, ESRA)
    late = answer(house, take_late_match(house.office, FARID), MatchDecision.SAME, FARID)
    (clearance,) = house.clearances(player)
    with house.store.transaction() as records:
        assert (late,) == confirmed_with_clearance(records)
    assert (ClearanceState.ACTIVE, [Role.REVIEWER]) == (
        clearance.state,
        [letter.to for letter in house.letters("late_match_confirmed")],
    )


def test_a_reviewer_may_then_revoke_with_a_reason(house, shelf):
    player = cleared(house)
    replaced(house, shelf, entry(surname(player)))
    answer(house, take_late_match(house.office, ESRA), MatchDecision.SAME, ESRA)
    answer(house, take_late_match(house.office, FARID), MatchDecision.SAME, FARID)
    player.clearance("revoke", "reviewer.chand", "Two people compared the order of exclusion of 16 May")
    *_, told = house.feed()
    with house.store.transaction() as records:
        assert ((), CarrierState.NOT_OK) == (confirmed_with_clearance(records), told.state)


def test_what_was_ruled_out_is_not_raised_again_until_the_entry_changes(house, shelf):
    player = cleared(house)
    replaced(house, shelf, entry(surname(player)))
    answer(house, take_late_match(house.office, ESRA), MatchDecision.NOT_SAME, ESRA)
    replaced(house, shelf, entry(surname(player)), entry("Nobody", "e8"), name="third")
    assert () == late_matches_for(house.office, ESRA)
    replaced(house, shelf, entry(surname(player), version="v2"), entry("Nobody", "e8"), name="fourth")
    assert ["v2"] == [one.match.version for one in late_matches_for(house.office, ESRA)]


def test_an_entry_that_its_owner_withdraws_closes_the_match_and_keeps_what_it_was(house, shelf):
    player = cleared(house)
    replaced(house, shelf, entry(surname(player)))
    late = take_late_match(house.office, ESRA)
    replaced(house, shelf, name="third")
    with house.store.transaction() as records:
        (kept,) = records.late_matches.of(player.reference)
    assert ("the owner of the list withdrew the entry", late.match) == (kept.review.closed, kept.match)
    with pytest.raises(Conflict, match="nobody needs to answer"):
        answer(house, kept, MatchDecision.SAME, ESRA)
    (counted,) = alarms(house.office)
    assert (1, 1, 0) == (counted.raised, counted.withdrawn, counted.waiting)


def test_an_entry_that_is_listed_again_is_raised_again(house, shelf):
    player = cleared(house)
    replaced(house, shelf, entry(surname(player)))
    replaced(house, shelf, name="third")
    replaced(house, shelf, entry(surname(player)), name="fourth")
    assert [surname(player)] == [one.match.name for one in late_matches_for(house.office, ESRA)]
    (counted,) = alarms(house.office)
    assert (2, 1, 1) == (counted.raised, counted.withdrawn, counted.waiting)


def test_at_the_desk_too_an_entry_that_is_listed_again_is_raised_again(house, shelf):
    shelf.put(MadeUpLists("first", (entry("", "e1"), entry("", "e2"))))
    shelf.used = "first"
    player = house.handed_in("visitor")
    replaced(house, shelf, entry("", "e2"), name="second")
    replaced(house, shelf, entry("", "e1"), entry("", "e2"), name="third")
    assert ["e2", "e1"] == [one.entity for one in player.case.matches if one.waits]
    (counted,) = alarms(house.office)
    assert (3, 1, 2) == (counted.raised, counted.withdrawn, counted.waiting)


def test_a_match_that_appears_while_an_officer_has_the_case_reaches_the_desk(house, shelf):
    player = house.in_review("expired")
    replaced(house, shelf, entry(surname(player)))
    late = take_late_match(house.office, ESRA)
    assert (player.reference, "", S.IN_REVIEW) == (late.reference, late.clearance, player.case.state)
    with pytest.raises(Conflict, match="with the match desk"):
        player.grant("The passport was renewed")
    answer(house, late, MatchDecision.NOT_SAME, ESRA)
    house.settle()
    assert (["not_same"], 0) == (
        [str(one.decision) for one in player.case.matches],
        len(house.judged(player).assessment.findings)
        - sum(
            one.check != "watchlist.possible_match" or not one.counts
            for one in house.judged(player).assessment.findings
        ),
    )
    player.grant("The passport was renewed")
    (counted,) = alarms(house.office)
    assert (S.GRANTED, 1, 1) == (player.case.state, counted.raised, counted.ruled_out)


def test_judging_again_does_not_send_the_desk_the_same_match_twice(house, shelf):
    player = house.in_review("expired")
    replaced(house, shelf, entry(surname(player)))
    reassess(house.office, player.reference)
    assert 1 == len(late_matches_for(house.office, ESRA))


def test_a_case_at_the_desk_gets_new_matches_and_loses_withdrawn_ones(house, shelf):
    shelf.put(MadeUpLists("first", (entry("", "e1"),)))
    shelf.used = "first"
    player = house.handed_in("visitor")
    assert (S.MATCHES, ["e1"]) == (player.case.state, [one.entity for one in player.case.matches])
    replaced(house, shelf, entry("", "e2"), name="second")
    closed, waits = player.case.matches
    assert ("the lists do not raise it any more", True) == (closed.closed, waits.waits)
    replaced(house, shelf, name="third")
    assert S.GRANTED == player.case.state


def test_the_desk_sees_no_match_of_an_ended_case(house, shelf):
    player = house.in_review("expired")
    replaced(house, shelf, entry(surname(player)))
    player.withdraw()
    assert () == late_matches_for(house.office, ESRA)


def test_looking_is_logged_and_nobody_looks_at_their_own(house, shelf):
    player = cleared(house)
    replaced(house, shelf, entry(surname(player)))
    late = take_late_match(house.office, ESRA)
    seen = look_at_late_match(house.office, late.id, ESRA)
    assert player.case.application == seen.application
    with house.store.transaction() as records:
        *_, last = records.audit.of(late.clearance)
    assert ("record.viewed", ESRA.id) == (last["verb"], last["actor"])
    own = Actor(id=player.applicant.id, roles=frozenset({Role.MATCH_DESK}))
    for attempt in (
        lambda: look_at_late_match(house.office, late.id, own),
        lambda: answer(house, late, MatchDecision.NOT_SAME, own),
        lambda: answer(house, late, MatchDecision.NOT_SAME, player.reviewer),
    ):
        with pytest.raises(NotPermitted):
            attempt()


def test_an_answer_has_a_reason_and_answers_what_was_seen(house, shelf):
    player = cleared(house)
    replaced(house, shelf, entry(surname(player)))
    late = take_late_match(house.office, ESRA)
    with pytest.raises(InvalidInput, match="reason"):
        answer(house, late, MatchDecision.NOT_SAME, ESRA, reason=" ")
    answer(house, late, MatchDecision.SAME, ESRA)
    with pytest.raises(Conflict):
        answer(house, late, MatchDecision.NOT_SAME, FARID)


def test_a_refusal_waits_for_the_desk_too(house, shelf):
    player = house.proposed()
    replaced(house, shelf, entry(surname(player)))
    with pytest.raises(Conflict, match="with the match desk"):
        decide.confirm(house.office, player.reference, "I agree", player.reviewer, seen=player.case.version)
