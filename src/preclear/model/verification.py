"""What the document library answers: steps with five-valued results, after BSI TR-03135-1."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any

from preclear.model.codes import CheckStatus


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step of a verification.

    ``id`` is stable (``sod.signature``, ``dg.1.hash``, ``chain``); ``reason`` is one sentence for a person;
    ``standard`` names text and section. ``expected`` and ``found`` are given where two values were compared.
    """

    id: str
    status: CheckStatus
    reason: str = ""
    standard: str = ""
    expected: str | None = None
    found: str | None = None


@dataclass(frozen=True, kw_only=True)
class MrzFields:
    """The fields of a machine readable zone, without fillers.

    Days are ``YYYY-MM-DD``, ``YYYY-MM`` or ``YYYY``, or None where the zone leaves them open or names no such day.
    """

    document_code: str
    issuing_state: str
    surname: str
    given_names: str
    document_number: str
    nationality: str
    birth_date: str | None
    sex: str
    expiry_date: str | None
    optional_data: str


@dataclass(frozen=True, kw_only=True)
class Mrz:
    """A machine readable zone as read.

    ``format`` is TD1, TD2, TD3, MRV-A or MRV-B. ``valid``: every check digit passed and every character is allowed.
    """

    format: str
    lines: tuple[str, ...]
    fields: MrzFields
    checks: tuple[Step, ...]

    @cached_property
    def valid(self) -> bool:
        """Whether every check digit passed and every character may stand where it stands; nothing more."""
        exact = (step for step in self.checks if step.id == "characters" or step.id.startswith("digit."))
        return all(step.status is CheckStatus.PASSED for step in exact)


@dataclass(frozen=True, kw_only=True)
class Signer:
    """Who signed. ``country`` as the certificate writes it, in upper case; ``serial`` in hexadecimal."""

    country: str
    subject: str
    serial: str
    algorithm: str


@dataclass(frozen=True, kw_only=True)
class Chip:
    """What an exported chip holds: raw elementary files by name (``SOD``, ``COM``, ``DG1`` .. ``DG16``)."""

    files: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Anchor:
    """Who is trusted in the end: the certificate at the end of the chain, and how it came here.

    ``fingerprint`` is the SHA-256 of its DER in hexadecimal, ``level`` the best of its origins, ``provenance`` all of
    them, best first.
    """

    fingerprint: str
    subject: str
    level: TrustLevel
    provenance: tuple[Provenance, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Verification:
    """Result of verifying a document's chip: passive authentication, chain, validity, revocation.

    ``result`` is the worst of the steps that count; ``holder`` comes from DG1, None where it cannot be read;
    ``anchor`` is the CSCA to which the signer leads, None where it leads to none.
    """

    result: CheckStatus
    checks: tuple[Step, ...]
    holder: MrzFields | None = None
    signer: Signer | None = None
    anchor: Anchor | None = None

    def step(self, id: str) -> Step | None:  # noqa: A002 -- the field's own name in the contract
        """The step with this id, or None when it was not made."""
        return next((step for step in self.checks if step.id == id), None)


@dataclass(frozen=True, kw_only=True)
class SealVerification:
    """What verifying a seal, a mobile document or a digital travel credential gave.

    ``kind`` is ``vds``, ``idb``, ``vds-nc``, ``mdoc`` or ``dtc``; ``profile`` says which document the seal stands on
    (``visa``, ``emergency_travel_document``), empty where the profile is unknown. ``message`` holds the decoded fields
    by name, plain values only. Where a step is one of Doc 9303-13, appendix D, its ``reason`` begins with the name
    used there (``EXPIRED_CERTIFICATE``).
    """

    kind: str
    result: CheckStatus
    checks: tuple[Step, ...]
    message: Mapping[str, Any] = field(default_factory=dict)
    signer: Signer | None = None
    profile: str = ""

    def step(self, id: str) -> Step | None:  # noqa: A002 -- the field's own name in the contract
        """The step with this id, or None when it was not made."""
        return next((step for step in self.checks if step.id == id), None)


@dataclass(frozen=True, kw_only=True)
class Repair:
    """One character that was changed after reading. ``line`` and ``position`` count from 1."""

    line: int
    position: int
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class RepairedMrz:
    """A zone after misreadings were undone: what it now says, every changed character, and whether any doubt is left.

    ``step`` is ``repair``: undetermined where no single change explains the check digits; never failed.
    """

    mrz: Mrz
    repairs: tuple[Repair, ...]
    step: Step


@dataclass(frozen=True, kw_only=True)
class Sight:
    """What one reader saw on a page. ``lines`` is empty where it found no zone; ``confidence`` lies in 0 to 1."""

    reader: str
    version: str
    lines: tuple[str, ...] = ()
    confidence: float = 0.0


@dataclass(frozen=True, kw_only=True)
class PageReading:
    """What was read from the picture of a page.

    ``mrz`` is the best reading, also where the readers disagree; then ``readers.agree`` is not ``passed`` and a person
    looks. ``repairs`` are in no name. ``printed`` holds what was read from the visual zone, by field name of
    ``MrzFields``, as printed.
    """

    mrz: Mrz | None
    checks: tuple[Step, ...]
    confidence: float
    readers: tuple[Sight, ...] = ()
    repairs: tuple[Repair, ...] = ()
    printed: Mapping[str, str] = field(default_factory=dict)

    @property
    def agreed(self) -> bool:
        """Whether two independent readers saw the same zone; only then may a machine rely on it."""
        step = self.step("readers.agree")
        return self.mrz is not None and step is not None and step.status is CheckStatus.PASSED

    def step(self, id: str) -> Step | None:  # noqa: A002 -- the field's own name in the contract
        """The step with this id, or None when it was not made."""
        return next((step for step in self.checks if step.id == id), None)


class TrustLevel(StrEnum):
    """How a certificate came to be in the trust store, best first."""

    BILATERAL = "bilateral"
    """Handed over by its State and confirmed by two people here."""
    CONFIGURED = "configured"
    """A single file that the administrator of this installation put there."""
    PUBLISHED = "published"
    """In a list whose signature holds under an anchor that was there before."""
    UNVERIFIED = "unverified"
    """In a list whose signature could not be verified up to an anchor."""


@dataclass(frozen=True, kw_only=True)
class Provenance:
    """Where a certificate or list came from.

    ``source`` is a file's path or a channel's name, ``kind`` is ``master list``, ``ldif``, ``certificate``, ``crl``,
    ``deviation list`` or ``defect list``, ``sha256`` is of the bytes as received; ``confirmed_by`` are the two people
    of a bilateral import.
    """

    source: str
    kind: str
    level: TrustLevel
    sha256: str = ""
    received: date | None = None
    note: str = ""
    confirmed_by: tuple[str, ...] = ()
