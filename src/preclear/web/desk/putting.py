"""Putting a contradiction to the applicant, with both sides; and judging the answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from preclear.checks import evidence_ids
from preclear.errors import InvalidInput
from preclear.model.codes import Role
from preclear.model.finding import Finding
from preclear.services import decide
from preclear.web.access import role
from preclear.web.desk import presenting
from preclear.web.desk.dossier import head, officers_own
from preclear.web.desk.opening import Opened, opened
from preclear.web.desk.words import EVIDENCE
from preclear.web.forms import Form
from preclear.web.i18n import Catalogue
from preclear.web.jinja import words_for
from preclear.web.office import office
from preclear.writing import application as forms


@role(Role.CASE_OFFICER)
@require_http_methods(["GET", "HEAD", "POST"])
def put(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Both sides as the applicant will read them, what would settle it, and until when."""
    form, of, words = Form.of(request), opened(request, reference), words_for(request)
    case = officers_own(of)
    put_already = {one.finding for one in case.put}
    open_ = [one for one in of.assessment.findings if one.contradicts and one.key not in put_already]
    chosen = _chosen(form["finding"] or request.GET.get("finding", ""), open_)
    if request.method == "POST":
        finding, text = form["finding"], form["text"]
        form = form.attempt(lambda: decide.put(office(), reference, finding, text, of.actor, seen=form.seen))
        if form.done:
            return redirect("desk_dossier", reference)
    context = {
        **head(request, of),
        "form": form,
        "open_findings": open_,
        "finding": chosen,
        "claim": _stated(chosen, of) if chosen else "",
        "source": _source(chosen, of, words) if chosen else "",
        "draft": _draft(chosen, of, words) if chosen else "",
        "time_to_answer": office().agreement.deadlines.put_to_applicant,
    }
    return render(request, "desk/put.html", context, status=form.status)


@role(Role.CASE_OFFICER)
@require_http_methods(["GET", "HEAD", "POST"])
def judge(request: HttpRequest, reference: str, question: str) -> HttpResponseBase:
    """The contradiction, the answer, and whether the answer resolves it."""
    form, of, words = Form.of(request), opened(request, reference), words_for(request)
    case = officers_own(of)
    asked = next((one for one in case.put if one.id == question), None)
    if asked is None:
        raise Http404
    if request.method == "POST":
        form = form.attempt(lambda: _judge(reference, question, of, form))
        if form.done:
            return redirect("desk_dossier", reference)
    cards = presenting.cards(of.judged.dossier, of.assessment, case, words, None)
    finding = next((card for card in cards if card.key == asked.finding), None)
    context = {**head(request, of), "form": form, "asked": asked, "finding": finding}
    return render(request, "desk/judge.html", context, status=form.status)


def _judge(reference: str, question: str, of: Opened, form: Form) -> object:
    if form["resolves"] not in {"yes", "no"}:
        raise InvalidInput("say yes or no", where="resolves")
    return decide.accept_answer(office(), reference, question, form["resolves"] == "yes", of.actor, seen=form.seen)


def _chosen(key: str, among: list[Finding]) -> Finding | None:
    return next((one for one in among if one.key == key), among[0] if among else None)


def _stated(finding: Finding, of: Opened) -> str:
    """What the form says in the fields that the finding is about; else the claim in short."""
    form = forms.format(of.case.application)
    said = [f"{_named(path)}: {value}" for path in finding.about if (value := _at(form, path))]
    claim = next((one.stated for one in of.assessment.claims if one.claim == finding.contradicts), "")
    return "; ".join(said) or claim


def _source(finding: Finding, of: Opened, words: Catalogue) -> str:
    """Where the other side comes from: the evidence that is not the form."""
    ids = evidence_ids(of.judged.dossier, finding.about)
    kinds = [item.kind for item in of.judged.dossier.evidence if item.id in ids and item.kind != "form"]
    return ", ".join(words.text(EVIDENCE.get(kind, kind)) for kind in kinds) or words.text("Another part of the form")


def _named(path: str) -> str:
    return path.rpartition(".")[2].replace("_", " ")


def _at(form: Mapping[str, Any], path: str) -> Any:
    value: Any = form
    for part in path.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value if isinstance(value, str | int | float) else None


def _draft(finding: Finding, of: Opened, words: Catalogue) -> str:
    """A first wording: both sides and what would settle it, in plain sentences."""
    stated = _stated(finding, of)
    said = words.text("Your form says: {stated}.", stated=stated) if stated else ""
    found = words.text("We found: {text}.", text=words.of(finding.text))
    settled = words.text("This would settle it: {what}.", what=words.of(finding.resolved_by))
    return " ".join(filter(None, (said, found, settled, words.text("Please explain in your own words."))))
