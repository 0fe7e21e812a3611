"""One person's application, after ``application.schema.json`` beside this file.

Field names are those of the schema (``from`` and ``to`` of a leg are ``origin`` and ``destination`` here). What
may be used for what (``x-use``) stands in the schema and is enforced where rules are compiled. Unknown properties
are kept in the stored document and ignored here. ``preclear.writing.application`` parses and formats.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from preclear.model.codes import Purpose
from preclear.model.dates import PartialDate


@dataclass(frozen=True, kw_only=True)
class Money:
    """An amount in one currency (ISO 4217)."""

    amount: float
    currency: str


@dataclass(frozen=True, kw_only=True)
class Pay:
    """An amount for each ``period``: hour, day, week, month or year."""

    amount: float
    currency: str
    period: str


@dataclass(frozen=True, kw_only=True)
class Address:
    """A postal address. The home address is a proxy: compared for equality, never judged."""

    city: str
    country: str
    lines: tuple[str, ...] = ()
    region: str | None = None
    postcode: str | None = None


@dataclass(frozen=True, kw_only=True)
class Organisation:
    """An employer, school or other body, as the applicant states it."""

    name: str
    country: str | None = None
    registration_number: str | None = None
    phone: str | None = None
    email: str | None = None
    website: str | None = None
    address: Address | None = None


@dataclass(frozen=True, kw_only=True)
class Channel:
    """How the application came in. For linking only, kept for twelve months."""

    kind: str | None = None
    device_id: str | None = None
    ip: str | None = None
    payment_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class Guardian:
    """Who acts for a minor."""

    name: str
    relation: str
    phone: str | None = None
    consent: str | None = None


@dataclass(frozen=True, kw_only=True)
class Preparer:
    """Who helped to fill in the form. A fee may only lead to help."""

    declared: bool | None = None
    name: str | None = None
    licence_number: str | None = None
    phone: str | None = None
    email: str | None = None
    fee_paid: Money | None = None


@dataclass(frozen=True, kw_only=True)
class Applicant:
    """The person, as the form says. Recognises, never judges."""

    surname: str
    birth_date: PartialDate
    nationality: tuple[str, ...]
    given_names: str | None = None
    other_names: tuple[str, ...] = ()
    native_name: str | None = None
    father_name: str | None = None
    birth_place: str | None = None
    birth_country: str | None = None
    sex: str | None = None
    national_id: str | None = None
    marital_status: str | None = None
    preferred_language: str | None = None


@dataclass(frozen=True, kw_only=True)
class Contact:
    """How to reach the person. For linking only; the address is a proxy."""

    email: str | None = None
    phone: str | None = None
    address: Address | None = None


@dataclass(frozen=True, kw_only=True)
class TravelDocument:
    """A passport, identity card or visa as the form states it.

    ``chip`` maps ``SOD``, ``COM`` and ``DG1`` to ``DG16`` to ids of files.
    """

    type: str
    number: str
    issuing_state: str
    issued: PartialDate | None = None
    expires: PartialDate | None = None
    mrz: tuple[str, ...] = ()
    chip: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Destination:
    """Where the journey goes."""

    country: str
    address: Address | None = None


@dataclass(frozen=True, kw_only=True)
class Host:
    """Who receives the traveller."""

    name: str | None = None
    phone: str | None = None
    email: str | None = None
    relation: str | None = None
    address: Address | None = None


@dataclass(frozen=True, kw_only=True)
class Leg:
    """One part of the journey. Places are IATA codes or names, as stated."""

    origin: str
    destination: str
    carrier: str | None = None
    number: str | None = None
    departs: datetime | None = None
    arrives: datetime | None = None
    booking_reference: str | None = None
    agency: str | None = None
    ticketed: bool | None = None
    mode: str | None = None


@dataclass(frozen=True, kw_only=True)
class Trip:
    """The stated journey."""

    purpose: Purpose
    arrive: PartialDate
    destination: Destination
    purpose_detail: str | None = None
    leave: PartialDate | None = None
    host: Host | None = None
    legs: tuple[Leg, ...] = ()
    paid_by: str | None = None


@dataclass(frozen=True, kw_only=True)
class Funding:
    """Who pays, and out of what."""

    payer: str | None = None
    available: Money | None = None
    statement: str | None = None
    account_number: str | None = None


@dataclass(frozen=True, kw_only=True)
class Occupation:
    """Present work."""

    title: str | None = None
    employer: Organisation | None = None
    since: PartialDate | None = None
    salary: Pay | None = None


@dataclass(frozen=True, kw_only=True)
class Recruiter:
    """Who brokered a job."""

    name: str | None = None
    licence_number: str | None = None
    phone: str | None = None
    email: str | None = None


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A job offered at the destination. ``letter`` is the id of a file."""

    employer: Organisation | None = None
    title: str | None = None
    occupation_code: str | None = None
    salary: Pay | None = None
    start: PartialDate | None = None
    work_address: Address | None = None
    permit_number: str | None = None
    permit_kind: str | None = None
    recruiter: Recruiter | None = None
    permission_number: str | None = None
    permission_issued: PartialDate | None = None
    protector_number: str | None = None
    letter: str | None = None


