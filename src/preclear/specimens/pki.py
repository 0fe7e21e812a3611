"""A synthetic State with its own CSCA, document signers and CRL (ICAO Doc 9303-12, section 7.1).

Everything follows from State, seed and day: the same arguments give the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from preclear.documents import TrustStore
from preclear.documents.certificates import MASTER_LIST_SIGNER, Certificate
from preclear.documents.extensions import DOCUMENT_TYPES, USAGE_PERIOD
from preclear.documents.publications import MASTER_LIST
from preclear.documents.revocation import RevocationList
from preclear.specimens import encoding as der
from preclear.specimens.keys import SigningKey, elliptic_key
from preclear.specimens.signed_data import signed_data
from preclear.writing.states import STATES

SPECIMEN_DAY = date(2026, 1, 1)
"""The day for which a country is made where none is given."""

_YEAR = timedelta(days=365)
_KEY_USAGE_SIGN, _KEY_USAGE_CA = der.bits(b"\x80", 7), der.bits(b"\x06", 1)


@dataclass(frozen=True, kw_only=True)
class Signer:
    """A document or list signer: its certificate, its key, and how CMS names it (issuer and serial number)."""

    certificate: bytes
    key: SigningKey
    id: bytes


def distinguished_name(country: str, organisation: str, common_name: str) -> bytes:
    """A name of country, organisation and common name."""
    parts = (
        ("2.5.4.6", der.printable(country)),
        ("2.5.4.10", der.utf8(organisation)),
        ("2.5.4.3", der.utf8(common_name)),
    )
    return der.sequence(*(der.set_of(der.sequence(der.oid(kind), value)) for kind, value in parts))


def certificate(
    *,
    subject: bytes,
    issuer: bytes,
    serial: int,
    key: SigningKey,
    issuer_key: SigningKey,
    valid: tuple[datetime, datetime],
    extensions: Mapping[str, bytes],
) -> bytes:
    """A certificate over ``key``, signed by ``issuer_key``. ``extensions`` are values in DER by their OID."""
    body = der.sequence(
        der.context(0, der.integer(2)),
        der.integer(serial),
        issuer_key.algorithm,
        issuer,
        der.sequence(der.time(valid[0]), der.time(valid[1])),
        subject,
        key.spki,
        der.context(3, _extensions(extensions)),
    )
    return der.sequence(body, issuer_key.algorithm, der.bits(issuer_key.sign(body)))


def _extensions(values: Mapping[str, bytes]) -> bytes:
    """Extensions in DER; key usage and basic constraints are critical (Doc 9303-12, 7.1.1)."""
    critical = {oid: [der.boolean(True)] for oid in ("2.5.29.15", "2.5.29.19")}
    listed = (der.sequence(der.oid(oid), *critical.get(oid, []), der.octets(value)) for oid, value in values.items())
    return der.sequence(*listed)


def ca_extensions(key: SigningKey, issuer_key: SigningKey) -> dict[str, bytes]:
    """The extensions of a CSCA certificate; of a link certificate where the issuer's key is another one."""
    return {
        "2.5.29.19": der.sequence(der.boolean(True), der.integer(0)),
        "2.5.29.15": _KEY_USAGE_CA,
        **_key_identifiers(key, issuer_key),
    }


def signer_extensions(key: SigningKey, issuer_key: SigningKey, *usages: str) -> dict[str, bytes]:
    """The extensions of a document signer, and of other signers with their extended key usages."""
    extended = {"2.5.29.37": der.sequence(*map(der.oid, usages))} if usages else {}
    return {"2.5.29.15": _KEY_USAGE_SIGN, **_key_identifiers(key, issuer_key), **extended}


def private_key_usage(first: datetime | None, last: datetime | None) -> bytes:
    """The extension privateKeyUsagePeriod in DER; a side that is None is left open."""
    sides = ((0x80, first), (0x81, last))
    return der.sequence(*(der.element(tag, f"{at:%Y%m%d%H%M%S}Z".encode()) for tag, at in sides if at))


def document_type_list(*types: str) -> bytes:
    """The extension documentTypeList in DER (Doc 9303-12, 7.1.1.6)."""
    return der.sequence(der.integer(0), der.set_of(*map(der.printable, types)))


def _key_identifiers(key: SigningKey, issuer_key: SigningKey) -> dict[str, bytes]:
    return {"2.5.29.14": der.octets(key.identifier), "2.5.29.35": _authority(issuer_key)}


def _authority(key: SigningKey) -> bytes:
    return der.sequence(der.element(0x80, key.identifier))


