"""Synthetic mobile documents: issuing authority, document signer, wallet and its answers (ISO/IEC 18013-5).

Everything follows from a seed, like ``TestCountry``: the same arguments give the same bytes.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cached_property
from hashlib import sha256
from typing import Any

from asn1crypto import keys as asn1_keys
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from preclear.model.verification import Chip
from preclear.specimens import encoding as der
from preclear.specimens.keys import SigningKey, elliptic_key
from preclear.specimens.pki import Signer, TestCountry
from preclear.writing import cbor
from preclear.writing.cbor import EMBEDDED, Tagged

DRIVING_LICENCE, PHOTO_ID = "org.iso.18013.5.1.mDL", "org.iso.23220.photoid.1"
_SPACES = {DRIVING_LICENCE: "org.iso.18013.5.1", PHOTO_ID: "org.iso.23220.1"}
_DATA_GROUPS = "org.iso.23220.datagroups.1"
_DOCUMENT_SIGNER, _VICAL_SIGNER = "1.0.18013.5.1.2", "1.0.18013.5.1.8"
_X5CHAIN, _ES256 = 33, -7


class Flaw(StrEnum):
    """What is wrong with a mobile document, each by the step that finds it."""

    ALTERED_ELEMENT = "altered_element"
    """Somebody changed the family name afterwards: its digest fails."""
    ADDED_ELEMENT = "added_element"
    """Somebody added an element that the issuer never signed: its digest fails."""
    BAD_SIGNATURE = "bad_signature"
    """The issuer's signature was damaged: ``issuer.signature`` fails."""
    OTHER_TYPE = "other_type"
    """The document says another type than the one that was signed: ``document_type`` fails."""
    EXPIRED = "expired"
    """The document ended a month before the country's day: ``validity.at_check`` fails."""
    NOT_YET_VALID = "not_yet_valid"
    """The document begins a month after the country's day: ``validity.at_check`` fails."""
    EXPIRED_SIGNER = "expired_signer"
    """The signer's certificate has ended: ``validity.at_check`` fails."""
    REVOKED_SIGNER = "revoked_signer"
    """The signer is in the CRL: ``revocation`` fails."""
    FORGED_SIGNER = "forged_signer"
    """The signer names the root, which did not sign it: ``chain`` fails."""
    READER_CERTIFICATE = "reader_certificate"
    """The signer's certificate is for another use: ``signer.profile`` fails."""
    OTHER_COUNTRY = "other_country"
    """The document says that another country issued it: ``issuer.matches`` fails."""
    OTHER_DEVICE = "other_device"
    """Another device answered than the one that the document was issued to: ``device.authentication`` fails."""
    DEVICE_SAYS_MORE = "device_says_more"
    """The device states an element that the issuer never allowed it to: ``device.authorization`` fails."""


