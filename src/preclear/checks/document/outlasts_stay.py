"""The document lives longer than the stay."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from preclear.checks.check import check, concern, serious
from preclear.checks.evidence import StatedDocument, Zone, day_of
from preclear.model.dossier import Itinerary
from preclear.model.finding import Remark


@check(source="ICAO Doc 9303-4, 4.2.2 (date of expiry)")
def outlasts_stay(
    document: StatedDocument, itinerary: Itinerary, as_of: date, mrz: Zone | None = None
) -> Iterator[Remark]:
    """Is the document still valid on the day the traveller leaves?"""
    expires = document.expires or (day_of(mrz.expiry_date) if mrz else None)
    if expires is None:
        return
    last, leaves = expires.last, itinerary.leaves or itinerary.arrives
    if last < as_of:
        yield serious(
            "expired on {expires}",
            "document.expires",
            expires=expires,
            resolved_by="a valid document",
            innocent="a renewed passport whose number was not entered yet",
        )
    elif last < leaves.first:
        yield concern(
            "expires on {expires}, before the journey ends on {leaves}",
            "document.expires",
            "trip.leave" if itinerary.leaves else "trip.arrive",
            expires=expires,
            leaves=leaves,
            resolved_by="a renewed document, or an earlier day of leaving",
            innocent="a renewal that is under way",
        )
