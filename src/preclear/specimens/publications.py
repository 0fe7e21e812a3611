"""What a synthetic State publishes besides its certificates: lists of every kind, whole or broken (Doc 9303-12, 7-10).

>>> from preclear.documents import TrustStore
>>> country = TestCountry(seed="docs")
>>> TrustStore.read("uto.crl", make_crl(country, {7: Revoked(since=country.noon)})).lists[0].country
'UT'
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from preclear.documents.certificates import DEVIATION_LIST_SIGNER, Certificate
from preclear.documents.der import children
from preclear.documents.deviations import DEFECT_LIST, DEVIATION_LIST
from preclear.documents.keys import digest
from preclear.specimens import encoding as der
from preclear.specimens.keys import SigningKey, digest_algorithm
from preclear.specimens.pki import TestCountry, ca_extensions, certificate
from preclear.specimens.signed_data import signed_data

DEFECT_LIST_SIGNER = "0.4.0.127.0.7.3.1.99"
"""An extended key usage of our own making: the profile of real defect list signers is not public."""

_ATTRIBUTES = {
    "certificate": "userCertificate;binary",
    "csca": "cACertificate;binary",
    "crl": "certificateRevocationList;binary",
    "master list": "pkdMasterListContent",
    "deviation list": "pkdDeviationListContent",
}


@dataclass(frozen=True, kw_only=True)
class Revoked:
    """An entry of a CRL. ``reason`` is the number of RFC 5280, 5.3.1; ``issuer`` (a name in DER) makes it indirect."""

    since: datetime
    reason: int | None = None
    issuer: bytes = b""
    unknown_extension: bool = False


def make_crl(
    country: TestCountry,
    revoked: Mapping[int, Revoked] | None = None,
    *,
    this_update: datetime | None = None,
    days: int | None = 90,
    key: SigningKey | None = None,
    name: bytes = b"",
    extensions: Mapping[str, tuple[bool, bytes]] | None = None,
) -> bytes:
    """A CRL of the day before the country's day; ``days`` None states no next one.

    ``revoked`` is by serial number; ``key`` and ``name`` are another signer's; ``extensions`` are further ones: whether
    critical, and value, by OID.
    """
    signing, first = key or country.ca_key, this_update or country.noon - timedelta(days=1)
    entries = [_entry(serial, one) for serial, one in (revoked or {}).items()]
    own = {"2.5.29.35": (False, der.sequence(der.element(0x80, signing.identifier)))}
    own |= {"2.5.29.20": (False, der.integer(1)), **(extensions or {})}
    body = der.sequence(
        der.integer(1),
        signing.algorithm,
        name or country.name,
        der.time(first),
        *([der.time(first + timedelta(days=days))] if days is not None else []),
        *([der.sequence(*entries)] if entries else []),
        der.context(0, _extensions(own)),
    )
    return der.sequence(body, signing.algorithm, der.bits(signing.sign(body)))


def _entry(serial: int, one: Revoked) -> bytes:
    own: dict[str, tuple[bool, bytes]] = {}
    if one.reason is not None:
        own["2.5.29.21"] = (False, der.element(0x0A, bytes([one.reason])))
    if one.issuer:
        own["2.5.29.29"] = (True, der.sequence(der.context(4, one.issuer)))
    if one.unknown_extension:
        own["2.999.1"] = (True, der.null())
    return der.sequence(der.integer(serial), der.time(one.since), *([_extensions(own)] if own else []))


def _extensions(values: Mapping[str, tuple[bool, bytes]]) -> bytes:
    listed = (
        der.sequence(der.oid(oid), *([der.boolean(True)] if critical else []), der.octets(value))
        for oid, (critical, value) in values.items()
    )
    return der.sequence(*listed)


def renaming_link(country: TestCountry, newer: SigningKey, name: bytes) -> bytes:
    """A link certificate from the country's CSCA to a newer key under another name (Doc 9303-12, 7.1.1.5)."""
    return certificate(
        subject=name,
        issuer=country.name,
        serial=9001,
        key=newer,
        issuer_key=country.ca_key,
        valid=(country.noon - timedelta(days=365), country.noon + timedelta(days=7000)),
        extensions={**ca_extensions(newer, country.ca_key), "2.23.136.1.1.6.1": der.null()},
    )


@dataclass(frozen=True, kw_only=True)
class Faulty:
    """One entry of a deviation list: ``kind`` is the end of its OID (``2.2``), ``part`` its parameter.

    The documents: by type, by the signer's certificate in DER and how it is named (``serial``, ``key`` or ``hash``), by
    the days of issue, and by numbers. What is not given is not set.
    """

    kind: str
    part: int | None = None
    text: str = ""
    document_type: str = ""
    signer: bytes = b""
    named_by: str = "serial"
    issued: tuple[datetime, datetime] | None = None
    numbers: Sequence[str] = ()


