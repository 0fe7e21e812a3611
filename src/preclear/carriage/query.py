"""The JSON of ``POST /carrier/v1/query``: reading the question, writing the answers.

What concerns the whole question (no flight, no reference to answer to) makes it unusable: ``InvalidInput``. What
concerns one passenger is kept as that passenger's ``faults``, so that one bad row never stops the others.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import date
from typing import Any
from unicodedata import normalize

from preclear.carriage.numbers import plain_number, plain_state
from preclear.errors import InvalidInput
from preclear.model.carriage import CarriedDocument, CarrierQuery, Flight, PassengerAnswer, PassengerQuery
from preclear.model.dates import PartialDate

MOST_BYTES = 262_144
MOST_PASSENGERS = 500
MOST_DOCUMENTS = 8
LONGEST_NAME = 200

_compact = json.JSONEncoder(separators=(",", ":"), sort_keys=True).encode
_RULE = "POST /carrier/v1/query"
_STATE = re.compile(r"[A-Z]{1,3}\Z")
_NUMBER = re.compile(r"[A-Z0-9]{1,20}\Z")
_AIRPORT = re.compile(r"[A-Z]{3}\Z")
_CARRIER = re.compile(r"[A-Z0-9]{2,3}\Z")
_FLIGHT_NUMBER = re.compile(r"[0-9]{1,4}[A-Z]?\Z")
_VISIBLE = re.compile(r"[!-~]{1,64}\Z")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


def parse_query(body: bytes) -> CarrierQuery:
    """Read a carrier's question. ``InvalidInput`` names the field that makes all of it unusable."""
    if len(body) > MOST_BYTES:
        raise InvalidInput(f"more than {MOST_BYTES} bytes", rule=_RULE, mend="Ask about fewer passengers at a time")
    question = _object(_json(body), "the body")
    return CarrierQuery(
        request_id=_visible(question.get("request_id"), "request_id"),
        flight=_flight(_object(question.get("flight"), "flight")),
        passengers=_passengers(question.get("passengers")),
    )


def format_answers(answers: Sequence[PassengerAnswer]) -> bytes:
    """The ``answers`` of a reply: compact JSON with sorted keys in UTF-8, whose SHA-256 stands in the receipt."""
    return _compact([_plain(each) for each in answers]).encode()


def _plain(answer: PassengerAnswer) -> dict[str, Any]:
    plain: dict[str, Any] = {"reference": answer.reference, "answer": answer.answer.value}
    if answer.contact:
        plain["contact"] = {"phone": answer.contact.phone, "reference": answer.contact.reference}
    if answer.fields:
        plain["fields"] = list(answer.fields)
    return plain


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        # A huge number, deep nesting and bytes that are not UTF-8 end here too.
        place = f"line {error.lineno}, column {error.colno}" if isinstance(error, json.JSONDecodeError) else ""
        raise InvalidInput("not JSON", where=place, rule="RFC 8259", mend="Send one JSON object in UTF-8") from error


