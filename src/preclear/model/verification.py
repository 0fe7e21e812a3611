"""What the document library answers: steps with five-valued results, after BSI TR-03135-1."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

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

    @property
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
class Verification:
    """Result of verifying a document's chip: passive authentication, chain, validity, revocation.

    ``result`` is the worst of the steps that count; ``holder`` comes from DG1, None where it cannot be read.
    """

    result: CheckStatus
    checks: tuple[Step, ...]
    holder: MrzFields | None = None
    signer: Signer | None = None

    def step(self, id: str) -> Step | None:  # noqa: A002 -- the field's own name in the contract
        """The step with this id, or None when it was not made."""
        return next((step for step in self.checks if step.id == id), None)
