"""An officer's review: assignment by the system, and the ways to find out more."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from preclear.decisions.change import Change, Notice, change, keep, mine
from preclear.errors import Conflict, NotPermitted
from preclear.model.agreement import Deadlines
from preclear.model.case import SYSTEM, Actor, Case
from preclear.model.codes import ApplicationState, Role


def assign(case: Case, officer: Actor, at: datetime, *, deadlines: Deadlines) -> Change:
    """Give a waiting case to an officer. The system chooses the case; nobody picks a person."""
    if not officer.has(Role.CASE_OFFICER):
        raise NotPermitted("cases are assigned to case officers")
    if officer.id == case.account:
        raise NotPermitted("nobody decides on an application of their own")
    if case.appeal and officer.id in case.people:
        raise NotPermitted("a remitted case goes to somebody who took no part in it")
    return change(case, "assign", SYSTEM, at, deadlines=deadlines, officer=officer.id, details={"officer": officer.id})


def assign_reviewer(case: Case, reviewer: Actor, at: datetime) -> Change:
    """Give a proposed refusal to a second person, chosen by the system, who never had this case."""
    if case.state is not ApplicationState.REFUSE_PROPOSED:
        raise Conflict(f"no proposal waits in state {case.state}")
    if not reviewer.has(Role.REVIEWER):
        raise NotPermitted("proposals are confirmed by reviewers")
    if reviewer.id == case.account or reviewer.id in {case.officer, case.proposal.by if case.proposal else ""}:
        raise NotPermitted("the second person is neither the applicant nor anybody who proposed")
    return keep(case, "case.assigned", SYSTEM, at, reviewer=reviewer.id, details={"reviewer": reviewer.id})


def verify_with(case: Case, whom: str, question: str, actor: Actor, at: datetime, *, deadlines: Deadlines) -> Change:
    """Ask a third party (employer, school, bank, register) one of the fixed questions."""
    mine(case, actor)
    return change(case, "verify_with", actor, at, deadlines=deadlines, note=f"{whom}: {question}")


def consult(case: Case, partner: str, question: str, actor: Actor, at: datetime, *, deadlines: Deadlines) -> Change:
    """Ask the partner State. Its silence is no objection."""
    mine(case, actor)
    return change(case, "consult", actor, at, deadlines=deadlines, note=f"{partner}: {question}")


def resume(case: Case, answer: str, actor: Actor, at: datetime, *, deadlines: Deadlines) -> Change:
    """Record what the third party or partner answered, and go on."""
    events = {
        ApplicationState.VERIFICATION_PENDING: "third_party_answered",
        ApplicationState.CONSULTING: "partner_answered",
    }
    if case.state not in events:
        raise Conflict(f"no answer is waited for in state {case.state}")
    mine(case, actor)
    return change(case, events[case.state], actor, at, deadlines=deadlines, note=answer, jobs=("reassess",))


def book_interview(
    case: Case, when: datetime, where: str, actor: Actor, at: datetime, *, deadlines: Deadlines
) -> Change:
    """Book an interview; the applicant is told when and where, and may ask for another day."""
    mine(case, actor)
    values = {"when": when.isoformat(), "where": where}
    told = Notice(kind="interview", to=case.account, reference=case.reference, values=values)
    return change(case, "book", actor, at, deadlines=deadlines, note=f"{values['when']}, {where}", notices=(told,))


def record_interview(case: Case, record: str, actor: Actor, at: datetime, *, deadlines: Deadlines) -> Change:
    """Record questions and answers, word for word. There is no place for demeanour."""
    mine(case, actor)
    return change(case, "interview", actor, at, deadlines=deadlines, note=record, jobs=("reassess",))


def make_urgent(case: Case, why: str, actor: Actor, at: datetime, *, deadlines: Deadlines) -> Change:
    """Put a case into the urgent lane: a funeral, medical need, or a flight within a day."""
    mine(case, actor)
    if case.urgent:
        raise Conflict("the case is urgent already")
    clocks = {
        name: replace(clock, limit=min(clock.limit, deadlines.urgent)) if name in {"decide", "match"} else clock
        for name, clock in case.clocks.items()
    }
    return keep(case, "case.urgent", actor, at, urgent=True, clocks=clocks, note=why)
