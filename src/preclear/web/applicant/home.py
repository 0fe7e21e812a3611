"""Where a traveller begins: what this is, the privacy notice, and the own applications."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from preclear.model.agreement import Agreement
from preclear.model.codes import Role
from preclear.services import draft
from preclear.web.access import role
from preclear.web.applicant import trying, wording
from preclear.web.applicant.status import news_of
from preclear.web.forms import Form
from preclear.web.jinja import language_of, words_for
from preclear.web.office import actor_of, office


@require_safe
def start(request: HttpRequest) -> HttpResponseBase:
    """For whom, what is needed, how long it takes, what is checked and what is not used."""
    agreement = office().agreement
    lang = language_of(request)
    origin, *others = [wording.state_named(party, agreement, lang) for party in agreement.parties]
    context = {"agreement": agreement, "origin": origin, "others": others, "days": agreement.deadlines.total.days}
    return render(request, "applicant/start.html", context)


@role(Role.APPLICANT)
@require_safe
def home(request: HttpRequest) -> HttpResponseBase:
    """The own applications: those begun, and those sent."""
    actor, where = actor_of(request), office()
    with where.store.transaction() as records:
        cases = [
            (case, news_of(case, records.clearances.of(case.reference))) for case in records.cases.of_account(actor.id)
        ]
    context = {"drafts": draft.begun(where, actor), "cases": cases}
    return render(request, "applicant/home.html", context)


@role(Role.APPLICANT)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponseBase:
    """The privacy notice, and the button that begins."""
    form = Form.of(request)
    if request.method == "POST":
        begun = draft.begin(office(), actor_of(request))
        return redirect("applicant_question", reference=begun.reference, question=begun.questions[0].path)
    context = {"notice": notice_of(office().agreement, language_of(request)), "agreement": office().agreement}
    return trying.page(request, "new", form, context)


@role(Role.APPLICANT)
@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Throw a form away, after being asked whether that is meant."""
    filling = draft.resume(office(), reference, actor_of(request))
    form = Form.of(request)
    if request.method == "POST":
        form = trying.attempt(form, lambda: draft.discard(office(), reference, actor_of(request)), words_for(request))
        if form.done:
            return redirect("applicant_home")
    return trying.page(request, "discard", form, {"filling": filling})


def notice_of(agreement: Agreement, lang: str) -> str:
    """The privacy notice in this language."""
    return wording.said(agreement.privacy_notice, lang)


def notice_shown(agreement: Agreement, lang: str) -> Mapping[str, str]:
    """What is kept of the notice that somebody was shown: which, in which language, and its SHA-256."""
    text = notice_of(agreement, lang)
    return {
        "agreement": agreement.id,
        "version": agreement.version,
        "language": lang,
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
    }
