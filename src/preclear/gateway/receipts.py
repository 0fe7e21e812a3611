"""Receipts: signed proof of what was asked, what was answered and when.

A receipt is a compact JWS (RFC 7515) signed with Ed25519 (RFC 8037). It holds hashes, not persons; the carrier keeps
it with its own copy of the question. It is proof above all of UNAVAILABLE, for which no carrier is liable.
"""

from __future__ import annotations

import hashlib
import json
from base64 import b64decode, urlsafe_b64encode
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from preclear.errors import InvalidInput, NotTrusted, Unavailable
from preclear.gateway import secret_files
from preclear.model.carriage import Receipt

TYPE = "preclear-receipt+jws"
MOST_BYTES = 4096
_encoder = json.JSONEncoder(separators=(",", ":"), sort_keys=True)


class ReceiptSigner:
    """Signs receipts; ``public_pem`` is what carriers verify them with."""

    def __init__(self, key: Ed25519PrivateKey) -> None:
        self._key = key
        public = key.public_key()
        self.public_pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        self.kid = key_id(public)
        self._header = _encode(_compact({"alg": "EdDSA", "kid": self.kid, "typ": TYPE}))

    @classmethod
    def of(cls, path: Path) -> ReceiptSigner:
        """The signer whose key lies in ``path``, made at first need."""
        pem = secret_files.read_or_make(path, _new_key)
        try:
            key = load_pem_private_key(pem, password=None)
        except (ValueError, TypeError, UnsupportedAlgorithm) as error:
            raise Unavailable(f"{path.name} holds no private key", mend="Restore it") from error
        if not isinstance(key, Ed25519PrivateKey):
            raise Unavailable(f"{path.name} holds no Ed25519 key", mend="Restore it")
        return cls(key)

    def sign(self, receipt: Receipt) -> str:
        """The receipt as a compact JWS."""
        signed = f"{self._header}.{_encode(_compact(_plain(receipt)))}"
        return f"{signed}.{_encode(self._key.sign(signed.encode()))}"


def verify(receipt: str, key: Ed25519PublicKey) -> Receipt:
    """What a receipt says, if the signature holds.

    ``InvalidInput`` when it is no receipt, ``NotTrusted`` when another key signed it or it was changed.
    """
    header, payload, signature = _parts(receipt)
    if header.get("alg") != "EdDSA" or header.get("typ") != TYPE:
        raise InvalidInput("not a receipt of the gateway", where="header", rule="RFC 7515, 4.1")
    try:
        key.verify(signature, receipt.rsplit(".", 1)[0].encode())
    except InvalidSignature as error:
        raise NotTrusted(
            "the signature does not hold", mend="The receipt was changed, or the key is another"
        ) from error
    return _receipt(payload)


def load_public_key(pem: bytes) -> Ed25519PublicKey:
    """Read the gateway's public key (PEM, as ``GET /carrier/v1/key`` gives it)."""
    try:
        key = load_pem_public_key(pem)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise InvalidInput("not a public key in PEM", where="key", rule="RFC 7468") from error
    if not isinstance(key, Ed25519PublicKey):
        raise InvalidInput("not an Ed25519 key", where="key", rule="RFC 8410")
    return key


def key_id(key: Ed25519PublicKey) -> str:
    """The key's thumbprint (RFC 7638 with the members of RFC 8037), by which a carrier tells keys apart."""
    raw = key.public_bytes(Encoding.Raw, PublicFormat.Raw)
    return _encode(hashlib.sha256(_compact({"crv": "Ed25519", "kty": "OKP", "x": _encode(raw)})).digest())


def sha256(content: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def _new_key() -> bytes:
    return Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _plain(receipt: Receipt) -> dict[str, Any]:
    return {
        "iss": receipt.issuer,
        "carrier": receipt.carrier,
        "request_id": receipt.request_id,
        "request_sha256": receipt.request_sha256,
        "answers_sha256": receipt.answers_sha256,
        "at": _time(receipt.at),
        "position": receipt.position,
        "heard_at": receipt.heard_at and _time(receipt.heard_at),
    }


def _receipt(payload: dict[str, Any]) -> Receipt:
    try:
        heard_at = payload.get("heard_at")
        return Receipt(
            issuer=str(payload["iss"]),
            carrier=str(payload["carrier"]),
            request_id=str(payload["request_id"]),
            request_sha256=str(payload["request_sha256"]),
            answers_sha256=str(payload["answers_sha256"]),
            at=datetime.fromisoformat(payload["at"]),
            position=payload.get("position"),
            heard_at=datetime.fromisoformat(heard_at) if heard_at else None,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise InvalidInput("a receipt with a field missing", where="payload", rule="GET /carrier/v1/key") from error


def _parts(receipt: str) -> tuple[dict[str, Any], dict[str, Any], bytes]:
    broken = InvalidInput("not a compact JWS", where="receipt", rule="RFC 7515, 7.1")
    if len(receipt) > MOST_BYTES:
        raise broken
    try:
        header, payload, signature = receipt.encode("ascii").split(b".")
        first, second, raw = json.loads(_decode(header)), json.loads(_decode(payload)), _decode(signature)
    except (ValueError, RecursionError) as error:
        raise broken from error
    if not isinstance(first, dict) or not isinstance(second, dict):
        raise broken
    return first, second, raw


def _time(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _compact(value: dict[str, Any]) -> bytes:
    return _encoder.encode(value).encode()


def _encode(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def _decode(text: bytes) -> bytes:
    if b"=" in text:
        raise ValueError("padding")
    return b64decode(text + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
