"""A change of a case: the new case, what the audit log says of it, and what follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from preclear.decisions.transitions import TRANSITIONS
from preclear.errors import Conflict, NotPermitted
from preclear.model.agreement import Deadlines
from preclear.model.case import Actor, Case, Clock, Decision, HistoryEntry
from preclear.model.codes import ApplicationState, Role

_LENGTHS: Mapping[str, str] = {
    "match": "match_verify",
    "answer": "information",
    "answer_put": "put_to_applicant",
    "lodge": "appeal_lodge",
    "appeal": "appeal_decide",
}
"""Clocks whose length has another name in an agreement."""


@dataclass(frozen=True, kw_only=True)
class Notice:
    """Something to tell somebody: ``kind`` selects the words, ``values`` fill them. Never a finding's detail."""

    kind: str
    to: str
    reference: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Change:
    """What a verb makes of a case. ``details`` go into the audit log and hold no personal data."""

    before: Case
    case: Case
    verb: str
    actor: Actor
    at: datetime
    details: Mapping[str, str] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()
    jobs: tuple[str, ...] = ()
    decision: Decision | None = None


def change(  # noqa: PLR0913 -- one place builds every change; its callers name what they use
    case: Case,
    event: str,
    actor: Actor,
    at: datetime,
    *,
    deadlines: Deadlines,
    note: str = "",
    notices: tuple[Notice, ...] = (),
    jobs: tuple[str, ...] = (),
    decision: Decision | None = None,
    details: Mapping[str, str] | None = None,
    **fields: Any,
) -> Change:
    """Take one step of the state machine, or say why it may not be taken.

    Raises ``Conflict`` when the state does not allow the event, ``NotPermitted`` when the actor may not do it or the
    case is the actor's own.
    """
    way = TRANSITIONS[event]
    if case.state not in way.sources:
        raise Conflict(f"{event} is not possible in state {case.state}", mend="Open the case again to see its state")
    permit(case, actor, way.roles, event)
    clocks = _clocks(case, way.clocks, at, deadlines)
    return keep(
        case,
        way.verb,
        actor,
        at,
        state=way.target,
        note=note,
        notices=notices,
        jobs=jobs,
        decision=decision,
        details=details,
        clocks=clocks,
        **fields,
    )


def keep(  # noqa: PLR0913 -- see change
    case: Case,
    verb: str,
    actor: Actor,
    at: datetime,
    *,
    state: ApplicationState | None = None,
    note: str = "",
    notices: tuple[Notice, ...] = (),
    jobs: tuple[str, ...] = (),
    decision: Decision | None = None,
    details: Mapping[str, str] | None = None,
    **fields: Any,
) -> Change:
    """A change that is written down whatever the state: the caller has checked that it may be made."""
    state = state or case.state
    entry = HistoryEntry(at=at, by=actor.id, event=verb, state=state, note=note)
    if decision is not None:
        fields["decision"] = decision
    after = replace(case, state=state, version=case.version + 1, history=(*case.history, entry), **fields)
    told = {"from": str(case.state), "to": str(state), **(details or {})}
    return Change(
        before=case,
        case=after,
        verb=verb,
        actor=actor,
        at=at,
        details=told,
        notices=notices,
        jobs=jobs,
        decision=decision,
    )


def permit(case: Case, actor: Actor, roles: frozenset[Role], what: str) -> None:
    """Raise ``NotPermitted`` unless the actor holds one of ``roles`` for this case.

    An applicant acts on the own application only, an official never on it.
    """
    if not actor.has(*roles):
        raise NotPermitted(f"{what} is for {' or '.join(sorted(roles))}")
    own = actor.id == case.account
    if own and Role.APPLICANT not in roles:
        raise NotPermitted("nobody decides on an application of their own")
    if roles == {Role.APPLICANT} and not own:
        raise NotPermitted("this is another person's application")


def mine(case: Case, actor: Actor) -> None:
    """Raise ``NotPermitted`` unless the case was assigned to this officer."""
    if case.officer != actor.id:
        raise NotPermitted("the case is assigned to somebody else", mend="Take the next case; cases are not picked")


def _clocks(case: Case, orders: tuple[str, ...], at: datetime, deadlines: Deadlines) -> dict[str, Clock]:
    clocks = dict(case.clocks)
    for order in orders:
        what, name = order.split(":")
        if what == "end":
            clocks = {} if name == "*" else {key: clock for key, clock in clocks.items() if key != name}
        elif what == "start" and not (name == "decide" and "decide" in clocks):
            clocks[name] = Clock(limit=_length(name, case, deadlines), started=at)
        elif name in clocks:
            clocks[name] = clocks[name].stop(at) if what == "stop" else clocks[name].resume(at)
    return clocks


def _length(name: str, case: Case, deadlines: Deadlines) -> timedelta:
    if case.urgent and name in {"decide", "match", "confirm"}:
        return deadlines.urgent
    length: timedelta = getattr(deadlines, _LENGTHS.get(name, name))
    return length
