"""What a rulebook is, once it is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from preclear.model.codes import Axis, Weight
from preclear.rulebook.conditions import Condition


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A dated rule: when its condition holds it adds ``weight`` (1 to 3) to an axis. It can do nothing else.

    ``reason`` and ``resolved_by`` are texts by language; ``evidence`` names why the rule is believed to be true.
    """

    id: str
    when: str
    axis: Axis
    weight: int
    reason: Mapping[str, str]
    resolved_by: Mapping[str, str]
    legal_reference: str
    evidence: str
    owner: str
    expires: date
    condition: Condition


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """A rule that was not loaded: a stable code, one sentence, and the field that it may not use."""

    id: str
    code: str
    reason: str
    field: str = ""


@dataclass(frozen=True, kw_only=True)
class Rulebook:
    """Weights of findings, caps and bands of the axes, and rules.

    An axis is amber from ``bands["amber"]`` counted weight and red from ``bands["red"]``, and never counts more than
    its cap.
    """

    id: str
    version: str
    in_force: date
    weights: Mapping[Weight, int]
    caps: Mapping[Axis, int]
    bands: Mapping[str, int]
    rules: tuple[Rule, ...]

    def rules_on(self, day: date) -> tuple[Rule, ...]:
        """The rules that have not expired on this day."""
        return tuple(rule for rule in self.rules if day <= rule.expires)
