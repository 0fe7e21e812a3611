"""Issue a clearance: its record, what the traveller carries, and what the carrier gateway must hear."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from preclear.clearance import apply
from preclear.clearance import issue as sign
from preclear.model.carriage import CarrierEntry, CarrierState
from preclear.model.case import SYSTEM, Case, Decision
from preclear.model.clearance import Clearance
from preclear.model.codes import ClearanceState, Outcome
from preclear.model.dates import PartialDate
from preclear.services.office import Office
from preclear.services.ports import Records

_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_EARLY = timedelta(days=2)
_ONE_WAY = timedelta(days=30)

_AS_CARRIERS_SEE = {
    ClearanceState.ACTIVE: CarrierState.OK,
    ClearanceState.BOARDED: CarrierState.OK,
    ClearanceState.DEPARTED: CarrierState.OK,
    ClearanceState.SUSPENDED: CarrierState.CONTACT,
}


def new_number() -> str:
    """Number of a clearance, as people quote it: ``CL-7K4M-2QX9``."""
    signs = [secrets.choice(_LETTERS) for _ in range(8)]
    return f"CL-{''.join(signs[:4])}-{''.join(signs[4:])}"


def issue(records: Records, office: Office, case: Case, decision: Decision, at: datetime) -> Clearance | None:
    """Issue what a grant leads to, inside the transaction that writes the decision; None for a refusal."""
    if decision.outcome is Outcome.REFUSE:
        return None
    made = _made_for(case, decision, office, records.clearances.next_index(), at)
    # A journey whose last day is over is still granted, but nobody can travel on it any more.
    clearance = apply(made, "activate" if made.valid_until >= at.date() else "expire", SYSTEM, at)
    records.clearances.add(clearance, sign(clearance, office.issuer, status_uri=office.status_uri))
    records.feed.add(carrier_entry(clearance, at))
    records.audit.add(
        at=at,
        actor="system",
        verb="clearance.issued",
        about=clearance.number,
        record=clearance,
        details={"application": case.reference, "state": str(clearance.state)},
    )
    return clearance


def carrier_entry(clearance: Clearance, at: datetime) -> CarrierEntry:
    """A clearance as the gateway may know it: no reason, no findings, no application."""
    state = _AS_CARRIERS_SEE.get(clearance.state, CarrierState.NOT_OK)
    if clearance.held and state is CarrierState.OK:
        state = CarrierState.CONTACT
    return CarrierEntry(
        number=clearance.number,
        state=state,
        document_type=clearance.document_type,
        document_number=clearance.document_number,
        issuing_state=clearance.issuing_state,
        surname=clearance.surname,
        given_names=clearance.given_names,
        birth_date=PartialDate.parse(clearance.birth_date),
        nationality=clearance.nationality,
        valid_from=clearance.valid_from,
        valid_until=clearance.valid_until,
        destination=clearance.destination,
        version=clearance.version,
        changed_at=at,
        entries=clearance.entries,
    )


def _made_for(case: Case, decision: Decision, office: Office, index: int, at: datetime) -> Clearance:
    who, document, trip = case.application.applicant, case.application.document, case.application.trip
    until = trip.leave.last if trip.leave else trip.arrive.last + _ONE_WAY
    if document.expires:
        until = min(until, document.expires.last)
    return Clearance(
        number=new_number(),
        reference=case.reference,
        state=ClearanceState.ISSUED,
        surname=who.surname,
        given_names=who.given_names or "",
        birth_date=str(who.birth_date),
        nationality=who.nationality[0] if who.nationality else "",
        document_type=document.type,
        document_number=document.number,
        issuing_state=document.issuing_state,
        document_expires=str(document.expires) if document.expires else None,
        # A flight may leave a day or two before the day of arrival.
        valid_from=trip.arrive.first - _EARLY,
        valid_until=until,
        destination=trip.destination.country,
        issued_at=at,
        status_index=index,
        issuer=office.issuer.state,
        conditions=decision.conditions,
        second_line=decision.outcome is Outcome.GRANT_WITH_FLAG,
    )
