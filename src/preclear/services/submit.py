"""Take an application in. What was accepted is never lost: record, files, audit entry and job are one transaction."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from preclear import decisions
from preclear.errors import InvalidInput
from preclear.model.case import SYSTEM, Actor, Case
from preclear.model.codes import ApplicationState
from preclear.services.office import Office
from preclear.services.ports import Records, StoredFile
from preclear.services.writing_down import write_down
from preclear.writing import application as forms
from preclear.writing import json_text

_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_MOST_BYTES = 60_000_000


def new_reference() -> str:
    """A reference to read aloud over the telephone: ``PC-7K4M-2QX9``, without letters that look like digits."""
    signs = [secrets.choice(_LETTERS) for _ in range(8)]
    return f"PC-{''.join(signs[:4])}-{''.join(signs[4:])}"


def submit(
    office: Office,
    document: bytes | str | Mapping[str, Any],
    files: Sequence[StoredFile],
    actor: Actor,
    *,
    draft: str = "",
) -> Case:
    """Submit an application after ``application.schema.json`` with its files; returns the case as it stands.

    The answers about protection are taken out and lie behind the wall from the first write on. ``draft`` is forgotten
    in the same transaction. Raises ``InvalidInput``, or ``Conflict`` when the reference is taken.
    """
    whole = json_text.clean(document) if isinstance(document, Mapping) else json_text.load(document, limit=forms.BYTES)
    if not isinstance(whole, dict):
        raise InvalidInput("not an object", rule=forms.RULE, mend="Send one application")
    application = forms.parse(whole)
    _check_files(files, whole)
    at = office.clock()
    kept = {name: value for name, value in whole.items() if name != "protection"}
    case = Case(
        application=application,
        state=ApplicationState.DRAFT,
        account=actor.id,
        agreement=office.agreement.id,
        urgent=False,
    )
    change = decisions.submit(case, actor, at, deadlines=office.agreement.deadlines)
    with office.store.transaction() as records:
        records.cases.add(case, json.dumps(kept, ensure_ascii=False).encode())
        for file in files:
            records.files.put(case.reference, file)
        write_down(records, change)
        _behind_the_wall(records, case.reference, whole.get("protection"), office)
        if draft:
            records.drafts.drop(draft)
    return change.case


def mend(
    office: Office, reference: str, document: bytes | Mapping[str, Any], files: Sequence[StoredFile], actor: Actor
) -> Case:
    """Hand in what was missing from an incomplete application."""
    whole = json_text.clean(document) if isinstance(document, Mapping) else json_text.load(document, limit=forms.BYTES)
    application = forms.parse(whole)
    if application.reference != reference:
        raise InvalidInput("another reference than the application's", where="reference", rule=forms.RULE)
    _check_files(files, whole)
    with office.store.transaction() as records:
        case = records.cases.get(reference)
        change = decisions.mend(case, application, actor, office.clock(), deadlines=office.agreement.deadlines)
        for file in files:
            records.files.put(reference, file)
        kept = {name: value for name, value in whole.items() if name != "protection"}
        write_down(records, change, raw=json.dumps(kept, ensure_ascii=False).encode())
        _behind_the_wall(records, reference, whole.get("protection"), office)
        return records.cases.get(reference)


def _check_files(files: Sequence[StoredFile], whole: Mapping[str, Any]) -> None:
    named = {str(file.get("id")) for file in whole.get("files", ())} | set(
        whole.get("document", {}).get("chip", {}).values()
    )
    for file in files:
        if file.id not in named:
            raise InvalidInput(f"file {file.id} is not named in the application", where="files", rule=forms.RULE)
    if sum(len(file.content) for file in files) > _MOST_BYTES:
        raise InvalidInput(
            "the files are too large together", where="files", mend=f"Send at most {_MOST_BYTES // 1_000_000} MB"
        )


def _behind_the_wall(records: Records, reference: str, answers: Any, office: Office) -> None:
    """Keep answers that may only lead to help apart from the dossier; a sign of need freezes a refusal."""
    if not isinstance(answers, Mapping) or not answers:
        return
    told = json.dumps(answers, ensure_ascii=False)
    if any(one.source == "form" and one.notes.startswith(told) for one in records.protections.of(reference)):
        return  # the same answers, sent again with what was missing
    records.protections.add(reference, "form", told, office.clock())
    if any(answers.get(sign) for sign in ("under_duress", "wants_help", "document_held_by_other")):
        case = records.cases.get(reference)
        if not case.frozen:
            write_down(records, decisions.freeze(case, SYSTEM, office.clock()))
