"""The right to pass through a State on the way (IND-47)."""

from __future__ import annotations

from collections.abc import Iterator

from preclear.checks.check import check, concern
from preclear.model.dossier import Itinerary, RegisterAnswer
from preclear.model.finding import Remark


@check(source="IND-47; entry and transit rules of the States on the way")
def transit_right(itinerary: Itinerary, transit_register: RegisterAnswer) -> Iterator[Remark]:
    """May the traveller pass through every State on the way?"""
    for state in itinerary.transit_states:
        if transit_register.fields.get(state) == "visa_required":
            yield concern(
                "transit through {state} needs a visa, and none is held",
                "trip.legs",
                "register.transit",
                state=state,
                resolved_by="a transit visa, or another route",
                innocent="a visa on arrival; a change of planes without entering",
            )
