"""Certificates of issuing authorities, read with all their oddities (ICAO Doc 9303-12, section 7.1; RFC 5280).

Real certificates break the profile in many ways: serial numbers of zero or below, lower-case countries, CAs without
basicConstraints, extensions that cannot be read. We note such a defect and use the certificate.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property, lru_cache
from hashlib import sha256
from typing import Any

from asn1crypto import x509

from preclear.documents.der import first_element, reading
from preclear.documents.keys import Algorithm, Outcome, algorithm_of, check

MAX_CERTIFICATE = 32_768
MASTER_LIST_SIGNER = "2.23.136.1.1.3"
_NAME_CHANGE = "2.23.136.1.1.6.1"
_COUNTRY = "2.5.4.6"
_RULE = "RFC 5280, 4.1"

NameKey = tuple[tuple[str, str], ...]
"""A name to compare with: attribute and value pairs, sorted, case folded and with single spaces."""


@dataclass(frozen=True, kw_only=True)
class Certificate:
    """One X.509 certificate. ``country`` is as written, in upper case; ``defects`` are what the profile forbids.

    ``ca`` is None where basicConstraints are absent. ``ski`` and ``aki`` are the subject's and the authority's key
    identifiers, None where absent.
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

    @classmethod
    def parse(cls, data: bytes) -> Certificate:
        """Read one certificate in DER; ``InvalidInput`` where it is none."""
        der = first_element(data, "certificate", limit=MAX_CERTIFICATE)
        with reading("certificate", _RULE):
            return _read(der)

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
    def link(self) -> bool:
        """Whether this joins an old CSCA key to a new one (Doc 9303-12, 7.1: same authority, other key or name)."""
        return bool(self.ca) and not self.self_signed and (self.self_issued or self.name_change)

    def valid_at(self, at: datetime) -> bool:
        """Whether ``at`` lies in the validity period, both ends included."""
        return self.not_before <= at <= self.not_after

    def signed_by(self, issuer: Certificate) -> Outcome:
        """Whether the key of ``issuer`` signed this certificate."""
        return check(issuer.spki, self.algorithm, self.signature, self.signed)


@lru_cache(maxsize=2048)
def _read(der: bytes) -> Certificate:
    """Lists repeat one another, and one signer signs many documents: reading costs more than remembering."""
    parsed = x509.Certificate.load(der)
    body = parsed["tbs_certificate"]
    algorithm = parsed["signature_algorithm"]
    found = _Extensions(body["extensions"])
    serial = body["serial_number"].native
    country = _country(body["subject"])
    defects = [
        *found.defects,
        *(["the serial number is not positive"] if serial <= 0 else []),
        *(["the country is not in upper case"] if country != country.upper() else []),
    ]
    return Certificate(
        der=der,
        subject=name_text(body["subject"]),
        issuer=name_text(body["issuer"]),
        subject_key=name_key(body["subject"]),
        issuer_key=name_key(body["issuer"]),
        country=country.upper(),
        issuer_country=_country(body["issuer"]).upper(),
        serial=serial,
        ski=found.value("key_identifier"),
        aki=(found.value("authority_key_identifier") or {}).get("key_identifier"),
        not_before=aware(body["validity"]["not_before"].native),
        not_after=aware(body["validity"]["not_after"].native),
        ca=(found.value("basic_constraints") or {}).get("ca"),
        extended_usages=frozenset(found.usages),
        name_change=_NAME_CHANGE in found.oids,
        spki=body["subject_public_key_info"].dump(),
        signed=body.dump(),
        signature=parsed["signature_value"].native,
        algorithm=algorithm_of(algorithm, ""),
        defects=tuple(defects),
    )


class _Extensions:
    """The extensions of a certificate, each read on its own so that a broken one costs only itself."""

    def __init__(self, extensions: Any) -> None:
        self.defects: list[str] = []
        self.oids: set[str] = set()
        self.usages: list[str] = []
        self._values: dict[str, Any] = {}
        for extension in extensions:
            oid = extension["extn_id"].dotted
            self.oids.add(oid)
            name = _WANTED.get(oid)
            if name:
                self._read(name, extension)

    def value(self, name: str) -> Any:
        return self._values.get(name)

    def _read(self, name: str, extension: Any) -> None:
        try:
            parsed = extension["extn_value"].parsed
            if name == "extended_key_usage":
                self.usages = [usage.dotted for usage in parsed]
            else:
                self._values[name] = parsed.native
        except Exception as error:  # noqa: BLE001 -- one unreadable extension must not lose a State's only key
            self.defects.append(f"the extension {name} cannot be read ({type(error).__name__})")


_WANTED = {
    "2.5.29.14": "key_identifier",
    "2.5.29.35": "authority_key_identifier",
    "2.5.29.19": "basic_constraints",
    "2.5.29.37": "extended_key_usage",
}


def name_key(name: Any) -> NameKey:
    """A name made comparable: order, case, string type and runs of spaces differ between certificates of one CSCA."""
    return tuple(sorted((oid, " ".join(value.split()).casefold()) for oid, value in _pairs(name)))


def _pairs(name: Any) -> list[tuple[str, str]]:
    return [
        (attribute["type"].dotted, str(attribute["value"].native)) for relative in name.chosen for attribute in relative
    ]


def _country(name: Any) -> str:
    return next((value.strip() for oid, value in _pairs(name) if oid == _COUNTRY), "")


_SHORT = {
    "2.5.4.3": "CN",
    "2.5.4.5": "SERIALNUMBER",
    "2.5.4.6": "C",
    "2.5.4.7": "L",
    "2.5.4.8": "ST",
    "2.5.4.10": "O",
    "2.5.4.11": "OU",
}


def name_text(name: Any) -> str:
    """A name for a person, most general part first as in the certificate."""
    return ", ".join(f"{_SHORT.get(oid, oid)}={value}" for oid, value in _pairs(name))


def aware(moment: Any) -> datetime:
    """A time of a certificate or list. Years outside 1 to 9999 come in another type and are refused."""
    if not isinstance(moment, datetime):
        raise TypeError("a time outside the years 1 to 9999")
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
