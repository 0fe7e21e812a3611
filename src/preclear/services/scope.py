"""What the carrier gateway must know of an agreement: which journeys need a clearance, and whom to call."""

from __future__ import annotations

from collections.abc import Mapping

from preclear.model.agreement import Agreement
from preclear.model.carriage import CarrierRoute, CarrierScope


def scope_of(agreement: Agreement, desk_phone: str, airports: Mapping[str, str]) -> CarrierScope:
    """Routes, exemptions and the desk's telephone. ``airports`` maps IATA codes to States."""
    return CarrierScope(
        routes=tuple(
            CarrierRoute(
                from_airport=route.origin,
                from_state=route.from_state,
                to_airport=route.to,
                to_state=route.to_state,
                first_day=agreement.valid_from,
                last_day=agreement.valid_until,
            )
            for route in agreement.routes
        ),
        desk_phone=desk_phone,
        airports={**airports, **agreement.airports},
        younger_than=agreement.exempt_younger_than or None,
        exempt_documents=frozenset({"PD"} if "diplomatic" in agreement.excluded_classes else ()),
    )