def _object(value: Any, where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise InvalidInput("is not an object", where=where, rule=_RULE)
    return value


def _visible(value: Any, where: str) -> str:
    """An identifier of the carrier's, which comes back unchanged."""
    if not isinstance(value, str) or not _VISIBLE.match(value):
        raise InvalidInput("must be 1 to 64 visible ASCII characters", where=where, rule=_RULE)
    return value


def _flight(flight: dict[str, Any]) -> Flight:
    return Flight(
        carrier=_code(flight, "carrier", _CARRIER, "an airline code of 2 or 3 characters"),
        number=_code(flight, "number", _FLIGHT_NUMBER, "1 to 4 digits, with a letter at most"),
        day=_day(flight.get("date")),
        origin=_code(flight, "from", _AIRPORT, "an IATA airport code"),
        destination=_code(flight, "to", _AIRPORT, "an IATA airport code"),
    )


def _code(flight: dict[str, Any], field: str, shape: re.Pattern[str], what: str) -> str:
    value = flight.get(field)
    code = value.strip().upper() if isinstance(value, str) else ""
    if not shape.match(code):
        raise InvalidInput(f"must be {what}", where=f"flight.{field}", rule=_RULE)
    return code


def _day(value: Any) -> date:
    day = _partial(value)
    if day is None or not day.whole:
        raise InvalidInput("must be a day that exists, YYYY-MM-DD", where="flight.date", rule="ISO 8601")
    return day.first


def _passengers(value: Any) -> tuple[PassengerQuery, ...]:
    if not isinstance(value, list) or not 1 <= len(value) <= MOST_PASSENGERS:
        raise InvalidInput(f"must be a list of 1 to {MOST_PASSENGERS}", where="passengers", rule=_RULE)
    passengers = tuple(_passenger(_object(row, f"passengers.{i}"), i) for i, row in enumerate(value))
    if len({passenger.reference for passenger in passengers}) < len(passengers):
        raise InvalidInput("two passengers have one reference", where="passengers", rule=_RULE)
    return passengers


def _passenger(row: dict[str, Any], place: int) -> PassengerQuery:
    reference = _visible(row.get("reference"), f"passengers.{place}.reference")
    faults: list[str] = []
    return PassengerQuery(
        reference=reference,
        surname=_name(row, "surname", faults),
        given_names=_name(row, "given_names", faults),
        birth_date=_optional_day(row, "birth_date", "birth_date", faults),
        documents=_documents(row.get("documents"), faults),
        faults=tuple(faults),
    )


def _name(row: dict[str, Any], field: str, faults: list[str]) -> str:
    value = row.get(field)
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > LONGEST_NAME or _CONTROL.search(value):
        faults.append(field)
        return ""
    return normalize("NFC", value).strip()


def _documents(value: Any, faults: list[str]) -> tuple[CarriedDocument, ...]:
    if value is None:
        return ()
    if not isinstance(value, list) or len(value) > MOST_DOCUMENTS:
        faults.append("documents")
        return ()
    return tuple(_document(row, f"documents.{i}", faults) for i, row in enumerate(value))


def _document(row: Any, where: str, faults: list[str]) -> CarriedDocument:
    if not isinstance(row, dict):
        faults.append(where)
        return CarriedDocument()
    return CarriedDocument(
        type=_short(row, "type"),
        number=_shaped(row, "number", _NUMBER, where, faults),
        issuing_state=_shaped(row, "issuing_state", _STATE, where, faults),
        expires=_optional_day(row, "expiry_date", f"{where}.expiry_date", faults),
    )


def _short(row: dict[str, Any], field: str) -> str:
    """A document type: used for exemptions only, so an odd one is no fault."""
    value = row.get(field)
    return value.strip().upper() if isinstance(value, str) and len(value) <= 4 else ""


def _shaped(row: dict[str, Any], field: str, shape: re.Pattern[str], where: str, faults: list[str]) -> str:
    value = row.get(field)
    tidy = plain_state if field == "issuing_state" else plain_number
    code = tidy(value) if isinstance(value, str) and len(value) <= 64 else ""
    if not shape.match(code):
        faults.append(f"{where}.{field}")
        return ""
    return code


def _optional_day(row: dict[str, Any], field: str, where: str, faults: list[str]) -> PartialDate | None:
    value = row.get(field)
    if value is None:
        return None
    day = _partial(value)
    if day is None:
        faults.append(where)
    return day


def _partial(value: Any) -> PartialDate | None:
    if not isinstance(value, str) or len(value) > 10:
        return None
    try:
        if value[4:5] == value[7:8] == "-" and len(value) == 10 and value.isascii():
            return PartialDate.of(date.fromisoformat(value))  # nearly all days, and three times as fast
        return PartialDate.parse(value)
    except ValueError:
        return None
