"""What there is to do: the next case, my open cases with their clocks, what came back, and how the services are."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from types import MappingProxyType
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from preclear.decisions.transitions import WAITING_FOR_OFFICER
from preclear.errors import NotFound
from preclear.model.case import Actor, Case
from preclear.model.codes import ApplicationState as S
from preclear.model.codes import Role
from preclear.services import take
from preclear.services.late_matches import confirmed_with_clearance, late_matches_for
from preclear.services.match_records import LateMatch
from preclear.services.office import Office
from preclear.services.ports import WaitingCase
from preclear.web.access import role
from preclear.web.desk.clocks import Hand, nearest
from preclear.web.desk.health import Service, states
from preclear.web.desk.matching import needs
from preclear.web.desk.opening import own_view
from preclear.web.desk.presenting import name_of
from preclear.web.desk.words import LETTERS, WAITS_FOR
from preclear.web.i18n import Catalogue
from preclear.web.i18n.words import STATES, Word
from preclear.web.jinja import words_for
from preclear.web.office import actor_of, office

DESK = (Role.CASE_OFFICER, Role.REVIEWER, Role.MATCH_DESK, Role.APPEAL_REVIEWER)
_NUMBER = re.compile(r"[A-Z0-9_.-]{1,64}")
_PAGE = 20
_MOST = 100
"""As many waiting cases as a store tells of at once."""

_LETTERS = 100
_CAME_BACK = 8


@dataclass(frozen=True, kw_only=True)
class Queue:
    """One kind of work that the system hands out. ``states`` are those of the cases that wait."""

    role: Role
    states: Collection[S]
    take: Callable[[Office, Actor], Case | LateMatch]
    page: str
    heading: str
    button: str
    nothing: str


QUEUES: Mapping[str, Queue] = MappingProxyType(
    {
        "case": Queue(
            role=Role.CASE_OFFICER,
            states=WAITING_FOR_OFFICER,
            take=take.take_case,
            page="desk_dossier",
            heading="My next case",
            button="Take the next case",
            nothing="No case waits for you",
        ),
        "proposal": Queue(
            role=Role.REVIEWER,
            states=(S.REFUSE_PROPOSED,),
            take=take.take_proposal,
            page="desk_second",
            heading="The next proposal to confirm or return",
            button="Take the next proposal",
            nothing="No proposal waits for you",
        ),
        "match": Queue(
            role=Role.MATCH_DESK,
            states=(S.MATCHES,),
            take=take.take_any_match,
            page="desk_match",
            heading="The next possible match",
            button="Take the next match",
            nothing="No match waits for you",
        ),
        "appeal": Queue(
            role=Role.APPEAL_REVIEWER,
            states=(S.APPEAL,),
            take=take.take_appeal,
            page="desk_appeal",
            heading="The next appeal",
            button="Take the next appeal",
            nothing="No appeal waits for you",
        ),
    }
)
"""In the order in which they stand on the page."""


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """How much waits in one queue, without a name: nobody picks a person."""

    what: str
    queue: Queue
    count: int
    urgent: int
    due: datetime | None


@dataclass(frozen=True, kw_only=True)
class Row:
    """One of my open cases."""

    href: str
    name: str
    reference: str
    state: Word
    urgent: bool
    waits_for: str
    clock: Hand | None


@role(*DESK)
@require_safe
def work(request: HttpRequest) -> HttpResponseBase:
    """The desk's first page."""
    actor, words, at = actor_of(request), words_for(request), office().clock()
    with office().store.transaction() as records:
        mine = records.cases.of_officer(actor.id)
        letters = records.letters.newest(limit=_LETTERS, to=actor.id)
    pages = max(1, ceil(len(mine) / _PAGE))
    page = _page(request, pages)
    shown = mine[(page - 1) * _PAGE : page * _PAGE]
    came_back = [one for one in letters if one.kind in LETTERS][:_CAME_BACK]
    context = {
        "now": at,
        "most": _MOST,
        "queues": [_waiting(what, queue, actor) for what, queue in QUEUES.items() if actor.has(queue.role)],
        "nothing": QUEUES[what].nothing if (what := request.GET.get("nothing", "")) in QUEUES else "",
        "not_found": request.GET.get("not_found", "")[:40],
        "rows": [_row(request, case, actor, at, words) for case in shown],
        "count": len(mine),
        "page": page,
        "pages": pages,
        "page_link": lambda number: f"?page={number}",
        "letters": [(one, LETTERS[one.kind]) for one in came_back],
        "confirmed": _confirmed(actor),
        "has_cases": actor.has(Role.CASE_OFFICER, Role.REVIEWER),
    }
    return render(request, "desk/work.html", context)


