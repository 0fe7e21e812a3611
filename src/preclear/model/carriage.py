"""What carriers ask and hear: the flight, the passenger, the answer, and what the case side lets the gateway know.

A carrier hears one of six answers and never a reason. Nothing here holds a finding, a list name or a weight.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from preclear.model.codes import CarrierAnswer
from preclear.model.dates import PartialDate


class CarrierState(StrEnum):
    """A clearance as a carrier may see it; every other state of a clearance is folded into one of these."""

    OK = "ok"
    NOT_OK = "not_ok"
    CONTACT = "contact"


@dataclass(frozen=True, kw_only=True)
class CarrierEntry:
    """What the case side tells the gateway about one clearance.

    ``number`` is what the carrier may quote to the desk; ``version`` counts its changes, and an older version never
    replaces a newer one. ``destination`` is a State; ``entries`` is 1 for single entry and None for any number.
    A clearance that may no longer be used (entered, expired, superseded) is ``not_ok``.
    """

    number: str
    state: CarrierState
    document_type: str
    document_number: str
    issuing_state: str
    surname: str
    given_names: str
    birth_date: PartialDate
    nationality: str
    valid_from: date
    valid_until: date
    destination: str
    version: int
    changed_at: datetime
    entries: int | None = 1


@dataclass(frozen=True, kw_only=True)
class CarrierRoute:
    """Flights that need a clearance: from an airport or a State, to an airport or a State, between two days.

    Airports are IATA codes. An empty place means any place.
    """

    from_airport: str = ""
    from_state: str = ""
    to_airport: str = ""
    to_state: str = ""
    first_day: date | None = None
    last_day: date | None = None


@dataclass(frozen=True, kw_only=True)
class CarrierScope:
    """What the agreements in force cover, and whom a carrier calls.

    ``airports`` maps IATA codes to the State they lie in; a route by State is only as good as this map.
    ``younger_than`` exempts children by age in years on the day of the flight; ``exempt_documents`` are document
    types (``PD`` for diplomatic passports) whose holders need no clearance. ``desk_phone`` is E.164.
    """

    routes: tuple[CarrierRoute, ...]
    desk_phone: str
    airports: Mapping[str, str] = field(default_factory=dict)
    younger_than: int | None = None
    exempt_documents: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Flight:
    """One flight as the carrier names it. ``day`` is the local day of departure."""

    carrier: str
    number: str
    day: date
    origin: str
    destination: str


@dataclass(frozen=True, kw_only=True)
class CarriedDocument:
    """A document as the carrier read it; empty where the carrier sent nothing."""

    type: str = ""
    number: str = ""
    issuing_state: str = ""
    expires: PartialDate | None = None


@dataclass(frozen=True, kw_only=True)
class PassengerQuery:
    """One passenger as the carrier read them.

    ``faults`` names the fields that could not be read (``birth_date``, ``documents.0.number``). Sex and nationality
    are accepted and not used: neither may change an answer.
    """

    reference: str
    surname: str = ""
    given_names: str = ""
    birth_date: PartialDate | None = None
    documents: tuple[CarriedDocument, ...] = ()
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CarrierQuery:
    """One question: a flight and its passengers. ``request_id`` is the carrier's and makes repeats safe."""

    request_id: str
    flight: Flight
    passengers: tuple[PassengerQuery, ...]


@dataclass(frozen=True, kw_only=True)
class DeskContact:
    """Whom the carrier calls and what it quotes."""

    phone: str
    reference: str


@dataclass(frozen=True, kw_only=True)
class PassengerAnswer:
    """The answer for one passenger: ``contact`` with CONTACT, ``fields`` with RESUBMIT, nothing else."""

    reference: str
    answer: CarrierAnswer
    contact: DeskContact | None = None
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CarrierReply:
    """What goes back to the carrier; ``receipt`` is a compact JWS that the carrier keeps."""

    request_id: str
    answers: tuple[PassengerAnswer, ...]
    receipt: str


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """What a receipt says: this carrier asked this, and got these answers, at this time.

    ``request_sha256`` is of the request's bytes as they were sent; ``answers_sha256`` of the reply's ``answers`` as
    compact JSON with sorted keys, in UTF-8. ``position`` is the last change that the gateway had been told of and
    ``heard_at`` when it was last in touch with the case side (empty when it could not know).
    """

    issuer: str
    carrier: str
    request_id: str
    request_sha256: str
    answers_sha256: str
    at: datetime
    position: int | None = None
    heard_at: datetime | None = None
