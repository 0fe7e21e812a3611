"""Known faults of whole series of documents, as their issuers publish them (ICAO Doc 9303-12, 10, and 9303-3, 7).

A deviation list of one State speaks of that State's documents only. It says which documents (all its conditions have to
hold together) and what is wrong with them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from hashlib import sha256

from asn1crypto import x509

from preclear.documents.certificates import Certificate, NameKey, read_name
from preclear.documents.der import children, dotted, reading, small
from preclear.documents.extensions import moment
from preclear.documents.keys import digest
from preclear.errors import InvalidInput

DEVIATION_LIST = "2.23.136.1.1.7"
DEFECT_LIST = "0.4.0.127.0.7.3.1.5"
MAX_DEVIATIONS = 20_000
MAX_NUMBERS = 2_000_000
_WHAT = "deviation list"
_RULE = "ICAO Doc 9303-12, 10.2"

HASHES = {
    "1.3.14.3.2.26": "sha1",
    "2.16.840.1.101.3.4.2.4": "sha224",
    "2.16.840.1.101.3.4.2.1": "sha256",
    "2.16.840.1.101.3.4.2.2": "sha384",
    "2.16.840.1.101.3.4.2.3": "sha512",
}
"""Hash algorithms of lists by OID."""

KINDS: dict[str, str] = {
    "1": "a key or certificate is faulty",
    "1.1": "the signature of the document signer's certificate is wrong",
    "1.2": "the document signer's certificate is wrongly encoded",
    "1.3": "the CSCA's certificate is wrongly encoded",
    "1.4": "the key of active authentication may be compromised",
    "2": "the chip's data are faulty",
    "2.1": "a data group is wrongly encoded",
    "2.2": "the hash of a data group in EF.SOD is wrong",
    "2.3": "the signature in EF.SOD is wrong",
    "2.4": "EF.COM and EF.SOD do not agree",
    "3": "the machine readable zone is faulty",
    "3.1": "a field of the machine readable zone holds wrong data",
    "3.2": "a check digit of the machine readable zone is wrong",
    "4": "the chip cannot be used",
    "5": "national use",
}
"""Kinds of deviation by the end of their OID below ``DEVIATION_LIST`` (Doc 9303-3, 7.3.5)."""

DEFECTS: dict[str, str] = {
    "1.1": "the document signer's certificate is revoked",
    "1.2": "the document signer's certificate is malformed and was replaced",
    "1.3": "the keys of chip authentication are compromised",
    "1.4": "the keys of active authentication are compromised",
    "2.1": "a data group is wrongly encoded",
    "2.2": "the security object is malformed",
    "2.3": "EF.COM and EF.SOD do not agree",
    "4.1": "EF.CardSecurity is malformed",
    "4.2": "EF.ChipSecurity is malformed",
    "4.4": "the document signer's certificate is wrongly encoded",
}
"""Kinds of defect by the end of their OID below ``DEFECT_LIST``."""


@dataclass(frozen=True, kw_only=True)
class Concerned:
    """Which documents a deviation is about; a condition that is None or empty is not set.

    The signer is named by issuer and serial, by key identifier, or by a hash of its certificate with its algorithm.
    """

    document_type: str = ""
    issuer: NameKey | None = None
    serial: int | None = None
    ski: bytes | None = None
    certificate_hash: tuple[str, bytes] | None = None
    issued: tuple[date, date] | None = None
    numbers: frozenset[str] = frozenset()

    @property
    def named(self) -> bool:
        """Whether anything is said at all: a deviation without conditions would excuse every document of the State."""
        return self != Concerned()

    def signer(self, certificate: Certificate | None) -> bool | None:
        """Whether this is about documents of ``certificate``; None where the list does not go by the signer."""
        if self.issuer is None and self.ski is None and self.certificate_hash is None:
            return None
        if certificate is None:
            return False
        if self.certificate_hash is not None:
            algorithm, expected = self.certificate_hash
            if digest(algorithm, certificate.der) != expected:
                return False
        if self.issuer is not None and (self.issuer, self.serial) != (certificate.issuer_key, certificate.serial):
            return False
        return self.ski is None or self.ski == certificate.ski


@dataclass(frozen=True, kw_only=True)
class Deviation:
    """One fault of one series. ``kind`` is an OID, ``part`` the data group or field that its parameter names.

    ``country`` is that of the list's signer, in upper case; ``text`` is the publisher's own description, never an
    instruction to anybody. ``code`` is the status code of a defect list's entry.
    """

    kind: str
    concerned: Concerned
    part: int | None = None
    parts: tuple[int, ...] = ()
    text: str = ""
    country: str = ""
    code: int | None = None
    source: str = "deviation list"

    @property
    def name(self) -> str:
        """What is wrong, for a person."""
        names = DEFECTS if self.kind.startswith(DEFECT_LIST) else KINDS
        return names.get(self.short, f"a fault of kind {self.kind}")

    @property
    def short(self) -> str:
        """The end of the OID, below that of the list."""
        return self.kind.removeprefix(DEVIATION_LIST + ".").removeprefix(DEFECT_LIST + ".")

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of what this says, in hexadecimal."""
        numbers = ",".join(sorted(self.concerned.numbers))
        rest = replace(self, concerned=replace(self.concerned, numbers=frozenset()))
        return sha256(f"{rest}{numbers}".encode()).hexdigest()

    def signed_in(self, country: str) -> Deviation:
        """The same, with the country of the list's signer."""
        return replace(self, country=country)


