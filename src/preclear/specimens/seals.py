"""Synthetic seals: visible digital seals, ICAO bar codes and seals in JSON, whole or broken in a named way.

Nothing here is in ``preclear.specimens`` itself, for pictures of codes need libraries that the rest does not.
"""

from __future__ import annotations

import base64
import io
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from hashlib import sha1
from typing import Any

import rfc8785
import zxingcpp
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from PIL import Image

from preclear.documents import TrustStore, mrz
from preclear.documents.certificates import Certificate
from preclear.documents.revocation import RevocationList
from preclear.documents.seals import c40
from preclear.documents.seals.values import write_day, write_masked_day
from preclear.model.verification import MrzFields
from preclear.specimens import encoding as der
from preclear.specimens.keys import SigningKey, elliptic_key
from preclear.specimens.pki import TestCountry, certificate, signer_extensions

VDS_USAGE, VDS_NC_USAGE = "2.23.136.1.1.11.1", "2.23.136.1.1.14.2"
_DOCUMENT_TYPES = "2.23.136.1.1.6.2"
_YEAR = timedelta(days=365)
_NAME = "TS"


class SealBreak(StrEnum):
    """What is wrong with a specimen, each by the step of verification that finds it."""

    WRONG_SIGNATURE = "wrong_signature"
    """The signature was damaged: ``signature`` fails."""
    ALTERED = "altered"
    """Somebody changed the message after it was signed: ``signature`` fails."""
    FORGED_SIGNER = "forged_signer"
    """The signer's certificate names the CSCA, which did not sign it: ``chain`` fails."""
    UNKNOWN_SIGNER = "unknown_signer"
    """Nobody has published the signer's certificate, or its CSCA: undetermined."""
    EXPIRED_SIGNER = "expired_signer"
    """The signer's certificate has ended: ``validity.at_check`` fails."""
    REVOKED_SIGNER = "revoked_signer"
    """The signer is in the CRL: ``revocation`` fails."""
    WRONG_TYPE = "wrong_type"
    """The signer may sign other types of documents only: ``document_type`` fails."""
    UNKNOWN_FEATURE = "unknown_feature"
    """A feature that the profile does not know: the seal holds."""
    CUT = "cut"
    """The last bytes are gone: ``seal.format`` fails."""
    OVERSIZED = "oversized"
    """Longer than any bar code: ``seal.format`` fails."""


@dataclass(frozen=True, kw_only=True)
class BarcodeSigner:
    """A bar code signer: its certificate, its key, and the serial number in hexadecimal as a header writes it."""

    certificate: bytes
    key: SigningKey
    reference: str


@dataclass(frozen=True, kw_only=True)
class SpecimenSeal:
    """A seal, the signer's certificate, and a store that trusts what a verifier would trust."""

    kind: str
    data: bytes
    signer: bytes
    trust: TrustStore


def barcode_signer(
    country: TestCountry,
    *,
    usage: str = VDS_USAGE,
    document_types: Iterable[str] = (),
    broken: SealBreak | None = None,
    key: SigningKey | None = None,
) -> BarcodeSigner:
    """A signer after Doc 9303-12, 7.1.3: State and two letters for a name, its extended key usage."""
    own = key or elliptic_key(f"{country.state}/{country.seed}/bar code signer")
    forger = elliptic_key(f"{country.state}/{country.seed}/forger of seals")
    extensions = signer_extensions(own, country.ca_key, usage)
    types = ["XX"] if broken is SealBreak.WRONG_TYPE else list(document_types)
    if types:
        listed = der.set_of(*map(der.printable, types))
        extensions |= {_DOCUMENT_TYPES: der.sequence(der.integer(0), listed)}
    serial = 0x5B
    if broken is SealBreak.REVOKED_SIGNER:
        serial = Certificate.parse(country.revoked_signer.certificate).serial
    last = country.noon - _YEAR if broken is SealBreak.EXPIRED_SIGNER else country.noon + 2 * _YEAR
    made = certificate(
        subject=der.sequence(
            der.set_of(der.sequence(der.oid("2.5.4.6"), der.printable(country.country))),
            der.set_of(der.sequence(der.oid("2.5.4.3"), der.printable(_NAME))),
        ),
        issuer=country.name,
        serial=serial,
        key=own,
        issuer_key=forger if broken is SealBreak.FORGED_SIGNER else country.ca_key,
        valid=(country.noon - 3 * _YEAR, last),
        extensions=extensions,
    )
    return BarcodeSigner(certificate=made, key=own, reference=f"{serial:X}")


