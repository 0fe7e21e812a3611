"""The first day of work against the days of the journey."""

from __future__ import annotations

from collections.abc import Iterator

from preclear.checks.check import check, concern
from preclear.checks.evidence import StatedTrip
from preclear.model.application import Offer
from preclear.model.finding import Remark


@check(source="Claim grid, question 1: the same answer everywhere (dates in form and letter)")
def offer_fits_trip(offer: Offer, trip: StatedTrip) -> Iterator[Remark]:
    """Does the work begin while the traveller is there?"""
    if offer.start is not None and trip.leave is not None and trip.leave.last < offer.start.first:
        yield concern(
            "work is to begin on {start}, after the journey ends on {leave}",
            "offer.start",
            "trip.leave",
            start=offer.start,
            leave=trip.leave,
            contradicts="dates",
            resolved_by="the employer's letter with the first day of work, or a corrected form",
            innocent="a first journey for interviews or papers; a start that was moved",
        )
