"""The credential as a Visible Digital Seal for non-constrained environments (ICAO TR VDS-NC 1.0; Doc 9303-13).

The shape is ICAO's: ``data`` with ``hdr`` (type, version, issuing State) and ``msg``, and ``sig`` with algorithm,
signer's certificate and signature over the canonical JSON (RFC 8785) of ``data``. The message follows the data elements
of the technical report Digital Travel Authorizations 2.15; its member names are ours, see ``docs/credential.md``.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from preclear.clearance.claims import Claims, StatusReference
from preclear.clearance.keys import SigningKey, holds, read_certificate
from preclear.documents import vds_nc as form
from preclear.errors import InvalidInput

TYPE, VERSION = "icao.dta", 1

_RULE = "ICAO TR VDS-NC 1.0"
_MESSAGE = "docs/credential.md, VDS-NC"
_NAME_GAP = "  "
_MAX_TEXT = 256


@dataclass(frozen=True, kw_only=True)
class Seal:
    """A VDS-NC as read, of any type, its signature not yet judged."""

    type: str
    issuing_state: str
    message: Mapping[str, Any]
    signed: bytes
    signature: bytes
    certificate: x509.Certificate

    @property
    def signature_holds(self) -> bool:
        """Whether the signature was made with the key in the certificate."""
        key = self.certificate.public_key()
        if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
            return False
        return holds(key, self.signed, self.signature)


def encode(claims: Claims, key: SigningKey, certificate: x509.Certificate, issuing_state: str) -> str:
    """Sign the claims as a VDS-NC document, in canonical JSON."""
    data = {"hdr": {"is": issuing_state, "t": TYPE, "v": VERSION}, "msg": _message(claims)}
    signature = {
        "alg": "ES256",
        "cer": base64.urlsafe_b64encode(certificate.public_bytes(serialization.Encoding.DER)).decode(),
        "sigvl": base64.urlsafe_b64encode(key.sign(form.canonical(data))).decode(),
    }
    return form.canonical({"data": data, "sig": signature}).decode()


def read(document: bytes | str) -> Seal:
    """Read a VDS-NC document of any type that is signed with ES256; ``InvalidInput`` for anything else."""
    seal = form.read(document)
    if seal.algorithm != "ES256" or seal.certificate is None:
        raise InvalidInput("not signed with ES256 by a certificate inside", where="sig", rule=_RULE)
    return Seal(
        type=seal.type,
        issuing_state=seal.issuing_state,
        message=seal.message,
        signed=seal.signed,
        signature=seal.signature,
        certificate=read_certificate(seal.certificate),
    )


def decode(seal: Seal) -> Claims:
    """The claims of a travel authorisation; ``InvalidInput`` for a seal of another type or with a member missing."""
    if seal.type != TYPE:
        raise InvalidInput(f"a seal of type {seal.type[:40]!a}, not {TYPE}", where="data.hdr.t", rule=_MESSAGE)
    message = seal.message
    surname, _, given_names = _text(message, "pid", "n").partition(_NAME_GAP)
    return Claims(
        issuer=_text(message, "dta", "iss"),
        number=_text(message, "dta", "num"),
        document_type=_text(message, "pid", "dt"),
        document_number=_text(message, "pid", "i"),
        issuing_state=_text(message, "pid", "is"),
        surname=surname,
        given_names=given_names,
        birth_date=_text(message, "pid", "dob"),
        destination=_text(message, "dta", "des"),
        entries=_whole(message, "dta", "ent") or None,
        valid_from=_day(message, "dta", "vf"),
        valid_until=_day(message, "dta", "vu"),
        issued_at=_moment(message, "dta", "iat"),
        status=_status(message),
    )


def _message(claims: Claims) -> dict[str, Any]:
    message: dict[str, Any] = {
        "pid": {
            "n": _NAME_GAP.join(name for name in (claims.surname, claims.given_names) if name),
            "dob": claims.birth_date,
            "dt": claims.document_type,
            "i": claims.document_number,
            "is": claims.issuing_state,
        },
        "dta": {
            "num": claims.number,
            "iss": claims.issuer,
            "iat": claims.issued_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "vf": claims.valid_from.isoformat(),
            "vu": claims.valid_until.isoformat(),
            "ent": claims.entries or 0,
            "des": claims.destination,
        },
    }
    if claims.status:
        message["st"] = {"idx": claims.status.index, "uri": claims.status.uri}
    return message


def _member(message: Mapping[str, Any], group: str, name: str) -> Any:
    members = message.get(group)
    return members.get(name) if isinstance(members, Mapping) else None


def _text(message: Mapping[str, Any], group: str, name: str) -> str:
    value = _member(message, group, name)
    if not isinstance(value, str) or len(value) > _MAX_TEXT or not value.isprintable():
        raise InvalidInput("missing, or no plain text", where=f"data.msg.{group}.{name}", rule=_MESSAGE)
    return value


def _whole(message: Mapping[str, Any], group: str, name: str) -> int:
    value = _member(message, group, name)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**32:
        raise InvalidInput("missing, or no whole number in range", where=f"data.msg.{group}.{name}", rule=_MESSAGE)
    return value


def _day(message: Mapping[str, Any], group: str, name: str) -> date:
    return _in_form(_text(message, group, name), "%Y-%m-%d", f"data.msg.{group}.{name}").date()


def _moment(message: Mapping[str, Any], group: str, name: str) -> datetime:
    return _in_form(_text(message, group, name), "%Y-%m-%dT%H:%M:%SZ", f"data.msg.{group}.{name}")


def _in_form(text: str, form: str, where: str) -> datetime:
    try:
        return datetime.strptime(text, form).replace(tzinfo=UTC)
    except ValueError:
        raise InvalidInput("no such day or time", where=where, rule=_MESSAGE) from None


def _status(message: Mapping[str, Any]) -> StatusReference | None:
    if "st" not in message:
        return None
    return StatusReference(uri=_text(message, "st", "uri"), index=_whole(message, "st", "idx"))
