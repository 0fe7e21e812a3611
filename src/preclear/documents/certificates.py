"""Certificates of issuing authorities, read with all their oddities (ICAO Doc 9303-12, section 7.1; RFC 5280).

Real certificates break the profile in many ways: serial numbers of zero or below, lower-case countries, CAs without
basicConstraints, extensions that cannot be read. We note such a defect and use the certificate.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property, lru_cache
from hashlib import sha256
from typing import Any

from asn1crypto import x509

from preclear.documents import extensions as ext
from preclear.documents.der import Part, header, parts, reading
from preclear.documents.extensions import Extensions, Period, moment, read_extensions
from preclear.documents.keys import Algorithm, Outcome, algorithm_from, check
from preclear.errors import InvalidInput
from preclear.model.codes import CheckStatus

MAX_CERTIFICATE = 32_768
MASTER_LIST_SIGNER = "2.23.136.1.1.3"
DEVIATION_LIST_SIGNER = "2.23.136.1.1.8"
_COUNTRY, _LOCALITY, _STATE = "2.5.4.6", "2.5.4.7", "2.5.4.8"
_RULE = "RFC 5280, 4.1"
_WHAT = "certificate"
_INTEGER, _BITS, _SEQUENCE, _VERSION, _EXTENSIONS = 0x02, 0x03, 0x30, 0xA0, 0xA3

NameKey = tuple[tuple[str, str], ...]
"""A name to compare with: attribute and value pairs, sorted, case folded and with single spaces."""


@dataclass(frozen=True, kw_only=True)
class Certificate:
    """One X.509 certificate. ``country`` is as written, in upper case; ``defects`` are what the profile forbids.

    ``ca`` is None where basicConstraints are absent, and ``key_usage`` where keyUsage is. ``ski`` and ``aki`` are the
    subject's and the authority's key identifiers, None where absent. ``private_key_usage`` is when the private key may
    sign, ``document_types`` are the document codes that it may sign for, empty where the certificate does not say
    (Doc 9303-12, 7.1.1.6). ``states`` are the codes of Doc 9303-3 in subjectAltName (7.1.1.2); ``critical_unknown``
    are critical extensions that nobody here can process. ``consistent``: both places name the same signature algorithm.
    """

    der: bytes
    subject: str
    issuer: str
    subject_key: NameKey
    issuer_key: NameKey
    country: str
    issuer_country: str
    serial: int
    ski: bytes | None
    aki: bytes | None
    not_before: datetime
    not_after: datetime
    ca: bool | None
    extended_usages: frozenset[str]
    name_change: bool
    spki: bytes
    signed: bytes
    signature: bytes
    algorithm: Algorithm
    defects: tuple[str, ...] = ()
    key_usage: frozenset[str] | None = None
    private_key_usage: Period | None = None
    document_types: frozenset[str] = frozenset()
    states: frozenset[str] = frozenset()
    critical_unknown: frozenset[str] = frozenset()
    consistent: bool = True

    @classmethod
    def parse(cls, data: bytes) -> Certificate:
        """Read one certificate in DER; ``InvalidInput`` where it is none."""
        if len(data) > MAX_CERTIFICATE:
            raise _bad(f"is larger than {MAX_CERTIFICATE} bytes")
        with reading("certificate", _RULE):
            _, length, start = header(data, 0, len(data), _WHAT)
            if length < 0:
                raise _bad("is not in DER")
            return _read(data[: start + length])

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of the DER, in hexadecimal."""
        return sha256(self.der).hexdigest()

    @property
    def serial_hex(self) -> str:
        """The serial number in hexadecimal, with a minus sign where an issuer made it negative."""
        return f"{self.serial:x}"

    @property
    def self_issued(self) -> bool:
        """Whether subject and issuer are the same name."""
        return self.subject_key == self.issuer_key

    @property
    def self_signed(self) -> bool:
        """Whether the certificate says that its own key signed it."""
        return self.self_issued and (self.aki is None or self.ski is None or self.aki == self.ski)

    @property
    def may_issue(self) -> bool:
        """Whether this may have issued others: it calls itself a CA, or at least does not deny it.

        Some link certificates deny it in basicConstraints and claim it in keyUsage; the claim counts, for they stand in
        lists of CAs only.
        """
        if self.ca is False:
            return "key_cert_sign" in (self.key_usage or ())
        return bool(self.ca) or self.key_usage is None or "key_cert_sign" in self.key_usage

    @property
    def link(self) -> bool:
        """Whether this joins an old CSCA key to a new one (Doc 9303-12, 7.1.1.5: same authority, other key or name)."""
        return bool(self.ca) and not self.self_signed and (self.self_issued or self.name_change)

    def valid_at(self, at: datetime) -> bool:
        """Whether ``at`` lies in the validity period, both ends included."""
        return self.not_before <= at <= self.not_after

    def signed_by(self, issuer: Certificate) -> Outcome:
        """Whether the key of ``issuer`` signed this certificate.

        The algorithm stands there twice, once signed and once not: they have to be the same (RFC 5280, 4.1.1.2).
        """
        if not self.consistent:
            reason = "the certificate names one signature algorithm inside and another outside"
            return Outcome(status=CheckStatus.FAILED, reason=reason)
        return check(issuer.spki, self.algorithm, self.signature, self.signed)


