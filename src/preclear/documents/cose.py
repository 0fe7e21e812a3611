"""Signed CBOR of others: COSE_Sign1, its certificates, COSE keys (RFC 9052, 4.2; RFC 9053; RFC 9360).

Mobile documents (ISO/IEC 18013-5) and lists of their issuers are signed so. The algorithm is the one of the protected
header; what stands in the unprotected header alone is not signed, and only certificates are taken from there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_public_key

from preclear.documents import curves, keys
from preclear.documents.keys import Algorithm, Outcome
from preclear.documents.steps import undetermined
from preclear.errors import InvalidInput
from preclear.model.codes import CheckStatus
from preclear.writing import cbor
from preclear.writing.cbor import Tagged

_ALGORITHM, _CRITICAL, _X5CHAIN = 1, 2, 33
_SIGN1 = 18
_RULE = "RFC 9052, 4.2 (COSE_Sign1)"
_KEY_RULE = "RFC 9053, 7 (COSE_Key)"
_MAX_CERTIFICATES = 8

_ECDSA = {
    **dict.fromkeys((-7, -9, -265), "sha256"),
    **dict.fromkeys((-35, -51, -266, -267), "sha384"),
    **dict.fromkeys((-36, -52, -268), "sha512"),
}
"""ES256, ES384, ES512 and their forms with a fixed curve (RFC 9864)."""
_EDWARDS = {-8, -19, -53}
"""EdDSA, Ed25519 and Ed448."""
_CURVES = {
    1: "1.2.840.10045.3.1.7",
    2: "1.3.132.0.34",
    3: "1.3.132.0.35",
    256: "1.3.36.3.3.2.8.1.1.7",
    258: "1.3.36.3.3.2.8.1.1.11",
    259: "1.3.36.3.3.2.8.1.1.13",
}
_EDWARDS_KEYS: Mapping[int, type[ed25519.Ed25519PublicKey | ed448.Ed448PublicKey]] = {
    6: ed25519.Ed25519PublicKey,
    7: ed448.Ed448PublicKey,
}


@dataclass(frozen=True, kw_only=True)
class Sign1:
    """A signed message as read, its signature not yet judged. ``payload`` is None where it is sent apart."""

    protected: bytes
    header: Mapping[int | str, Any]
    unprotected: Mapping[int | str, Any]
    payload: bytes | None
    signature: bytes

    @property
    def algorithm(self) -> str:
        """Name of the signature's algorithm for a person, empty where the protected header names none."""
        number = self._number
        if number in _ECDSA:
            return str(Algorithm(scheme="ecdsa", hash=_ECDSA[number]))
        if number in _EDWARDS:
            return "EdDSA"
        return f"COSE algorithm {number}" if number else ""

    @property
    def _number(self) -> int:
        """The algorithm's number; 0, which is reserved, where none is named as a number."""
        number = self.header.get(_ALGORITHM)
        return number if isinstance(number, int) else 0

    @cached_property
    def certificates(self) -> tuple[bytes, ...]:
        """The signer's certificate and those that follow it, in DER (header ``x5chain``, RFC 9360, 2)."""
        found = self.header.get(_X5CHAIN, self.unprotected.get(_X5CHAIN))
        match found:
            case bytes():
                return (found,)
            case list() if 0 < len(found) <= _MAX_CERTIFICATES and all(isinstance(one, bytes) for one in found):
                return tuple(found)
            case None:
                return ()
            case _:
                raise InvalidInput("x5chain holds no certificates", where="x5chain", rule="RFC 9360, 2")

    def verify(self, spki: bytes, *, payload: bytes | None = None) -> Outcome:
        """Whether the key in ``spki`` (SubjectPublicKeyInfo in DER) signed this; ``payload`` where it is sent apart."""
        content = self.payload if payload is None else payload
        if content is None:
            return undetermined("the signed content is not at hand")
        if self.header.get(_CRITICAL):
            return undetermined("the signature demands a header that is not known here (crit)")
        message = cbor.dumps(["Signature1", self.protected, b"", content])
        number = self._number
        if number in _ECDSA:
            if not self.signature or len(self.signature) % 2:
                return Outcome(status=CheckStatus.FAILED, reason="the signature is no pair of numbers of one length")
            algorithm = Algorithm(scheme="ecdsa-plain", hash=_ECDSA[number])
            return keys.check(spki, algorithm, self.signature, message)
        if number in _EDWARDS:
            return _edwards(spki, self.signature, message)
        return undetermined(f"the {self.algorithm or 'algorithm, which is not named,'} is not supported")


def read_sign1(value: Any, what: str) -> Sign1:
    """A COSE_Sign1 among values that were read from CBOR, tagged or not. ``what`` names it in errors."""
    if isinstance(value, Tagged) and value.tag == _SIGN1:
        value = value.value
    match value:
        case [bytes(protected), dict(unprotected), bytes() | None as payload, bytes(signature)]:
            header = cbor.loads(protected, strict=False) if protected else {}
        case _:
            raise InvalidInput("is not a signed message", where=what, rule=_RULE)
    if not isinstance(header, dict):
        raise InvalidInput("has a protected header that is no map", where=what, rule=_RULE)
    return Sign1(
        protected=protected, header=header, unprotected=unprotected, payload=payload, signature=bytes(signature)
    )


def public_key(key: Any, what: str) -> bytes:
    """A COSE_Key as SubjectPublicKeyInfo in DER: elliptic curves with both or one coordinate, Ed25519 and Ed448."""
    try:
        match key:
            case {1: 2, -1: int(number), -2: bytes(x), -3: bytes() | bool() as y} if number in _CURVES:
                made: Any = _point(_CURVES[number], x, y)
            case {1: 1, -1: int(number), -2: bytes(x)} if number in _EDWARDS_KEYS:
                made = _EDWARDS_KEYS[number].from_public_bytes(x)
            case _:
                raise InvalidInput("is of a kind that is not known here", where=what, rule=_KEY_RULE)
        return bytes(made.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))
    except ValueError:
        raise InvalidInput("is no point on its curve", where=what, rule=_KEY_RULE) from None


def _point(oid: str, x: bytes, y: bytes | bool) -> ec.EllipticCurvePublicKey:  # noqa: FBT001 -- COSE: the sign of y
    curve = curves.named(oid)
    if curve is None or len(x) > curve.field_bytes:
        raise ValueError("no coordinate of this curve")
    padded = x.rjust(curve.field_bytes, b"\x00")
    if isinstance(y, bool):
        return ec.EllipticCurvePublicKey.from_encoded_point(curve.arithmetic, bytes([3 if y else 2]) + padded)
    whole = b"\x04" + padded + y.rjust(curve.field_bytes, b"\x00")
    return ec.EllipticCurvePublicKey.from_encoded_point(curve.arithmetic, whole)


def _edwards(spki: bytes, signature: bytes, message: bytes) -> Outcome:
    try:
        key = load_der_public_key(spki)
    except ValueError:
        return undetermined("the key cannot be read")
    if not isinstance(key, ed25519.Ed25519PublicKey | ed448.Ed448PublicKey):
        return undetermined("EdDSA does not go with a key of this kind")
    try:
        key.verify(signature, message)
    except InvalidSignature:
        return Outcome(status=CheckStatus.FAILED, reason="the signature does not hold")
    return Outcome(status=CheckStatus.PASSED)
