"""Applications: hand in, look, answer, withdraw, appeal; clear without storing; the status of a clearance."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from preclear.errors import InvalidInput, NotPermitted
from preclear.model.codes import Role
from preclear.services import applicant, submit
from preclear.services.as_contract import as_contract
from preclear.services.clear import clear
from preclear.services.view import own
from preclear.web.api import bodies, shapes
from preclear.web.api.auth import only
from preclear.web.office import actor_of, office
from preclear.writing import application as forms
from preclear.writing import json_text

router = Router()

_APPLICATION: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "description": "application.schema.json, or an envelope with files in base64",
                    "type": "object",
                }
            },
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["application"],
                    "properties": {"application": {"type": "string", "description": "application.schema.json"}},
                    "additionalProperties": {"type": "string", "format": "binary"},
                }
            },
        },
    }
}


@router.post("/applications", response={201: dict[str, Any]}, openapi_extra=_APPLICATION, tags=["applicant"])
def hand_in(request: HttpRequest) -> Status[dict[str, str]]:
    """Hand an application in; it is accepted and kept once this answers 201."""
    actor = only(request, Role.APPLICANT)
    document, files = bodies.application_of(request)
    case = submit.submit(office(), _mapping(document), files, actor)
    return Status(201, {"reference": case.reference, "state": str(case.state)})


@router.get("/applications/{reference}", response=dict[str, Any], tags=["applicant"])
def look(request: HttpRequest, reference: str) -> dict[str, Any]:
    """Your own application: state, clocks, open questions, contradictions put to you, the decision with its reasons."""
    return shapes.own(own(office(), reference, actor_of(request)))


@router.post("/applications/{reference}/answers", response=dict[str, Any], tags=["applicant"])
def answer(request: HttpRequest, reference: str, sent: bodies.AnswerSent) -> dict[str, Any]:
    """Answer a question (q1) or a contradiction (p1)."""
    actor = actor_of(request)
    applicant.answer(office(), reference, sent.question, sent.text, actor)
    return shapes.own(own(office(), reference, actor))


@router.post("/applications/{reference}/withdrawal", response=dict[str, Any], tags=["applicant"])
def withdraw(request: HttpRequest, reference: str) -> dict[str, Any]:
    """Take the application back. It is no refusal and never counts as one."""
    actor = actor_of(request)
    applicant.withdraw(office(), reference, actor)
    return shapes.own(own(office(), reference, actor))


@router.post("/applications/{reference}/appeal", response=dict[str, Any], tags=["applicant"])
def appeal(request: HttpRequest, reference: str, sent: bodies.AppealSent) -> dict[str, Any]:
    """Appeal against a refusal, or against the loss of a clearance."""
    actor = actor_of(request)
    applicant.appeal(office(), reference, sent.grounds, actor)
    return shapes.own(own(office(), reference, actor))


@router.post("/clear", response=dict[str, Any], openapi_extra=_APPLICATION, tags=["officer"])
def judge(request: HttpRequest) -> dict[str, Any]:
    """Judge an application without storing it: the JSON of ``preclear clear --json``. That it was asked is logged."""
    actor = only(request, Role.CASE_OFFICER, Role.REVIEWER, Role.APPEAL_REVIEWER)
    document, files = bodies.application_of(request)
    application, where = forms.parse(_mapping(document)), office()
    at = where.clock()
    with where.store.transaction() as records:
        records.audit.add(at=at, actor=actor.id, verb="application.judged", about=application.reference)
        means = where.means_now(records)
    _, assessment = clear(application, {file.id: file.content for file in files}, means, at)
    return as_contract(assessment)


@router.get("/clearances/{number}", response=dict[str, Any], tags=["clearance"])
def status(request: HttpRequest, number: str) -> dict[str, Any]:
    """The status of a clearance: for its holder, and for officials, whose look is logged."""
    actor, where = actor_of(request), office()
    with where.store.transaction() as records:
        found = records.clearances.get(number)
        if records.cases.get(found.reference).account != actor.id:
            if not actor.has(Role.CASE_OFFICER, Role.REVIEWER, Role.BORDER_OFFICER, Role.OVERSIGHT):
                raise NotPermitted("this is another person's clearance")
            records.audit.add(at=where.clock(), actor=actor.id, verb="clearance.viewed", about=found.number)
    return shapes.clearance(found)


def _mapping(document: Any) -> Mapping[str, Any]:
    """The document as one object, within the bounds of an application's size."""
    if not isinstance(document, Mapping):
        raise InvalidInput("not an object", where="application", rule="application.schema.json")
    if len(json.dumps(document, ensure_ascii=False)) > json_text.BYTES:
        raise InvalidInput("the application is too large", where="application", mend="Send files as files")
    return document