@lru_cache(maxsize=4096)
def _read(der: bytes) -> Certificate:
    """Lists repeat one another, and one signer signs many documents: reading costs more than remembering."""
    (whole,) = _exactly(parts(der, 0, len(der), _WHAT), (_SEQUENCE,))
    body, outer, signature = _exactly(parts(der, whole.start, whole.stop, _WHAT, most=3), (_SEQUENCE, _SEQUENCE, _BITS))
    serial_, inner, issuer_, validity, subject_, spki, extensions = _fields(der, body)
    found = read_extensions(extensions)
    subject, issuer = _name(_whole(der, subject_)), _name(_whole(der, issuer_))
    serial = int.from_bytes(der[serial_.start : serial_.stop], signed=True)
    first, last = parts(der, validity.start, validity.stop, _WHAT, most=2)
    ca = (found.get(ext.CONSTRAINTS) or (None,))[0]
    return Certificate(
        der=der,
        subject=subject.text,
        issuer=issuer.text,
        subject_key=subject.key,
        issuer_key=issuer.key,
        country=subject.country.upper(),
        issuer_country=issuer.country.upper(),
        serial=serial,
        ski=found.get(ext.SUBJECT_KEY),
        aki=found.get(ext.AUTHORITY_KEY),
        not_before=moment(der[first.start : first.stop]),
        not_after=moment(der[last.start : last.stop]),
        ca=ca,
        extended_usages=found.get(ext.EXTENDED_USAGE) or frozenset(),
        name_change=ext.NAME_CHANGE in found.oids,
        spki=_whole(der, spki),
        signed=_whole(der, body),
        signature=_octets(der, signature),
        algorithm=algorithm_from(_whole(der, outer), ""),
        defects=tuple(_defects(found, subject, serial, ca)),
        key_usage=found.get(ext.KEY_USAGE),
        private_key_usage=found.get(ext.USAGE_PERIOD),
        document_types=found.get(ext.DOCUMENT_TYPES) or frozenset(),
        states=_states(found),
        critical_unknown=found.unknown,
        consistent=_whole(der, inner) == _whole(der, outer),
    )


def _fields(der: bytes, body: Part) -> tuple[Part, Part, Part, Part, Part, Part, bytes]:
    """Serial number, algorithm, issuer, validity, subject and key of TBSCertificate, and its extensions in DER."""
    found = parts(der, body.start, body.stop, _WHAT, most=10)
    if found and found[0].tag == _VERSION:
        found = found[1:]
    fields = _exactly(found[:6], (_INTEGER, *[_SEQUENCE] * 5))
    last = found[-1]
    return *fields, der[last.start : last.stop] if last.tag == _EXTENSIONS else b""  # type: ignore[return-value]  # six, by their tags


