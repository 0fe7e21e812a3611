"""What a traveller does with an application: answer, add, withdraw, appeal, ask for help."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from preclear.errors import InvalidInput
from preclear.model.agreement import FormQuestion
from preclear.model.case import Actor
from preclear.model.codes import Role
from preclear.services import applicant, typed, view
from preclear.services import papers as papers_of
from preclear.web.access import role
from preclear.web.applicant import trying, wording
from preclear.web.applicant.status import shown
from preclear.web.forms import Form
from preclear.web.jinja import words_for
from preclear.web.office import actor_of, office

WHICH: Mapping[str, str] = MappingProxyType(
    {
        "form": "The form is right.",
        "other": "The other side is right.",
        "both": "Both are right.",
        "unknown": "I do not know.",
    }
)
"""Short answers to a contradiction. "I do not know" is an answer."""


@role(Role.APPLICANT)
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, reference: str, question: str) -> HttpResponseBase:
    """Answer a question, or say what is right where something does not match; on the page of the application."""
    actor, form = actor_of(request), Form.of(request)
    if request.method == "POST":
        form = trying.attempt(
            form, lambda: _answered(request, form, reference, question, actor), words_for(request), field="answer"
        )
        if form.done:
            return redirect("applicant_status", reference=reference)
    return shown(request, view.own(office(), reference, actor), form, at=question)


@role(Role.APPLICANT)
@require_http_methods(["GET", "HEAD", "POST"])
def mend(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Add what is missing."""
    actor, words, form = actor_of(request), words_for(request), Form.of(request)
    case = view.own(office(), reference, actor).case
    questions = papers_of.open_questions(office(), case)
    if request.method == "POST":
        form = _mended(form, reference, questions, actor, request)
        if form.done:
            return redirect("applicant_status", reference=reference)
    asked = [(wording.asked(one, words, office().agreement.parties), _parts(form, one.path)) for one in questions]
    unknown = [path for path in case.missing if not any(one.path.startswith(path) for one in questions)]
    context = {"case": case, "asked": asked, "unknown": unknown, "periods": wording.PERIODS}
    return trying.page(request, "mend", form, context)


@role(Role.APPLICANT)
@require_http_methods(["GET", "HEAD", "POST"])
def papers(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Add another paper."""

    def add(_: Form) -> object:
        return papers_of.add_papers(office(), reference, trying.given_files(request), actor_of(request))

    return _plain(request, reference, "papers", add, field="file")


@role(Role.APPLICANT)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Take the application back, after being asked whether that is meant."""
    return _plain(
        request, reference, "withdraw", lambda _: applicant.withdraw(office(), reference, actor_of(request)), field=""
    )


@role(Role.APPLICANT)
@require_http_methods(["GET", "HEAD", "POST"])
def appeal(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Appeal, in the traveller's own words."""

    def lodge(form: Form) -> object:
        given = trying.given_files(request)
        with office().store.transaction() as records:
            papers_of.stored(records, reference, given)  # a file that cannot be used is found before anything is done
        lodged = applicant.appeal(office(), reference, form["grounds"], actor_of(request))
        if given:
            papers_of.add_papers(office(), reference, given, actor_of(request))
        return lodged

    return _plain(request, reference, "appeal", lodge, field="grounds")


@role(Role.APPLICANT)
@require_http_methods(["GET", "HEAD", "POST"])
def ask_for_help(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Ask for help. Nothing on any page says afterwards that somebody asked."""
    actor, form = actor_of(request), Form.of(request)
    seen = view.own(office(), reference, actor)
    if request.method == "POST":
        form = trying.attempt(form, lambda: _asked_for_help(form, reference, actor), words_for(request), field="notes")
    return trying.page(request, "help", form, {"case": seen.case})


def _asked_for_help(form: Form, reference: str, actor: Actor) -> None:
    if not form["notes"].strip():
        raise InvalidInput("Write one word at least: “help” is enough", where="notes")
    applicant.ask_for_help(office(), reference, form["notes"].strip()[:20_000], actor)


def _plain(request: HttpRequest, reference: str, name: str, do: Any, *, field: str) -> HttpResponseBase:
    """A page of its own with one form, that leads back to the application."""
    actor, words, form = actor_of(request), words_for(request), Form.of(request)
    seen = view.own(office(), reference, actor)
    if request.method == "POST":
        form = trying.attempt(form, lambda: do(form), words, field=field)
        if form.done:
            return redirect(f"{reverse('applicant_status', kwargs={'reference': reference})}")
    return trying.page(request, name, form, {"case": seen.case, "agreement": office().agreement})


def _answered(request: HttpRequest, form: Form, reference: str, question: str, actor: Actor) -> object:
    """Words, a short answer, or both; with files that show it."""
    short = WHICH.get(form["which"], "")
    text = " ".join(filter(None, (short, form["answer"].strip())))
    if not text:
        raise InvalidInput("Write an answer", where="answer", mend="“I do not know” is an answer too")
    given = trying.given_files(request)
    with office().store.transaction() as records:
        files = papers_of.stored(records, reference, given)
    return applicant.answer(office(), reference, question, text, actor, files=files)


def _mended(
    form: Form, reference: str, questions: tuple[FormQuestion, ...], actor: Actor, request: HttpRequest
) -> Form:
    words = words_for(request)
    wrong, values = [], {}
    for one in questions:
        try:
            values[one.path] = typed.read(one, _parts(form, one.path))
        except InvalidInput as error:
            wrong.append((one.path, trying.sentence(error, words)))
    if wrong:
        return form.wrong(*wrong)
    return trying.attempt(
        form, lambda: papers_of.complete(office(), reference, lambda one: values[one.path], actor), words
    )


def _parts(form: Form, path: str) -> dict[str, str]:
    found = {part: form[f"{path}.{part}"] for part in ("day", "month", "year", "amount", "currency", "period")}
    return {name: text for name, text in {"": form[path], **found}.items() if text}
