"""The answer for one passenger: a pure function of what the carrier sent and what the case side has let us know.

Why no honest traveller hears NOT_OK for a slip of the pen: a clearance is found by document number and issuing
State. Once it is found, whatever else disagrees (a birth date, a name) is far more often a typing error than another
person, so the answer is RESUBMIT and names the field. Numbers that differ only in look-alike characters (O and 0,
I and 1) are pointed out in the same way and never guessed. NOT_OK is left for: no clearance under this document, or
one that does not hold for this flight, or one that a person has taken away.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from preclear.carriage.names import Agreement, compare
from preclear.carriage.numbers import look_alike, plain_number, plain_state
from preclear.model.carriage import (
    CarriedDocument,
    CarrierEntry,
    CarrierRoute,
    CarrierScope,
    CarrierState,
    DeskContact,
    Flight,
    PassengerAnswer,
    PassengerQuery,
)
from preclear.model.codes import CarrierAnswer
from preclear.model.dates import PartialDate

CLOCKS_APART = timedelta(minutes=5)
"""How far the clock of the case side may be ahead before its heartbeat is no longer believed."""
LONGEST_AHEAD = timedelta(days=366)
LOCAL_DAYS = timedelta(days=2)
"""A flight's day is local: at any moment it is yesterday, today or tomorrow somewhere, and flights are late."""


class Freshness(StrEnum):
    """What the age of the case side's heartbeat lets us say."""

    CURRENT = "current"
    STALE = "stale"
    UNKNOWN = "unknown"


def freshness(heard_at: datetime | None, at: datetime, *, stale_after: timedelta, trust_ok_for: timedelta) -> Freshness:
    """CURRENT up to ``stale_after``, STALE up to ``trust_ok_for``, then UNKNOWN; so is a heartbeat from the future."""
    if heard_at is None or heard_at - at > CLOCKS_APART or at - heard_at > trust_ok_for:
        return Freshness.UNKNOWN
    return Freshness.STALE if at - heard_at > stale_after else Freshness.CURRENT


def answer(
    passenger: PassengerQuery,
    flight: Flight,
    entries: Sequence[CarrierEntry],
    scope: CarrierScope,
    at: datetime,
    fresh: Freshness,
) -> PassengerAnswer:
    """One of the six answers for one passenger, never a reason.

    ``entries`` are those whose number is the number, or looks like the number, of one of the passenger's documents.
    While ``fresh`` is STALE a grant or a correction may be on its way, so what would be negative is UNAVAILABLE;
    OK and CONTACT (a person answers there) hold. When it is UNKNOWN everything is UNAVAILABLE.
    """
    if fresh is Freshness.UNKNOWN:
        return _say(passenger, CarrierAnswer.UNAVAILABLE)
    doubts = _not_this_day(flight, at)
    covered = _covered(flight, scope)
    if covered is False:
        return _say(passenger, CarrierAnswer.NOT_REQUIRED)
    if doubts or covered is None:
        return _resubmit(passenger, *doubts, *(() if covered else _unknown_airports(flight, scope)))
    return _settle(passenger, flight, entries, scope, fresh)


def _settle(
    passenger: PassengerQuery,
    flight: Flight,
    entries: Sequence[CarrierEntry],
    scope: CarrierScope,
    fresh: Freshness,
) -> PassengerAnswer:
    faults = _faults(passenger, flight)
    own = tuple(entry for entry in entries if _carried(entry, passenger) is not None)
    verdict = _resubmit(passenger, *faults) if faults else _from_entries(passenger, flight, own, entries, scope)
    if verdict.answer in {CarrierAnswer.OK, CarrierAnswer.CONTACT}:
        return verdict
    if _exempt(passenger, flight, own, scope):
        return _say(passenger, CarrierAnswer.NOT_REQUIRED)
    if fresh is Freshness.STALE and not faults:
        return _say(passenger, CarrierAnswer.UNAVAILABLE)
    return verdict


