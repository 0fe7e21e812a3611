"""A carrier's question as its people type it, and the answers as a page shows them."""

from __future__ import annotations

import csv
import json
import re
import secrets
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from preclear.errors import InvalidInput, Unavailable
from preclear.model.codes import CarrierAnswer
from preclear.web.carrier import line

MOST_PASSENGERS = 500
COLUMNS = ("surname", "given_names", "birth_date", "document_number", "issuing_state")
"""Of a pasted list of passengers, in this order unless its first line names them otherwise."""

NEEDED = (CarrierAnswer.NOT_OK, CarrierAnswer.CONTACT, CarrierAnswer.RESUBMIT, CarrierAnswer.UNAVAILABLE)
"""Answers after which somebody must do something, most pressing first."""

_FLIGHT = re.compile(r"\s*([A-Za-z0-9]{2}|[A-Za-z]{3})\s*([0-9]{1,4}[A-Za-z]?)\s*")
_LONGEST_LINE = 1_000
_UNAUTHORIZED = 401


@dataclass(frozen=True, kw_only=True)
class Passenger:
    """One passenger as typed."""

    surname: str
    given_names: str
    birth_date: str
    document_number: str
    issuing_state: str


@dataclass(frozen=True, kw_only=True)
class Row:
    """One passenger with the answer. ``phone`` and ``quote`` come with CONTACT, ``fields`` with RESUBMIT."""

    name: str
    document: str
    answer: CarrierAnswer
    phone: str = ""
    quote: str = ""
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question that was asked and what came back.

    ``receipt`` proves it to third parties. ``outage`` says that the gateway did not answer, and the receipt is ours.
    """

    id: str
    flight: str
    route: str
    day: str
    at: datetime
    seconds: float
    rows: tuple[Row, ...]
    receipt: str
    question: str
    outage: bool = False

    @property
    def counts(self) -> Mapping[CarrierAnswer, int]:
        """How many heard what, in the order of the answers."""
        found = Counter(row.answer for row in self.rows)
        return {answer: found[answer] for answer in CarrierAnswer if found[answer]}

    @property
    def need_you(self) -> tuple[Row, ...]:
        """Passengers for whom somebody must do something, most pressing first."""
        return tuple(row for answer in NEEDED for row in self.rows if row.answer is answer)

    @property
    def others(self) -> tuple[Row, ...]:
        """All others."""
        return tuple(row for row in self.rows if row.answer not in NEEDED)

    def kept(self) -> dict[str, Any]:
        """As values for the session."""
        return {**asdict(self), "at": self.at.isoformat()}

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Asked:
        """Back from the session."""
        rows = tuple(
            Row(**{**row, "answer": CarrierAnswer(row["answer"]), "fields": tuple(row["fields"])})
            for row in kept["rows"]
        )
        return cls(**{**kept, "at": datetime.fromisoformat(kept["at"]), "rows": rows})


@dataclass(frozen=True, kw_only=True)
class Question:
    """A flight and its passengers, ready to be asked. ``key`` is the airline's key, empty where access is open."""

    flight: str
    day: str
    origin: str
    destination: str
    passengers: tuple[Passenger, ...]
    key: str = ""
    id: str = field(default_factory=lambda: f"portal-{secrets.token_hex(8)}")

    @property
    def carrier_and_number(self) -> tuple[str, str]:
        """The two parts of the flight. ``InvalidInput`` when it is none."""
        found = _FLIGHT.fullmatch(self.flight)
        if found is None:
            raise InvalidInput("not a flight", where="flight", mend="Write carrier and number, for example ZZ 701")
        return found[1].upper(), found[2].upper()

    @property
    def body(self) -> bytes:
        """The question as the gateway reads it."""
        carrier, number = self.carrier_and_number
        told = {
            "request_id": self.id,
            "flight": {
                "carrier": carrier,
                "number": number,
                "date": self.day,
                "from": self.origin.strip().upper(),
                "to": self.destination.strip().upper(),
            },
            "passengers": [
                {
                    "reference": f"p{place}",
                    "surname": one.surname,
                    "given_names": one.given_names,
                    "birth_date": one.birth_date,
                    "documents": [{"type": "P", "number": one.document_number, "issuing_state": one.issuing_state}],
                }
                for place, one in enumerate(self.passengers, 1)
            ],
        }
        return json.dumps(told, ensure_ascii=True).encode()


class KeyNeeded(Unavailable):
    """The gateway answers only to who has the airline's key, and the one given is not known."""


