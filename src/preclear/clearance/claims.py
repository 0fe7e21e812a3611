"""What a credential says, the same in each of its forms. No risk data, no reason, no reference to the application."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from preclear.model.clearance import Clearance

MAX_NAME = 39
"""Characters of a name: what the name field of a TD3 MRZ holds (ICAO Doc 9303-4, 4.2.2)."""


@dataclass(frozen=True, kw_only=True)
class StatusReference:
    """Where the status of a credential stands: an index into the list at an address (IETF Token Status List)."""

    uri: str
    index: int


@dataclass(frozen=True, kw_only=True)
class Claims:
    """The clearance as a gate agent reads it.

    Names are in capital letters as in an MRZ, cut after 39 characters. ``valid_from`` and ``valid_until`` are whole
    days in UTC, both included. ``entries`` is None for any number. ``status`` is None where there is no status list.
    """

    issuer: str
    number: str
    document_type: str
    document_number: str
    issuing_state: str
    surname: str
    given_names: str
    birth_date: str
    destination: str
    entries: int | None
    valid_from: date
    valid_until: date
    issued_at: datetime
    status: StatusReference | None = None

    @property
    def begins(self) -> datetime:
        """First moment of the first day."""
        return datetime.combine(self.valid_from, time(), UTC)

    @property
    def ends(self) -> datetime:
        """First moment after the last day."""
        return datetime.combine(self.valid_until, time(), UTC) + timedelta(days=1)


def claims_of(clearance: Clearance, status_uri: str = "") -> Claims:
    """What of a clearance goes into its credential."""
    return Claims(
        issuer=clearance.issuer,
        number=clearance.number,
        document_type=clearance.document_type,
        document_number=clearance.document_number,
        issuing_state=clearance.issuing_state,
        surname=_as_in_mrz(clearance.surname),
        given_names=_as_in_mrz(clearance.given_names),
        birth_date=clearance.birth_date,
        destination=clearance.destination,
        entries=clearance.entries,
        valid_from=clearance.valid_from,
        valid_until=clearance.valid_until,
        issued_at=clearance.issued_at.astimezone(UTC).replace(microsecond=0),
        status=StatusReference(uri=status_uri, index=clearance.status_index) if status_uri else None,
    )


def _as_in_mrz(name: str) -> str:
    letters = unicodedata.normalize("NFC", name).upper().replace("<", " ")
    words = "".join(letter for letter in letters if letter.isprintable()).split()
    return " ".join(words)[:MAX_NAME].rstrip()
