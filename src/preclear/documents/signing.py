"""CMS SignedData as ICAO uses it: a signer, certificates inside (Doc 9303-10, 4.6.2; RFC 5652, section 5).

Hash and signature algorithm come from SignerInfo. A wrapper of tag 0x77, bytes after the end, content type id-data and
a missing signing time all occur in good documents.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from asn1crypto import cms

from preclear.documents.certificates import Certificate, NameKey, aware, name_key
from preclear.documents.der import first_element, reading
from preclear.documents.keys import Algorithm, Outcome, algorithm_of, check, digest, hash_of
from preclear.errors import InvalidInput
from preclear.model.codes import CheckStatus

SIGNED_DATA = "1.2.840.113549.1.7.2"
ID_DATA = "1.2.840.113549.1.7.1"
_CONTENT_TYPE, _MESSAGE_DIGEST, _SIGNING_TIME = (f"1.2.840.113549.1.9.{n}" for n in (3, 4, 5))
_RULE = "RFC 5652, 5.1"
_MAX_CERTIFICATES = 16
_MAX_SIGNERS = 4


@dataclass(frozen=True, kw_only=True)
class Signed:
    """Content with its signature. ``attributes`` is the DER of the signed attributes, None where there are none.

    The signer is named by ``issuer`` and ``serial``, or by the key identifier ``ski``. ``signing_time`` is the
    signer's own word.
    """

    content_type: str
    content: bytes
    certificates: tuple[Certificate, ...]
    issuer: NameKey | None
    serial: int | None
    ski: bytes | None
    digest: str
    algorithm: Algorithm
    signature: bytes
    attributes: bytes | None
    stated_type: str | None
    stated_digest: bytes | None
    signing_time: datetime | None

    def is_signer(self, certificate: Certificate) -> bool:
        """Whether SignerInfo names this certificate."""
        if self.ski is not None:
            return certificate.ski == self.ski
        return certificate.serial == self.serial and certificate.issuer_key == self.issuer

    def verify(self, certificate: Certificate) -> Outcome:
        """Whether the key of ``certificate`` signed the content: digest, signed attributes and signature."""
        hashed = digest(self.digest, self.content)
        if hashed is None:
            return Outcome(status=CheckStatus.UNDETERMINED, reason=f"hash algorithm {self.digest} is not supported")
        if self.attributes is None:
            return check(certificate.spki, self.algorithm, self.signature, self.content)
        if self.stated_digest != hashed:
            return Outcome(status=CheckStatus.FAILED, reason="the content is not what was signed")
        if self.stated_type not in {self.content_type, ID_DATA}:
            return Outcome(status=CheckStatus.FAILED, reason="the signature is for content of another kind")
        return check(certificate.spki, self.algorithm, self.signature, self.attributes)


def read(data: bytes, what: str, *, limit: int) -> Signed:
    """Read SignedData. ``what`` names it in errors; ``limit`` is in bytes."""
    der = first_element(data, what, limit=limit)
    with reading(what, _RULE):
        info = cms.ContentInfo.load(der)
        if info["content_type"].dotted != SIGNED_DATA:
            raise InvalidInput(f"{what} is not signed data", where=what, rule=_RULE)
        return _signed(info["content"], what)


def _signed(data: Any, what: str) -> Signed:
    """Content with one signature: of several, the first whose certificate is inside (Doc 9303-10 recommends one)."""
    certificates = _certificates(data["certificates"])
    signers = list(data["signer_infos"])[:_MAX_SIGNERS]
    if not signers:
        raise InvalidInput(f"{what} is not signed by anybody", where=what, rule=_RULE)
    each = [_of_signer(signer, data["encap_content_info"], certificates) for signer in signers]
    return next((one for one in each if any(map(one.is_signer, certificates))), each[0])


def _of_signer(signer: Any, encapsulated: Any, certificates: tuple[Certificate, ...]) -> Signed:
    digest_name = hash_of(signer["digest_algorithm"])
    named = signer["sid"]
    by_serial = named.chosen if named.name == "issuer_and_serial_number" else None
    attributes = _attributes(signer["signed_attrs"])
    return Signed(
        content_type=encapsulated["content_type"].dotted,
        content=bytes(encapsulated["content"]),
        certificates=certificates,
        issuer=name_key(by_serial["issuer"]) if by_serial else None,
        serial=by_serial["serial_number"].native if by_serial else None,
        ski=None if by_serial else named.chosen.native,
        digest=digest_name,
        algorithm=algorithm_of(signer["signature_algorithm"], digest_name),
        signature=signer["signature"].native,
        attributes=_as_set(signer["signed_attrs"]),
        stated_type=attributes[_CONTENT_TYPE].dotted if _CONTENT_TYPE in attributes else None,
        stated_digest=attributes[_MESSAGE_DIGEST].native if _MESSAGE_DIGEST in attributes else None,
        signing_time=aware(attributes[_SIGNING_TIME].native) if _SIGNING_TIME in attributes else None,
    )


def _certificates(choices: Any) -> tuple[Certificate, ...]:
    """Those certificates inside that can be read; a broken one is left out, for another may be the signer's."""
    found = []
    for choice in list(choices)[:_MAX_CERTIFICATES]:
        try:
            found.append(Certificate.parse(choice.chosen.dump()))
        except InvalidInput:
            continue
    return tuple(found)


def _attributes(attributes: Any) -> dict[str, Any]:
    """The signed attributes that matter, by OID. One that is there twice or has two values counts as absent."""
    found: dict[str, list[Any]] = {}
    for attribute in attributes:
        found.setdefault(attribute["type"].dotted, []).extend(attribute["values"])
    return {oid: values[0] for oid, values in found.items() if len(values) == 1}


def _as_set(attributes: Any) -> bytes | None:
    """What is signed is the SET OF in DER, although it stands as [0] IMPLICIT (RFC 5652, 5.4)."""
    if not len(attributes):
        return None
    body = bytes(attributes.contents)
    return b"\x31" + _length(len(body)) + body


def _length(size: int) -> bytes:
    if size < 0x80:
        return bytes([size])
    octets = size.to_bytes((size.bit_length() + 7) // 8)
    return bytes([0x80 | len(octets)]) + octets
