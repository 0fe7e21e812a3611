"""Possible matches that come up after the match desk's own turn: raised, looked at, answered, and what follows.

Nothing follows by itself. A confirmed match of somebody who holds a clearance is shown to the reviewers, who may
suspend or revoke it with their own reason; until then carriers hear what they heard before.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from preclear import decisions
from preclear.decisions.change import keep
from preclear.errors import Conflict, InvalidInput, NotFound, NotPermitted
from preclear.model.application import Application
from preclear.model.case import SYSTEM, Actor, Case
from preclear.model.codes import ApplicationState, ClearanceState, MatchDecision, Role
from preclear.model.screening import PossibleMatch
from preclear.services.identity import identity_of
from preclear.services.match_records import ENDS, AlarmEnd, LateMatch, RememberedMatch
from preclear.services.office import Office
from preclear.services.ports import Records
from preclear.services.writing_down import write_down

REMEMBERED_FOR = timedelta(days=365)
"""How long a match that was ruled out is not raised again, where neither record changes."""

WITH_OFFICERS = frozenset(
    decisions.OPEN
    - {
        ApplicationState.SUBMITTED,
        ApplicationState.INCOMPLETE,
        ApplicationState.ADMISSIBLE,
        ApplicationState.CHECKED_CLEAR,
        ApplicationState.FALSE_MATCH,
        ApplicationState.MATCHES,
    }
)
"""States after the match desk's own turn and before a decision."""

STILL_TO_TRAVEL = frozenset(
    {
        ClearanceState.ISSUED,
        ClearanceState.ACTIVE,
        ClearanceState.SUSPENDED,
        ClearanceState.BOARDED,
        ClearanceState.DEPARTED,
        ClearanceState.ARRIVED,
    }
)
"""Clearances with which somebody may still arrive."""

_CHANGEABLE = frozenset({ClearanceState.ISSUED, ClearanceState.ACTIVE, ClearanceState.SUSPENDED})
_WITHDRAWN = "the owner of the list withdrew the entry"
_ENDED = "the case or the clearance ended meanwhile"


@dataclass(frozen=True, kw_only=True)
class LateView:
    """One late match with the identity that it is about; nothing else of the application."""

    late: LateMatch
    application: Application


def raise_late(
    records: Records,
    office: Office,
    case: Case,
    matches: Iterable[PossibleMatch],
    snapshot: str,
    *,
    clearance: str = "",
) -> int:
    """Send possible matches to the desk; how many were new. What waits already, or was answered, is not repeated.

    What was closed is raised again when its owner lists it again. What was ruled out is left to the memory of it.
    """
    known = {
        (one.review.key, one.review.version)
        for one in records.late_matches.of(case.reference)
        if not one.review.closed and one.review.decision is not MatchDecision.NOT_SAME
    }
    new = [match for match in matches if (f"{match.list}/{match.entity}", match.version) not in known]
    at = office.clock()
    for match in new:
        records.late_matches.add(
            LateMatch(
                reference=case.reference,
                account=case.account,
                match=match,
                snapshot=snapshot,
                review=decisions.open_question(match),
                raised_at=at,
                due=at + office.agreement.deadlines.match_verify,
                clearance=clearance,
            )
        )
        records.alarms.raised(case.reference, match.list, match.entity, at)
        records.audit.add(
            at=at,
            actor=SYSTEM.id,
            verb="match.raised_late",
            about=clearance or case.reference,
            details={"list": match.list, "snapshot": snapshot},
        )
    return len(new)


def take_late_match(office: Office, actor: Actor) -> LateMatch:
    """The next late match for somebody of the desk; the system chooses. ``NotFound`` when none waits."""
    _desk(actor)
    free = late_matches_for(office, actor)
    if not free:
        raise NotFound("nothing waits for you")
    return free[0]


def late_matches_for(office: Office, actor: Actor) -> tuple[LateMatch, ...]:
    """What waits for this person: not about themselves, and not for a second answer to their own."""
    with office.store.transaction() as records:
        waiting = [one for one in records.late_matches.waiting() if not _over(records, one, office.clock())]
    return tuple(one for one in waiting if one.account != actor.id and one.review.waits_for(actor.id))


def look_at_late_match(office: Office, id: int, actor: Actor) -> LateView:  # noqa: A002 -- the record's own field
    """Open one at the desk; the look is in the log."""
    _desk(actor)
    with office.store.transaction() as records:
        late = records.late_matches.get(id)
        if late.account == actor.id:
            raise NotPermitted("nobody looks at a record of their own on the desk")
        records.audit.add(
            at=office.clock(),
            actor=actor.id,
            verb="record.viewed",
            about=late.clearance or late.reference,
            details={"reason": "possible match"},
        )
        return LateView(late=late, application=records.cases.get(late.reference).application)


