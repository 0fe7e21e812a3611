"""The journey as days and places, worked out of what the applicant states."""

from __future__ import annotations

from preclear.model.application import Leg, Trip
from preclear.model.dates import PartialDate
from preclear.model.dossier import Itinerary
from preclear.writing.airports import state_of


def of(trip: Trip) -> Itinerary:
    """The itinerary of a trip.

    ``leaves`` is the stated day, never guessed from a leg; ``nights`` is None unless both days are whole, and negative
    where the trip ends before it begins. Transit States are those in which a leg ends and the next begins, other than
    the destination, as far as the place names an airport that is known.
    """
    return Itinerary(
        arrives=trip.arrive,
        leaves=trip.leave,
        destination=trip.destination.country,
        nights=_nights(trip.arrive, trip.leave),
        one_way=trip.leave is None,
        transit_states=_transits(trip.legs, trip.destination.country),
    )


def _nights(arrives: PartialDate, leaves: PartialDate | None) -> int | None:
    if leaves is None or not (arrives.whole and leaves.whole):
        return None
    return (leaves.first - arrives.first).days


def _transits(legs: tuple[Leg, ...], destination: str) -> tuple[str, ...]:
    between = (state_of(leg.destination) for leg in legs[:-1])
    return tuple(dict.fromkeys(state for state in between if state and state != destination))
