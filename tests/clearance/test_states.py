from datetime import UTC, datetime, timedelta

import pytest

from preclear.clearance import ClearanceEvent, allowed, apply, events_for
from preclear.clearance.states import RULES
from preclear.errors import Conflict, InvalidInput, NotPermitted
from preclear.model.case import SYSTEM, Actor
from preclear.model.codes import ClearanceState, Role

NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)
ADVERSE = {"suspend", "revoke", "annul", "refuse_entry", "suspect_overstay"}


def actor(*roles):
    return Actor(id="somebody", roles=frozenset(roles))


OFFICER, REVIEWER = actor(Role.CASE_OFFICER), actor(Role.REVIEWER)
CARRIER, BORDER = actor(Role.CARRIER), actor(Role.BORDER_OFFICER)


def test_a_journey_goes_from_issue_to_exit(clearance):
    seen = clearance()
    for event, who in [
        ("activate", SYSTEM),
        ("board", CARRIER),
        ("depart", CARRIER),
        ("arrive", SYSTEM),
        ("second_line", BORDER),
        ("admit", BORDER),
        ("confirm_exit", SYSTEM),
    ]:
        seen = apply(seen, ClearanceEvent(event), who, NOW)
    assert seen.state == ClearanceState.EXIT_CONFIRMED
    assert apply(seen, ClearanceEvent.RESOLVE, BORDER, NOW, reason="left").state == ClearanceState.RESOLVED


@pytest.mark.parametrize("event", ClearanceEvent)
def test_nothing_adverse_is_done_by_the_machine_or_without_words(event):
    adverse = event.value in ADVERSE
    assert adverse <= (Role.SYSTEM not in RULES[event].who)
    assert adverse <= RULES[event].needs_reason


@pytest.mark.parametrize("event", ClearanceEvent)
@pytest.mark.parametrize("state", ClearanceState)
def test_an_event_happens_in_its_states_alone(clearance, state, event):
    everybody = actor(*Role)
    try:
        after = apply(
            clearance(state=state, entries=None),
            event,
            everybody,
            NOW if event != "expire" else NOW + timedelta(days=99),
            reason="because",
            superseded_by="CL-NEW",
        )
        assert (True, RULES[event].after) == (allowed(state, event), after.state)
    except Conflict:
        assert not allowed(state, event)


@pytest.mark.parametrize("event", ClearanceEvent)
def test_who_has_no_role_may_do_nothing(clearance, event):
    with pytest.raises(NotPermitted):
        apply(clearance(), event, actor(Role.APPLICANT), NOW, reason="because")


def test_a_person_is_shown_what_they_may_do():
    assert events_for(ClearanceState.ACTIVE, CARRIER) == (ClearanceEvent.BOARD,)
    assert events_for(ClearanceState.REVOKED, REVIEWER) == ()


def test_a_suspension_lasts_a_day_at_most(clearance):
    suspended = apply(clearance(), ClearanceEvent.SUSPEND, OFFICER, NOW, reason="the carrier called")
    assert (NOW + timedelta(hours=24), "the carrier called") == (suspended.suspended_until, suspended.state_reason)
    with pytest.raises(Conflict):
        apply(suspended, ClearanceEvent.RESUME, SYSTEM, NOW + timedelta(hours=23))
    resumed = apply(suspended, ClearanceEvent.RESUME, SYSTEM, NOW + timedelta(hours=24))
    assert (resumed.state, resumed.suspended_until) == (ClearanceState.ACTIVE, None)
    assert apply(suspended, ClearanceEvent.RESUME, OFFICER, NOW).state == ClearanceState.ACTIVE


@pytest.mark.parametrize("event", ["suspend", "revoke", "annul"])
def test_what_harms_the_traveller_needs_a_reason(clearance, event):
    with pytest.raises(InvalidInput):
        apply(clearance(), ClearanceEvent(event), REVIEWER, NOW, reason="  ")


def test_a_new_passport_maps_the_old_clearance_to_the_new_one(clearance):
    after = apply(clearance(), ClearanceEvent.SUPERSEDE, OFFICER, NOW, superseded_by="CL-NEW")
    assert (after.state, after.superseded_by) == (ClearanceState.SUPERSEDED, "CL-NEW")
    for number in ("", "CL-7K4M-2QX9"):
        with pytest.raises(InvalidInput):
            apply(clearance(), ClearanceEvent.SUPERSEDE, OFFICER, NOW, superseded_by=number)


def test_events_may_be_named_by_their_words(clearance):
    assert apply(clearance(), "activate", SYSTEM, NOW).state == ClearanceState.ACTIVE
    with pytest.raises(Conflict):
        apply(clearance(), "expire", SYSTEM, NOW)
    with pytest.raises(InvalidInput):
        apply(clearance(), "vanish", SYSTEM, NOW)
    with pytest.raises(InvalidInput):
        allowed(ClearanceState.ACTIVE, "vanish")


def test_time_ends_a_clearance_and_not_before(clearance):
    with pytest.raises(Conflict):
        apply(clearance(), ClearanceEvent.EXPIRE, SYSTEM, NOW)
    late = NOW + timedelta(days=99)
    assert apply(clearance(), ClearanceEvent.EXPIRE, SYSTEM, late).state == ClearanceState.EXPIRED
    with pytest.raises(Conflict):
        apply(clearance(), ClearanceEvent.ACTIVATE, SYSTEM, late)


def test_boarding_is_not_before_the_eve_of_the_first_day(clearance):
    active = clearance(state=ClearanceState.ACTIVE)
    eve = datetime(2026, 5, 31, 22, tzinfo=UTC)
    assert apply(active, ClearanceEvent.BOARD, CARRIER, eve).state == ClearanceState.BOARDED
    with pytest.raises(Conflict):
        apply(active, ClearanceEvent.BOARD, CARRIER, eve - timedelta(days=1))


def test_after_leaving_only_a_clearance_for_several_entries_comes_back(clearance):
    left = clearance(state=ClearanceState.EXIT_CONFIRMED)
    with pytest.raises(Conflict):
        apply(left, ClearanceEvent.ACTIVATE, SYSTEM, NOW)
    several = clearance(state=ClearanceState.EXIT_CONFIRMED, entries=None)
    assert apply(several, ClearanceEvent.ACTIVATE, SYSTEM, NOW).state == ClearanceState.ACTIVE
