"""Granting a case, with its reason; and proposing a refusal, with reasons that are mended in place."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from preclear import decisions
from preclear.errors import InvalidInput, NotPermitted, PreclearError
from preclear.model.case import Case, Reasons
from preclear.model.codes import Outcome, Role
from preclear.services import decide
from preclear.web.access import role
from preclear.web.desk.dossier import head, officers_own
from preclear.web.desk.opening import Opened, opened
from preclear.web.forms import Form
from preclear.web.i18n.words import OUTCOMES
from preclear.web.jinja import language_of, words_for
from preclear.web.office import office

_MOST_FACTS = 12
GRANTS = (Outcome.GRANT, Outcome.GRANT_WITH_FLAG, Outcome.CONDITIONAL_GRANT)


@role(Role.CASE_OFFICER)
@require_http_methods(["GET", "HEAD", "POST"])
def grant(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Grant, with a flag for the border, or with conditions; the clearance is issued at once."""
    form, of = Form.of(request), opened(request, reference)
    case = officers_own(of)
    if request.method == "POST":
        form = form.attempt(lambda: _grant(reference, of, form))
        if form.done:
            return redirect("desk_dossier", reference)
    outcomes = [(outcome.value, OUTCOMES[outcome]) for outcome in GRANTS]
    context = {**head(request, of), "form": form, "outcomes": outcomes, "open": _open(of, case)}
    return render(request, "desk/grant.html", context, status=form.status)


@role(Role.CASE_OFFICER)
@require_http_methods(["GET", "HEAD", "POST"])
def refuse(request: HttpRequest, reference: str) -> HttpResponseBase:
    """The reasons as the applicant will read them, paragraph by paragraph, with what is to be mended in place."""
    form, of = Form.of(request), opened(request, reference)
    case = officers_own(of)
    reasons = _typed(form) if form.values else decide.draft_reasons(office(), reference)
    if request.method == "POST" and form["step"] == "send":
        form = form.attempt(
            lambda: decide.propose(
                office(), reference, Outcome.REFUSE, of.actor, seen=form.seen, reasons=reasons, note=form["note"]
            )
        )
        if form.done:
            return redirect("desk_dossier", reference)
    found = decisions.complaints(reasons, case, office().agreement)
    context = {
        **head(request, of),
        "form": form,
        "reasons": reasons,
        "complaints": found,
        "said_of": {place: [one for one in found if one.where == place] for place in {one.where for one in found}},
        "grounds": _grounds(request, reasons.ground),
        "forbidden": _forbidden(of, case, reasons),
        "answered": [one for one in case.put if one.answered_at],
    }
    return render(request, "desk/refuse.html", context, status=form.status)


def _grant(reference: str, of: Opened, form: Form) -> object:
    if form["outcome"] not in {outcome.value for outcome in GRANTS}:
        raise InvalidInput("choose one", where="outcome")
    conditions = tuple(line.strip() for line in form["conditions"].split("\n") if line.strip())
    outcome = Outcome(form["outcome"])
    return decide.propose(
        office(),
        reference,
        outcome,
        of.actor,
        seen=form.seen,
        conditions=conditions if outcome is Outcome.CONDITIONAL_GRANT else (),
        note=form["note"],
    )


def _typed(form: Form) -> Reasons:
    """The reasons as typed; paragraphs that were emptied are left out."""
    facts = (form[f"facts.{place}"].strip() for place in range(1, _MOST_FACTS + 1))
    return Reasons(
        ground=form["ground"],
        facts=tuple(fact for fact in facts if fact),
        considered=tuple(line.strip() for line in form["considered"].split("\n") if line.strip()),
        rule=form["rule"].strip(),
        would_resolve=form["would_resolve"].strip(),
    )


def _grounds(request: HttpRequest, chosen: str) -> list[tuple[str, str]]:
    """All grounds; before one is chosen, an empty one stands first, so that no browser chooses the first by itself."""
    lang = language_of(request)
    none = [] if chosen in office().agreement.refusal_grounds else [("", words_for(request).text("Choose a ground"))]
    return none + [
        (code, f"{code}: {text.get(lang) or text.get('en', '')}")
        for code, text in office().agreement.refusal_grounds.items()
    ]


def _forbidden(of: Opened, case: Case, reasons: Reasons) -> PreclearError | None:
    """Why no refusal can be proposed now, however it is worded; None where it can."""
    try:
        decisions.propose(
            case,
            Outcome.REFUSE,
            of.actor,
            office().clock(),
            agreement=office().agreement,
            assessment=of.assessment,
            reasons=reasons,
        )
    except NotPermitted as error:
        return error
    except PreclearError:
        return None
    return None


def _open(of: Opened, case: Case) -> list[str]:
    """What is still open, so that nobody grants without having seen it."""
    return [one.question for one in of.assessment.findings if one.open or one.counts] if case.officer else []