def make_vds(
    holder: MrzFields,
    *,
    country: TestCountry,
    passport_number: str = "",
    version: int = 4,
    broken: SealBreak | None = None,
    key: SigningKey | None = None,
    wrong_digit: bool = False,
    state: str = "",
) -> SpecimenSeal:
    """A visible digital seal: of a visa where the document code begins with ``V``, else of an emergency document.

    ``passport_number`` is that of the passport which a visa stands in, up to nine letters and digits. With
    ``wrong_digit`` the issuer wrote a zone whose check digit is wrong. A version 3 header cannot name the revoked
    signer, for its reference has five digits only. ``state`` is another State that the header names.
    """
    signer = barcode_signer(country, broken=broken, key=key)
    reference, features = _features(holder, passport_number)
    if wrong_digit:
        features[0x02] = c40.encode(_with_wrong_digit(c40.decode(features[0x02])))
    if broken is SealBreak.UNKNOWN_FEATURE:
        features[0x0A] = c40.encode("NEW")
    message = b"".join(_feature(tag, value, version) for tag, value in features.items())
    signed = _header(country, signer, version, reference, state) + message
    if broken is SealBreak.OVERSIZED:
        signed += _feature(0x20, bytes(9000), 4)
    seal = _altered(signed, broken) + der.element(0xFF, _raw(signer.key, signed, broken))
    return _specimen("vds", _cut(seal, broken), signer, country, broken)


def make_idb(
    holder: MrzFields,
    *,
    country: TestCountry,
    passport_number: str = "",
    compressed: bool = False,
    with_certificate: bool = False,
    broken: SealBreak | None = None,
) -> SpecimenSeal:
    """An ICAO bar code with one message: a visa, or an emergency travel document."""
    signer = barcode_signer(country, broken=broken)
    reference, features = _features(holder, passport_number)
    inner = b"".join(der.element(tag, value) for tag, value in features.items())
    messages = der.element(1 if reference == _VISA else 2, inner)
    if broken is SealBreak.UNKNOWN_FEATURE:
        messages += der.element(0x55, b"new")
    if broken is SealBreak.OVERSIZED:
        messages += der.element(0x56, bytes(40_000))
    header = (
        c40.encode(country.state.ljust(3)) + b"\x01" + sha1(signer.certificate, usedforsecurity=False).digest()[-5:]
    )
    signed = header + write_masked_day(_signed_on(country)) + der.element(0x61, messages)
    own = der.element(0x7E, signer.certificate) if with_certificate else b""
    payload = _altered(signed, broken) + own + der.element(0x7F, _raw(signer.key, signed, broken))
    payload = zlib.compress(payload, 9) if compressed else payload
    text = b"RDB1" + (b"D" if compressed else b"B") + base64.b32encode(payload).rstrip(b"=")
    return _specimen("idb", _cut(text, broken), signer, country, broken)


def make_vds_nc(
    holder: MrzFields,
    *,
    country: TestCountry,
    type: str = "icao.vacc",  # noqa: A002 -- the standard's own word
    message: Mapping[str, Any] | None = None,
    state: str = "",
    broken: SealBreak | None = None,
) -> SpecimenSeal:
    """A seal in JSON about ``holder``; ``message`` adds members, ``state`` is another State that it claims to be of."""
    signer = barcode_signer(country, usage=VDS_NC_USAGE, document_types=("NV",), broken=broken)
    name = f"{holder.surname}  {holder.given_names}"
    person: dict[str, Any] = {
        "n": name,
        "dob": holder.birth_date,
        "i": holder.document_number,
        "sex": holder.sex,
    }
    filler = {"x": "9" * 20_000} if broken is SealBreak.OVERSIZED else {}
    unknown = {"new": 1} if broken is SealBreak.UNKNOWN_FEATURE else {}
    content = {"pid": person, "uvci": "SPECIMEN1", **unknown, **filler, **(message or {})}
    data: dict[str, Any] = {"hdr": {"t": type, "v": 1, "is": state or country.state}, "msg": content}
    signature = _raw(signer.key, rfc8785.dumps(data), broken)
    if broken is SealBreak.ALTERED:
        person["n"] = name + "X"
    seal: dict[str, Any] = {
        "data": data,
        "sig": {"alg": "ES256", "cer": _base64url(signer.certificate), "sigvl": _base64url(signature)},
    }
    return _specimen("vds-nc", _cut(rfc8785.dumps(seal), broken), signer, country, broken)


