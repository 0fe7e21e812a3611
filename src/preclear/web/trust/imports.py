"""Proposals to trust what a State handed over: the list, a new one, and the second person's page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from preclear.errors import InvalidInput
from preclear.model.codes import Role
from preclear.services.trust_import import (
    FEWEST_DIGITS,
    READERS,
    confirm_trust,
    may_see_fingerprint,
    propose_trust,
    reject_trust,
    trust_import,
    trust_imports,
    withdraw_trust,
)
from preclear.services.trust_records import TrustImport
from preclear.web.access import role
from preclear.web.forms import Form
from preclear.web.office import actor_of, office
from preclear.web.trust.anchors import frame
from preclear.web.trust.words import KINDS, STANDINGS


@role(*READERS)
@require_safe
def listing(request: HttpRequest) -> HttpResponseBase:
    """What waits for a second person, then what was decided, newest first."""
    imports = trust_imports(office(), actor_of(request))
    context = {**frame(request, "imports"), "imports": imports, "kinds": KINDS, "standings": STANDINGS}
    return render(request, "trust/imports.html", context)


@role(Role.TRUST_OFFICER)
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest) -> HttpResponseBase:
    """Hand in a file with the State that handed it over, and how and when it did."""
    form, made = Form.of(request), list[TrustImport]()
    if request.method == "POST":
        # A file is no value that comes back; what is wrong with it stands at its field all the same.
        form = replace(form, values={"file": ("",), **form.values})
        form = form.attempt(lambda: made.append(_proposed(request, form)))
        if form.done:
            return redirect("trust_import", made[0].id)
    context = {**frame(request, "imports"), "form": form, "today": office().clock().date()}
    return render(request, "trust/propose.html", context, status=form.status)


@role(*READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, number: int) -> HttpResponseBase:
    """One proposal: what it holds, who did what; for trust officers to confirm, reject or withdraw."""
    form, actor = Form.of(request), actor_of(request)
    if request.method == "POST":
        form = form.attempt(_asked(form, number, request))
        if form.done:
            return redirect("trust_import", number)
    found = trust_import(office(), actor, number)
    context = {
        **frame(request, "imports"),
        "form": form,
        "one": found,
        "own": found.proposal.by == actor.id,
        "fingerprint": found.proposal.fingerprint if may_see_fingerprint(found, actor) else "",
        "fewest": FEWEST_DIGITS,
        "kinds": KINDS,
        "standings": STANDINGS,
    }
    return render(request, "trust/import.html", context, status=form.status)


def _asked(form: Form, number: int, request: HttpRequest) -> Callable[[], object]:
    where, actor = office(), actor_of(request)
    match form["act"]:
        case "confirm":
            return lambda: confirm_trust(where, actor, number, form["fingerprint"])
        case "reject":
            return lambda: reject_trust(where, actor, number, form["reason"])
        case "withdraw":
            return lambda: withdraw_trust(where, actor, number, form["reason"])
        case _:
            raise InvalidInput("no such act", where="act", mend="Use the buttons of the page")


def _proposed(request: HttpRequest, form: Form) -> TrustImport:
    given = request.FILES.get("file")
    return propose_trust(
        office(),
        actor_of(request),
        name=str(given.name) if given else "",
        content=given.read() if given else b"",
        state=form["state"],
        how=form["how"],
        received=_day(form["received"].strip()),
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InvalidInput("not a day", where="received", mend="For example 2026-05-17") from error