@dataclass(frozen=True, kw_only=True)
class Wallet:
    """A holder's wallet with one document of ``country``. ``session`` is the SessionTranscript of its answer.

    ``chip`` holds the files of the holder's passport, which a photo ID may carry.

    >>> wallet = Wallet(country=TestCountry(seed="docs"))
    >>> sorted(wallet.elements)[:3]
    ['birth_date', 'document_number', 'expiry_date']
    """

    country: TestCountry
    doc_type: str = DRIVING_LICENCE
    flaw: Flaw | None = None
    status: Mapping[str, Any] | None = None
    chip: Chip | None = None

    @property
    def session(self) -> bytes:
        """A SessionTranscript as OpenID4VP has it: no device engagement, no reader key, a hash of the request."""
        return cbor.dumps([None, None, ["OpenID4VPHandover", sha256(b"preclear specimens").digest()]])

    @property
    def space(self) -> str:
        """Namespace of the document's elements."""
        return _SPACES[self.doc_type]

    @property
    def elements(self) -> Mapping[str, Any]:
        """The elements as the issuer signed them."""
        return {
            "family_name": "SPECIMEN",
            "given_names" if self.doc_type == PHOTO_ID else "given_name": "ANNA MARIA",
            "birth_date": Tagged(1004, "1990-02-03"),
            "issue_date": Tagged(1004, f"{self._signed:%Y-%m-%d}"),
            "expiry_date": Tagged(1004, f"{self._ends:%Y-%m-%d}"),
            "issuing_country": "NL" if self.flaw is Flaw.OTHER_COUNTRY else self.country.country,
            "document_number": "S00000017",
            "portrait": b"\xff\xd8\xff\xe0 no picture \xff\xd9",
        }

    @cached_property
    def device_key(self) -> SigningKey:
        """The key that the document is bound to."""
        return elliptic_key(f"{self.country.seed}/device")

    def issuer_signed(self) -> bytes:
        """The issuer-signed part alone, as an issuer hands it to a wallet."""
        return cbor.dumps(self._issuer_signed)

    def document(self, *, mac: bool = False) -> bytes:
        """One document with the device's signature, or with a MAC in its place."""
        return cbor.dumps(self._document(mac=mac))

    def response(self, *others: Wallet, mac: bool = False) -> bytes:
        """The answer to a reader: this document, and those of ``others``."""
        documents = [one._document(mac=mac) for one in (self, *others)]  # noqa: SLF001 -- of the same class
        return cbor.dumps({"version": "1.0", "documents": documents, "status": 0})

    @cached_property
    def signer(self) -> Signer:
        """The document signer, in the state that the flaw asks for."""
        country, usages = self.country, (_DOCUMENT_SIGNER,)
        match self.flaw:
            case Flaw.EXPIRED_SIGNER:
                return country.make_signer("expired signer", until=-1, usages=usages)
            case Flaw.REVOKED_SIGNER:
                return country.make_signer("revoked signer", usages=usages)
            case Flaw.FORGED_SIGNER:
                forger = elliptic_key(f"{country.seed}/forger")
                return country.make_signer("forged signer", issuer_key=forger, usages=usages)
            case Flaw.READER_CERTIFICATE:
                return country.make_signer("reader", usages=("1.0.18013.5.1.6",))
            case _:
                return country.make_signer("mobile document signer", usages=usages)

    @property
    def _signed(self) -> datetime:
        return self.country.noon - timedelta(days=60)

    @property
    def _starts(self) -> datetime:
        return self.country.noon + timedelta(days=30) if self.flaw is Flaw.NOT_YET_VALID else self._signed

    @property
    def _ends(self) -> datetime:
        return self.country.noon + timedelta(days=-30 if self.flaw is Flaw.EXPIRED else 300)

    @cached_property
    def _items(self) -> Mapping[str, list[Tagged]]:
        files = {name.lower(): content for name, content in self.chip.files.items()} if self.chip else {}
        spaces = {self.space: self.elements, **({_DATA_GROUPS: files} if files else {})}
        return {
            space: [_item(number, name, value) for number, (name, value) in enumerate(elements.items())]
            for space, elements in spaces.items()
        }

    @property
    def _issuer_signed(self) -> Mapping[str, Any]:
        items = list(self._items[self.space])
        if self.flaw is Flaw.ALTERED_ELEMENT:
            items[0] = _item(0, "family_name", "OTHER")
        if self.flaw is Flaw.ADDED_ELEMENT:
            items.append(_item(99, "resident_address", "Somewhere 1"))
        return {"nameSpaces": {**self._items, self.space: items}, "issuerAuth": self._issuer_auth}

    @property
    def _issuer_auth(self) -> list[Any]:
        signed = sign1(self._security_object, self.signer)
        if self.flaw is Flaw.BAD_SIGNATURE:
            signed[3] = signed[3][:-1] + bytes([signed[3][-1] ^ 1])
        return signed

    @property
    def _security_object(self) -> bytes:
        digests = {
            space: {number: sha256(cbor.dumps(item)).digest() for number, item in enumerate(items)}
            for space, items in self._items.items()
        }
        validity = {"signed": self._signed, "validFrom": self._starts, "validUntil": self._ends}
        content = {
            "version": "1.0",
            "digestAlgorithm": "SHA-256",
            "valueDigests": digests,
            "deviceKeyInfo": {"deviceKey": cose_key(self.device_key)},
            "docType": self.doc_type,
            "validityInfo": {name: Tagged(0, f"{moment:%Y-%m-%dT%H:%M:%SZ}") for name, moment in validity.items()},
            **({"status": dict(self.status)} if self.status else {}),
        }
        return cbor.dumps(Tagged(EMBEDDED, cbor.dumps(content)))

    def _document(self, *, mac: bool) -> Mapping[str, Any]:
        stated = {self.space: {"location": "here"}} if self.flaw is Flaw.DEVICE_SAYS_MORE else {}
        spaces = Tagged(EMBEDDED, cbor.dumps(stated))
        doc_type = f"{self.doc_type}.other" if self.flaw is Flaw.OTHER_TYPE else self.doc_type
        content = ["DeviceAuthentication", cbor.loads(self.session), doc_type, spaces]
        message = cbor.dumps(Tagged(EMBEDDED, cbor.dumps(content)))
        auth = {"deviceMac": _mac(message)} if mac else {"deviceSignature": self._device_signature(message)}
        return {
            "docType": doc_type,
            "issuerSigned": self._issuer_signed,
            "deviceSigned": {"nameSpaces": spaces, "deviceAuth": auth},
        }

    def _device_signature(self, message: bytes) -> list[Any]:
        other = elliptic_key(f"{self.country.seed}/another device")
        key = other if self.flaw is Flaw.OTHER_DEVICE else self.device_key
        protected = cbor.dumps({1: _ES256})
        return [protected, {}, None, _plain_signature(key, cbor.dumps(["Signature1", protected, b"", message]))]


