"""Deciding an appeal, by somebody who took no part in the case."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from preclear.errors import InvalidInput
from preclear.model.case import Actor
from preclear.model.codes import ApplicationState, Role
from preclear.services import decide
from preclear.web.access import role
from preclear.web.desk.dossier import head
from preclear.web.desk.opening import opened
from preclear.web.forms import Form
from preclear.web.office import office

RESULTS = (
    ("uphold", "Uphold", "The decision stands, with your reasons."),
    ("overturn", "Overturn", "The refusal is cancelled, and the clearance is issued at once."),
    ("remit", "Send back", "Another officer, who took no part, decides again."),
)


@role(Role.APPEAL_REVIEWER)
@require_http_methods(["GET", "HEAD", "POST"])
def appeal(request: HttpRequest, reference: str) -> HttpResponseBase:
    """What the appeal says beside what was decided; uphold, overturn or send back."""
    form, of = Form.of(request), opened(request, reference)
    if request.method == "POST":
        form = form.attempt(lambda: _decide(reference, of.actor, form))
        if form.done:
            return redirect("desk_work")
    if of.case.state is not ApplicationState.APPEAL or of.case.appeal is None:
        return redirect("desk_work")
    context = {**head(request, of), "form": form, "results": RESULTS, "appeal": of.case.appeal}
    return render(request, "desk/appeal.html", context, status=form.status)


def _decide(reference: str, actor: Actor, form: Form) -> object:
    if form["result"] not in {key for key, _, _ in RESULTS}:
        raise InvalidInput("choose one", where="result")
    return decide.decide_appeal(office(), reference, form["result"], form["reasons"], actor, seen=form.seen)
