"""The officials' verbs: take, look, ask, put, accept, propose, confirm, return, with the version that was seen."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router
from pydantic import StringConstraints

from preclear.errors import NotPermitted
from preclear.model.case import Reasons
from preclear.services import decide, take
from preclear.services.view import view
from preclear.web.api import bodies, shapes
from preclear.web.office import actor_of, office
from preclear.writing.plain import plain

router = Router(tags=["officer"])

_TAKING = {
    "case": take.take_case,
    "proposal": take.take_proposal,
    "match": take.take_match,
    "appeal": take.take_appeal,
}


@router.post("/take", response=dict[str, Any])
def take_next(request: HttpRequest, sent: bodies.TakeSent) -> dict[str, Any]:
    """Take the next case, proposal, match or appeal: the system chooses which. 404 when nothing waits for you."""
    return shapes.step(_TAKING[sent.what](office(), actor_of(request)))


@router.get("/{reference}", response=dict[str, Any])
def look(
    request: HttpRequest, reference: str, reason: Annotated[str, StringConstraints(max_length=500)] = ""
) -> dict[str, Any]:
    """A case with its newest dossier. Every look is in the audit log; oversight and the border give a reason."""
    actor = actor_of(request)
    return shapes.of_case(view(office(), reference, actor, reason=reason), actor)


@router.post("/{reference}/ask", response=dict[str, Any])
def ask(request: HttpRequest, reference: str, sent: bodies.AskSent) -> dict[str, Any]:
    """Ask the applicant for information."""
    return shapes.step(decide.ask(office(), reference, sent.text, actor_of(request), seen=sent.seen))


@router.post("/{reference}/put", response=dict[str, Any])
def put(request: HttpRequest, reference: str, sent: bodies.PutSent) -> dict[str, Any]:
    """Put a contradiction to the applicant, before it may count."""
    return shapes.step(decide.put(office(), reference, sent.finding, sent.text, actor_of(request), seen=sent.seen))


@router.post("/{reference}/accept", response=dict[str, Any])
def accept(request: HttpRequest, reference: str, sent: bodies.AcceptSent) -> dict[str, Any]:
    """Say whether an answer resolves a contradiction."""
    actor = actor_of(request)
    return shapes.step(decide.accept_answer(office(), reference, sent.question, sent.accepted, actor, seen=sent.seen))


@router.post("/{reference}/match", response=dict[str, Any])
def match(request: HttpRequest, reference: str, sent: bodies.MatchSent) -> dict[str, Any]:
    """Say whether a possible match is the same person. "Same" needs a second person."""
    actor = actor_of(request)
    return shapes.step(
        decide.verify_match(office(), reference, sent.key, sent.said, sent.reason, actor, seen=sent.seen)
    )


@router.post("/{reference}/propose", response=dict[str, Any])
def propose(request: HttpRequest, reference: str, sent: bodies.ProposeSent) -> dict[str, Any]:
    """Grant, or propose to refuse. A refusal has no effect before a second person confirms it."""
    case = decide.propose(
        office(),
        reference,
        sent.outcome,
        actor_of(request),
        seen=sent.seen,
        reasons=_reasons(sent.reasons),
        conditions=sent.conditions,
        note=sent.note,
    )
    return shapes.step(case)


@router.post("/{reference}/own-view", response=dict[str, Any])
def own_view(request: HttpRequest, reference: str, sent: bodies.OwnViewSent) -> dict[str, Any]:
    """The second person's own view, written down first; the answer opens the sealed proposal."""
    actor, where = actor_of(request), office()
    with where.store.transaction() as records:
        case = records.cases.get(reference)
        if not shapes.sealed(case, actor):
            raise NotPermitted("no proposal of this case waits for your view")
        records.audit.add(
            at=where.clock(), actor=actor.id, verb="proposal.unsealed", about=reference, details={"would": sent.would}
        )
    return {**shapes.step(case), "proposal": plain(case.proposal)}


@router.post("/{reference}/confirm", response=dict[str, Any])
def confirm(request: HttpRequest, reference: str, sent: bodies.ConfirmSent) -> dict[str, Any]:
    """Confirm a proposed refusal as the second human."""
    return shapes.step(decide.confirm(office(), reference, sent.own_view, actor_of(request), seen=sent.seen))


@router.post("/{reference}/return", response=dict[str, Any])
def send_back(request: HttpRequest, reference: str, sent: bodies.ReturnSent) -> dict[str, Any]:
    """Return a proposed refusal to its officer."""
    return shapes.step(decide.return_proposal(office(), reference, sent.reason, actor_of(request), seen=sent.seen))


def _reasons(sent: bodies.ReasonsSent | None) -> Reasons | None:
    if sent is None:
        return None
    return Reasons(
        ground=sent.ground,
        facts=tuple(sent.facts),
        considered=tuple(sent.considered),
        rule=sent.rule,
        would_resolve=sent.would_resolve,
    )