# --- the flight


def _not_this_day(flight: Flight, at: datetime) -> tuple[str, ...]:
    today = at.date()
    return () if today - LOCAL_DAYS <= flight.day <= today + LONGEST_AHEAD else ("flight.date",)


def _covered(flight: Flight, scope: CarrierScope) -> bool | None:
    """Whether a route of the agreements covers this flight; None when an airport's State is not known to us."""
    found = [_on_route(route, flight, scope) for route in scope.routes]
    return True if True in found else None if None in found else False


def _on_route(route: CarrierRoute, flight: Flight, scope: CarrierScope) -> bool | None:
    if flight.day < (route.first_day or date.min) or flight.day > (route.last_day or date.max):
        return False
    ends = (
        _lies_in(flight.origin, route.from_airport, route.from_state, scope),
        _lies_in(flight.destination, route.to_airport, route.to_state, scope),
    )
    return False if False in ends else None if None in ends else True


def _lies_in(airport: str, wanted: str, state: str, scope: CarrierScope) -> bool | None:
    if wanted:
        return airport == wanted
    if not state:
        return True
    known = scope.airports.get(airport)
    return None if known is None else known == state


def _unknown_airports(flight: Flight, scope: CarrierScope) -> Iterator[str]:
    if flight.origin not in scope.airports:
        yield "flight.from"
    if flight.destination not in scope.airports:
        yield "flight.to"


# --- the passenger


def _faults(passenger: PassengerQuery, flight: Flight) -> tuple[str, ...]:
    """What is missing or cannot be: a name, a birth date, one document with number and issuing State."""
    faults = [fault for fault in passenger.faults if not fault.startswith("documents")]
    if not passenger.surname and not passenger.given_names:
        faults.append("surname")
    if passenger.birth_date is None or passenger.birth_date.first > flight.day:
        faults.append("birth_date")
    if not any(document.number and document.issuing_state for document in passenger.documents):
        faults += [fault for fault in passenger.faults if fault.startswith("documents")] or ["documents"]
    return tuple(dict.fromkeys(faults))


def _exempt(passenger: PassengerQuery, flight: Flight, own: Sequence[CarrierEntry], scope: CarrierScope) -> bool:
    """Whether document type or age needs no clearance.

    An age is believed only where the document's own entry does not speak of another birth date.
    """
    if any(document.type in scope.exempt_documents for document in passenger.documents):
        return True
    born = passenger.birth_date
    if scope.younger_than is None or born is None or "birth_date" in passenger.faults or born.first > flight.day:
        return False
    told_otherwise = any(not entry.birth_date.may_be(born) for entry in own)
    return not told_otherwise and _years(born.first, flight.day) < scope.younger_than


