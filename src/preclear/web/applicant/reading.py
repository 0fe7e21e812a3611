"""What a traveller may read: the own file, the own papers, and the written reasons to be printed."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from preclear.model.codes import Role
from preclear.services import form_path, papers, view
from preclear.web import when
from preclear.web.access import role
from preclear.web.applicant import wording
from preclear.web.i18n import load
from preclear.web.jinja import words_for
from preclear.web.office import actor_of, office

_LOOKED = {
    "record.viewed": "Somebody opened your file.",
    "application.submitted": "You sent your application.",
    "application.mended": "You added what was missing.",
    "papers.added": "You added a paper.",
    "decision.made": "We decided.",
}


@role(Role.APPLICANT)
@require_safe
def file(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Everything that was sent, and who looked at it when."""
    actor, words = actor_of(request), words_for(request)
    case = view.own(office(), reference, actor).case
    own = papers.own_file(office(), reference, actor)
    sections: dict[str, list[dict[str, Any]]] = {}
    for one in office().agreement.form:
        value = form_path.at(own.stated, one.path)
        if value is not None and one.kind != "file":
            row: dict[str, object] = {
                "term": wording.said(one.label, words.language.code),
                "value": wording.shown(one, value, words),
            }
            sections.setdefault(one.section, []).append(row)
    context = {
        "case": case,
        "sections": [(wording.SECTIONS.get(name, ""), rows) for name, rows in sections.items()],
        "papers": own.papers,
        "looked": [(at, _LOOKED[verb]) for at, verb in own.looked],
    }
    return render(request, "applicant/file.html", context)


@role(Role.APPLICANT)
@require_safe
def paper(request: HttpRequest, reference: str, paper: str) -> HttpResponse:
    """One of the own papers, to be saved; never shown inside our pages."""
    kept = papers.paper(office(), reference, paper, actor_of(request))
    response = HttpResponse(kept.content, content_type=kept.media_type)
    name = content_disposition_header(as_attachment=True, filename=kept.name or kept.id)
    response.headers["Content-Disposition"] = name or "attachment"
    response.headers["Content-Security-Policy"] = "sandbox"
    return response


@role(Role.APPLICANT)
@require_safe
def reasons(request: HttpRequest, reference: str) -> HttpResponseBase:
    """The written reasons on paper: headings in English and Urdu, the facts in the words of the decision."""
    seen = view.own(office(), reference, actor_of(request))
    case = seen.case
    if case.decision is None or case.decision.reasons is None:
        raise Http404
    agreement = office().agreement
    lodge = case.clocks.get("lodge")
    context = {
        "case": case,
        "decision": case.decision,
        "reasons": case.decision.reasons,
        "ground": agreement.refusal_grounds.get(case.decision.reasons.ground, {}),
        "until": {lang: when.day(lodge.due(office().clock()), lang) for lang in ("en", "ur")} if lodge else None,
        "agreement": agreement,
        "english": load("en").markup,
        "urdu": load("ur").markup,
    }
    return render(request, "applicant/reasons.html", context)
