"""The match desk: two records side by side, part by part, and one of three answers with its reason."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from preclear.errors import InvalidInput
from preclear.model.application import Application
from preclear.model.case import Actor, Case, MatchReview
from preclear.model.codes import ApplicationState, MatchDecision, Role
from preclear.model.dates import PartialDate
from preclear.model.screening import PossibleMatch
from preclear.screening.alignment import align
from preclear.screening.rarity import is_frequent
from preclear.services import decide
from preclear.services.view import Sight
from preclear.web.access import role
from preclear.web.desk.clocks import nearest
from preclear.web.desk.opening import Opened, opened
from preclear.web.desk.presenting import name_of
from preclear.web.forms import Form
from preclear.web.i18n.words import MATCH_ANSWERS
from preclear.web.jinja import words_for
from preclear.web.office import office
from preclear.writing.names import analyse

HINTS = {
    MatchDecision.SAME: "A second person must say so too. It refuses nobody by itself.",
    MatchDecision.NOT_SAME: "The application goes on. This pair is not raised again unless one of the records changes.",
    MatchDecision.CANNOT_TELL: "A case officer sees the match as open.",
}


@dataclass(frozen=True, kw_only=True)
class NamePart:
    """Parts of the two names that stand for each other; one side is empty where nothing stands for it."""

    asked: str
    listed: str
    how: str
    common: bool


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One other fact of both records. ``agrees`` is None where one side does not know it."""

    name: str
    asked: str
    listed: str
    agrees: bool | None


@role(Role.MATCH_DESK)
@require_http_methods(["GET", "HEAD", "POST"])
def match(request: HttpRequest, reference: str, place: int) -> HttpResponseBase:
    """One possible match. Purpose, job and funds are not shown at this desk."""
    form, of = Form.of(request), opened(request, reference, sight=Sight.MATCHES)
    case = of.case
    if place >= len(case.matches):
        raise Http404
    review = case.matches[place]
    if request.method == "POST":
        form = form.attempt(lambda: _answer(reference, review, of, form))
        if form.done:
            return redirect(_next(reference, of.actor))
    found = _candidate(of, review)
    words = words_for(request)
    context = {
        "form": form,
        "case": case,
        "review": review,
        "candidate": found,
        "name": name_of(case.application),
        "native": case.application.applicant.native_name or "",
        "parts": name_parts(name_of(case.application), review.name),
        "facts": facts(case.application, found),
        "clock": nearest(case, office().clock(), words),
        "answers": [
            {"value": one.value, "text": words.text(MATCH_ANSWERS[one]), "hint": words.text(HINTS[one])}
            for one in MatchDecision
        ],
        "mine": review.by == of.actor.id and review.decision is not None,
    }
    return render(request, "desk/match.html", context, status=form.status)


def name_parts(asked: str, listed: str) -> list[NamePart]:
    """The two names part by part: what stands for what, and how."""
    found = align(analyse(asked), analyse(listed), lambda _: 1.0)
    rows = [
        NamePart(
            asked=" ".join(found.asked.tokens[at] for at in pair.asked),
            listed=" ".join(found.listed.tokens[at] for at in pair.listed),
            how=pair.likeness.how,
            common=is_frequent(found.listed.tokens[pair.listed[0]]),
        )
        for pair in found.pairs
    ]
    rows += [NamePart(asked=part, listed="", how="", common=is_frequent(part)) for part in found.missing_in_list]
    return rows + [NamePart(asked="", listed=part, how="", common=is_frequent(part)) for part in found.missing_in_query]


def facts(application: Application, found: PossibleMatch | None) -> list[Fact]:
    """Birth date and document of both records. Nationality and birth place never raise a match and are left out."""
    born, births = application.applicant.birth_date, found.birth_dates if found else ()
    number, listed = application.document.number, found.document if found else ""
    plain = [part for part in listed.replace(":", " ").replace("/", " ").split() if part]
    return [
        Fact(
            name="Birth date",
            asked=str(born),
            listed=", ".join(births),
            agrees=any(_may_be(born, one) for one in births) if births else None,
        ),
        Fact(name="Document", asked=number, listed=listed, agrees=number in plain if plain else None),
    ]


def _may_be(born: PartialDate, listed: str) -> bool:
    """Whether two birth dates can be one; a listed span such as ``1970-1975`` is read by its years."""
    years = [int(part) for part in listed.replace("/", "-").split("-") if len(part) == 4 and part.isdigit()]
    try:
        return born.may_be(PartialDate.parse(listed))
    except ValueError:
        return bool(years) and min(years) <= born.year <= max(years)


def _candidate(of: Opened, review: MatchReview) -> PossibleMatch | None:
    """What the screening said of this entry when the dossier was frozen."""
    judged = of.seen.judged
    candidates = judged.dossier.screening.candidates if judged and judged.dossier.screening else ()
    return next((one for one in candidates if f"{one.list}/{one.entity}" == review.key), None)


def _answer(reference: str, review: MatchReview, of: Opened, form: Form) -> object:
    if form["answer"] not in set(MatchDecision):
        raise InvalidInput("choose one", where="answer")
    return decide.verify_match(
        office(),
        reference,
        review.key,
        MatchDecision(form["answer"]),
        form["reason"],
        of.actor,
        seen=form.seen,
    )


def _next(reference: str, actor: Actor) -> str:
    """The next match of the same case that still needs this person, else the list of work."""
    with office().store.transaction() as records:
        case = records.cases.get(reference)
    place = needs(case, actor) if case.state is ApplicationState.MATCHES else None
    return reverse("desk_work") if place is None else reverse("desk_match", args=[reference, place])


def needs(case: Case, actor: Actor) -> int | None:
    """The place of the first match that still needs this person: unanswered, or to be seconded."""
    for place, one in enumerate(case.matches):
        if one.decision is None:
            return place
        if one.decision is MatchDecision.SAME and not one.seconded_by and one.by != actor.id:
            return place
    return None
