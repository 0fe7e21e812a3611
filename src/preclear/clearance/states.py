"""The life of a clearance: which event leads from which state to which, and who may bring it about.

::

    ISSUED -> ACTIVE -> BOARDED -> DEPARTED -> ARRIVED -> ADMITTED | SECOND_LINE | REFUSED_ENTRY
           -> EXIT_CONFIRMED | OVERSTAY_SUSPECTED -> RESOLVED
    before boarding also: SUSPENDED (at most 24 h), REVOKED, ANNULLED, SUPERSEDED, EXPIRED

Whatever is adverse to the traveller needs a human: the machine can activate, lift a suspension whose time is over,
expire, replace, and record where the traveller is.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from preclear.errors import Conflict, InvalidInput, NotPermitted
from preclear.model.case import Actor
from preclear.model.clearance import Clearance
from preclear.model.codes import ClearanceState, Role

SUSPENDED_AT_MOST = timedelta(hours=24)
"""How long a suspension may last where the agreement says nothing (``deadlines.suspend_max``)."""


class ClearanceEvent(StrEnum):
    """What can happen to a clearance."""

    ACTIVATE = "activate"
    SUSPEND = "suspend"
    RESUME = "resume"
    REVOKE = "revoke"
    ANNUL = "annul"
    SUPERSEDE = "supersede"
    EXPIRE = "expire"
    BOARD = "board"
    DEPART = "depart"
    ARRIVE = "arrive"
    ADMIT = "admit"
    SECOND_LINE = "second_line"
    REFUSE_ENTRY = "refuse_entry"
    CONFIRM_EXIT = "confirm_exit"
    SUSPECT_OVERSTAY = "suspect_overstay"
    RESOLVE = "resolve"


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One event: from which states, to which, by whom, and whether it needs a reason in words."""

    before: frozenset[ClearanceState]
    after: ClearanceState
    who: frozenset[Role]
    needs_reason: bool = False


_S, _R, _E = ClearanceState, Role, ClearanceEvent
_BEFORE_BOARDING = frozenset({_S.ISSUED, _S.ACTIVE, _S.SUSPENDED})
_OFFICERS = frozenset({_R.CASE_OFFICER, _R.REVIEWER})
_CARRIAGE = frozenset({_R.CARRIER, _R.SYSTEM})
_BORDER = frozenset({_R.BORDER_OFFICER})
_BORDER_FEED = _BORDER | {_R.SYSTEM}

RULES: dict[ClearanceEvent, Rule] = {
    _E.ACTIVATE: Rule(before=frozenset({_S.ISSUED, _S.EXIT_CONFIRMED}), after=_S.ACTIVE, who=_OFFICERS | {_R.SYSTEM}),
    _E.SUSPEND: Rule(before=frozenset({_S.ISSUED, _S.ACTIVE}), after=_S.SUSPENDED, who=_OFFICERS, needs_reason=True),
    _E.RESUME: Rule(before=frozenset({_S.SUSPENDED}), after=_S.ACTIVE, who=_OFFICERS | {_R.SYSTEM}),
    _E.REVOKE: Rule(before=_BEFORE_BOARDING, after=_S.REVOKED, who=frozenset({_R.REVIEWER}), needs_reason=True),
    _E.ANNUL: Rule(before=_BEFORE_BOARDING, after=_S.ANNULLED, who=frozenset({_R.REVIEWER}), needs_reason=True),
    _E.SUPERSEDE: Rule(before=_BEFORE_BOARDING, after=_S.SUPERSEDED, who=_OFFICERS | {_R.SYSTEM}),
    _E.EXPIRE: Rule(before=_BEFORE_BOARDING, after=_S.EXPIRED, who=frozenset({_R.SYSTEM})),
    _E.BOARD: Rule(before=frozenset({_S.ACTIVE}), after=_S.BOARDED, who=_CARRIAGE),
    _E.DEPART: Rule(before=frozenset({_S.BOARDED}), after=_S.DEPARTED, who=_CARRIAGE),
    _E.ARRIVE: Rule(before=frozenset({_S.DEPARTED}), after=_S.ARRIVED, who=_BORDER_FEED),
    _E.ADMIT: Rule(before=frozenset({_S.ARRIVED, _S.SECOND_LINE}), after=_S.ADMITTED, who=_BORDER),
    _E.SECOND_LINE: Rule(before=frozenset({_S.ARRIVED}), after=_S.SECOND_LINE, who=_BORDER),
    _E.REFUSE_ENTRY: Rule(
        before=frozenset({_S.ARRIVED, _S.SECOND_LINE}), after=_S.REFUSED_ENTRY, who=_BORDER, needs_reason=True
    ),
    _E.CONFIRM_EXIT: Rule(
        before=frozenset({_S.ADMITTED, _S.SECOND_LINE, _S.REFUSED_ENTRY}), after=_S.EXIT_CONFIRMED, who=_BORDER_FEED
    ),
    _E.SUSPECT_OVERSTAY: Rule(
        before=frozenset({_S.ADMITTED, _S.SECOND_LINE, _S.REFUSED_ENTRY}),
        after=_S.OVERSTAY_SUSPECTED,
        who=_BORDER,
        needs_reason=True,
    ),
    _E.RESOLVE: Rule(
        before=frozenset({_S.OVERSTAY_SUSPECTED, _S.EXIT_CONFIRMED}),
        after=_S.RESOLVED,
        who=_BORDER | {_R.CASE_OFFICER},
        needs_reason=True,
    ),
}


