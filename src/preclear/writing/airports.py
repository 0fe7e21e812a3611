"""Airports by their IATA code, with their State.

The directory is ``airportsdata`` (MIT). An airport that is not listed has no State here, and no check may hold that
against anyone.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import airportsdata

from preclear.writing.states import STATES


@cache
def states_by_airport() -> Mapping[str, str]:
    """State (ISO 3166-1 alpha-3) of each airport by its IATA code."""
    three_letters = {state.alpha2: code for code, state in reversed(list(STATES.items())) if state.alpha2}
    found = ((code, three_letters.get(str(port["country"]))) for code, port in airportsdata.load("IATA").items())
    return {code: state for code, state in found if state}


def state_of(place: str) -> str | None:
    """The State of an airport given by its IATA code, or None where the place is not such a code.

    >>> state_of("ISB"), state_of("somewhere")
    ('PAK', None)
    """
    code = place.strip().upper()
    return states_by_airport().get(code) if len(code) == 3 else None