def answer_late_match(
    office: Office,
    id: int,  # noqa: A002 -- the record's own field
    said: MatchDecision,
    reason: str,
    actor: Actor,
    *,
    seen: int,
) -> LateMatch:
    """Say whether a late match is the same person. Confirming takes a second person of the desk.

    What is ruled out is remembered. A case under way is judged again; for a clearance the reviewers are told of a
    confirmation, and nothing else changes.
    """
    _desk(actor)
    if not reason.strip():
        raise InvalidInput("a reason is missing", where="reason", mend="Say which facts agree or differ")
    with office.store.transaction() as records:
        at, before = office.clock(), records.late_matches.get(id)
        if before.account == actor.id:
            raise NotPermitted("nobody decides on an application of their own")
        if before.version != seen:
            raise Conflict(
                "somebody answered this match meanwhile", mend="Look at it again; nothing of yours was written"
            )
        review = decisions.answered(before.review, said, reason.strip(), actor, at)
        late = replace(before, review=review, version=seen + 1)
        records.late_matches.replace(late, seen=seen)
        records.audit.add(
            at=at,
            actor=actor.id,
            verb="match.verified",
            about=late.clearance or late.reference,
            record=late,
            details={"list": review.list, "said": str(said)},
        )
        if not late.waits:
            _follow(records, late, actor, at)
        return late


def close_withdrawn(records: Records, id: int, at: datetime) -> None:  # noqa: A002 -- the record's own field
    """Close a late match on an entry that its owner withdrew, where it still waits. The record keeps what it was."""
    late = records.late_matches.get(id)
    if late.waits:
        _close(records, late, _WITHDRAWN, at)


def nothing_waits(records: Records, reference: str) -> None:
    """Raise ``Conflict`` while the desk has a late match of this case: no decision before its answer."""
    if any(one.waits and not one.clearance for one in records.late_matches.of(reference)):
        raise Conflict(
            "a possible match of this case is with the match desk",
            mend="Wait for its answer: it is due within hours",
        )


def confirmed_with_clearance(records: Records) -> tuple[LateMatch, ...]:
    """Confirmed late matches whose clearance a reviewer can still change."""
    return tuple(
        one for one in records.late_matches.confirmed() if records.clearances.get(one.clearance).state in _CHANGEABLE
    )


def _follow(records: Records, late: LateMatch, actor: Actor, at: datetime) -> None:
    said = late.review.decision
    if said is None:
        return
    records.alarms.ended(late.reference, late.review.list, late.review.entity, ENDS[said], at)
    case = records.cases.get(late.reference)
    if said is MatchDecision.NOT_SAME:
        remember(records, case, late.review.list, late.review.entity, late.review.version, actor, at)
    if late.clearance:
        if late.confirmed:
            values = {"number": late.clearance}
            records.letters.add(Role.REVIEWER, late.reference, "late_match_confirmed", values, at)
    elif case.state in WITH_OFFICERS:
        reviews = (*case.matches, late.review)
        write_down(records, keep(case, "match.verified", actor, at, matches=reviews, jobs=("reassess",)))


def remember(
    records: Records,
    case: Case,
    list: str,  # noqa: A002 -- the list's name
    entity: str,
    version: str,
    actor: Actor,
    at: datetime,
) -> None:
    """Remember for a year that this person is not that entry, as both are now."""
    records.matches.remember(
        RememberedMatch(
            identity=identity_of(case.application),
            list=list,
            entity=entity,
            version=version,
            by=actor.id,
            at=at,
            expires=at + REMEMBERED_FOR,
        )
    )


def _over(records: Records, late: LateMatch, at: datetime) -> bool:
    """Whether the case ended meanwhile, so that an answer would change nothing: the match is closed then."""
    if late.clearance:
        over = records.clearances.get(late.clearance).state not in STILL_TO_TRAVEL
    else:
        over = records.cases.get(late.reference).state not in WITH_OFFICERS
    return over and _close(records, late, _ENDED, at)


def _close(records: Records, late: LateMatch, why: str, at: datetime) -> bool:
    review = replace(late.review, closed=why, at=at)
    records.late_matches.replace(replace(late, review=review, version=late.version + 1), seen=late.version)
    records.alarms.ended(late.reference, review.list, review.entity, AlarmEnd.WITHDRAWN, at)
    records.audit.add(
        at=at,
        actor=SYSTEM.id,
        verb="match.closed",
        about=late.clearance or late.reference,
        details={"list": review.list, "why": why},
    )
    return True


def _desk(actor: Actor) -> None:
    if not actor.has(Role.MATCH_DESK):
        raise NotPermitted("this work is for a match desk")
