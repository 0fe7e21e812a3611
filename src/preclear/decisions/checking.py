"""What the machine may do with a submitted application: admit it, grant it, raise possible matches, refer it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from preclear.decisions.change import Change, Notice, change, keep, permit
from preclear.errors import Conflict, InvalidInput, NotFound, NotPermitted
from preclear.model.agreement import Deadlines
from preclear.model.case import SYSTEM, Actor, Case, Decision, MatchReview
from preclear.model.codes import ApplicationState, MatchDecision, Outcome, Recommendation, Role
from preclear.model.finding import Assessment
from preclear.model.screening import PossibleMatch

_CHECKED = frozenset({ApplicationState.ADMISSIBLE, ApplicationState.FALSE_MATCH})
_NOT_RAISED = "the lists do not raise it any more"


def admit(case: Case, missing: tuple[str, ...], at: datetime, *, deadlines: Deadlines) -> Change:
    """Admissibility is mechanical: what the agreement requires is there, or the applicant is told what is missing."""
    if missing:
        told = Notice(
            kind="incomplete", to=case.account, reference=case.reference, values={"missing": ", ".join(missing)}
        )
        return change(case, "find_incomplete", SYSTEM, at, deadlines=deadlines, missing=missing, notices=(told,))
    return change(case, "admit", SYSTEM, at, deadlines=deadlines, missing=(), jobs=("process",))


def record_assessment(
    case: Case,
    assessment: Assessment,
    alerts: tuple[PossibleMatch, ...],
    at: datetime,
    *,
    deadlines: Deadlines,
) -> tuple[Change, ...]:
    """Go on after the checks: possible matches to the match desk, a clear case to its grant, all else to a person.

    While an officer has the case, a new assessment changes nothing but the record: the officer goes on.
    """
    if case.state not in _CHECKED:
        return (keep(case, "check.completed", SYSTEM, at, details=_told(assessment)),)
    unseen = not_reviewed(case, alerts)
    if unseen:
        reviews = (*case.matches, *(open_question(match) for match in unseen))
        return (
            change(
                case,
                "find_matches",
                SYSTEM,
                at,
                deadlines=deadlines,
                matches=reviews,
                details=_told(assessment),
            ),
        )
    if assessment.recommendation is Recommendation.REFER:
        return (change(case, "refer", SYSTEM, at, deadlines=deadlines, details=_told(assessment)),)
    cleared = change(case, "find_clear", SYSTEM, at, deadlines=deadlines, details=_told(assessment))
    return (cleared, grant_by_machine(cleared.case, at, deadlines=deadlines))


def not_reviewed(case: Case, alerts: tuple[PossibleMatch, ...]) -> tuple[PossibleMatch, ...]:
    """The alerts that nobody has answered for this case, in the version of the entry that is listed now.

    A confirmation that waited for its second person when the entry was withdrawn is no answer.
    """
    done = {(one.key, one.version) for one in case.matches if one.decision is not None and not one.closed}
    return tuple(match for match in alerts if (f"{match.list}/{match.entity}", match.version) not in done)


def screen_again(
    case: Case, candidates: tuple[PossibleMatch, ...], at: datetime, *, deadlines: Deadlines
) -> Change | None:
    """Bring a case at the match desk up to date with what the lists say now; None where nothing differs.

    New possible matches join those that wait. One that no list raises any more (its owner withdrew the entry, or the
    person's data changed) is closed, and stays in the record; when none waits, the case goes on by itself.
    """
    if case.state is not ApplicationState.MATCHES:
        raise Conflict(f"no match waits in state {case.state}")
    alerts = tuple(match for match in candidates if match.alert)
    now = {(f"{match.list}/{match.entity}", match.version) for match in alerts}
    kept = tuple(
        replace(one, closed=_NOT_RAISED, at=at) if one.waits and (one.key, one.version) not in now else one
        for one in case.matches
    )
    known = {(one.key, one.version) for one in kept if not one.closed}
    added = tuple(open_question(one) for one in alerts if (f"{one.list}/{one.entity}", one.version) not in known)
    reviews = (*kept, *added)
    if reviews == case.matches:
        return None
    closed = sum(bool(one.closed) for one in kept) - sum(bool(one.closed) for one in case.matches)
    details = {"added": str(len(added)), "closed": str(closed)}
    ended = _desk_result(reviews)
    if ended is None:
        return keep(case, "match.raised", SYSTEM, at, matches=reviews, details=details)
    jobs = ("process",) if ended == "match_false" else ()
    return change(case, ended, SYSTEM, at, deadlines=deadlines, matches=reviews, details=details, jobs=jobs)


def grant_by_machine(case: Case, at: datetime, *, deadlines: Deadlines) -> Change:
    """Every mandatory check answered and all axes green: the one decision that the machine may make."""
    decision = Decision(
        id=f"{case.reference}/{case.version + 1}",
        reference=case.reference,
        outcome=Outcome.GRANT,
        proposed_by=SYSTEM.id,
        confirmed_by=None,
        at=at,
    )
    told = Notice(kind="granted", to=case.account, reference=case.reference)
    return change(
        case,
        "grant_by_machine",
        SYSTEM,
        at,
        deadlines=deadlines,
        decision=decision,
        notices=(told,),
        details={"outcome": str(decision.outcome)},
    )


def verify_match(
    case: Case,
    key: str,
    said: MatchDecision,
    reason: str,
    actor: Actor,
    at: datetime,
    *,
    deadlines: Deadlines,
) -> Change:
    """Say whether a possible match is the same person. Confirming takes a second person of the desk.

    The case moves on when every possible match is answered: all false, to be evaluated again; else to an officer.
    """
    if not reason.strip():
        raise InvalidInput("a reason is missing", where="reason", mend="Say which facts agree or differ")
    permit(case, actor, frozenset({Role.MATCH_DESK}), "verifying a match")
    if case.state is not ApplicationState.MATCHES:
        raise Conflict(f"no match waits in state {case.state}")
    asked = next((one for one in reversed(case.matches) if one.key == key), None)
    if asked is None:
        raise NotFound(f"no possible match {key} in this case")
    reviews = tuple(answered(one, said, reason, actor, at) if one is asked else one for one in case.matches)
    ended = _desk_result(reviews)
    details = {"list": asked.list, "said": str(said)}
    if ended is None:
        return keep(case, "match.verified", actor, at, matches=reviews, details=details, note=reason)
    jobs = ("process",) if ended == "match_false" else ()
    return change(case, ended, actor, at, deadlines=deadlines, matches=reviews, details=details, note=reason, jobs=jobs)


def answered(one: MatchReview, said: MatchDecision, reason: str, actor: Actor, at: datetime) -> MatchReview:
    """A review after somebody's answer: a confirmation waits for a second person, who is never the first.

    ``Conflict`` where it was answered or closed, ``NotPermitted`` where one person would confirm twice.
    """
    if one.closed:
        raise Conflict(f"nobody needs to answer this match any more: {one.closed}")
    if one.decision is MatchDecision.SAME and not one.seconded_by:
        if one.by == actor.id:
            raise NotPermitted("a match is confirmed by two different people", mend="Leave it to a colleague")
        if said is MatchDecision.SAME:
            return replace(one, seconded_by=actor.id)
    elif one.decision is not None:
        raise Conflict("this match was answered already")
    return replace(one, decision=said, by=actor.id, at=at, reason=reason)


def _desk_result(reviews: tuple[MatchReview, ...]) -> str | None:
    """The event that ends the desk's work, or None while an answer or a second person is missing."""
    if any(one.decision is MatchDecision.SAME and one.seconded_by for one in reviews):
        return "match_confirmed"
    if any(one.waits for one in reviews):
        return None
    if any(one.decision is MatchDecision.CANNOT_TELL for one in reviews):
        return "match_uncertain"
    return "match_false"


def open_question(match: PossibleMatch) -> MatchReview:
    """The open question that a possible match puts to the match desk."""
    return MatchReview(list=match.list, entity=match.entity, name=match.name, version=match.version)


def _told(assessment: Assessment) -> dict[str, str]:
    axes = " ".join(f"{axis}={state.colour}" for axis, state in sorted(assessment.axes.items()))
    book = assessment.rulebook
    return {
        "recommendation": str(assessment.recommendation),
        "axes": axes,
        "rulebook": f"{book.id} {book.version}",
    }