def read_deviations(content: bytes) -> tuple[Deviation, ...]:
    """Read ``DeviationList`` in DER; ``InvalidInput`` where it is none or is out of bounds."""
    with reading(_WHAT, _RULE):
        parts = list(children(next(inner for tag, inner, _ in children(content, _WHAT) if tag == 0x30), _WHAT))
        algorithm = next((_algorithm(inner) for tag, inner, _ in parts if tag == 0x30), "")
        listed = next(inner for tag, inner, _ in parts if tag == 0x31)
        return tuple(bounded(_each(listed, algorithm)))


def bounded(found: Iterator[Deviation]) -> Iterator[Deviation]:
    """The same, with ``InvalidInput`` where there are more than can be held."""
    numbers = 0
    for count, one in enumerate(found, 1):
        numbers += len(one.concerned.numbers)
        if count > MAX_DEVIATIONS or numbers > MAX_NUMBERS:
            raise InvalidInput("lists more deviations than can be held", where=_WHAT, rule=_RULE, mend="Split the list")
        yield one


def _each(listed: bytes, algorithm: str) -> Iterator[Deviation]:
    for _, body, _ in children(listed, _WHAT):
        documents, descriptions = [inner for _, inner, _ in children(body, _WHAT)][:2]
        concerned = _concerned(documents, algorithm)
        for _, described, _ in children(descriptions, _WHAT):
            yield _description(described, concerned)


def _description(body: bytes, concerned: Concerned) -> Deviation:
    """An optional text, the kind, and under [0] a parameter; national use under [1] is not for us."""
    text, kind, part = "", "", None
    for tag, inner, _ in children(body, _WHAT):
        if tag == 0x06:
            kind = dotted(inner, _WHAT)
        elif tag == 0xA0:
            part = _parameter(inner)
        elif tag in {0x13, 0x0C, 0x16, 0x14}:
            text = inner.decode("utf-8", "replace")[:2000]
    if not kind:
        raise InvalidInput("has a deviation of no kind", where=_WHAT, rule=_RULE, mend="Ask its publisher")
    return Deviation(kind=kind, concerned=concerned, part=part, text=text)


def _parameter(inner: bytes) -> int | None:
    """An INTEGER (a data group, a field of the zone or of a certificate); an extension's OID has no number."""
    return next((small(value, _WHAT) for tag, value, _ in children(inner, _WHAT) if tag == 0x02), None)


def _concerned(body: bytes, algorithm: str) -> Concerned:
    found = Concerned()
    for tag, inner, _ in children(body, _WHAT):
        match tag:
            case 0x80 | 0xA0:
                found = replace(found, document_type=_text(inner).strip(" <").upper())
            case 0xA4:
                first, last = [moment(time) for _, time, _ in children(inner, _WHAT)][:2]
                found = replace(found, issued=(first.date(), last.date()))
            case 0xA5:
                numbers = (value.decode("ascii") for _, value, _ in children(inner, _WHAT))
                found = replace(found, numbers=frozenset(plain_number(one) for one in numbers))
            case _:
                found = _signer(tag, inner, found, algorithm)
    return found


def _signer(tag: int, inner: bytes, found: Concerned, algorithm: str) -> Concerned:
    """DocumentSignerIdentifier: tags [1] to [3], whose forms differ between encoders."""
    match tag:
        case 0xA1:
            parts = list(children(inner, _WHAT))
            if len(parts) == 1:
                parts = list(children(parts[0][1], _WHAT))
            name = read_name(x509.Name.load(parts[0][2])).key
            return replace(found, issuer=name, serial=int.from_bytes(parts[1][1], signed=True))
        case 0x82 | 0xA2:
            return replace(found, ski=_octets(tag, inner))
        case 0x83 | 0xA3:
            return replace(found, certificate_hash=(algorithm, _octets(tag, inner)))
        case other:
            raise InvalidInput(f"has a condition that is not known ({other:#x})", where=_WHAT, rule=_RULE, mend="")


def _octets(tag: int, inner: bytes) -> bytes:
    """Octets tagged implicitly, or explicitly around an OCTET STRING."""
    return inner if tag < 0xA0 else next(children(inner, _WHAT))[1]


def _text(inner: bytes) -> str:
    value = inner if inner[:1] != b"\x13" else next(children(inner, _WHAT))[1]
    return value.decode("ascii")


def _algorithm(inner: bytes) -> str:
    oid = dotted(next(children(inner, _WHAT))[1], _WHAT)
    return HASHES.get(oid, oid)


def plain_number(number: str) -> str:
    """A document number to compare with: upper case, without fillers or spaces."""
    return number.upper().replace("<", "").replace(" ", "")
