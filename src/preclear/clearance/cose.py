"""Signed CBOR: COSE_Sign1 with ES256 (RFC 9052, 4.2; RFC 9053, 2.1), as a CBOR Web Token (RFC 8392)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec

from preclear.clearance.keys import SIGNATURE_SIZE, SigningKey, holds
from preclear.errors import InvalidInput
from preclear.writing import cbor
from preclear.writing.cbor import Tagged

ALGORITHM, KID, TYPE = 1, 4, 16
"""Labels of the protected header (RFC 9052, 3.1; RFC 9596 for the type)."""

ES256 = -7

_SIGN1, _CWT = 18, 61
_RULE = "RFC 9052, 4.2 (COSE_Sign1)"


@dataclass(frozen=True, kw_only=True)
class Sign1:
    """A token as read, its signature not yet judged."""

    protected: bytes
    payload: bytes
    signature: bytes
    kid: bytes
    type: str
    claims: Mapping[int | str, Any]

    def signed_by(self, key: ec.EllipticCurvePublicKey) -> bool:
        """Whether the signature was made with this key."""
        return holds(key, _to_be_signed(self.protected, self.payload), self.signature)


def sign(claims: Mapping[int | str, Any], key: SigningKey, *, type: str = "") -> bytes:  # noqa: A002 -- the header's name
    """Claims as a signed CBOR Web Token."""
    header = {ALGORITHM: ES256, KID: key.kid} | ({TYPE: type} if type else {})
    protected, payload = cbor.dumps(header), cbor.dumps(dict(claims))
    signature = key.sign(_to_be_signed(protected, payload))
    return cbor.dumps(Tagged(_SIGN1, [protected, {}, payload, signature]))


def read(data: bytes) -> Sign1:
    """Read a token, tagged or not; ``InvalidInput`` for anything but ES256 with a key identifier."""
    value = cbor.loads(data)
    while isinstance(value, Tagged) and value.tag in (_CWT, _SIGN1):
        value = value.value
    match value:
        case [bytes(protected), dict(), bytes(payload), bytes(signature)] if len(signature) == SIGNATURE_SIZE:
            return _sign1(protected, payload, signature)
        case _:
            raise InvalidInput("not a signed token", rule=_RULE)


def _sign1(protected: bytes, payload: bytes, signature: bytes) -> Sign1:
    header, claims = cbor.loads(protected), cbor.loads(payload)
    match header:
        case {1: -7, 4: bytes(kid)} if header.keys() <= {ALGORITHM, KID, TYPE}:
            pass
        case _:
            raise InvalidInput("not signed with ES256 and a key identifier", rule="RFC 9053, 2.1", where="header")
    if not isinstance(claims, dict) or not isinstance(header.get(TYPE, ""), str):
        raise InvalidInput("no claims", rule="RFC 8392, 7.2")
    return Sign1(
        protected=protected,
        payload=payload,
        signature=signature,
        kid=kid,
        type=header.get(TYPE, ""),
        claims=claims,
    )


def _to_be_signed(protected: bytes, payload: bytes) -> bytes:
    return cbor.dumps(["Signature1", protected, b"", payload])
