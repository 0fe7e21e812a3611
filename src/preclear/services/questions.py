"""Which register is asked with what: the fixed questions that an application leads to."""

from __future__ import annotations

from collections.abc import Iterator

from preclear.model.application import Application
from preclear.writing import itinerary


def questions(application: Application) -> Iterator[tuple[str, str]]:
    """Name of each register that has something to say here, and the number or name that it is asked with.

    Only what the applicant claims is asked about; what each register answers stands in ``preclear.checks.registers``.
    """
    yield from _about_work(application)
    study, who, trip = application.study, application.applicant, application.trip
    if study and study.registration_number:
        yield "school", study.registration_number
    if who.national_id:
        yield "identity", who.national_id
    journey = itinerary.of(trip)
    if journey.nights is not None:
        yield "cost", f"{trip.purpose}:{trip.destination.country}:{journey.nights}"
    if journey.transit_states:
        document = application.document
        yield "transit", f"{document.issuing_state}:{document.number}:{','.join(journey.transit_states)}"


def _about_work(application: Application) -> Iterator[tuple[str, str]]:
    offer = application.offer
    if offer is None:
        return
    if offer.permit_number:
        yield "permit", offer.permit_number
    if offer.employer:
        yield "employer", offer.employer.registration_number or offer.employer.name
    if offer.recruiter and offer.recruiter.licence_number:
        yield "recruiter", offer.recruiter.licence_number
    if offer.permission_number:
        yield "permission", offer.permission_number
    if offer.protector_number:
        yield "protector", offer.protector_number
    if offer.occupation_code:
        yield "wage", f"{offer.occupation_code}:{application.trip.destination.country}"