def as_picture(content: bytes, *, code: str = "DataMatrix", scale: int = 4, angle: float = 0) -> bytes:
    """A PNG of a code that holds ``content``: DataMatrix, QRCode, Aztec or PDF417, ``scale`` pixels to a module."""
    text = content.decode("ascii") if content[:1] in {b"R", b"{"} and content.isascii() else None
    made = zxingcpp.create_barcode(text or content, getattr(zxingcpp.BarcodeFormat, code))
    picture = Image.fromarray(made.to_image(scale=scale))
    turned = picture.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=255) if angle else picture
    written = io.BytesIO()
    turned.save(written, "PNG")
    return written.getvalue()


_VISA = b"\x5d\x01"
_EMERGENCY = b"\x5e\x03"


def _features(holder: MrzFields, passport_number: str) -> tuple[bytes, dict[int, bytes]]:
    if not holder.document_code.startswith("V"):
        return _EMERGENCY, {0x02: c40.encode("".join(mrz.format(holder, "TD2")))}
    first, second = mrz.format(holder, "MRV-B")
    number = c40.encode(passport_number[:9].ljust(9))
    return _VISA, {0x02: c40.encode(first + second[:28]), 0x03: b"\x02", 0x04: b"\x1e\0\0", 0x05: number}


def _with_wrong_digit(zone: str) -> str:
    """The zone of an MRV-B or TD2 with another check digit of its number."""
    place = 36 + 9
    return zone[:place] + str((int(zone[place]) + 1) % 10) + zone[place + 1 :]


def _header(country: TestCountry, signer: BarcodeSigner, version: int, profile: bytes, state: str) -> bytes:
    name = country.country + _NAME
    if version == 3:
        reference = c40.encode(name + signer.reference[-5:].rjust(5, "0"))
    else:
        reference = c40.encode(f"{name}{len(signer.reference):02X}") + c40.encode(signer.reference)
    days = write_day(_signed_on(country)) * 2
    return bytes([0xDC, version - 1]) + c40.encode((state or country.state).ljust(3)) + reference + days + profile


def _feature(tag: int, value: bytes, version: int) -> bytes:
    return bytes([tag, len(value)]) + value if version == 3 else der.element(tag, value)


def _signed_on(country: TestCountry) -> date:
    return country.day - timedelta(days=400)


def _raw(key: SigningKey, message: bytes, broken: SealBreak | None) -> bytes:
    """The signature as r and s side by side, each as long as the curve's order (Doc 9303-13, appendix B)."""
    size = _field_bytes(key)
    signature = b"".join(number.to_bytes(size) for number in decode_dss_signature(key.sign(message)))
    if broken is SealBreak.WRONG_SIGNATURE:
        return signature[:-1] + bytes([signature[-1] ^ 1])
    return signature


def _field_bytes(key: SigningKey) -> int:
    public = serialization.load_der_public_key(key.spki)
    return (public.key_size + 7) // 8 if isinstance(public, ec.EllipticCurvePublicKey) else 0


def _altered(signed: bytes, broken: SealBreak | None) -> bytes:
    return signed[:-1] + bytes([signed[-1] ^ 1]) if broken is SealBreak.ALTERED else signed


def _cut(seal: bytes, broken: SealBreak | None) -> bytes:
    return seal[:-9] if broken is SealBreak.CUT else seal


def _specimen(
    kind: str, data: bytes, signer: BarcodeSigner, country: TestCountry, broken: SealBreak | None
) -> SpecimenSeal:
    known = broken is not SealBreak.UNKNOWN_SIGNER
    csca = country if known else replace(country, seed=f"{country.seed} of others")
    certificates = [Certificate.parse(csca.csca), *([Certificate.parse(signer.certificate)] if known else [])]
    trust = TrustStore.of(certificates, [RevocationList.parse(csca.crl)])
    return SpecimenSeal(kind=kind, data=data, signer=signer.certificate, trust=trust)


def _base64url(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).decode()
