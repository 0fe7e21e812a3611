"""What conditions see of a dossier: only permitted fields, and only what may weigh."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from google.protobuf import json_format, message_factory

from preclear.model.codes import Verdict
from preclear.model.dossier import Dossier, Itinerary
from preclear.model.finding import ClaimVerdict, Finding
from preclear.rulebook.fields import PACKAGE, permitted_fields
from preclear.writing import application as applications


@dataclass(frozen=True, kw_only=True)
class Facts:
    """The variables of a condition, by name."""

    values: Mapping[str, Any]


def facts_of(dossier: Dossier, findings: Iterable[Finding], claims: Iterable[ClaimVerdict]) -> Facts:
    """The facts of a dossier.

    A contradiction that the applicant could not answer yet is not among the findings, and its claim is not yet
    ``contradicted`` but ``unverifiable``: a rule must not count what may not count.
    """
    findings = tuple(findings)
    counted = [finding for finding in findings if finding.counts and not finding.open]
    waiting = {finding.contradicts for finding in findings if finding.open} - {f.contradicts for f in counted}
    form = applications.format(dossier.application)
    return Facts(
        values={
            "application": _message("Application", form),
            "findings": [_message("Finding", {"check": f.check, "weight": f.weight.value}) for f in counted],
            "claims": [_claim(claim, waiting) for claim in claims],
            "itinerary": _itinerary(dossier.itinerary, len(dossier.application.trip.legs)),
            "registers": {
                name: _message(
                    "Register",
                    {"answered": answer.answered, "found": answer.found, "status": answer.fields.get("status", "")},
                )
                for name, answer in dossier.registers.items()
            },
            "as_of": dossier.as_of,
        }
    )


def _claim(claim: ClaimVerdict, waiting: set[str]) -> Any:
    verdict = claim.verdict
    if verdict is Verdict.CONTRADICTED and claim.claim in waiting:
        verdict = Verdict.UNVERIFIABLE
    return _message("Claim", {"claim": claim.claim, "verdict": verdict.value})


def _itinerary(journey: Itinerary, legs: int) -> Any:
    stated = {"legs": float(legs), "one_way": journey.one_way, "transit_states": list(journey.transit_states)}
    if journey.nights is not None:
        stated["nights"] = float(journey.nights)
    return _message("Itinerary", stated)


def _message(name: str, values: Mapping[str, Any]) -> Any:
    """A message of the permitted pool; fields that are not in it are left out here, once and for all."""
    make = message_factory.GetMessageClass(permitted_fields().pool.FindMessageTypeByName(f"{PACKAGE}.{name}"))
    return json_format.ParseDict(dict(values), make(), ignore_unknown_fields=True)
