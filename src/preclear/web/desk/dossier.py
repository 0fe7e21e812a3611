"""The dossier on one page, and its tabs: documents, matches, history, log."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from preclear.errors import NotPermitted
from preclear.model.case import Case
from preclear.model.codes import ApplicationState, CheckStatus, Role
from preclear.services.match_records import LateMatch
from preclear.services.show_pictures import WHOLE, show_pictures
from preclear.web.access import role
from preclear.web.desk import documents as verified
from preclear.web.desk import presenting
from preclear.web.desk.bar import bar
from preclear.web.desk.clocks import clocks
from preclear.web.desk.opening import Opened, ReasonNeeded, give_reason, opened
from preclear.web.desk.words import EVENTS, EVIDENCE
from preclear.web.forms import Form
from preclear.web.i18n.words import CHECKS, MATCH_ANSWERS, STATES
from preclear.web.jinja import words_for
from preclear.web.office import office

READERS = (Role.CASE_OFFICER, Role.REVIEWER, Role.APPEAL_REVIEWER, Role.OVERSIGHT)
"""Who may read a dossier. Which dossier is decided by ``preclear.services.view``."""


@role(*READERS)
@require_safe
def dossier(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Who, document and trip; axes and claims; findings, most serious first."""
    return _tab(request, reference, "dossier", _dossier)


