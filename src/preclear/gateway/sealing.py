"""How the read store keeps its entries: whoever steals the file, but not the key, learns numbers of rows only.

An entry is found by a keyed hash (HMAC-SHA-256) of its document number with look-alikes folded, and is encrypted
with AES-256-GCM, bound to that hash, its number and its version. So a flipped bit is found as well.
"""

from __future__ import annotations

import hmac
import json
import os
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from preclear.carriage.numbers import look_alike
from preclear.errors import Unavailable
from preclear.gateway import secret_files
from preclear.model.carriage import CarrierEntry, CarrierRoute, CarrierScope, CarrierState
from preclear.model.dates import PartialDate

_NONCE = 12


class Seal:
    """Seals and opens what the read store keeps, under one key of 32 bytes.

    >>> seal = Seal(bytes(32))
    >>> seal.find("UT O123") == seal.find("UT0123")
    True
    """

    def __init__(self, key: bytes) -> None:
        if len(key) != 32:
            raise Unavailable("the key of the read store is not 32 bytes", mend="Restore it, or rebuild the store")
        self._finding = HKDF(SHA256(), 32, None, b"preclear gateway: finding").derive(key)
        self._sealing = AESGCM(HKDF(SHA256(), 32, None, b"preclear gateway: sealing").derive(key))

    @classmethod
    def of(cls, path: Path) -> Seal:
        """The seal whose key lies in ``path``; the key is made at first need."""
        return cls(secret_files.read_or_make(path, lambda: os.urandom(32)))

    def find(self, document_number: str) -> bytes:
        """Where entries of this document number, and of numbers that look like it, are kept (16 bytes)."""
        return hmac.digest(self._finding, look_alike(document_number).encode(), "sha256")[:16]

    def close(self, entry: CarrierEntry) -> bytes:
        """The entry, encrypted."""
        nonce = os.urandom(_NONCE)
        plain = json.dumps(_entry_to_plain(entry), separators=(",", ":")).encode()
        return nonce + self._sealing.encrypt(nonce, plain, self._bound(entry))

    def open(self, found: bytes, number: str, version: int, sealed: bytes) -> CarrierEntry:
        """The entry; ``Unavailable`` when one bit of it, or of the columns beside it, was changed."""
        return _entry_from_plain(json.loads(self.unseal(sealed, _bound_to(found, number, version))))

    def check(self, found: bytes, number: str, version: int, sealed: bytes) -> None:
        """``Unavailable`` when one bit of an entry, or of the columns beside it, was changed."""
        self.unseal(sealed, _bound_to(found, number, version))

    def unseal(self, sealed: bytes, bound: bytes) -> bytes:
        """What was sealed and bound to ``bound``; ``Unavailable`` when either was changed."""
        try:
            return self._sealing.decrypt(sealed[:_NONCE], sealed[_NONCE:], bound)
        except (InvalidTag, ValueError) as error:
            raise Unavailable("the read store is damaged or sealed with another key", mend="Rebuild it") from error

    def close_scope(self, scope: CarrierScope) -> bytes:
        """The scope, encrypted."""
        nonce = os.urandom(_NONCE)
        return nonce + self._sealing.encrypt(nonce, json.dumps(_scope_to_plain(scope)).encode(), b"scope")

    def open_scope(self, sealed: bytes) -> CarrierScope:
        """The scope; ``Unavailable`` when it was changed."""
        return _scope_from_plain(json.loads(self.unseal(sealed, b"scope")))

    def _bound(self, entry: CarrierEntry) -> bytes:
        return _bound_to(self.find(entry.document_number), entry.number, entry.version)


def _bound_to(found: bytes, number: str, version: int) -> bytes:
    return found + f"{version}:{number}".encode()


def _entry_to_plain(entry: CarrierEntry) -> list[Any]:
    return [
        entry.number,
        entry.state.value,
        entry.document_type,
        entry.document_number,
        entry.issuing_state,
        entry.surname,
        entry.given_names,
        str(entry.birth_date),
        entry.nationality,
        entry.valid_from.isoformat(),
        entry.valid_until.isoformat(),
        entry.destination,
        entry.entries,
        entry.version,
        entry.changed_at.isoformat(),
    ]


def _entry_from_plain(plain: list[Any]) -> CarrierEntry:
    return CarrierEntry(
        number=plain[0],
        state=CarrierState(plain[1]),
        document_type=plain[2],
        document_number=plain[3],
        issuing_state=plain[4],
        surname=plain[5],
        given_names=plain[6],
        birth_date=PartialDate.parse(plain[7]),
        nationality=plain[8],
        valid_from=date.fromisoformat(plain[9]),
        valid_until=date.fromisoformat(plain[10]),
        destination=plain[11],
        entries=plain[12],
        version=plain[13],
        changed_at=datetime.fromisoformat(plain[14]),
    )


def _scope_to_plain(scope: CarrierScope) -> dict[str, Any]:
    return {
        "routes": [_route_to_plain(route) for route in scope.routes],
        "desk_phone": scope.desk_phone,
        "airports": dict(scope.airports),
        "younger_than": scope.younger_than,
        "exempt_documents": sorted(scope.exempt_documents),
    }


def _route_to_plain(route: CarrierRoute) -> dict[str, Any]:
    return {
        "from_airport": route.from_airport,
        "from_state": route.from_state,
        "to_airport": route.to_airport,
        "to_state": route.to_state,
        "first_day": route.first_day and route.first_day.isoformat(),
        "last_day": route.last_day and route.last_day.isoformat(),
    }


def _scope_from_plain(plain: Mapping[str, Any]) -> CarrierScope:
    days = ("first_day", "last_day")
    return CarrierScope(
        routes=tuple(
            CarrierRoute(**(route | {day: route[day] and date.fromisoformat(route[day]) for day in days}))
            for route in plain["routes"]
        ),
        desk_phone=plain["desk_phone"],
        airports=plain["airports"],
        younger_than=plain["younger_than"],
        exempt_documents=frozenset(plain["exempt_documents"]),
    )
