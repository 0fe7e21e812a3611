"""The stated day of arrival against the leg that arrives."""

from __future__ import annotations

from collections.abc import Iterator

from preclear.checks.check import check, concern
from preclear.checks.evidence import StatedTrip
from preclear.model.finding import Remark
from preclear.writing.airports import state_of

TOLERANCE = 1
"""Days by which form and ticket may differ: night flights, and the date line."""


@check(source="Claim grid, question 1: the same answer everywhere (arrival in form and booking)")
def arrives_with_leg(trip: StatedTrip) -> Iterator[Remark]:
    """Does a leg arrive at the destination on the stated day?"""
    arrivals = [
        leg.arrives.date() for leg in trip.legs if leg.arrives and state_of(leg.destination) == trip.destination
    ]
    first, last = trip.arrive.first.toordinal() - TOLERANCE, trip.arrive.last.toordinal() + TOLERANCE
    if arrivals and not any(first <= day.toordinal() <= last for day in arrivals):
        yield concern(
            "the form gives {stated} as the day of arrival, the booking {booked}",
            "trip.arrive",
            "trip.legs",
            stated=trip.arrive,
            booked=arrivals[0],
            contradicts="dates",
            resolved_by="the booking that holds, or a corrected form",
            innocent="a flight that was moved after the form was sent",
        )
