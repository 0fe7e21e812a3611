"""With what the machine judges, for everybody who must answer for it: lists and rulebook."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from preclear.model.codes import Role
from preclear.model.screening import ListSource
from preclear.services.ages import age_of, is_stale
from preclear.services.alarms import ListAlarms, alarms
from preclear.web.access import role
from preclear.web.i18n.words import AXES, WEIGHTS
from preclear.web.office import office
from preclear.web.rooms import roles_of

READERS = (Role.OVERSIGHT, Role.ADMINISTRATOR)
LIST_READERS = (*READERS, Role.MATCH_DESK)
"""Who works with the lists sees whose they are and how often they are wrong."""

SOON = 30
"""Days before a review day from which the page points to it."""


@dataclass(frozen=True, kw_only=True)
class ListRow:
    """One list of the page. ``age`` counts days; ``review_soon`` says that an owner is to look at an entry soon."""

    source: ListSource
    age: int | None
    stale: bool
    review_soon: bool
    alarms: ListAlarms | None


@role(*LIST_READERS)
@require_safe
def lists(request: HttpRequest) -> HttpResponseBase:
    """Each list: whose it is, on what legal basis, how old, how many entries, how often its alarms are false."""
    here, today = office(), office().clock().date()
    loaded = here.lists_now()
    counted = {one.list: one for one in alarms(here)}
    rows = [_row(one, today, counted.get(one.list)) for one in (loaded.sources if loaded else ())]
    known = {row.source.list for row in rows}
    context = {
        "snapshot": loaded.id if loaded else "",
        "rows": rows,
        "gone": [one for name, one in counted.items() if name not in known],
        "stale": [row.source.list for row in rows if row.stale],
        "trouble": here.snapshots.trouble if here.snapshots else "",
        "tabs": not roles_of(request).isdisjoint(READERS),
    }
    return render(request, "oversight/lists.html", context)


@role(*READERS)
@require_safe
def rulebook(request: HttpRequest) -> HttpResponseBase:
    """Weights, caps and bands of the axes, and each rule with its law, its owner and its last day."""
    book, today = office().means.rulebook, office().clock().date()
    context = {
        "book": book,
        "today": today,
        "axes": AXES,
        "weights": WEIGHTS,
        "catalogue": sorted(office().means.catalogue.checks, key=lambda check: check.id),
    }
    return render(request, "oversight/rulebook.html", context)


def _row(source: ListSource, today: date, counted: ListAlarms | None) -> ListRow:
    review = source.next_review
    return ListRow(
        source=source,
        age=age_of(source, today),
        stale=is_stale(source, office().means.fresh_for, today),
        review_soon=bool(source.overdue_reviews or (review and (review - today).days <= SOON)),
        alarms=counted,
    )
