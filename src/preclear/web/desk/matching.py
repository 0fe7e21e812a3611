"""The match desk: two records side by side, part by part, and one of three answers with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from preclear.errors import InvalidInput
from preclear.model.application import Application
from preclear.model.case import Actor, Case, MatchReview
from preclear.model.codes import ApplicationState, MatchDecision, Role
from preclear.model.screening import PossibleMatch
from preclear.services import decide
from preclear.services.late_matches import answer_late_match, look_at_late_match
from preclear.services.match_records import LateMatch
from preclear.services.view import Sight
from preclear.web.access import role
from preclear.web.desk.clocks import Hand, nearest
from preclear.web.desk.opening import Opened, opened
from preclear.web.desk.pairing import facts, pairing, what_would_settle
from preclear.web.desk.presenting import name_of
from preclear.web.desk.words import CLOCKS
from preclear.web.forms import Form
from preclear.web.i18n import Catalogue
from preclear.web.i18n.words import MATCH_ANSWERS
from preclear.web.jinja import words_for
from preclear.web.office import actor_of, office
from preclear.web.when import left, moment

HINTS = {
    MatchDecision.SAME: "A second person must say so too. It refuses nobody by itself.",
    MatchDecision.NOT_SAME: "The application goes on. This pair is not raised again unless one of the records changes.",
    MatchDecision.CANNOT_TELL: "A case officer sees the match as open.",
}
_CLEARED_HINTS = {
    **HINTS,
    MatchDecision.NOT_SAME: "Nothing changes. This pair is not raised again unless one of the records changes.",
    MatchDecision.CANNOT_TELL: "Nothing changes for the traveller. The answer stays in the record.",
}
_SECOND_HINT = "With you, two people say so. It refuses nobody by itself."


@role(Role.MATCH_DESK)
@require_http_methods(["GET", "HEAD", "POST"])
def match(request: HttpRequest, reference: str, place: int) -> HttpResponseBase:
    """One possible match of an application. Purpose, job and funds are not shown at this desk."""
    form, of = Form.of(request), opened(request, reference, sight=Sight.MATCHES)
    case = of.case
    if place >= len(case.matches):
        raise Http404
    review = case.matches[place]
    if request.method == "POST":
        form = form.attempt(lambda: _answer(reference, review, of, form))
        if form.done:
            return redirect(_next(reference, of.actor))
    words = words_for(request)
    context = {
        **_side_by_side(case.application, review, _candidate(of, review), of.actor, words),
        "form": form,
        "number": case.reference,
        "seen": case.version,
        "clock": nearest(case, office().clock(), words),
        "answers": _answers(HINTS, review, words),
        "late": None,
    }
    return render(request, "desk/match.html", context, status=form.status)


@role(Role.MATCH_DESK)
@require_http_methods(["GET", "HEAD", "POST"])
def late_match(request: HttpRequest, number: int) -> HttpResponseBase:
    """A possible match that came up late: of somebody who is cleared, or whose case an officer has."""
    form, actor, words = Form.of(request), actor_of(request), words_for(request)
    if request.method == "POST":
        form = form.attempt(lambda: _answer_late(number, actor, form))
        if form.done:
            return redirect("desk_work")
    seen = look_at_late_match(office(), number, actor)
    late = seen.late
    context = {
        **_side_by_side(seen.application, late.review, late.match, actor, words),
        "form": form,
        "number": late.clearance or late.reference,
        "seen": late.version,
        "clock": _due(late, words),
        "answers": _answers(_CLEARED_HINTS if late.clearance else HINTS, late.review, words),
        "late": late,
    }
    return render(request, "desk/match.html", context, status=form.status)


def _side_by_side(
    application: Application, review: MatchReview, found: PossibleMatch | None, actor: Actor, words: Catalogue
) -> dict[str, object]:
    shown = facts(application, found)
    return {
        "review": review,
        "candidate": found,
        "name": name_of(application),
        "native": application.applicant.native_name or "",
        "pair": pairing(name_of(application), review.name, found, words),
        "facts": shown,
        "agree": sum(fact.agrees is True for fact in shown),
        "disagree": sum(fact.agrees is False for fact in shown),
        "settle": what_would_settle(application, shown),
        "mine": review.by == actor.id and review.decision is not None,
        "open": review.waits_for(actor.id),
    }


def _answers(hints: Mapping[MatchDecision, str], review: MatchReview, words: Catalogue) -> list[dict[str, str]]:
    if review.decision is MatchDecision.SAME:
        hints = {**hints, MatchDecision.SAME: _SECOND_HINT}
    return [
        {"value": one.value, "text": words.text(MATCH_ANSWERS[one]), "hint": words.text(hints[one])}
        for one in MatchDecision
    ]


def _due(late: LateMatch, words: Catalogue) -> Hand | None:
    if not late.waits:
        return None
    time = late.due - office().clock()
    return Hand(
        term=words.text(CLOCKS["match"]),
        value=moment(late.due, words.language.code),
        note=left(time, words),
        late=time < timedelta(),
    )


def _candidate(of: Opened, review: MatchReview) -> PossibleMatch | None:
    """What the screening said of this entry when the dossier was frozen."""
    judged = of.seen.judged
    candidates = judged.dossier.screening.candidates if judged and judged.dossier.screening else ()
    return next((one for one in candidates if f"{one.list}/{one.entity}" == review.key), None)


def _answer(reference: str, review: MatchReview, of: Opened, form: Form) -> object:
    return decide.verify_match(office(), reference, review.key, _said(form), form["reason"], of.actor, seen=form.seen)


def _answer_late(number: int, actor: Actor, form: Form) -> object:
    return answer_late_match(office(), number, _said(form), form["reason"], actor, seen=form.seen)


def _said(form: Form) -> MatchDecision:
    if form["answer"] not in set(MatchDecision):
        raise InvalidInput("choose one", where="answer")
    return MatchDecision(form["answer"])


def _next(reference: str, actor: Actor) -> str:
    """The next match of the same case that still needs this person, else the list of work."""
    with office().store.transaction() as records:
        case = records.cases.get(reference)
    place = needs(case, actor) if case.state is ApplicationState.MATCHES else None
    return reverse("desk_work") if place is None else reverse("desk_match", args=[reference, place])


def needs(case: Case, actor: Actor) -> int | None:
    """The place of the first match that still needs this person: unanswered, or to be seconded."""
    return next((place for place, one in enumerate(case.matches) if one.waits_for(actor.id)), None)