def deviation_list(country: TestCountry, *faults: Faulty, usages: tuple[str, ...] = (DEVIATION_LIST_SIGNER,)) -> bytes:
    """A deviation list of the country (Doc 9303-12, section 10)."""
    content = der.sequence(der.integer(0), digest_algorithm("sha256"), der.set_of(*map(_deviation, faults)))
    return _signed(country, content, DEVIATION_LIST, usages)


def _deviation(fault: Faulty) -> bytes:
    text = [der.printable(fault.text)] if fault.text else []
    part = [der.context(0, der.integer(fault.part))] if fault.part is not None else []
    described = der.sequence(*text, der.oid(f"{DEVIATION_LIST}.{fault.kind}"), *part)
    return der.sequence(_documents(fault), der.set_of(described))


def _documents(fault: Faulty) -> bytes:
    parts = [der.element(0x80, fault.document_type.encode())] if fault.document_type else []
    if fault.signer:
        parts.append(_named(fault.signer, fault.named_by))
    if fault.issued:
        parts.append(der.context(4, *(der.element(0x18, f"{at:%Y%m%d%H%M%S}Z".encode()) for at in fault.issued)))
    if fault.numbers:
        parts.append(der.context(5, *sorted(map(der.printable, fault.numbers))))
    return der.sequence(*parts)


def _named(signer: bytes, how: str) -> bytes:
    if how == "hash":
        return der.element(0x83, digest("sha256", signer) or b"")
    name, serial, ski = _identity(signer)
    return der.element(0x82, ski) if how == "key" else der.context(1, name, serial)


@dataclass(frozen=True, kw_only=True)
class Defect:
    """One entry of a defect list about a signer: ``kind`` is the end of its OID (``1.1``), ``code`` its status code."""

    kind: str
    signer: bytes
    code: int | None = None
    groups: Sequence[int] = ()
    named_by: str = "serial"
    hashed: bool = False


def defect_list(country: TestCountry, *defects: Defect, usages: tuple[str, ...] = (DEFECT_LIST_SIGNER,)) -> bytes:
    """A defect list that the country, as inspecting authority, publishes (BSI TR-03129-2)."""
    sha256 = der.oid("2.16.840.1.101.3.4.2.1")
    content = der.sequence(der.integer(0), sha256, der.set_of(*map(_defect, defects)))
    return _signed(country, content, DEFECT_LIST, usages)


def _defect(defect: Defect) -> bytes:
    name, serial, ski = _identity(defect.signer)
    named = der.element(0x80, ski) if defect.named_by == "key" else der.sequence(name, serial)
    hashed = [der.octets(digest("sha256", defect.signer) or b"")] if defect.hashed else []
    code = [der.element(0x0A, bytes([defect.code]))] if defect.code is not None else []
    groups = [der.set_of(*map(der.integer, defect.groups))] if defect.groups else []
    known = der.sequence(der.oid(f"{DEFECT_LIST}.{defect.kind}"), *code, *groups)
    return der.sequence(named, *hashed, der.set_of(known))


def _identity(signer: bytes) -> tuple[bytes, bytes, bytes]:
    """Issuer and serial number in DER, and the key identifier of a certificate of ours."""
    _, body, _ = next(children(signer, "certificate"))
    fields = [whole for _, _, whole in children(next(children(body, "certificate"))[1], "certificate")]
    return fields[3], fields[1], Certificate.parse(signer).ski or b""


def _signed(country: TestCountry, content: bytes, content_type: str, usages: tuple[str, ...]) -> bytes:
    signer = country.make_signer(f"signer of {content_type}", usages=usages)
    return signed_data(
        content,
        content_type=content_type,
        key=signer.key,
        signer=signer.id,
        certificates=[signer.certificate],
        signed_at=country.noon,
    )


def ldif(*entries: tuple[str, bytes], width: int = 76) -> bytes:
    """LDIF as the ICAO PKD publishes it: what each entry is (``csca``, ``certificate``, ``crl``, ...) and its DER."""
    blocks = []
    for number, (kind, content) in enumerate(entries, 1):
        line = f"{_ATTRIBUTES[kind]}:: {base64.b64encode(content).decode()}"
        folded = "\n ".join(line[start : start + width - 1] for start in range(0, len(line), width - 1))
        blocks.append(f"dn: cn={number},o=specimens,c=UT\nobjectClass: top\n{folded}\n")
    return ("version: 1\n\n" + "\n".join(blocks)).encode()
