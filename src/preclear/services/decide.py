"""What officers, reviewers and appeal reviewers do with a case: ask, put, propose, confirm, return, decide an appeal.

Each takes ``seen``, the version of the case that the person had before their eyes: if somebody else changed the case
meanwhile, ``Conflict`` says so and nothing is written.
"""

from __future__ import annotations

from datetime import datetime

from preclear import decisions
from preclear.errors import Conflict, NotFound, NotPermitted
from preclear.model.case import Actor, Case, Reasons
from preclear.model.codes import MatchDecision, Outcome
from preclear.model.finding import Assessment, Finding
from preclear.services.change_clearance import who_changed
from preclear.services.issue import issue
from preclear.services.late_matches import nothing_waits, remember
from preclear.services.office import Office
from preclear.services.ports import Judged, Records
from preclear.services.process import as_evidence
from preclear.services.writing_down import write_down


def ask(office: Office, reference: str, text: str, actor: Actor, *, seen: int) -> Case:
    """Ask the applicant for information."""
    with office.store.transaction() as records:
        case = _seen(records, reference, seen)
        change = decisions.ask(case, text, actor, office.clock(), deadlines=office.agreement.deadlines)
        return write_down(records, change).case


def put(office: Office, reference: str, finding: str, text: str, actor: Actor, *, seen: int) -> Case:
    """Put a contradiction to the applicant. ``finding`` is the finding's key."""
    with office.store.transaction() as records:
        case = _seen(records, reference, seen)
        found = _finding(records, reference, finding)
        change = decisions.put(case, found, text, actor, office.clock(), deadlines=office.agreement.deadlines)
        return write_down(records, change).case


def accept_answer(office: Office, reference: str, id: str, accepted: bool, actor: Actor, *, seen: int) -> Case:  # noqa: A002, FBT001 -- the officer's yes or no
    """Say whether the applicant's answer resolves a contradiction."""
    with office.store.transaction() as records:
        case = _seen(records, reference, seen)
        return write_down(records, decisions.accept_answer(case, id, accepted, actor, office.clock())).case


def verify_with(office: Office, reference: str, whom: str, question: str, actor: Actor, *, seen: int) -> Case:
    """Ask a third party."""
    with office.store.transaction() as records:
        case = _seen(records, reference, seen)
        change = decisions.verify_with(
            case, whom, question, actor, office.clock(), deadlines=office.agreement.deadlines
        )
        return write_down(records, change).case


def consult(office: Office, reference: str, partner: str, question: str, actor: Actor, *, seen: int) -> Case:
    """Ask the partner State."""
    with office.store.transaction() as records:
        case = _seen(records, reference, seen)
        change = decisions.consult(case, partner, question, actor, office.clock(), deadlines=office.agreement.deadlines)
        return write_down(records, change).case


def resume(office: Office, reference: str, answer: str, actor: Actor, *, seen: int) -> Case:
    """Record what a third party or the partner answered."""
    with office.store.transaction() as records:
        case = _seen(records, reference, seen)
        change = decisions.resume(case, answer, actor, office.clock(), deadlines=office.agreement.deadlines)
        return write_down(records, change).case


def book_interview(office: Office, reference: str, when: datetime, where: str, actor: Actor, *, seen: int) -> Case:
    """Book an interview."""
    with office.store.transaction() as records:
        case = _seen(records, reference, seen)
        change = decisions.book_interview(
            case, when, where, actor, office.clock(), deadlines=office.agreement.deadlines
        )
        return write_down(records, change).case


def record_interview(office: Office, reference: str, record: str, actor: Actor, *, seen: int) -> Case:
    """Record an interview, word for word."""
    with office.store.transaction() as records:
        case = _seen(records, reference, seen)
        change = decisions.record_interview(case, record, actor, office.clock(), deadlines=office.agreement.deadlines)
        return write_down(records, change).case


def propose(
    office: Office,
    reference: str,
    outcome: Outcome,
    actor: Actor,
    *,
    seen: int,
    reasons: Reasons | None = None,
    conditions: tuple[str, ...] = (),
    note: str = "",
) -> Case:
    """Grant a case, or propose to refuse it. A grant issues its clearance in the same transaction."""
    with office.store.transaction() as records:
        case = _seen(records, reference, seen)
        nothing_waits(records, reference)
        if outcome is Outcome.REFUSE:
            _heard_out(records, case)
        at = office.clock()
        change = decisions.propose(
            case,
            outcome,
            actor,
            at,
            agreement=office.agreement,
            assessment=_assessment(records, reference),
            reasons=reasons,
            conditions=conditions,
            note=note,
        )
        write_down(records, change)
        if change.decision is not None:
            issue(records, office, change.case, change.decision, at)
        return change.case


