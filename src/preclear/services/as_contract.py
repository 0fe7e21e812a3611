"""An assessment as the JSON of the contract: what ``preclear clear --json`` prints and the HTTP API answers."""

from __future__ import annotations

from typing import Any

from preclear.model.finding import Assessment, ClaimVerdict, Finding
from preclear.writing.plain import plain


def as_contract(assessment: Assessment) -> dict[str, Any]:
    """The assessment as JSON values, with what we add to the contract (``because``, ``counts``, ``may_be`` ...)."""
    told: dict[str, Any] = plain(
        {
            "reference": assessment.reference,
            "claims": [_claim(one) for one in assessment.claims],
            "findings": [_finding(one) for one in assessment.findings],
            "axes": {axis: state.colour for axis, state in assessment.axes.items()},
            "recommendation": assessment.recommendation,
            "refer_because": assessment.refer_because,
            "not_used": assessment.not_used,
            "not_checked": [{"check": one.check, "why": one.why} for one in assessment.not_checked],
            "rulebook": assessment.rulebook,
        }
    )
    return told


def _claim(one: ClaimVerdict) -> dict[str, Any]:
    return {
        "claim": one.claim,
        "verdict": one.verdict,
        "evidence": one.evidence,
        "stated": one.stated,
        "because": one.because,
        "resolved_by": one.resolved_by,
    }


def _finding(one: Finding) -> dict[str, Any]:
    return {
        "check": one.check,
        "weight": one.weight,
        "text": one.text,
        "about": one.about,
        "source": one.source,
        "resolved_by": one.resolved_by,
        "axis": one.axis,
        "counts": one.counts,
        "open": one.open,
        "may_be": one.innocent,
    }
