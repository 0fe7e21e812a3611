"""The page of one application: the news, what is asked of the traveller, and where the application is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe
from markupsafe import Markup

from preclear import clearance as credentials
from preclear import decisions
from preclear.errors import NotFound
from preclear.model.case import Actor, Case, PutQuestion
from preclear.model.clearance import Clearance
from preclear.model.codes import ApplicationState, ClearanceState, Role
from preclear.services import draft, papers, view
from preclear.services.view import CaseView
from preclear.web.access import role
from preclear.web.applicant import timeline, trying, wording
from preclear.web.forms import Form
from preclear.web.i18n import Catalogue
from preclear.web.i18n.words import NEWS, News
from preclear.web.jinja import language_of, words_for
from preclear.web.office import actor_of, office

CARRIED = frozenset(
    {
        ClearanceState.ISSUED,
        ClearanceState.ACTIVE,
        ClearanceState.BOARDED,
        ClearanceState.DEPARTED,
        ClearanceState.ARRIVED,
        ClearanceState.SECOND_LINE,
        ClearanceState.ADMITTED,
    }
)
"""States in which the credential is shown, to be carried."""

LOST = frozenset({ClearanceState.REVOKED, ClearanceState.ANNULLED})
GONE: Mapping[ClearanceState, News] = MappingProxyType(
    {
        ClearanceState.REVOKED: News(
            heading="Your clearance does not hold any more",
            text="Do not travel with it. The reason is below. You can appeal, or apply again at any time.",
        ),
        ClearanceState.ANNULLED: News(
            heading="Your clearance was annulled",
            text="Do not travel with it. The reason is below. You can appeal, or apply again at any time.",
        ),
        ClearanceState.SUSPENDED: News(
            heading="Your clearance is suspended",
            text="A person looks at it. This takes 24 hours at most; then it holds again, or we tell you why not.",
        ),
        ClearanceState.SUPERSEDED: News(
            heading="Your clearance moved to your new passport", text="Travel with the new passport and its clearance."
        ),
        ClearanceState.EXPIRED: News(
            heading="Your clearance is over", text="Its last day has passed. For another trip, apply again."
        ),
    }
)

_INTERVIEW: Mapping[ApplicationState, str] = MappingProxyType(
    {
        ApplicationState.INTERVIEW_BOOKED: "interview.booked",
        ApplicationState.INTERVIEWED: "interview.recorded",
    }
)
"""What is said of an interview in these states: when and where, or its record."""


@role(Role.APPLICANT)
@require_safe
def status(request: HttpRequest, reference: str) -> HttpResponseBase:
    """The page of an application; of one that is not sent yet, the next question."""
    actor = actor_of(request)
    try:
        seen = view.own(office(), reference, actor)
    except NotFound:
        return redirect(_where_it_goes_on(reference, actor))
    return shown(request, seen, Form(), sent=request.GET.get("sent") == "yes")


def shown(request: HttpRequest, seen: CaseView, form: Form, *, sent: bool = False, at: str = "") -> HttpResponseBase:
    """The page, with what is wrong in the form for question ``at``."""
    case, words, now = seen.case, words_for(request), office().clock()
    carried = seen.clearances[0] if seen.clearances else None
    context: dict[str, Any] = {
        "case": case,
        "news": news_of(case, seen.clearances),
        "names": _name(seen),
        "sent": sent,
        "asked": [one for one in case.questions if one.answered_at is None],
        "put": [_both_sides(one, seen, words) for one in case.put if one.answered_at is None],
        "at": at,
        "now": now,
        "clock": timeline.stopped_clock(case, now),
        "decide_by": timeline.decide_by(case, now),
        "steps": timeline.steps(case),
        "open": case.state in decisions.OPEN,
        "clearance": carried,
        "card": _card(carried, request, actor_of(request)) if carried and carried.state in CARRIED else None,
        "interview": _interview(seen),
        "may_appeal": _may_appeal(seen),
        "appeal_until": _appeal_until(seen),
        "ground": _ground(seen, language_of(request)),
        "refused": case.state in {ApplicationState.REFUSED, ApplicationState.UPHELD, ApplicationState.APPEAL},
        "agreement": office().agreement,
    }
    return trying.page(request, "status", form, context)


def _where_it_goes_on(reference: str, actor: Actor) -> str:
    filling = draft.resume(office(), reference, actor)
    following = filling.after("")
    if not following:
        return reverse("applicant_check", kwargs={"reference": reference})
    return reverse("applicant_question", kwargs={"reference": reference, "question": following})


def news_of(case: Case, clearances: tuple[Clearance, ...]) -> News:
    """What a traveller reads first; a clearance that does not hold any more is news too."""
    granted = case.state in {ApplicationState.GRANTED, ApplicationState.OVERTURNED}
    if granted and clearances and clearances[0].state in GONE:
        return GONE[clearances[0].state]
    return NEWS[case.state]


def _name(seen: CaseView) -> tuple[str, str]:
    who = seen.case.application.applicant
    return " ".join(filter(None, (who.given_names, who.surname))), who.native_name or ""


def _both_sides(one: PutQuestion, seen: CaseView, words: Catalogue) -> dict[str, object]:
    """The contradiction with what the form says, where it is known; the other side is in the officer's own words."""
    stated = ""
    if seen.judged:
        assessment = seen.judged.assessment
        claim = next((each.contradicts for each in assessment.findings if each.key == one.finding), "")
        stated = next((each.stated for each in assessment.claims if each.claim == claim), "")
    return {"one": one, "stated": stated, "settles": words.text(one.resolved_by)}


def _card(carried: Clearance, request: HttpRequest, actor: Actor) -> dict[str, object]:
    lang = language_of(request)
    qr = papers.credential(office(), carried.number, actor).qr
    origin, to = (
        wording.state_named(code, office().agreement, lang) for code in (carried.issuing_state, carried.destination)
    )
    return {"qr": Markup(credentials.svg(qr)), "origin": origin, "to": to}  # noqa: S704 -- drawn by ourselves from modules


@dataclass(frozen=True, kw_only=True)
class Interview:
    """An interview to come (when, where), or its record."""

    text: str
    at: datetime | None = None


def _interview(seen: CaseView) -> Interview | None:
    event = _INTERVIEW.get(seen.case.state, "")
    note = next((entry.note for entry in reversed(seen.case.history) if event and entry.event == event), "")
    if not note:
        return None
    when, _, where = note.partition(", ")
    try:
        return Interview(text=where, at=datetime.fromisoformat(when))
    except ValueError:
        return Interview(text=note)


def _may_appeal(seen: CaseView) -> bool:
    case = seen.case
    lost = bool(seen.clearances) and seen.clearances[0].state in LOST
    granted = case.state in {ApplicationState.GRANTED, ApplicationState.OVERTURNED}
    open_ = case.state is ApplicationState.REFUSED or (granted and lost)
    until = _appeal_until(seen)
    return open_ and (until is None or until >= office().clock())


def _appeal_until(seen: CaseView) -> datetime | None:
    lodge = seen.case.clocks.get("lodge")
    return lodge.due(office().clock()) if lodge else None


def _ground(seen: CaseView, lang: str) -> str:
    decided = seen.case.decision
    if decided is None or decided.reasons is None:
        return ""
    return wording.said(office().agreement.refusal_grounds.get(decided.reasons.ground, {}), lang)
