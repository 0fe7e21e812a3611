"""The second person: an own view of the dossier first; then the proposal opens, to be confirmed or returned."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from preclear.errors import Conflict, InvalidInput, NotPermitted
from preclear.model.codes import ApplicationState, Role
from preclear.services import decide
from preclear.web.access import role
from preclear.web.desk import presenting
from preclear.web.desk.dossier import head
from preclear.web.desk.opening import Opened, OwnView, keep_own_view, opened
from preclear.web.forms import Form
from preclear.web.jinja import language_of, words_for
from preclear.web.office import office

VIEWS = (
    ("grant", "Grant", ""),
    ("conditions", "Grant with conditions", ""),
    ("more", "Ask for something more", "Say what would resolve it"),
    ("refuse", "Refuse", "Name the fact that decides"),
)


@role(Role.REVIEWER)
@require_http_methods(["GET", "HEAD", "POST"])
def second(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Own view, then the proposal, then confirm or return."""
    form, of = Form.of(request), opened(request, reference)
    if of.actor.id != of.case.reviewer:
        raise NotPermitted("this proposal is assigned to somebody else", mend="Take the next proposal")
    if of.case.state is not ApplicationState.REFUSE_PROPOSED:
        return redirect("desk_dossier", reference)
    if request.method == "POST":
        form = form.attempt(lambda: _do(request, of, form), fields={"own_view": "fact"})
        if form.done:
            return redirect("desk_second" if form["step"] == "view" else "desk_work", *_where(form, reference))
    return render(request, "desk/second.html", _context(request, of, form), status=form.status)


def _where(form: Form, reference: str) -> tuple[str, ...]:
    return (reference,) if form["step"] == "view" else ()


def _do(request: HttpRequest, of: Opened, form: Form) -> object:
    reference = of.case.reference
    match form["step"]:
        case "view":
            _write_view(request, of, form)
            return None
        case "confirm":
            said = str(of.own_view) if of.own_view else ""
            return decide.confirm(office(), reference, said, of.actor, seen=form.seen)
        case "return":
            if of.own_view is None:
                raise InvalidInput("your own view is missing", where="fact", mend="Say first what you see")
            return decide.return_proposal(office(), reference, form["reason"], of.actor, seen=form.seen)
    raise InvalidInput("choose one of the buttons", where="step")


def _write_view(request: HttpRequest, of: Opened, form: Form) -> None:
    if form["would"] not in {key for key, _, _ in VIEWS}:
        raise InvalidInput("choose one", where="would", mend="Say what you would do on this dossier")
    if not form["fact"].strip():
        raise InvalidInput("nothing was written", where="fact", mend="Name the fact that decides, in your words")
    with office().store.transaction() as records:
        case = records.cases.get(of.case.reference)
        if case.version != form.seen:
            raise Conflict("somebody changed this case meanwhile", mend="Look at it again")
        records.audit.add(
            at=office().clock(),
            actor=of.actor.id,
            verb="proposal.unsealed",
            about=case.reference,
            record=OwnView(would=form["would"], fact=form["fact"].strip()),
            details={"own_view": form["would"]},
        )
    keep_own_view(request, case, OwnView(would=form["would"], fact=form["fact"].strip()))


def _context(request: HttpRequest, of: Opened, form: Form) -> dict[str, object]:
    words, lang = words_for(request), language_of(request)
    proposal = of.case.proposal
    grounds = office().agreement.refusal_grounds
    ground = grounds.get(proposal.reasons.ground, {}) if proposal and proposal.reasons else {}
    return {
        **head(request, of),
        "form": form,
        "of": of,
        "views": VIEWS,
        "claims": presenting.claim_rows(of.assessment, of.case, words),
        "put": of.case.put,
        "proposal": proposal,
        "ground": ground.get(lang) or ground.get("en", ""),
    }
