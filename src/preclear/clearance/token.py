"""The compact credential: a CBOR Web Token (RFC 8392) signed with ES256, small enough for a QR code on paper.

Registered claims: ``iss`` 1, ``exp`` 4, ``nbf`` 5, ``iat`` 6, ``cti`` 7 (the number), ``status`` 65535 (IETF Token
Status List). The traveller stands in the private claim -65537, a map: 1 document type, 2 document number, 3 issuing
State, 4 surname, 5 given names, 6 birth date, 7 destination, 8 entries (0: any number).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from preclear.clearance import cose
from preclear.clearance.claims import Claims, StatusReference
from preclear.clearance.keys import SigningKey
from preclear.errors import InvalidInput

ISS, SUB, EXP, NBF, IAT, CTI = 1, 2, 4, 5, 6, 7
STATUS = 65535
TRAVELLER = -65537

_RULE = "docs/credential.md, compact credential"
_TEXTS = (1, 2, 3, 4, 5, 6, 7)
_MAX_TEXT = 256
_LATEST = 253_402_300_799
"""Last second of the year 9999, the last that a ``datetime`` can hold."""


def encode(claims: Claims, key: SigningKey) -> bytes:
    """Sign the claims as a compact token."""
    content: dict[int | str, Any] = {
        ISS: claims.issuer,
        NBF: int(claims.begins.timestamp()),
        EXP: int(claims.ends.timestamp()),
        IAT: int(claims.issued_at.timestamp()),
        CTI: claims.number.encode(),
        TRAVELLER: {
            1: claims.document_type,
            2: claims.document_number,
            3: claims.issuing_state,
            4: claims.surname,
            5: claims.given_names,
            6: claims.birth_date,
            7: claims.destination,
            8: claims.entries or 0,
        },
    }
    if claims.status:
        content[STATUS] = {"status_list": {"idx": claims.status.index, "uri": claims.status.uri}}
    return cose.sign(content, key)


def decode(token: cose.Sign1) -> Claims:
    """The claims of a token that was read; ``InvalidInput`` where one is missing or of the wrong kind."""
    content = token.claims
    person = content.get(TRAVELLER)
    if not isinstance(person, dict):
        raise InvalidInput("the traveller is missing", where=f"claim {TRAVELLER}", rule=_RULE)
    texts = [_text(person, label) for label in _TEXTS]
    return Claims(
        issuer=_text(content, ISS),
        number=_number(content.get(CTI)),
        document_type=texts[0],
        document_number=texts[1],
        issuing_state=texts[2],
        surname=texts[3],
        given_names=texts[4],
        birth_date=texts[5],
        destination=texts[6],
        entries=_whole(person, 8, 1000) or None,
        valid_from=moment(content, NBF).date(),
        valid_until=(moment(content, EXP) - timedelta(seconds=1)).date(),
        issued_at=moment(content, IAT),
        status=_status(content),
    )


def moment(content: Mapping[int | str, Any], label: int) -> datetime:
    """A time claim, seconds since 1970 in UTC (RFC 8392, 2)."""
    return datetime.fromtimestamp(_whole(content, label, _LATEST), UTC)


def _text(content: Mapping[int | str, Any], label: int) -> str:
    value = content.get(label)
    if not isinstance(value, str) or len(value) > _MAX_TEXT or not value.isprintable():
        raise InvalidInput("missing, or no plain text", where=f"claim {label}", rule=_RULE)
    return value


def _whole(content: Mapping[int | str, Any], label: int, most: int) -> int:
    value = content.get(label)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= most:
        raise InvalidInput("missing, or no whole number in range", where=f"claim {label}", rule=_RULE)
    return value


def _number(value: object) -> str:
    if (
        not isinstance(value, bytes)
        or len(value) > _MAX_TEXT
        or not value.isascii()
        or not value.decode().isprintable()
    ):
        raise InvalidInput("the number is missing", where=f"claim {CTI}", rule=_RULE)
    return value.decode("ascii")


def _status(content: Mapping[int | str, Any]) -> StatusReference | None:
    if STATUS not in content:
        return None
    match content[STATUS]:
        case {"status_list": {"idx": int(index), "uri": str(uri)}} if 0 <= index < 2**32 and uri.isprintable():
            return StatusReference(uri=uri, index=index)
        case _:
            raise InvalidInput("not a reference to a status list", where=f"claim {STATUS}", rule=_RULE)