@role(*DESK)
@require_POST
def take_next(request: HttpRequest, what: str) -> HttpResponseBase:
    """Take the next of a queue. The system chooses."""
    if what not in QUEUES:
        raise Http404
    queue, actor = QUEUES[what], actor_of(request)
    try:
        case = queue.take(office(), actor)
    except NotFound:
        return redirect(f"{reverse('desk_work')}?nothing={what}")
    if isinstance(case, LateMatch):
        return redirect("desk_late_match", case.id)
    if what == "match":
        return redirect("desk_match", case.reference, needs(case, actor) or 0)
    return redirect(queue.page, case.reference)


@role(*DESK)
@require_safe
def find(request: HttpRequest) -> HttpResponseBase:
    """Open a case or a clearance by its number; whether this person may is decided there."""
    number = request.GET.get("number", "").strip().upper()
    if not _NUMBER.fullmatch(number):
        return redirect(f"{reverse('desk_work')}?{urlencode({'not_found': number[:40]})}")
    if number.startswith("CL-"):
        return redirect("desk_clearance", number)
    return redirect("desk_dossier", number)


@role(*DESK)
@require_safe
def services(request: HttpRequest) -> HttpResponseBase:
    """How the services are: put into the page of work, or a page of its own without scripts."""
    found: list[Service] = states(office(), words_for(request))
    part = "desk/_services.html" if request.headers.get("HX-Request") else "desk/services.html"
    return render(request, part, {"services": found})


def _confirmed(actor: Actor) -> tuple[LateMatch, ...]:
    """For reviewers: people who hold a clearance and whom two others found on a list."""
    if not actor.has(Role.REVIEWER):
        return ()
    with office().store.transaction() as records:
        return tuple(one for one in confirmed_with_clearance(records) if one.account != actor.id)


def _page(request: HttpRequest, pages: int) -> int:
    asked = request.GET.get("page", "")
    return min(max(int(asked), 1), pages) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1


def _waiting(what: str, queue: Queue, actor: Actor) -> Waiting:
    rows: Collection[WaitingCase] = take.waiting_for(office(), actor, queue.states)
    if what == "proposal":
        with office().store.transaction() as records:
            rows = [row for row in rows if not records.cases.get(row.reference).reviewer]
    late = late_matches_for(office(), actor) if what == "match" else ()
    due = [*(row.due for row in rows if row.due), *(one.due for one in late)]
    return Waiting(
        what=what,
        queue=queue,
        count=len(rows) + len(late),
        urgent=sum(row.urgent for row in rows),
        due=min(due) if due else None,
    )


def _row(request: HttpRequest, case: Case, actor: Actor, at: datetime, words: Catalogue) -> Row:
    second = actor.id == case.reviewer
    waits = "You" if second else WAITS_FOR.get(case.state, "")
    if second and own_view(request, case) is None:
        waits = "You: your own view first"
    return Row(
        href=reverse("desk_second" if second else "desk_dossier", args=[case.reference]),
        name=name_of(case.application),
        reference=case.reference,
        state=STATES[case.state],
        urgent=case.urgent,
        waits_for=words.text(waits),
        clock=nearest(case, at, words),
    )
