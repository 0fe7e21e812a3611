"""What is kept of certificates that a State handed over: who proposed them, who compared them, who took them away.

Nothing of it is ever changed: a decision is a further row. ``preclear.services.trust_import`` has the verbs.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol


class TrustStanding(StrEnum):
    """How a proposal stands. Only what is ``CONFIRMED`` counts when documents are verified."""

    WAITING = "waiting"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, kw_only=True)
class TrustProposal:
    """Certificates, a CRL or a master list that somebody proposes to trust.

    ``state`` is the code of the State that handed them over (Doc 9303-3, section 5); ``kind`` is ``certificate``,
    ``crl``, ``master_list`` or ``ldif``; ``holds`` says in words what is inside. ``sha256`` is of the file as received.
    ``fingerprint`` is what the State is asked for over a second channel: the SHA-256 of the one certificate or list
    inside in DER, else of the whole file. ``how`` tells by which channel it came.
    """

    id: int = 0
    state: str
    kind: str
    name: str
    holds: tuple[str, ...]
    sha256: str
    fingerprint: str
    how: str
    received: date
    by: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class TrustStep:
    """What became of a proposal: confirmed by a second person, rejected, or withdrawn after it was confirmed."""

    proposal: int
    standing: TrustStanding
    by: str
    at: datetime
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class TrustImport:
    """A proposal with everything that was decided about it, oldest first."""

    proposal: TrustProposal
    steps: tuple[TrustStep, ...] = ()

    @property
    def id(self) -> int:
        """Number of the proposal."""
        return self.proposal.id

    @property
    def standing(self) -> TrustStanding:
        """How it stands now."""
        return self.steps[-1].standing if self.steps else TrustStanding.WAITING

    @property
    def confirmed_by(self) -> str:
        """Who compared the fingerprint and confirmed; empty where nobody did."""
        return next((one.by for one in self.steps if one.standing is TrustStanding.CONFIRMED), "")


class TrustImports(Protocol):
    """Proposals to trust, with what became of them. Append-only; the database itself wants two different people."""

    def add(self, proposal: TrustProposal, content: bytes) -> TrustProposal:
        """Keep a proposal with its bytes; the answer has its number. ``NotPermitted`` for somebody without account."""

    def decide(self, step: TrustStep) -> None:
        """Keep a decision. ``Conflict`` where there is one already, ``NotPermitted`` where one person is both."""

    def get(self, id: int) -> TrustImport:  # noqa: A002 -- the proposal's own field
        """One proposal with its steps. Raises ``NotFound``."""

    def content(self, id: int) -> bytes:  # noqa: A002 -- the proposal's own field
        """The file as received. Raises ``NotFound``."""

    def newest(self, *, limit: int = 100) -> tuple[TrustImport, ...]:
        """The newest proposals with their steps, newest first."""

    def standing(self, standing: TrustStanding) -> tuple[TrustImport, ...]:
        """All that stand so now, oldest first."""

    def version(self) -> int:
        """Grows with every decision: who knows it need not read the rest again."""