@dataclass(frozen=True, kw_only=True)
class TestCountry:
    """A State of our own making. ``day`` is when it is looked at: its CRL is fresh then, 40 days before and 50 after.

    The CSCA and its signers are valid from ten years before ``day`` until eleven years after it, so that passports
    issued in the past were signed in time.

    >>> country = TestCountry(seed="docs")
    >>> sorted(country.trust.countries), len(country.trust.lists)
    (['UT'], 1)
    """

    __test__ = False

    state: str = "UTO"
    seed: str = "1"
    day: date = SPECIMEN_DAY
    csca_key: SigningKey | None = None
    signer_key: SigningKey | None = None

    @property
    def noon(self) -> datetime:
        """Noon of the country's day, UTC: a time at which everything is valid."""
        return datetime.combine(self.day, time(12), UTC)

    @property
    def country(self) -> str:
        """Two-letter code that its certificates carry; the user-assigned ZZ for a State that does not exist."""
        known = STATES.get(self.state)
        return known.alpha2 if known else "ZZ"

    @cached_property
    def name(self) -> bytes:
        """Name of the CSCA."""
        return distinguished_name(self.country, "Specimens, not a real authority", f"CSCA {self.state} {self.seed}")

    @cached_property
    def ca_key(self) -> SigningKey:
        """Key of the CSCA."""
        return self.csca_key or self._derived("csca")

    @cached_property
    def csca(self) -> bytes:
        """The self-signed CSCA certificate."""
        return certificate(
            subject=self.name,
            issuer=self.name,
            serial=self._serial("csca"),
            key=self.ca_key,
            issuer_key=self.ca_key,
            valid=self._years(-11, 22),
            extensions=ca_extensions(self.ca_key, self.ca_key),
        )

    @cached_property
    def signer(self) -> Signer:
        """A document signer in good standing."""
        return self.make_signer("signer")

    @cached_property
    def expired_signer(self) -> Signer:
        """A document signer whose certificate ended a year before the country's day."""
        return self.make_signer("expired signer", until=-1)

    @cached_property
    def revoked_signer(self) -> Signer:
        """A document signer that the country's CRL revokes."""
        return self.make_signer("revoked signer")

    @cached_property
    def forged_signer(self) -> Signer:
        """A signer whose certificate names the CSCA's key, but was signed with another one."""
        return self.make_signer("forged signer", issuer_key=self._derived("forger"))

    def make_signer(
        self,
        purpose: str,
        *,
        until: int = 11,
        issuer_key: SigningKey | None = None,
        usages: tuple[str, ...] = (),
        extensions: Mapping[str, bytes] | None = None,
    ) -> Signer:
        """A signer below the CSCA. ``until`` is in years from the country's day; ``purpose`` is part of its seed.

        ``extensions`` replace those beyond the keys', which are a document signer's where there are no ``usages``: its
        key may sign until a year after the country's day, and for all types of documents.
        """
        key = self.signer_key or self._derived(purpose)
        signing = issuer_key or self.ca_key
        serial = self._serial(purpose)
        made = certificate(
            subject=distinguished_name(self.country, "Specimens, not a real authority", f"{purpose} {self.seed}"),
            issuer=self.name,
            serial=serial,
            key=key,
            issuer_key=signing,
            valid=self._years(-10, until),
            extensions={**signer_extensions(key, self.ca_key, *usages), **self._further(extensions, usages, until)},
        )
        return Signer(certificate=made, key=key, id=der.sequence(self.name, der.integer(serial)))

    def _further(
        self, extensions: Mapping[str, bytes] | None, usages: tuple[str, ...], until: int
    ) -> Mapping[str, bytes]:
        if extensions is not None or usages:
            return extensions or {}
        return {
            USAGE_PERIOD: private_key_usage(*self._years(-10, min(until, 1))),
            DOCUMENT_TYPES: document_type_list("A", "C", "I", "P", "V"),
        }

    @cached_property
    def crl(self) -> bytes:
        """The country's revocation list, 40 days old on its day: it holds for what came in a month before, too."""
        return self.make_crl(self.noon - timedelta(days=40))

    def make_crl(self, this_update: datetime, days: int = 90) -> bytes:
        """A revocation list that is due again after ``days``."""
        revoked = der.sequence(der.integer(self._serial("revoked signer")), der.time(self.noon - timedelta(days=60)))
        body = der.sequence(
            der.integer(1),
            self.ca_key.algorithm,
            self.name,
            der.time(this_update),
            der.time(this_update + timedelta(days=days)),
            der.sequence(revoked),
            der.context(0, _extensions({"2.5.29.35": _authority(self.ca_key), "2.5.29.20": der.integer(1)})),
        )
        return der.sequence(body, self.ca_key.algorithm, der.bits(self.ca_key.sign(body)))

    def link(self, newer: SigningKey) -> bytes:
        """A link certificate: the CSCA's present key signs for a newer one."""
        return certificate(
            subject=self.name,
            issuer=self.name,
            serial=self._serial("link"),
            key=newer,
            issuer_key=self.ca_key,
            valid=self._years(0, 20),
            extensions=ca_extensions(newer, self.ca_key),
        )

    def master_list(self, *certificates: bytes, usages: tuple[str, ...] = (MASTER_LIST_SIGNER,)) -> bytes:
        """A master list of the CSCA and ``certificates``, signed by a master list signer (Doc 9303-12, section 8)."""
        signer = self.make_signer("master list signer", usages=usages)
        content = der.sequence(der.integer(0), der.set_of(self.csca, *certificates))
        return signed_data(
            content, content_type=MASTER_LIST, key=signer.key, signer=signer.id, certificates=[signer.certificate]
        )

    @cached_property
    def trust(self) -> TrustStore:
        """A trust store that holds this country's CSCA and CRL."""
        return TrustStore.of([Certificate.parse(self.csca)], [RevocationList.parse(self.crl)])

    def write(self, folder: Path) -> None:
        """Write ``STATE-csca.cer`` and ``STATE.crl`` into a folder, for ``--trust``."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{self.state}-csca.cer").write_bytes(self.csca)
        (folder / f"{self.state}.crl").write_bytes(self.crl)

    def _derived(self, purpose: str) -> SigningKey:
        return elliptic_key(f"{self.state}/{self.seed}/{purpose}")

    def _serial(self, purpose: str) -> int:
        return int.from_bytes(sha256(f"{self.state}/{self.seed}/{purpose}".encode()).digest()[:8]) >> 1 | 1

    def _years(self, first: int, last: int) -> tuple[datetime, datetime]:
        return self.noon + first * _YEAR, self.noon + last * _YEAR
