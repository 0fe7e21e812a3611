"""What stands in the audit log: who did what, when, about which record. Never the record itself.

Of the record there is a salted commitment. Whoever holds record and salt can show later that the log speaks of exactly
this record; destroy the salt, and nobody can tell from the log what was in it.
"""

from __future__ import annotations

import hmac
import json
import re
import secrets
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import rfc8785

from preclear.errors import InvalidInput

Detail = str | int | bool | None
"""A value in ``details``: a state, a version, a count. Bounded, so that no record hides in it."""

MIN_SALT = 16
"""Bytes of salt: fewer can be tried out by whoever knows what records look like."""

MAX_DETAILS = 32
MAX_TEXT = 256

_VERB = re.compile(r"[a-z][a-z_]{0,39}(\.[a-z][a-z_]{0,39}){1,3}")
_COMMITMENT = re.compile(r"[0-9a-f]{64}|")
_FIELDS = frozenset({"at", "actor", "verb", "about", "commitment", "details"})
_RULE = "docs/audit-log.md, entry"


@dataclass(frozen=True, kw_only=True)
class AuditEntry:
    """One thing that somebody did.

    ``actor`` is an account id; ``verb`` is ``application.submitted``, ``decision.made``, ``record.viewed`` ...;
    ``about`` is a pseudonymous reference; ``commitment`` is what ``commit`` answered, empty where there is no record;
    ``details`` are few and hold no personal data (states before and after, rulebook version, snapshot id).
    """

    at: datetime
    actor: str
    verb: str
    about: str
    commitment: str = ""
    details: Mapping[str, Detail] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.at.utcoffset() is None:
            raise InvalidInput("a time without zone", where="at", rule=_RULE)
        if not _VERB.fullmatch(self.verb):
            raise InvalidInput(f"{self.verb!r} is no verb", where="verb", rule=_RULE, mend="Write noun.verb.")
        if not _COMMITMENT.fullmatch(self.commitment):
            raise InvalidInput("not a SHA-256 in hexadecimal", where="commitment", rule=_RULE)
        if len(self.details) > MAX_DETAILS:
            raise InvalidInput(f"more than {MAX_DETAILS} details", where="details", rule=_RULE)
        _check_text("actor", self.actor)
        _check_text("about", self.about)
        for key, value in self.details.items():
            _check_text("details", key)
            _check_detail(f"details.{key}", value)

    def format(self) -> bytes:
        """Canonical bytes: JSON with sorted keys and no spaces (RFC 8785), UTF-8, NFC; the time in UTC."""
        return rfc8785.dumps(
            {
                "at": self.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ").rjust(27, "0"),
                "actor": self.actor,
                "verb": self.verb,
                "about": self.about,
                "commitment": self.commitment,
                "details": dict(self.details),
            }
        )

    @classmethod
    def parse(cls, data: bytes) -> AuditEntry:
        """Read canonical bytes; ``InvalidInput`` for anything that ``format`` would write otherwise."""
        fields = _object(data)
        try:
            entry = cls(**{**fields, "at": _time(fields["at"])})
        except (TypeError, ValueError, AttributeError) as error:
            raise InvalidInput(f"not an entry: {error}", rule=_RULE) from None
        if entry.format() != data:
            raise InvalidInput("the entry is not in its canonical form", rule="RFC 8785")
        return entry


def new_salt() -> bytes:
    """A fresh salt for one record; it is kept beside the record and dies with it."""
    return secrets.token_bytes(MIN_SALT)


def commit(record: Mapping[str, Any], salt: bytes) -> str:
    """Commitment to a record: hexadecimal SHA-256 of the salt and the record's canonical JSON (RFC 8785, NFC).

    >>> commit({"b": 2, "a": 1}, bytes(16)) == commit({"a": 1, "b": 2.0}, bytes(16))
    True
    """
    if len(salt) < MIN_SALT:
        raise InvalidInput(f"a salt of {len(salt)} bytes", rule=f"at least {MIN_SALT} random bytes")
    try:
        text = rfc8785.dumps(_nfc(record))
    except (rfc8785.CanonicalizationError, RecursionError) as error:
        raise InvalidInput(f"the record is no JSON: {error}", rule="RFC 8785") from None
    return sha256(salt + text).hexdigest()


def opens(commitment: str, record: Mapping[str, Any], salt: bytes) -> bool:
    """Whether the commitment was made to exactly this record with this salt."""
    return hmac.compare_digest(commit(record, salt).encode(), commitment.encode())


def _object(data: bytes) -> dict[str, Any]:
    try:
        fields = json.loads(data)
    except (ValueError, RecursionError):
        raise InvalidInput("the entry is not JSON", rule=_RULE) from None
    if not isinstance(fields, dict) or fields.keys() != _FIELDS:
        raise InvalidInput("the entry has other fields than its six", rule=_RULE)
    return fields


def _time(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)


def _check_text(where: str, text: str) -> None:
    if not 0 < len(text) <= MAX_TEXT or not unicodedata.is_normalized("NFC", text) or not text.isprintable():
        raise InvalidInput(f"not 1 to {MAX_TEXT} printable characters in NFC", where=where, rule=_RULE)


def _check_detail(where: str, value: object) -> None:
    match value:
        case None | bool():
            return
        case int() if abs(value) < 2**53:
            return
        case str() if not value:
            return
        case str():
            _check_text(where, value)
        case _:
            raise InvalidInput("neither text, whole number, true, false nor null", where=where, rule=_RULE)


def _nfc(value: Any) -> Any:
    match value:
        case str():
            return unicodedata.normalize("NFC", value)
        case Mapping():
            return {_nfc(key): _nfc(item) for key, item in value.items()}
        case list() | tuple():
            return [_nfc(item) for item in value]
        case _:
            return value