def ask(question: Question, at: datetime) -> Asked:
    """Ask the gateway. ``Unavailable`` when it does not answer, ``KeyNeeded``, or ``InvalidInput`` with its words."""
    body, began = question.body, time.perf_counter()
    headers = {"Content-Type": "application/json"} | (
        {"Authorization": f"Bearer {question.key}"} if question.key else {}
    )
    told = line.send("POST", "/carrier/v1/query", headers, body)
    seconds = time.perf_counter() - began
    reply = _object(told.content)
    if told.status_code == _UNAUTHORIZED:
        raise KeyNeeded("the gateway asks for the airline's key", mend="Enter the key that your airline was given")
    if 400 <= told.status_code < 500:
        raise InvalidInput(
            str(reply.get("detail", "the question cannot be read")), where=str(reply.get("where", "")).lower()
        )
    if told.status_code != 200:
        raise Unavailable("the carrier gateway does not answer")
    return _asked(question, at, seconds, reply)


def unanswered(question: Question, at: datetime, receipt: str) -> Asked:
    """What a carrier holds when the gateway did not answer: nobody is refused, and a receipt of ours."""
    rows = tuple(_row(one, {"answer": CarrierAnswer.UNAVAILABLE}) for one in question.passengers)
    return _kept(question, at, 0.0, rows, receipt, outage=True)


def passengers_of(text: str) -> tuple[Passenger, ...]:
    """Passengers of a pasted list: one a line, with commas, semicolons or tabs; a first line may name the columns.

    ``InvalidInput`` names the line that cannot be read.
    """
    lines = [one for one in text.splitlines() if one.strip()]
    if any(len(one) > _LONGEST_LINE for one in lines):
        raise InvalidInput("a line is too long", where="passengers", mend="Put one passenger on a line")
    rows = list(_rows(lines))
    columns: Sequence[str] = COLUMNS
    if rows and {cell.lower() for cell in rows[0]} >= {"surname", "document_number"}:
        columns = [cell.lower() for cell in rows.pop(0)]
    if not rows:
        raise InvalidInput("no passenger is in the list", where="passengers", mend="Paste one passenger a line")
    if len(rows) > MOST_PASSENGERS:
        raise InvalidInput(f"more than {MOST_PASSENGERS} passengers", where="passengers", mend="Send the list in parts")
    return tuple(_passenger(row, columns, place) for place, row in enumerate(rows, 1))


def _rows(lines: Sequence[str]) -> Iterator[list[str]]:
    sign = max(",;\t", key=lines[0].count) if lines else ","
    try:
        for row in csv.reader(lines, delimiter=sign):
            yield [cell.strip() for cell in row]
    except csv.Error as error:
        raise InvalidInput(f"the list cannot be read: {error}", where="passengers", rule="RFC 4180") from error


def _passenger(row: Sequence[str], columns: Sequence[str], place: int) -> Passenger:
    if len(row) < len(COLUMNS):
        raise InvalidInput(
            f"passenger {place} has {len(row)} fields of {len(COLUMNS)}",
            where="passengers",
            mend=f"Write {', '.join(COLUMNS)}",
        )
    cells = dict(zip(columns, row, strict=False))
    return Passenger(**{name: cells.get(name, "")[:200] for name in COLUMNS})


def _asked(question: Question, at: datetime, seconds: float, reply: Mapping[str, Any]) -> Asked:
    """By the reference that we gave each passenger; a passenger without an answer heard nothing."""
    told = {str(one.get("reference")): one for one in reply.get("answers", ()) if isinstance(one, Mapping)}
    rows = tuple(_row(one, told.get(f"p{place}", {})) for place, one in enumerate(question.passengers, 1))
    return _kept(question, at, seconds, rows, str(reply.get("receipt", "")))


def _kept(
    question: Question, at: datetime, seconds: float, rows: tuple[Row, ...], receipt: str, *, outage: bool = False
) -> Asked:
    return Asked(
        id=question.id,
        flight=" ".join(question.carrier_and_number),
        route=f"{question.origin.strip().upper()} \u2013 {question.destination.strip().upper()}",
        day=question.day,
        at=at,
        seconds=round(seconds, 2),
        rows=rows,
        receipt=receipt,
        question=question.body.decode(),
        outage=outage,
    )


def _row(one: Passenger, told: Mapping[str, Any]) -> Row:
    contact = told.get("contact") or {}
    try:
        answer = CarrierAnswer(told.get("answer", CarrierAnswer.UNAVAILABLE))
    except ValueError:
        answer = CarrierAnswer.UNAVAILABLE
    return Row(
        name=", ".join(part for part in (one.surname.upper(), one.given_names) if part),
        document=f"{one.issuing_state.upper()} {one.document_number.upper()}",
        answer=answer,
        phone=str(contact.get("phone", "")),
        quote=str(contact.get("reference", "")),
        fields=tuple(map(str, told.get("fields", ()))),
    )


def _object(content: bytes) -> Mapping[str, Any]:
    try:
        told = json.loads(content)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}
