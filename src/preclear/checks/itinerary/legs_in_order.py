"""Legs that one person can travel."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from preclear.checks.check import check, concern
from preclear.checks.evidence import StatedTrip
from preclear.model.finding import Remark


@check(source="Claim grid, question 2: the purpose fits the journey (legs in time)")
def legs_in_order(trip: StatedTrip) -> Iterator[Remark]:
    """Can one person travel the legs, one after the other?"""
    # Gaps between places are no matter: buses, trains and open-jaw tickets are usual.
    timed = [(place, leg.departs, leg.arrives) for place, leg in enumerate(trip.legs) if leg.departs and leg.arrives]
    for place, departs, arrives in timed:
        if arrives < departs:
            yield _broken(f"trip.legs[{place}].arrives", departs.isoformat(), arrives.isoformat())
    for (_, _, arrived), (place, departs, _) in pairwise(timed):
        if departs < arrived:
            yield _broken(f"trip.legs[{place}].departs", arrived.isoformat(), departs.isoformat())


def _broken(about: str, earlier: str, later: str) -> Remark:
    return concern(
        "what should come second, on {later}, comes before {earlier}",
        about,
        earlier=earlier,
        later=later,
        contradicts="dates",
        resolved_by="the booking as the carrier confirms it",
        innocent="times without their zone; legs entered in another order",
    )
