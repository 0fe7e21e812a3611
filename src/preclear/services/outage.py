"""A receipt for a carrier that asked while the carrier gateway did not answer: it is not liable, and can prove it."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from datetime import datetime
from hashlib import sha256

from preclear.model.case import Actor
from preclear.services.office import Office


def outage_receipt(office: Office, carrier: str, request_id: str, question: bytes, actor: Actor) -> str:
    """A compact JWS (RFC 7515, ES256) of the clearance key: this carrier asked this, and heard ``UNAVAILABLE``.

    It names no passenger, only the SHA-256 of the question. The audit log has an entry about it.
    """
    at = office.clock()
    claims = {
        "iss": office.issuer.state,
        "iat": int(at.timestamp()),
        "carrier": carrier,
        "request_id": request_id,
        "request_sha256": sha256(question).hexdigest(),
        "answer": "UNAVAILABLE",
    }
    _write_down(office, at, carrier, request_id, claims["request_sha256"], actor)
    head = {"alg": "ES256", "typ": "preclear-outage+jwt", "kid": office.issuer.key.kid.hex()}
    signed = f"{_part(head)}.{_part(claims)}"
    return f"{signed}.{_base64(office.issuer.key.sign(signed.encode()))}"


def _write_down(office: Office, at: datetime, carrier: str, request_id: str, digest: object, actor: Actor) -> None:
    with office.store.transaction() as records:
        records.audit.add(
            at=at,
            actor=actor.id,
            verb="carrier.unanswered",
            about=request_id,
            details={"carrier": carrier, "request_sha256": str(digest)},
        )


def _part(value: object) -> str:
    return _base64(json.dumps(value, separators=(",", ":"), sort_keys=True).encode())


def _base64(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()
