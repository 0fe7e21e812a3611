"""Granting, proposing a refusal, and the second human who confirms or returns it."""

from __future__ import annotations

from datetime import datetime

from preclear.decisions.change import Change, Notice, change, mine, permit
from preclear.decisions.reasons import complaints
from preclear.errors import Conflict, InvalidInput, NotPermitted
from preclear.model.agreement import Agreement
from preclear.model.case import Actor, Case, Decision, Proposal, Reasons
from preclear.model.codes import ApplicationState, MatchDecision, Outcome, Role
from preclear.model.finding import Assessment


def propose(  # noqa: PLR0913 -- a proposal has these parts
    case: Case,
    outcome: Outcome,
    actor: Actor,
    at: datetime,
    *,
    agreement: Agreement,
    assessment: Assessment,
    reasons: Reasons | None = None,
    conditions: tuple[str, ...] = (),
    note: str = "",
) -> Change:
    """Grant, with its reasons; or propose a refusal, which waits for a second human.

    A refusal needs a certified officer, a fact that counts (a finding that stands, or a confirmed match), reasons
    without complaints (``InvalidInput`` lists them), and no protection case.
    """
    permit(case, actor, frozenset({Role.CASE_OFFICER}), "deciding")
    mine(case, actor)
    if outcome is not Outcome.REFUSE:
        return _grant(case, outcome, actor, at, agreement=agreement, conditions=conditions, note=note)
    if not actor.certified:
        raise NotPermitted("proposing a refusal needs a valid certificate")
    _may_be_refused(case, assessment)
    mend = complaints(reasons, case, agreement) if reasons else ()
    if reasons is None or mend:
        told = "; ".join(complaint.text for complaint in mend) or "written reasons are missing"
        raise InvalidInput(told, where="reasons", rule="process section 9", mend="Mend each point, then send again")
    proposal = Proposal(outcome=outcome, by=actor.id, at=at, reasons=reasons, note=note)
    return change(
        case,
        "propose_refusal",
        actor,
        at,
        deadlines=agreement.deadlines,
        proposal=proposal,
        reviewer="",
        details={"ground": reasons.ground},
    )


def confirm(
    case: Case,
    actor: Actor,
    at: datetime,
    *,
    agreement: Agreement,
    own_view: str,
    assessment: Assessment | None = None,
) -> Change:
    """Confirm a proposed refusal as the second human, after an own view of the dossier.

    ``assessment`` is the newest: what the proposal rests on must still stand.
    """
    proposal = _second_person(case, actor)
    if not own_view.strip():
        raise InvalidInput("your own view is missing", where="own_view", mend="Say first what you see in the dossier")
    if case.frozen:
        raise NotPermitted("a protection case is open: no refusal before it is answered")
    if assessment is not None:
        _may_be_refused(case, assessment)
    decision = Decision(
        id=f"{case.reference}/{case.version + 1}",
        reference=case.reference,
        outcome=Outcome.REFUSE,
        proposed_by=proposal.by,
        confirmed_by=actor.id,
        at=at,
        reasons=proposal.reasons,
    )
    told = Notice(kind="refused", to=case.account, reference=case.reference)
    return change(
        case,
        "confirm_refusal",
        actor,
        at,
        deadlines=agreement.deadlines,
        decision=decision,
        note=own_view,
        notices=(told,),
        details={"outcome": str(decision.outcome), "ground": decision.reasons.ground if decision.reasons else ""},
    )


def return_proposal(case: Case, reason: str, actor: Actor, at: datetime, *, agreement: Agreement) -> Change:
    """Send a proposed refusal back to its officer, and say why."""
    proposal = _second_person(case, actor)
    if not reason.strip():
        raise InvalidInput("a reason is missing", where="reason", mend="Say what the officer should look at again")
    told = Notice(kind="returned", to=proposal.by, reference=case.reference)
    return change(
        case,
        "return",
        actor,
        at,
        deadlines=agreement.deadlines,
        proposal=None,
        reviewer="",
        note=reason,
        notices=(told,),
    )


def _grant(
    case: Case,
    outcome: Outcome,
    actor: Actor,
    at: datetime,
    *,
    agreement: Agreement,
    conditions: tuple[str, ...],
    note: str,
) -> Change:
    if not note.strip():
        raise InvalidInput("a reason is missing", where="note", mend="Say in a sentence why this may be granted")
    if outcome is Outcome.CONDITIONAL_GRANT and not conditions:
        raise InvalidInput("a conditional grant needs a condition", where="conditions")
    decision = Decision(
        id=f"{case.reference}/{case.version + 1}",
        reference=case.reference,
        outcome=outcome,
        proposed_by=actor.id,
        confirmed_by=None,
        at=at,
        conditions=conditions,
    )
    told = Notice(kind="granted", to=case.account, reference=case.reference)
    return change(
        case,
        "grant",
        actor,
        at,
        deadlines=agreement.deadlines,
        decision=decision,
        note=note,
        notices=(told,),
        details={"outcome": str(outcome)},
    )


def _may_be_refused(case: Case, assessment: Assessment) -> None:
    if case.frozen:
        raise NotPermitted("a protection case is open: no refusal before it is answered")
    stands = any(finding.counts and not finding.open for finding in assessment.findings if finding.axis)
    confirmed = any(one.decision is MatchDecision.SAME and one.seconded_by for one in case.matches)
    if not (stands or confirmed):
        raise NotPermitted(
            "nothing counts against this application: a contradiction was not put to the applicant yet, or is resolved",
            mend="Put the contradiction to the applicant first",
        )


def _second_person(case: Case, actor: Actor) -> Proposal:
    permit(case, actor, frozenset({Role.REVIEWER}), "confirming a refusal")
    if case.proposal is None or case.state is not ApplicationState.REFUSE_PROPOSED:
        raise Conflict("no proposal waits in this case")
    if actor.id == case.proposal.by:
        raise NotPermitted("a refusal needs two different people")
    if not actor.certified:
        raise NotPermitted("confirming or returning a refusal needs a valid certificate")
    if case.reviewer != actor.id:
        raise NotPermitted("this proposal is assigned to somebody else", mend="Take the next proposal")
    return case.proposal
