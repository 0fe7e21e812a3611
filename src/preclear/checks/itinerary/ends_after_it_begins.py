"""The last day of the trip against the first."""

from __future__ import annotations

from collections.abc import Iterator

from preclear.checks.check import check, concern
from preclear.model.dossier import Itinerary
from preclear.model.finding import Remark


@check(source="Claim grid, question 1: the same answer everywhere (first and last day of the trip)")
def ends_after_it_begins(itinerary: Itinerary) -> Iterator[Remark]:
    """Does the trip end after it begins?"""
    if itinerary.leaves is not None and itinerary.leaves.last < itinerary.arrives.first:
        yield concern(
            "the trip is stated from {arrives} to {leaves}",
            "trip.leave",
            "trip.arrive",
            arrives=itinerary.arrives,
            leaves=itinerary.leaves,
            contradicts="dates",
            resolved_by="the right days, or the ticket",
            innocent="two days that changed places; the turn of the year",
        )
