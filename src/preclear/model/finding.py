"""What checks say, and what a rulebook makes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from preclear.model.codes import Axis, Colour, Recommendation, Verdict, Weight
from preclear.model.text import Text


@dataclass(frozen=True, kw_only=True)
class Remark:
    """What one check has to say: how loud, what, about which field or evidence, and what would resolve it.

    ``contradicts`` names the claim that the remark contradicts; such a remark weighs nothing before the applicant
    could answer it. ``innocent`` says what honest circumstance looks the same.
    """

    weight: Weight
    text: Text
    about: tuple[str, ...]
    resolved_by: Text
    contradicts: str = ""
    innocent: Text | None = None


@dataclass(frozen=True, kw_only=True)
class Finding:
    """A remark with the check that made it and the source that the check rests on.

    ``counts`` is False for a contradiction that was not put to the applicant yet, or whose answer resolved it.
    ``axis`` is None for what refers without an axis (lists, networks).
    """

    check: str
    question: str
    weight: Weight
    text: Text
    about: tuple[str, ...]
    source: str
    resolved_by: Text
    axis: Axis | None
    contradicts: str = ""
    innocent: Text | None = None
    counts: bool = True
    open: bool = False

    @property
    def key(self) -> str:
        """Stable name of this finding inside its dossier: the check and what it is about."""
        return ":".join((self.check, *self.about))


@dataclass(frozen=True, kw_only=True)
class Silence:
    """A check that found nothing, or could not look; ``why`` is empty in the first case."""

    check: str
    question: str
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class ClaimVerdict:
    """One claim of the application and what the evidence says of it.

    ``stated`` is the claim in short; ``evidence`` are ids; no verdict but ``not_checked`` stands without one.
    """

    claim: str
    stated: str
    verdict: Verdict
    evidence: tuple[str, ...]
    because: Text
    resolved_by: Text | None = None

    def __post_init__(self) -> None:
        if self.verdict is not Verdict.NOT_CHECKED and not self.evidence:
            raise ValueError(f"a verdict on {self.claim} needs evidence")


@dataclass(frozen=True, kw_only=True)
class AxisState:
    """Where one axis stands: ``counted`` of ``cap`` weights, ``pending`` ones wait for the applicant's answer."""

    axis: Axis
    colour: Colour
    counted: int
    pending: int
    cap: int
    because: tuple[str, ...] = ()

    @property
    def open(self) -> bool:
        """Whether a contradiction still waits to be answered."""
        return self.pending > 0


@dataclass(frozen=True, kw_only=True)
class RulebookRef:
    """Which rulebook judged: id, version, and the day from which it is in force."""

    id: str
    version: str
    in_force: date


@dataclass(frozen=True, kw_only=True)
class Assessment:
    """The whole judgement of a dossier: claims, findings, axes, and whether it may be granted by the machine.

    ``refer_because`` are sentences; it is empty exactly when the recommendation is to grant.
    """

    reference: str
    rulebook: RulebookRef
    claims: tuple[ClaimVerdict, ...]
    findings: tuple[Finding, ...]
    silent: tuple[Silence, ...]
    not_checked: tuple[Silence, ...]
    axes: Mapping[Axis, AxisState]
    recommendation: Recommendation
    refer_because: tuple[Text, ...]
    not_used: tuple[str, ...]
    shadow: tuple[str, ...] = field(default_factory=tuple)

    def __post_init__(self) -> None:
        if not self.not_used:
            raise ValueError("an assessment says what was not used")
        if (self.recommendation is Recommendation.GRANT) == bool(self.refer_because):
            raise ValueError("a referral has its reasons, and a grant has none")
