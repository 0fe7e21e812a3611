"""What the audit log says of a record: a salted commitment to the very text that is stored. Knows no framework."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

from preclear.oversight import AuditEntry, commit, opens
from preclear.writing.records import to_json


def entry_of(
    *,
    at: datetime,
    actor: str,
    verb: str,
    about: str,
    record: Any,
    details: Mapping[str, str] | None,
    salt: bytes,
) -> AuditEntry:
    """The entry for one act; without a record it commits to nothing."""
    commitment = "" if record is None else commit(committed(record), salt)
    return AuditEntry(at=at, actor=actor, verb=verb, about=about, commitment=commitment, details=dict(details or {}))


def committed(record: Any) -> Mapping[str, str]:
    """What is committed to: the SHA-256 of the record's canonical text.

    RFC 8785 knows no whole numbers above 2**53, which an applicant's answers may hold; inside a text they are safe.
    """
    return {"sha256": sha256(to_json(record).encode()).hexdigest()}


def speaks_of(entry: AuditEntry, record: Any, salt: bytes) -> bool:
    """Whether the entry was written about exactly this record."""
    return bool(entry.commitment) and opens(entry.commitment, committed(record), salt)
