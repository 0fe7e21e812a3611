"""Suspending, giving back or revoking a clearance, with the fact that makes it necessary."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from preclear.clearance import ClearanceEvent, events_for
from preclear.errors import InvalidInput, NotPermitted
from preclear.model.case import Actor
from preclear.model.clearance import Clearance
from preclear.model.codes import Role
from preclear.services.change_clearance import change_clearance
from preclear.services.match_records import LateMatch
from preclear.web.access import role
from preclear.web.forms import Form
from preclear.web.i18n.words import CLEARANCES
from preclear.web.office import actor_of, office

WORDS = {
    ClearanceEvent.SUSPEND: ("Suspend", "For at most 24 hours. Carriers hear CONTACT."),
    ClearanceEvent.RESUME: ("Give back", "Carriers hear OK again."),
    ClearanceEvent.REVOKE: ("Revoke", "For good. Carriers hear NOT OK within seconds. The holder may appeal."),
    ClearanceEvent.ANNUL: ("Annul", "It should never have been issued. Carriers hear NOT OK. The holder may appeal."),
}


@role(Role.CASE_OFFICER, Role.REVIEWER)
@require_http_methods(["GET", "HEAD", "POST"])
def clearance(request: HttpRequest, number: str) -> HttpResponseBase:
    """One clearance, and what this person may do with it."""
    form, actor = Form.of(request), actor_of(request)
    found, matches = _looked_at(number, actor)
    if request.method == "POST":
        form = form.attempt(lambda: _change(found, form, actor))
        if form.done:
            return redirect("desk_clearance", number)
    context = {
        "form": form,
        "clearance": found,
        "matches": matches,
        "state": CLEARANCES[found.state],
        "events": [(event.value, *WORDS[event]) for event in events_for(found.state, actor) if event in WORDS],
    }
    return render(request, "desk/clearance.html", context, status=form.status)


def _looked_at(number: str, actor: Actor) -> tuple[Clearance, list[LateMatch]]:
    """The clearance, for the officer who had its case and for reviewers, with confirmed matches; the look is logged."""
    with office().store.transaction() as records:
        found = records.clearances.get(number)
        case = records.cases.get(found.reference)
        if actor.id == case.account:
            raise NotPermitted("nobody looks at a clearance of their own on the desk")
        if actor.id != case.officer and not actor.has(Role.REVIEWER):
            raise NotPermitted("this clearance is of a case that was never yours")
        records.audit.add(
            at=office().clock(), actor=actor.id, verb="record.viewed", about=number, details={"reason": "clearance"}
        )
        matches = [one for one in records.late_matches.of(case.reference) if one.confirmed and one.clearance == number]
    return found, matches


def _change(found: Clearance, form: Form, actor: Actor) -> object:
    if form["event"] not in {event.value for event in events_for(found.state, actor) if event in WORDS}:
        raise InvalidInput("choose one", where="event", mend="What you may do depends on the state and your role")
    return change_clearance(office(), found.number, form["event"], form["reason"], actor)