def make_vical(
    country: TestCountry,
    roots: Mapping[bytes, str],
    *,
    broken: bool = False,
    usages: tuple[str, ...] = (_VICAL_SIGNER,),
) -> bytes:
    """A VICAL (ISO/IEC 18013-5, C.1.7): roots in DER, each with its country, signed by a signer below ``country``."""
    infos = [
        {
            "certificate": root,
            "serialNumber": 1,
            "ski": sha256(root).digest()[:20],
            "docType": [DRIVING_LICENCE],
            "issuingCountry": state,
        }
        for root, state in roots.items()
    ]
    content = {
        "version": "1.0",
        "vicalProvider": "Specimens, not a real authority",
        "date": Tagged(0, f"{country.noon - timedelta(days=1):%Y-%m-%dT%H:%M:%SZ}"),
        "vicalIssueID": 1,
        "nextUpdate": Tagged(0, f"{country.noon + timedelta(days=30):%Y-%m-%dT%H:%M:%SZ}"),
        "certificateInfos": infos,
    }
    signed = sign1(cbor.dumps(content), country.make_signer("VICAL signer", usages=usages))
    if broken:
        signed[3] = signed[3][:-1] + bytes([signed[3][-1] ^ 1])
    return cbor.dumps(signed)


def make_dtc(chip: Chip, *, archive: bool = False) -> bytes:
    """A virtual component of type 1 around a passport's files (DTCContentInfo), or a zip archive of the files."""
    if not archive:
        numbers = {0: "SOD"} | {number: f"DG{number}" for number in range(1, 17)}
        files = [der.element(0x80 | n, chip.files[name]) for n, name in numbers.items() if name in chip.files]
        return der.sequence(der.integer(1), der.sequence(*files))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in chip.files.items():
            opened.writestr(zipfile.ZipInfo(f"{name}.bin"), content)
    return stream.getvalue()


def sign1(payload: bytes, signer: Signer) -> list[Any]:
    """COSE_Sign1 with ES256 and the signer's certificate in its unprotected header (RFC 9360)."""
    protected = cbor.dumps({1: _ES256})
    signature = _plain_signature(signer.key, cbor.dumps(["Signature1", protected, b"", payload]))
    return [protected, {_X5CHAIN: signer.certificate}, payload, signature]


def cose_key(key: SigningKey) -> Mapping[int, Any]:
    """The public side of a P-256 key as COSE_Key."""
    point = bytes(asn1_keys.PublicKeyInfo.load(key.spki)["public_key"].contents[1:])
    return {1: 2, -1: 1, -2: point[1:33], -3: point[33:]}


def _item(number: int, name: str, value: Any) -> Tagged:
    salt = sha256(name.encode()).digest()
    item = {"digestID": number, "random": salt, "elementIdentifier": name, "elementValue": value}
    return Tagged(EMBEDDED, cbor.dumps(item))


def _plain_signature(key: SigningKey, message: bytes) -> bytes:
    r, s = decode_dss_signature(key.sign(message))
    return r.to_bytes(32) + s.to_bytes(32)


def _mac(message: bytes) -> list[Any]:
    return [cbor.dumps({1: 5}), {}, None, sha256(message).digest()]
