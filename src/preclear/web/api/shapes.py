"""What programs get: an application as its applicant may see it, and a case as officials may."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from preclear.model.case import Actor, Case, Clock
from preclear.model.clearance import Clearance
from preclear.model.codes import ApplicationState as S
from preclear.services.as_contract import as_contract
from preclear.services.ports import Judged
from preclear.services.view import CaseView, Sight
from preclear.writing import application as forms
from preclear.writing.plain import plain

_BEING_READ = (
    S.ADMISSIBLE,
    S.CHECKED_CLEAR,
    S.MATCHES,
    S.FALSE_MATCH,
    S.CONFIRMED,
    S.UNCERTAIN,
    S.REFERRED,
    S.CONSULTING,
    S.REFUSE_PROPOSED,
)
TOLD_TO_APPLICANTS: Mapping[S, S] = MappingProxyType(dict.fromkeys(_BEING_READ, S.IN_REVIEW))
"""States that an applicant hears under one name: none of them may tell of a list or of a proposal."""

_CLOCKS_OF_APPLICANTS = ("answer", "answer_put", "interview", "mend", "appeal", "lodge", "total")


def own(seen: CaseView) -> dict[str, Any]:
    """An application for its applicant: no officer, no match, no proposal, no finding before it was put."""
    case = seen.case
    decision, appeal = case.decision, case.appeal
    told: dict[str, Any] = plain(
        {
            "reference": case.reference,
            "state": TOLD_TO_APPLICANTS.get(case.state, case.state),
            "clocks": {name: _clock(case.clocks[name]) for name in _CLOCKS_OF_APPLICANTS if name in case.clocks},
            "missing": case.missing,
            "questions": [
                {"id": one.id, "text": one.text, "asked_at": one.asked_at, "due": one.due, "answer": one.answer}
                for one in case.questions
            ],
            "contradictions": [
                {
                    "id": one.id,
                    "text": one.text,
                    "resolved_by": one.resolved_by,
                    "put_at": one.put_at,
                    "due": one.due,
                    "answer": one.answer,
                    "accepted": one.accepted,
                }
                for one in case.put
            ],
            "decision": decision
            and {
                "outcome": decision.outcome,
                "at": decision.at,
                "reasons": decision.reasons,
                "conditions": decision.conditions,
            },
            "appeal": appeal
            and {
                "at": appeal.at,
                "decide_by": appeal.decide_by,
                "result": appeal.result,
                "reasons": appeal.reasons,
            },
            "clearances": [clearance(one) for one in seen.clearances],
        }
    )
    return told


def of_case(seen: CaseView, actor: Actor) -> dict[str, Any]:
    """A case for an official. A proposal is sealed for its reviewer, who first gives an own view."""
    if seen.sight is not Sight.WHOLE:
        return _at_the_match_desk(seen) if seen.sight is Sight.MATCHES else _at_the_border(seen)
    case = seen.case
    is_sealed = sealed(case, actor)
    history = [one for one in case.history if not (is_sealed and one.event == "decision.proposed")]
    told: dict[str, Any] = plain(
        {
            "reference": case.reference,
            "version": case.version,
            "state": case.state,
            "urgent": case.urgent,
            "officer": case.officer,
            "reviewer": case.reviewer,
            "clocks": {name: _clock(clock) for name, clock in case.clocks.items()},
            "questions": case.questions,
            "contradictions": case.put,
            "matches": case.matches,
            "proposal": None if is_sealed else case.proposal,
            "sealed": is_sealed,
            "decision": case.decision,
            "appeal": case.appeal,
            "history": history,
            "clearances": [clearance(one) for one in seen.clearances],
        }
    )
    return {**told, "application": forms.format(case.application), "dossier": _judged(seen.judged)}


def _at_the_match_desk(seen: CaseView) -> dict[str, Any]:
    """Identity and matches, with what the lists say: purpose, job and funds are no matter of this desk."""
    case, who, paper = seen.case, seen.case.application.applicant, seen.case.application.document
    keys = {one.key for one in case.matches}
    found = seen.judged.dossier.screening if seen.judged else None
    told: dict[str, Any] = plain(
        {
            "reference": case.reference,
            "version": case.version,
            "state": case.state,
            "urgent": case.urgent,
            "person": {
                "surname": who.surname,
                "given_names": who.given_names,
                "other_names": who.other_names,
                "native_name": who.native_name,
                "father_name": who.father_name,
                "birth_date": str(who.birth_date),
                "document": {"type": paper.type, "number": paper.number, "issuing_state": paper.issuing_state},
            },
            "matches": case.matches,
            "candidates": [one for one in found.candidates if f"{one.list}/{one.entity}" in keys] if found else [],
        }
    )
    return told


def _at_the_border(seen: CaseView) -> dict[str, Any]:
    """The clearances, with their conditions and whether the second line looks: nothing of how they came about."""
    told: dict[str, Any] = plain(
        {
            "reference": seen.case.reference,
            "clearances": [
                {**clearance(one), "conditions": one.conditions, "second_line": one.second_line}
                for one in seen.clearances
            ],
        }
    )
    return told


def step(case: Case) -> dict[str, Any]:
    """What a verb answers: where the case stands now, and its version for the next one."""
    return {"reference": case.reference, "state": str(case.state), "version": case.version}


def clearance(one: Clearance) -> dict[str, Any]:
    """The status of a clearance, without its holder."""
    told: dict[str, Any] = plain(
        {
            "number": one.number,
            "state": one.state,
            "valid_from": one.valid_from,
            "valid_until": one.valid_until,
            "destination": one.destination,
            "entries": one.entries,
            "superseded_by": one.superseded_by,
        }
    )
    return told


def sealed(case: Case, actor: Actor) -> bool:
    """Whether a proposal waits for this person's own view."""
    return case.state is S.REFUSE_PROPOSED and actor.id == case.reviewer


def _judged(judged: Judged | None) -> dict[str, Any] | None:
    if judged is None:
        return None
    keys = [finding.key for finding in judged.assessment.findings]
    told = as_contract(judged.assessment)
    findings = [{**finding, "key": key} for finding, key in zip(told["findings"], keys, strict=True)]
    return {"version": judged.version, "as_of": plain(judged.dossier.as_of), **told, "findings": findings}


def _clock(clock: Clock) -> dict[str, Any]:
    return {
        "started": clock.started,
        "limit_seconds": clock.limit,
        "stood_still_seconds": clock.stood_still,
        "stopped": clock.stopped,
    }
