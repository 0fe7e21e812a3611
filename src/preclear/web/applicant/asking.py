"""The form, one question a page: each answer is kept at once, and going back never loses anything."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from preclear.errors import Conflict, InvalidInput, NotFound
from preclear.model.case import Actor
from preclear.model.codes import Role
from preclear.services import draft, typed, view
from preclear.services.filling import Filling
from preclear.web.access import role
from preclear.web.applicant import trying, wording
from preclear.web.applicant.home import notice_of, notice_shown
from preclear.web.forms import Form
from preclear.web.i18n import Catalogue
from preclear.web.jinja import language_of, words_for
from preclear.web.office import actor_of, office

FIELD = "answer"
_CHECK = "check"


@role(Role.APPLICANT)
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, reference: str, question: str) -> HttpResponseBase:
    """One question: why it is asked, an example, what is wrong with the answer, and where it leads next."""
    actor, words, form = actor_of(request), words_for(request), Form.of(request)
    if _is_sent(reference, actor):
        return redirect("applicant_status", reference=reference)
    filling = draft.resume(office(), reference, actor)
    asked = filling.question(question)
    if request.method == "POST":
        form = trying.attempt(form, lambda: _take(request, form, filling, question, actor), words, field=FIELD)
        if form.done:
            return redirect(_next(reference, question, actor, form))
        filling = draft.resume(office(), reference, actor)
    number, count = filling.place(question)
    context = {
        "filling": filling,
        "ask": wording.asked(asked, words, office().agreement.parties),
        "section": wording.SECTIONS.get(asked.section, ""),
        "number": number,
        "count": count,
        "value": _in_fields(form, filling, question),
        "answered": filling.value(question),
        "currencies": ("USD", "PKR", "EUR", "GBP"),
        "periods": wording.PERIODS,
        "from_check": (form[_CHECK] or request.GET.get("from", "")) == _CHECK,
        "before": _before(filling, question, request, form),
    }
    return trying.page(request, "question", form, context)


@role(Role.APPLICANT)
@require_POST
def keep(request: HttpRequest, reference: str, question: str) -> HttpResponse:
    """Keep what is being typed, while it is being typed. Too late is no error: the answer was taken already."""
    form = Form.of(request)
    try:
        draft.note(office(), reference, question, _parts(form), actor_of(request))
    except NotFound:
        return HttpResponse(status=204)
    return HttpResponse(status=204)


@role(Role.APPLICANT)
@require_POST
def files(request: HttpRequest, reference: str, question: str) -> HttpResponseBase:
    """Take a file away again."""
    form = Form.of(request)
    draft.detach(office(), reference, form["remove"], actor_of(request))
    return redirect("applicant_question", reference=reference, question=question)


@role(Role.APPLICANT)
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Every answer with a way to change it; declare, and send."""
    actor, words, form = actor_of(request), words_for(request), Form.of(request)
    if _is_sent(reference, actor):
        return redirect("applicant_status", reference=reference)
    filling = draft.resume(office(), reference, actor)
    if request.method == "POST":
        form = trying.attempt(form, lambda: _send(request, form, reference, actor), words)
        if form.done:
            return redirect(f"{reverse('applicant_status', kwargs={'reference': reference})}?sent=yes")
    context = {
        "filling": filling,
        "sections": _sections(filling, words),
        "lacking": [_named(filling, path, words) for path in filling.lacking()],
        "minor": bool([one for one in filling.questions if one.path.startswith("guardian.")]),
        "notice": notice_of(office().agreement, language_of(request)),
        "before": filling.questions[-1].path,
    }
    return trying.page(request, "check", form, context)


def _take(request: HttpRequest, form: Form, filling: Filling, path: str, actor: Actor) -> None:
    if filling.question(path).kind != "file":
        draft.answer(office(), filling.reference, path, _parts(form), actor)
        return
    given = trying.given_files(request)
    if given:
        draft.attach(office(), filling.reference, path, given, actor)
    elif form["more"]:
        raise InvalidInput("Choose a file", where="")
    else:
        draft.skip(office(), filling.reference, path, actor)


def _send(request: HttpRequest, form: Form, reference: str, actor: Actor) -> None:
    if form["declared"] != "yes":
        raise InvalidInput("Say that your answers are true", where="declared")
    try:
        draft.send(office(), reference, actor, notice=notice_shown(office().agreement, language_of(request)))
    except (NotFound, Conflict):
        if not _is_sent(reference, actor):  # sent from another tab at the same moment: that is what was wanted
            raise


def _is_sent(reference: str, actor: Actor) -> bool:
    """Whether this form was sent already, as from another tab or before going back."""
    try:
        view.own(office(), reference, actor)
    except NotFound:
        return False
    return True


def _next(reference: str, path: str, actor: Actor, form: Form) -> str:
    if form["more"]:
        return reverse("applicant_question", kwargs={"reference": reference, "question": path})
    filling = draft.resume(office(), reference, actor)
    following = filling.after(path)
    if form[_CHECK] and path != "trip.purpose":  # another purpose asks other questions first
        following = ""
    if not following:
        return reverse("applicant_check", kwargs={"reference": reference})
    return reverse("applicant_question", kwargs={"reference": reference, "question": following})


def _before(filling: Filling, path: str, request: HttpRequest, form: Form) -> str:
    if (form[_CHECK] or request.GET.get("from", "")) == _CHECK:
        return reverse("applicant_check", kwargs={"reference": filling.reference})
    before = filling.before(path)
    if not before:
        return reverse("applicant_home")
    return reverse("applicant_question", kwargs={"reference": filling.reference, "question": before})


def _parts(form: Form) -> dict[str, str]:
    """The parts of the field, by name: ``answer.day`` is ``day``."""
    names = [name for name in form.values if name == FIELD or name.startswith(f"{FIELD}.")]
    return {name.removeprefix(FIELD).removeprefix("."): form[name] for name in names}


def _in_fields(form: Form, filling: Filling, path: str) -> dict[str, str]:
    """What stands in the fields: what was just sent, else what was being typed, else the answer."""
    typed_now = _parts(form)
    if typed_now:
        return typed_now
    asked = filling.question(path)
    if asked.kind == "file":
        return {}
    return dict(filling.typed(path) or typed.parts(asked, filling.value(path)))


def _sections(filling: Filling, words: Catalogue) -> list[tuple[str, list[dict[str, object]]]]:
    rows: dict[str, list[dict[str, object]]] = {}
    for one in filling.questions:
        rows.setdefault(one.section, []).append(
            {
                "term": wording.said(one.label, words.language.code),
                "value": wording.shown(one, filling.value(one.path), words),
                "source": words.text("Read from your passport") if one.path in filling.read else "",
                "change": f"{_address(filling, one.path)}?from={_CHECK}",
            }
        )
    return [(wording.SECTIONS.get(name, ""), found) for name, found in rows.items()]


def _named(filling: Filling, path: str, words: Catalogue) -> tuple[str, str]:
    label = wording.said(filling.question(path).label, words.language.code)
    return f"{_address(filling, path)}?from={_CHECK}", label


def _address(filling: Filling, path: str) -> str:
    return reverse("applicant_question", kwargs={"reference": filling.reference, "question": path})
