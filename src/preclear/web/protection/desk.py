"""Who waits for help; taking a record on, and closing it with what was done."""

from __future__ import annotations

import json

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from preclear.model.codes import Role
from preclear.services.ports import ProtectionRecord
from preclear.services.protect import acknowledge, close_protection, open_protection, waiting_for_help
from preclear.web.access import role
from preclear.web.forms import Form
from preclear.web.office import actor_of, office

_FROM_THE_FORM = "form"


@role(Role.PROTECTION_OFFICER)
@require_safe
def waiting(request: HttpRequest) -> HttpResponseBase:
    """Who waits, oldest first, without what was said."""
    rows = waiting_for_help(office(), actor_of(request))
    return render(request, "protection/waiting.html", {"rows": rows, "now": office().clock()})


@role(Role.PROTECTION_OFFICER)
@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest, number: int) -> HttpResponseBase:
    """One record with its notes; posting closes it. Each look is in the audit log."""
    form, actor = Form.of(request), actor_of(request)
    if request.method == "POST":
        form = form.attempt(lambda: close_protection(office(), number, form["answer"], actor))
        if form.done:
            return redirect("protection_waiting")
    found = open_protection(office(), number, actor)
    context = {"form": form, "record": found, "mine": found.acknowledged_by == actor.id, "said": _said(found)}
    return render(request, "protection/record.html", context, status=form.status)


@role(Role.PROTECTION_OFFICER)
@require_POST
def take(request: HttpRequest, number: int) -> HttpResponseBase:
    """Take a record on."""
    acknowledge(office(), number, actor_of(request))
    return redirect("protection_record", number)


def _said(of: ProtectionRecord) -> list[tuple[str, str]]:
    """The notes in rows: answers of the form by their names, else the words as they were said."""
    told = None
    if of.source == _FROM_THE_FORM:
        try:
            told = json.loads(of.notes)
        except ValueError:
            told = None
    if isinstance(told, dict):
        return [(str(name).replace("_", " "), _word(value)) for name, value in told.items()]
    return [("", of.notes)]


def _word(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