def allowed(state: ClearanceState, event: ClearanceEvent | str) -> bool:
    """Whether the event can happen in this state, by whomever."""
    return state in RULES[_known(event)].before


def events_for(state: ClearanceState, actor: Actor) -> tuple[ClearanceEvent, ...]:
    """The events that this person may bring about in this state."""
    return tuple(event for event, rule in RULES.items() if state in rule.before and actor.has(*rule.who))


def apply(
    clearance: Clearance,
    event: ClearanceEvent | str,
    actor: Actor,
    at: datetime,
    *,
    reason: str = "",
    superseded_by: str = "",
) -> Clearance:
    """The clearance after an event.

    Raises ``NotPermitted`` where the actor may not, ``Conflict`` where state or time do not allow it, and
    ``InvalidInput`` where there is no such event, or a reason or the new clearance's number is missing. ``version`` is
    left to the storage, which counts it up when it writes.
    """
    event = _known(event)
    rule = RULES[event]
    if not actor.has(*rule.who):
        raise NotPermitted(f"only {_named(rule.who)} may {_words(event)} a clearance")
    if clearance.state not in rule.before:
        raise Conflict(f"a clearance that is {clearance.state} cannot go through {_words(event)}")
    if rule.needs_reason and not reason.strip():
        raise InvalidInput("a reason is missing", where="reason", mend="Say in words what happened.")
    _check_time(clearance, event, actor, at)
    return replace(_after(clearance, event, at, superseded_by), state_reason=reason.strip())


def _known(event: ClearanceEvent | str) -> ClearanceEvent:
    try:
        return ClearanceEvent(event)
    except ValueError:
        known = ", ".join(ClearanceEvent)
        raise InvalidInput(f"no event {event[:40]!a}", where="event", mend=f"One of: {known}.") from None


def _check_time(clearance: Clearance, event: ClearanceEvent, actor: Actor, at: datetime) -> None:
    over = at.date() > clearance.valid_until
    if event is ClearanceEvent.EXPIRE and not over:
        raise Conflict(f"it is valid until {clearance.valid_until}")
    if event in (ClearanceEvent.ACTIVATE, ClearanceEvent.BOARD) and over:
        raise Conflict(f"it ended on {clearance.valid_until}")
    if event is ClearanceEvent.BOARD and at.date() < clearance.valid_from - timedelta(days=1):
        raise Conflict(f"it begins on {clearance.valid_from}")
    if clearance.state is ClearanceState.EXIT_CONFIRMED and event is ClearanceEvent.ACTIVATE and clearance.entries:
        raise Conflict("its entries are used up")
    until = clearance.suspended_until
    if event is ClearanceEvent.RESUME and not actor.has(*_OFFICERS) and until and at < until:
        raise Conflict("its suspension lasts until an officer lifts it or its time is over")


def _after(clearance: Clearance, event: ClearanceEvent, at: datetime, superseded_by: str) -> Clearance:
    state = RULES[event].after
    match event:
        case ClearanceEvent.SUSPEND:
            return replace(clearance, state=state, suspended_until=at + SUSPENDED_AT_MOST)
        case ClearanceEvent.SUPERSEDE if not superseded_by or superseded_by == clearance.number:
            raise InvalidInput("the number of the new clearance is missing", where="superseded_by")
        case ClearanceEvent.SUPERSEDE:
            return replace(clearance, state=state, superseded_by=superseded_by, suspended_until=None)
        case _:
            return replace(clearance, state=state, suspended_until=None)


def _words(event: ClearanceEvent) -> str:
    return event.value.replace("_", " ")


def _named(roles: frozenset[Role]) -> str:
    return " or ".join(sorted(role.value.replace("_", " ") for role in roles))