@dataclass(frozen=True, kw_only=True)
class Study:
    """A course at the destination."""

    institution: Organisation | None = None
    programme: str | None = None
    starts: PartialDate | None = None
    ends: PartialDate | None = None
    registration_number: str | None = None
    tuition: Money | None = None
    tuition_paid: Money | None = None


@dataclass(frozen=True, kw_only=True)
class Sponsor:
    """A person at the destination who vouches for the applicant."""

    name: str | None = None
    birth_date: PartialDate | None = None
    relation: str | None = None
    status: str | None = None
    phone: str | None = None
    email: str | None = None
    address: Address | None = None
    petition_number: str | None = None


@dataclass(frozen=True, kw_only=True)
class Companion:
    """Somebody who travels along."""

    reference: str | None = None
    name: str | None = None
    relation: str | None = None


@dataclass(frozen=True, kw_only=True)
class PastTrip:
    """An earlier stay, as stated."""

    country: str | None = None
    arrived: PartialDate | None = None
    left: PartialDate | None = None
    status: str | None = None


@dataclass(frozen=True, kw_only=True)
class PastRefusal:
    """An earlier refusal, as stated, with the applicant's explanation."""

    country: str | None = None
    on: PartialDate | None = None
    kind: str | None = None
    explanation: str | None = None


@dataclass(frozen=True, kw_only=True)
class History:
    """Earlier stays, refusals and applications, as stated."""

    trips: tuple[PastTrip, ...] = ()
    refusals: tuple[PastRefusal, ...] = ()
    previous_applications: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SubmittedFile:
    """What is known of one file of the application; its bytes live apart, by ``id``."""

    id: str
    kind: str
    sha256: str | None = None
    media_type: str | None = None
    text: str | None = None
    serial: str | None = None
    issuer: str | None = None
    issued: PartialDate | None = None
    perceptual_hash: str | None = None
    name: str | None = None


@dataclass(frozen=True, kw_only=True)
class Application:
    """One person's application for clearance before departure.

    The applicant's ``protection`` answers are deliberately absent: they live behind the protection wall.
    """

    reference: str
    submitted_at: datetime
    applicant: Applicant
    document: TravelDocument
    trip: Trip
    agreement: str | None = None
    channel: Channel | None = None
    guardian: Guardian | None = None
    preparer: Preparer | None = None
    contact: Contact | None = None
    previous_documents: tuple[TravelDocument, ...] = ()
    visas: tuple[TravelDocument, ...] = ()
    funding: Funding | None = None
    occupation: Occupation | None = None
    offer: Offer | None = None
    study: Study | None = None
    sponsor: Sponsor | None = None
    travelling_with: tuple[Companion, ...] = ()
    history: History | None = None
    answers: Mapping[str, Any] = field(default_factory=dict)
    narrative: str | None = None
    files: tuple[SubmittedFile, ...] = ()