def _exactly(found: Sequence[Part], tags: tuple[int, ...]) -> Sequence[Part]:
    if tuple(part.tag for part in found) != tags:
        raise _bad("has not the parts of one")
    return found


def _whole(der: bytes, part: Part) -> bytes:
    return der[part.at : part.stop]


def _octets(der: bytes, part: Part) -> bytes:
    """A BIT STRING of whole bytes."""
    if der[part.start : part.start + 1] != b"\0":
        raise _bad("has a signature that does not fill its bytes")
    return der[part.start + 1 : part.stop]


def _bad(problem: str) -> InvalidInput:
    return InvalidInput(f"certificate {problem}", where="certificate", rule=_RULE, mend="Export it again")


def _defects(found: Extensions, subject: Name, serial: int, ca: bool | None) -> list[str]:  # noqa: FBT001 -- three-valued
    usage = found.get(ext.KEY_USAGE)
    signs = usage is not None and "key_cert_sign" in usage
    return [
        *found.defects,
        *(["the serial number is not positive"] if serial <= 0 else []),
        *(["there is no country"] if not subject.country else []),
        *(["the country is not in upper case"] if subject.country != subject.country.upper() else []),
        *(["a CA without keyCertSign in its keyUsage"] if ca and not signs and usage is not None else []),
        *(["keyUsage says CA, basicConstraints does not"] if signs and not ca else []),
        *(f"the critical extension {oid} is unknown" for oid in sorted(found.unknown)),
    ]


def _states(found: Extensions) -> frozenset[str]:
    """What locality and state of the alternative names say; a name that cannot be read says nothing."""
    pairs = [pair for der in found.get(ext.SUBJECT_NAMES) or () for pair in _name(der).pairs]
    return frozenset(value.strip(" <").upper() for oid, value in pairs if oid in {_LOCALITY, _STATE})


@dataclass(frozen=True, kw_only=True)
class Name:
    """A distinguished name: for a person, to compare, and its country as written."""

    pairs: tuple[tuple[str, str], ...]
    text: str
    key: NameKey
    country: str


@lru_cache(maxsize=4096)
def _name(der: bytes) -> Name:
    """Subject and issuer are mostly the same bytes, in one certificate and in many."""
    return read_name(x509.Name.load(der))


def read_name(name: Any) -> Name:
    """A name made comparable: order, case, string type and runs of spaces differ between certificates of one CSCA."""
    pairs = tuple(
        (attribute["type"].dotted, str(attribute["value"].native)) for relative in name.chosen for attribute in relative
    )
    return Name(
        pairs=pairs,
        text=", ".join(f"{_SHORT.get(oid, oid)}={_in_one_line(value)}" for oid, value in pairs),
        key=tuple(sorted((oid, " ".join(value.split()).casefold()) for oid, value in pairs)),
        country=next((value.strip() for oid, value in pairs if oid == _COUNTRY), ""),
    )


def _in_one_line(value: str) -> str:
    """Line ends and other control characters as RFC 4514, 2.4, writes them: a name must not look like two lines."""
    if value.isprintable():
        return value
    return "".join(f"\\{ord(one):02X}" if one < " " or one == "\x7f" else one for one in value)


def name_key(name: Any) -> NameKey:
    """The comparable form of a name."""
    return _name(name.dump()).key


def name_text(name: Any) -> str:
    """A name for a person, most general part first as in the certificate."""
    return _name(name.dump()).text


_SHORT = {
    "2.5.4.3": "CN",
    "2.5.4.5": "SERIALNUMBER",
    "2.5.4.6": "C",
    "2.5.4.7": "L",
    "2.5.4.8": "ST",
    "2.5.4.10": "O",
    "2.5.4.11": "OU",
}


def aware(moment: Any) -> datetime:
    """A time of a certificate or list. Years outside 1 to 9999 come in another type and are refused."""
    if not isinstance(moment, datetime):
        raise TypeError("a time outside the years 1 to 9999")
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