def confirm(office: Office, reference: str, own_view: str, actor: Actor, *, seen: int) -> Case:
    """Confirm a proposed refusal as the second human."""
    with office.store.transaction() as records:
        case = _seen(records, reference, seen)
        nothing_waits(records, reference)
        change = decisions.confirm(
            case,
            actor,
            office.clock(),
            agreement=office.agreement,
            own_view=own_view,
            assessment=_assessment(records, reference),
        )
        return write_down(records, change).case


def return_proposal(office: Office, reference: str, reason: str, actor: Actor, *, seen: int) -> Case:
    """Return a proposed refusal to its officer."""
    with office.store.transaction() as records:
        case = _seen(records, reference, seen)
        change = decisions.return_proposal(case, reason, actor, office.clock(), agreement=office.agreement)
        return write_down(records, change).case


def verify_match(
    office: Office, reference: str, key: str, said: MatchDecision, reason: str, actor: Actor, *, seen: int
) -> Case:
    """Say whether a possible match is the same person; one that is not is remembered for a year."""
    with office.store.transaction() as records:
        case = _seen(records, reference, seen)
        at = office.clock()
        change = decisions.verify_match(case, key, said, reason, actor, at, deadlines=office.agreement.deadlines)
        if said is MatchDecision.NOT_SAME:
            asked = next(one for one in reversed(change.case.matches) if one.key == key)
            remember(records, case, asked.list, asked.entity, asked.version, actor, at)
        return write_down(records, change).case


def decide_appeal(office: Office, reference: str, event: str, reasons: str, actor: Actor, *, seen: int) -> Case:
    """Uphold, overturn or remit; an overturned refusal issues its clearance in the same transaction."""
    with office.store.transaction() as records:
        case = _seen(records, reference, seen)
        if actor.id in who_changed(records, reference):
            raise NotPermitted("an appeal is decided by somebody who took no part in the case")
        if event == "uphold":
            _nobody_waits_for_help(records, reference)
        at = office.clock()
        change = decisions.decide_appeal(case, event, reasons, actor, at, deadlines=office.agreement.deadlines)
        write_down(records, change)
        if change.decision is not None:
            issue(records, office, change.case, change.decision, at)
        return change.case


def make_urgent(office: Office, reference: str, why: str, actor: Actor, *, seen: int) -> Case:
    """Put a case into the urgent lane."""
    with office.store.transaction() as records:
        case = _seen(records, reference, seen)
        change = decisions.make_urgent(case, why, actor, office.clock(), deadlines=office.agreement.deadlines)
        return write_down(records, change).case


def draft_reasons(office: Office, reference: str) -> Reasons:
    """A draft of written reasons for a case."""
    with office.store.transaction() as records:
        return decisions.draft(records.cases.get(reference), _assessment(records, reference), office.agreement)


def _seen(records: Records, reference: str, seen: int) -> Case:
    case = records.cases.get(reference)
    if case.version != seen:
        raise Conflict("somebody changed this case meanwhile", mend="Look at it again; nothing of yours was written")
    return case


def _heard_out(records: Records, case: Case) -> None:
    """A refusal rests on a dossier that knows every answer, and what an officer said of it: else it must wait."""
    judged = _judged(records, case.reference)
    late = any(one.answered_at and one.answered_at > judged.at for one in case.questions)
    if late or judged.dossier.put != tuple(as_evidence(one) for one in case.put):
        raise Conflict("an answer of the applicant is not judged yet", mend="Wait a minute, then look again")


def _nobody_waits_for_help(records: Records, reference: str) -> None:
    """A call for help freezes a refusal, and so its upholding. What the form said froze the refusal itself."""
    if any(one.closed_at is None and one.source != "form" for one in records.protections.of(reference)):
        raise NotPermitted("a protection case is open: no refusal before it is answered")


def _judged(records: Records, reference: str) -> Judged:
    judged = records.dossiers.latest(reference)
    if judged is None:
        raise NotFound("this application was not assessed yet")
    return judged


def _assessment(records: Records, reference: str) -> Assessment:
    return _judged(records, reference).assessment


def _finding(records: Records, reference: str, key: str) -> Finding:
    for finding in _assessment(records, reference).findings:
        if finding.key == key:
            return finding
    raise NotFound(f"no finding {key} in this dossier")
