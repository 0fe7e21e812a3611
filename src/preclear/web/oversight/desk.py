"""Counts, the search of the audit log, its state, and opening a dossier with a stated reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from preclear.errors import InvalidInput, NotFound, NotTrusted, PreclearError
from preclear.model.codes import ApplicationState as S
from preclear.model.codes import Role
from preclear.oversight import Checkpoint, LogKey, Report, open_checkpoint, read_checkpoints
from preclear.services.oversee import counts, log_size, recheck_log, search_log
from preclear.web.access import role
from preclear.web.desk.opening import give_reason
from preclear.web.desk.words import EVENTS
from preclear.web.forms import Form
from preclear.web.i18n.words import STATES
from preclear.web.office import actor_of, office

MOST_RECHECKED = 500_000
"""Entries that a page rechecks; a longer log is for ``preclear audit verify``."""

_SHOWN = 5

VERBS: Mapping[str, str] = MappingProxyType(
    {
        **EVENTS,
        "account.added": "Account added",
        "account.changed": "Account changed",
        "account.password_reset": "Password replaced",
        "account.key_made": "Key made for a program",
        "account.key_withdrawn": "Key withdrawn",
        "application.judged": "Judged without being stored",
        "carrier.unanswered": "A carrier got no answer",
        "clearance.issued": "Clearance issued",
        "clearance.viewed": "Clearance looked at",
        "clearance.suspended": "Clearance suspended",
        "clearance.resumed": "Clearance valid again",
        "clearance.revoked": "Clearance revoked",
        "clearance.annulled": "Clearance annulled",
        "lists.installed": "Lists replaced",
        "entry.unreadable": "This entry cannot be read",
        "protection.viewed": "Protection record looked at",
        "protection.acknowledged": "Protection record taken on",
        "protection.closed": "Protection record closed",
        "protection.answered": "Protection answered",
        "trust.proposed": "Trust proposed",
        "trust.confirmed": "Trust confirmed by a second person",
        "trust.fingerprint_differs": "A fingerprint did not fit",
        "trust.rejected": "Trust not given",
        "trust.withdrawn": "Trust withdrawn",
    }
)
"""What stands in the log, in words; a verb without words is shown as it is."""

ENDED = (S.GRANTED, S.OVERTURNED, S.REFUSED, S.UPHELD, S.WITHDRAWN, S.LAPSED)
REFUSALS = frozenset({S.REFUSED, S.UPHELD})
"""Withdrawn and lapsed are not refusals, and never count as such."""


@dataclass(frozen=True, kw_only=True)
class Count:
    """How many applications are in a state."""

    state: S
    number: int


@dataclass(frozen=True, kw_only=True)
class Standing:
    """The state of the log: what rechecking found, the checkpoints kept elsewhere, and what stopped it, if anything."""

    size: int
    report: Report | None
    checkpoints: tuple[Checkpoint, ...]
    kept: str
    trouble: str = ""


@role(Role.OVERSIGHT)
@require_http_methods(["GET", "HEAD", "POST"])
def overview(request: HttpRequest) -> HttpResponseBase:
    """What became of applications; a dossier is opened here, with the reason why."""
    form, actor = Form.of(request), actor_of(request)
    if request.method == "POST":
        form = form.attempt(lambda: _check(form))
        if form.done:
            give_reason(request, form["reference"].strip().upper(), form["reason"].strip())
            return redirect("desk_dossier", form["reference"].strip().upper())
    found = counts(office(), actor)
    context = {
        "form": form,
        "total": sum(found.values()),
        "refusals": sum(found.get(state, 0) for state in REFUSALS),
        "ended": [Count(state=state, number=found.get(state, 0)) for state in ENDED],
        "under_way": [
            Count(state=state, number=found[state]) for state in S if found.get(state) and state not in ENDED
        ],
        "words_of": STATES,
        "size": log_size(office()),
    }
    return render(request, "oversight/overview.html", context, status=form.status)


@role(Role.OVERSIGHT)
@require_safe
def log(request: HttpRequest) -> HttpResponseBase:
    """Who did what, newest first: by reference, account and verb."""
    asked = {name: request.GET.get(name, "").strip()[:80] for name in ("about", "by", "verb")}
    page = search_log(office(), actor_of(request), **asked, before=_place(request.GET.get("before", "")))
    more = f"{reverse('oversight_log')}?{urlencode({**asked, 'before': page.earlier})}" if page.earlier else ""
    context = {"asked": asked, "page": page, "more": more, "events": VERBS, "at": _at}
    return render(request, "oversight/log.html", context)


@role(Role.OVERSIGHT)
@require_safe
def looks(request: HttpRequest) -> HttpResponseBase:
    """Who looked at whom, and why."""
    page = search_log(office(), actor_of(request), verb="record.viewed", before=_place(request.GET.get("before", "")))
    more = f"{reverse('oversight_looks')}?{urlencode({'before': page.earlier})}" if page.earlier else ""
    return render(request, "oversight/looks.html", {"page": page, "more": more, "at": _at})


@role(Role.OVERSIGHT)
@require_safe
def state(request: HttpRequest) -> HttpResponseBase:
    """Whether the whole log holds now, against the checkpoints that were kept elsewhere."""
    return render(request, "oversight/state.html", {"log": _standing(request), "most": MOST_RECHECKED})


def _standing(request: HttpRequest) -> Standing:
    size, place = log_size(office()), settings.PRECLEAR.checkpoint_file
    try:
        notes = _kept(place)
        key = LogKey.load(settings.PRECLEAR.keys / "log.key").public if notes else LogKey.make("no-checkpoint").public
        newest = tuple(open_checkpoint(note, key) for note in notes[-_SHOWN:])
        report = recheck_log(office(), actor_of(request), notes, key) if size <= MOST_RECHECKED else None
    except (NotFound, InvalidInput, NotTrusted) as error:
        return Standing(size=size, report=None, checkpoints=(), kept=place, trouble=str(error))
    return Standing(size=size, report=report, checkpoints=newest[::-1], kept=place)


def _kept(place: str) -> list[str]:
    """The checkpoints in the file, none while nobody wrote one; without any, the log is recomputed all the same."""
    try:
        return read_checkpoints(Path(place)) if place else []
    except NotFound:
        return []


def _check(form: Form) -> None:
    """The reference is there and a reason is given; whether it may be opened is decided where it is opened."""
    if not form["reason"].strip():
        raise InvalidInput("a reason is missing", where="reason", mend="Say why you look at this person's record")
    try:
        with office().store.transaction() as records:
            records.cases.get(form["reference"].strip().upper())
    except PreclearError as error:
        raise InvalidInput("no such application", where="reference", mend="Look at the reference again") from error


def _place(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else None


def _at(entry: Mapping[str, object]) -> datetime | None:
    try:
        return datetime.fromisoformat(str(entry["at"]))
    except ValueError:
        return None