def _years(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


# --- the entries


def _from_entries(
    passenger: PassengerQuery,
    flight: Flight,
    own: Sequence[CarrierEntry],
    entries: Sequence[CarrierEntry],
    scope: CarrierScope,
) -> PassengerAnswer:
    """The strongest of what each entry says: CONTACT, then OK, then RESUBMIT, then NOT_OK."""
    said = [_judge(entry, passenger, flight, scope) for entry in own] or [_confused(passenger, entries)]
    order = (CarrierAnswer.CONTACT, CarrierAnswer.OK, CarrierAnswer.RESUBMIT, CarrierAnswer.NOT_OK)
    return min(said, key=lambda each: order.index(each.answer))


def _judge(entry: CarrierEntry, passenger: PassengerQuery, flight: Flight, scope: CarrierScope) -> PassengerAnswer:
    """What one entry of the passenger's own document says."""
    doubts = _another_person(entry, passenger)
    if doubts is None:
        return _say(passenger, CarrierAnswer.NOT_OK)
    if doubts:
        return _resubmit(passenger, *doubts)
    if not _holds(entry, flight, scope) or entry.state is CarrierState.NOT_OK:
        return _say(passenger, CarrierAnswer.NOT_OK)
    if entry.state is CarrierState.CONTACT:
        contact = DeskContact(phone=scope.desk_phone, reference=entry.number)
        return replace(_say(passenger, CarrierAnswer.CONTACT), contact=contact)
    expired = _expired(entry, passenger, flight)
    return _resubmit(passenger, expired) if expired else _say(passenger, CarrierAnswer.OK)


def _another_person(entry: CarrierEntry, passenger: PassengerQuery) -> tuple[str, ...] | None:
    """Fields to read again; none when this is the holder; None when neither birth date nor name is the holder's."""
    name = compare(passenger.surname, passenger.given_names, entry.surname, entry.given_names)
    born = passenger.birth_date
    if born is None or not entry.birth_date.may_be(born):
        slip = born is not None and _slip(born, entry.birth_date)
        return None if name is Agreement.DIFFERS and not slip else ("birth_date",)
    if name is Agreement.INCOMPLETE:
        return ("given_names",)
    return ("surname", "given_names") if name is Agreement.DIFFERS else ()


def _slip(one: PartialDate, other: PartialDate) -> bool:
    """Whether two dates differ as typing errors do: day and month changed over, or one digit."""
    if one.whole and other.whole and (one.month, one.day, one.year) == (other.day, other.month, other.year):
        return True
    return len(str(one)) == len(str(other)) and sum(a != b for a, b in zip(str(one), str(other), strict=True)) == 1


def _confused(passenger: PassengerQuery, entries: Sequence[CarrierEntry]) -> PassengerAnswer:
    """RESUBMIT when another entry is this passenger's but for a look-alike number or the issuing State."""
    fields = dict.fromkeys(
        field
        for entry in entries
        if _another_person(entry, passenger) == ()
        for place, document in enumerate(passenger.documents)
        for field in _mistaken(entry, document, place)
    )
    return _resubmit(passenger, *fields) if fields else _say(passenger, CarrierAnswer.NOT_OK)


def _mistaken(entry: CarrierEntry, document: CarriedDocument, place: int) -> Iterator[str]:
    if look_alike(document.number) != look_alike(entry.document_number):
        return
    if document.number != plain_number(entry.document_number):
        yield f"documents.{place}.number"
    if document.issuing_state != plain_state(entry.issuing_state):
        yield f"documents.{place}.issuing_state"


def _carried(entry: CarrierEntry, passenger: PassengerQuery) -> int | None:
    """Which of the passenger's documents the entry is about."""
    key = plain_number(entry.document_number), plain_state(entry.issuing_state)
    places = (i for i, document in enumerate(passenger.documents) if (document.number, document.issuing_state) == key)
    return next(places, None)


def _holds(entry: CarrierEntry, flight: Flight, scope: CarrierScope) -> bool:
    """Whether the clearance is for this day and this State; an unknown airport is not held against it."""
    state = scope.airports.get(flight.destination, entry.destination)
    return entry.valid_from <= flight.day <= entry.valid_until and state == entry.destination


def _expired(entry: CarrierEntry, passenger: PassengerQuery, flight: Flight) -> str:
    """The field, when the document as the carrier read it is over before the flight: read it again."""
    place = _carried(entry, passenger)
    document = passenger.documents[place] if place is not None else CarriedDocument()
    over = document.expires is not None and document.expires.last < flight.day
    return f"documents.{place}.expiry_date" if over else ""


def _say(passenger: PassengerQuery, said: CarrierAnswer) -> PassengerAnswer:
    return PassengerAnswer(reference=passenger.reference, answer=said)


def _resubmit(passenger: PassengerQuery, *fields: str) -> PassengerAnswer:
    return PassengerAnswer(
        reference=passenger.reference, answer=CarrierAnswer.RESUBMIT, fields=tuple(dict.fromkeys(fields))
    )
