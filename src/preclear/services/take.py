"""Take the next case, match or proposal. The system chooses; nobody picks a person from a list."""

from __future__ import annotations

from collections.abc import Collection

from preclear import decisions
from preclear.errors import NotFound, NotPermitted
from preclear.model.case import Actor, Case
from preclear.model.codes import ApplicationState, Role
from preclear.services.change_clearance import who_changed
from preclear.services.late_matches import late_matches_for
from preclear.services.match_records import LateMatch
from preclear.services.office import Office
from preclear.services.ports import Records, WaitingCase
from preclear.services.writing_down import write_down

_AMONG = 10
"""How many of the most pressing cases the next one is drawn from."""

_FOR_OFFICERS = (
    ApplicationState.REFERRED,
    ApplicationState.CONFIRMED,
    ApplicationState.UNCERTAIN,
    ApplicationState.REMITTED,
)


def waiting_for(office: Office, actor: Actor, states: Collection[ApplicationState]) -> tuple[WaitingCase, ...]:
    """What waits in these states and may go to this person: no case of their own, none that they had before."""
    with office.store.transaction() as records:
        return _may_have(records, actor, states)


def take_case(office: Office, actor: Actor) -> Case:
    """The next case for a case officer, drawn at random among the most pressing. ``NotFound`` when none waits."""
    _needs(actor, Role.CASE_OFFICER)
    with office.store.transaction() as records:
        at = office.clock()
        case = _draw(records, office, _may_have(records, actor, _FOR_OFFICERS))
        return write_down(records, decisions.assign(case, actor, at, deadlines=office.agreement.deadlines)).case


def take_proposal(office: Office, actor: Actor) -> Case:
    """The next proposed refusal for a reviewer who never had the case."""
    _needs(actor, Role.REVIEWER)
    with office.store.transaction() as records:
        free = [
            one
            for one in _may_have(records, actor, (ApplicationState.REFUSE_PROPOSED,))
            if not records.cases.get(one.reference).reviewer
        ]
        case = _draw(records, office, free)
        return write_down(records, decisions.assign_reviewer(case, actor, office.clock())).case


def take_match(office: Office, actor: Actor) -> Case:
    """The next case with possible matches, for the match desk. Not assigned: two people may be needed."""
    _needs(actor, Role.MATCH_DESK)
    with office.store.transaction() as records:
        waiting = [
            one
            for one in records.cases.waiting((ApplicationState.MATCHES,))
            if one.account != actor.id and _open_to(records.cases.get(one.reference), actor)
        ]
        return _draw(records, office, waiting)


def take_any_match(office: Office, actor: Actor) -> Case | LateMatch:
    """The next case with possible matches, or the next late match where its answer is due sooner."""
    late = next(iter(late_matches_for(office, actor)), None)
    try:
        case = take_match(office, actor)
    except NotFound:
        if late is None:
            raise
        return late
    clock = case.clocks.get("match")
    return late if late and clock and not case.urgent and late.due < clock.due(office.clock()) else case


def take_appeal(office: Office, actor: Actor) -> Case:
    """The next appeal, for somebody who took no part in the case."""
    _needs(actor, Role.APPEAL_REVIEWER)
    with office.store.transaction() as records:
        free = [
            one
            for one in _may_have(records, actor, (ApplicationState.APPEAL,))
            if actor.id not in who_changed(records, one.reference)
        ]
        return _draw(records, office, free)


def _open_to(case: Case, actor: Actor) -> bool:
    """Whether some match of the case still needs this person: unanswered, or to be seconded by somebody else."""
    return any(one.waits_for(actor.id) for one in case.matches)


def _may_have(records: Records, actor: Actor, states: Collection[ApplicationState]) -> tuple[WaitingCase, ...]:
    return tuple(one for one in records.cases.waiting(states) if one.account != actor.id and actor.id not in one.people)


def _draw(records: Records, office: Office, waiting: Collection[WaitingCase]) -> Case:
    if not waiting:
        raise NotFound("nothing waits for you")
    urgent = [one for one in waiting if one.urgent]
    return records.cases.get(office.choose(urgent or list(waiting)[:_AMONG]).reference)


def _needs(actor: Actor, role: Role) -> None:
    if not actor.has(role):
        raise NotPermitted(f"this work is for a {role.replace('_', ' ')}")
