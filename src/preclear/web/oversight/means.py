"""With what the machine judges, for everybody who must answer for it: lists, trust store, rulebook."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from preclear.documents import TrustStore
from preclear.model.codes import Role
from preclear.web.access import role
from preclear.web.i18n.words import AXES, CHECKS, WEIGHTS
from preclear.web.office import office

READERS = (Role.OVERSIGHT, Role.ADMINISTRATOR)


@dataclass(frozen=True, kw_only=True)
class StateAnchors:
    """What the trust store holds of one State: anchors, other certificates, and until when the last anchor runs."""

    country: str
    anchors: int
    others: int
    until: date | None
    over: bool


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
def trust(request: HttpRequest) -> HttpResponseBase:
    """Whose signatures on documents count: anchors by State, and the files that they come from."""
    store = office().means.trust
    now = office().clock()
    context = {
        "store": store,
        "states": _by_state(store, now) if store else [],
        "sources": store.sources if store else (),
        "words_of": CHECKS,
    }
    return render(request, "oversight/trust.html", context)


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


def _by_state(store: TrustStore, now: datetime) -> Sequence[StateAnchors]:
    others = Counter(one.country for one in store.material)
    anchors: dict[str, list[datetime]] = {}
    for one in store.anchors:
        anchors.setdefault(one.country, []).append(one.not_after)
    return [
        StateAnchors(
            country=country or "?",
            anchors=len(anchors.get(country, ())),
            others=others[country],
            until=max(anchors[country]).date() if country in anchors else None,
            over=country in anchors and max(anchors[country]) < now,
        )
        for country in sorted({*anchors, *others})
    ]


def _made_at(place: str) -> datetime | None:
    """When the snapshot's file was written; None where there is none."""
    try:
        return datetime.fromtimestamp(Path(place).stat().st_mtime, UTC) if place else None
    except OSError:
        return None
