"""A clearance: the permission to board that an application can end in. It holds no risk data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from preclear.model.codes import ClearanceState


@dataclass(frozen=True, kw_only=True)
class Clearance:
    """Leave to travel with one document between two days.

    ``number`` is what people quote (``CL-7K4M-2QX9``); ``status_index`` is its place in the status list;
    ``entries`` is 1 for single entry and None for any number. ``held`` marks an exact match on a list that the
    agreement names for immediate hold: the carrier hears CONTACT.
    """

    number: str
    reference: str
    state: ClearanceState
    surname: str
    given_names: str
    birth_date: str
    nationality: str
    document_type: str
    document_number: str
    issuing_state: str
    document_expires: str | None
    valid_from: date
    valid_until: date
    destination: str
    issued_at: datetime
    status_index: int
    issuer: str
    version: int = 0
    entries: int | None = 1
    conditions: tuple[str, ...] = ()
    held: bool = False
    second_line: bool = False
    superseded_by: str = ""
    state_reason: str = ""
    suspended_until: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Credential:
    """A clearance as the traveller carries it: a compact signed token for the QR code, and the VDS-NC document."""

    number: str
    cwt: bytes
    qr: str
    vds_nc: str