@role(*READERS)
@require_safe
def documents(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Each step of verification, each piece of evidence, each file."""
    return _tab(request, reference, "documents", _documents)


@role(*READERS)
@require_safe
def matches(request: HttpRequest, reference: str) -> HttpResponseBase:
    """What the match desk said of each possible match."""
    return _tab(request, reference, "matches", _matches)


@role(*READERS)
@require_safe
def history(request: HttpRequest, reference: str) -> HttpResponseBase:
    """What happened, newest first, and what was asked and answered."""
    return _tab(request, reference, "history", _history)


@role(*READERS)
@require_safe
def log(request: HttpRequest, reference: str) -> HttpResponseBase:
    """The audit log's entries about this reference: who looked, and why."""
    return _tab(request, reference, "log", _log)


@role(Role.OVERSIGHT)
@require_http_methods(["GET", "HEAD", "POST"])
def why(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Oversight says why it looks at a person's record, before it does."""
    form = Form.of(request)
    if request.method == "POST":
        if form["reason"].strip():
            give_reason(request, reference, form["reason"].strip())
            return redirect("desk_dossier", reference)
        form = form.wrong(("reason", form.words.text("Say why you look at this person's record")))
    return render(request, "desk/why.html", {"form": form, "reference": reference}, status=form.status)


@role(*READERS)
@require_safe
def file(request: HttpRequest, reference: str, file: str) -> HttpResponseBase:
    """One file of the application, to be kept and opened apart from these pages: never run or shown by them."""
    case = opened(request, reference).case
    with office().store.transaction() as records:
        found = records.files.get(case.reference, file)
    response = HttpResponse(found.content, content_type="application/octet-stream")
    name = "".join(sign if sign.isascii() and (sign.isalnum() or sign in ".-_") else "_" for sign in found.name)
    response.headers["Content-Disposition"] = f'attachment; filename="{name or found.id}"'
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _tab(request: HttpRequest, reference: str, tab: str, more: Any) -> HttpResponseBase:
    try:
        case = opened(request, reference)
    except ReasonNeeded:
        return redirect("desk_why", reference)
    return render(request, f"desk/{tab}.html", {**head(request, case, tab), **more(request, case)})


def head(request: HttpRequest, of: Opened, tab: str = "") -> dict[str, Any]:
    """What stands above every tab: name, state, clocks, tabs; and the actions below."""
    case, words, at = of.case, words_for(request), office().clock()
    judged = of.seen.judged
    good, every = presenting.passed(verified.all_steps(judged.dossier) if judged else ())
    set_aside = sum(one.decision is not None for one in case.matches)
    notes = {
        "documents": words.text("{good} of {every} passed", good=good, every=every) if every else "",
        "matches": f"{set_aside}/{len(case.matches)}" if case.matches else words.text("none"),
        "log": str(len(of.seen.log)),
    }
    names = {"dossier": "Dossier", "documents": "Documents", "matches": "Matches", "history": "History", "log": "Log"}
    state = STATES[case.state]
    return {
        "case": case,
        "name": presenting.name_of(case.application),
        "native": case.application.applicant.native_name or "",
        "state": state,
        "because": judged.assessment.refer_because if judged else (),
        "clocks": clocks(case, at, words),
        "tabs": [
            {
                "href": reverse(f"desk_{key}", args=[case.reference]),
                "text": words.text(text),
                "note": notes.get(key, ""),
                "current": key == tab,
            }
            for key, text in names.items()
        ],
        "bar": bar(of, words),
        "sealed": of.sealed,
        "clearances": of.seen.clearances,
    }


def _dossier(request: HttpRequest, of: Opened) -> Mapping[str, Any]:
    words, case = words_for(request), of.case
    if of.seen.judged is None:
        return {"assessment": None}
    judged = of.seen.judged
    book = office().means.rulebook
    same = (book.id, book.version) == (judged.assessment.rulebook.id, judged.assessment.rulebook.version)
    rows = presenting.claim_rows(judged.assessment, case, words)
    return {
        "assessment": judged.assessment,
        "who": presenting.who(case.application, words),
        "document": presenting.document(judged.dossier, words),
        "pictures": show_pictures(office(), case),
        "trip": presenting.trip(judged.dossier, words),
        "bars": presenting.bars(judged.assessment, words),
        "claims": rows,
        "claims_count": presenting.counted(rows, words),
        "findings": presenting.cards(judged.dossier, judged.assessment, case, words, book.weights if same else None),
        "not_used_words": [words.text(one) for one in judged.assessment.not_used],
        "may_put": case.state is ApplicationState.IN_REVIEW and of.actor.id == case.officer,
    }


def _documents(request: HttpRequest, of: Opened) -> Mapping[str, Any]:
    judged = of.seen.judged
    if judged is None:
        return {"groups": [], "evidence": [], "files": of.case.application.files, "check_words": CHECKS}
    found = judged.dossier
    return {
        "groups": verified.groups(found, words_for(request)),
        "pictures": show_pictures(office(), of.case, longest=WHOLE),
        "evidence": [(item, EVIDENCE.get(item.kind, item.kind)) for item in found.evidence],
        "registers": found.registers,
        "files": verified.files_in_order(of.case.application, found),
        "hints": {one.file: one.hints for one in found.papers},
        "check_words": CHECKS,
        "passed": CheckStatus.PASSED,
    }


def _matches(request: HttpRequest, of: Opened) -> Mapping[str, Any]:  # noqa: ARG001 -- as every tab
    screening = of.seen.judged.dossier.screening if of.seen.judged else None
    return {
        "answers": MATCH_ANSWERS,
        "below": [one for one in screening.candidates if not one.alert] if screening else [],
        "snapshot": screening.snapshot if screening else "",
        "stale": screening.stale if screening else (),
        "ruled_out": of.judged.dossier.ruled_out if of.seen.judged else (),
        "late": _late(of),
    }


def _late(of: Opened) -> list[LateMatch]:
    """Possible matches that the desk still has, or that came up after the decision."""
    with office().store.transaction() as records:
        found = records.late_matches.of(of.case.reference)
    return [one for one in found if one.waits or one.clearance]


def _history(request: HttpRequest, of: Opened) -> Mapping[str, Any]:  # noqa: ARG001 -- as every tab
    return {"entries": list(reversed(of.case.history)), "events": EVENTS, "states": STATES}


def _log(request: HttpRequest, of: Opened) -> Mapping[str, Any]:  # noqa: ARG001 -- as every tab
    return {"entries": list(reversed(of.seen.log)), "events": EVENTS}


def officers_own(of: Opened) -> Case:
    """The case, where it is this officer's; raises ``NotPermitted``."""
    if of.actor.id != of.case.officer:
        raise NotPermitted("the case is assigned to somebody else", mend="Take the next case; cases are not picked")
    return of.case
