"""With what the machine judges, for everybody who must answer for it: lists and rulebook."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from preclear.model.codes import Role
from preclear.web.access import role
from preclear.web.i18n.words import AXES, WEIGHTS
from preclear.web.office import office

READERS = (Role.OVERSIGHT, Role.ADMINISTRATOR)


@role(*READERS)
@require_safe
def lists(request: HttpRequest) -> HttpResponseBase:
    """Each list: whose it is, on what legal basis, how old, how many entries."""
    loaded = office().means.lists
    made = _made_at(settings.PRECLEAR.lists)
    context = {
        "snapshot": loaded.id if loaded else "",
        "sources": loaded.sources if loaded else (),
        "made_at": made,
        "age": office().clock() - made if made else None,
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


def _made_at(place: str) -> datetime | None:
    """When the snapshot's file was written; None where there is none."""
    try:
        return datetime.fromtimestamp(Path(place).stat().st_mtime, UTC) if place else None
    except OSError:
        return None
