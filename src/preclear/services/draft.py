"""Fill in an application step by step. Each answer is kept at once; nothing is judged before it is sent."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from preclear.documents import mrz
from preclear.errors import InvalidInput, NotPermitted, Unavailable
from preclear.model.case import Actor, Case
from preclear.model.verification import Mrz
from preclear.services import attached, form_path, typed
from preclear.services.filling import CHIP, NOTES, PAGE_OF, Filling, filling, is_minor
from preclear.services.office import Office
from preclear.services.ports import Draft, Records, StoredFile
from preclear.services.submit import new_reference, submit
from preclear.writing.states import alpha3_of

_MOST_TYPED = 20_000
_MOST_DRAFTS = 20
_OFFER_LETTER = "offer_letter"
_DRAFT = "draft."


def begin(office: Office, actor: Actor) -> Filling:
    """Begin an application: a draft under the reference that it will keep."""
    if not office.agreement.form:
        raise Unavailable("this agreement has no form of its own", mend="Apply where the agreement says")
    draft = Draft(id=_key(new_reference()), account=actor.id, document={}, saved_at=office.clock())
    with office.store.transaction() as records:
        if len(records.drafts.of_account(actor.id)) >= _MOST_DRAFTS:
            raise NotPermitted("you have many forms begun already", mend="Go on with one of them, or throw one away")
        records.drafts.put(draft)
    return _as_filling(draft, office)


def resume(office: Office, reference: str, actor: Actor) -> Filling:
    """The form as it was left. Raises ``NotFound``, or ``NotPermitted`` for another person's."""
    with office.store.transaction() as records:
        return _as_filling(_own(records, reference, actor), office)


def begun(office: Office, actor: Actor) -> tuple[tuple[str, datetime], ...]:
    """A person's drafts, newest first: each reference, and when it was saved last."""
    with office.store.transaction() as records:
        return tuple((_reference(draft), draft.saved_at) for draft in records.drafts.of_account(actor.id))


def discard(office: Office, reference: str, actor: Actor) -> None:
    """Throw a draft away, with its files."""
    with office.store.transaction() as records:
        records.drafts.drop(_own(records, reference, actor).id)


def note(office: Office, reference: str, path: str, parts: Mapping[str, str], actor: Actor) -> None:
    """Keep what is being typed, unread: it stands in the field again when the page is opened the next time."""
    kept = {name: text[:_MOST_TYPED] for name, text in parts.items() if text}

    def noted(form: Filling) -> dict[str, Any]:
        form.question(path)
        document = copy.deepcopy(dict(form.document))
        document.setdefault(NOTES, {}).setdefault("typed", {})[path] = kept
        return document

    _change(office, reference, actor, noted)


def answer(office: Office, reference: str, path: str, parts: Mapping[str, str], actor: Actor) -> Filling:
    """Take an answer. Raises ``InvalidInput`` with the part of the field that cannot be used."""

    def answered(form: Filling) -> dict[str, Any]:
        question = form.question(path)
        if question.kind == "mrz":
            return _with_zone(form, parts.get("", ""), office)
        value = typed.read(question, parts)
        typed.check_days(path, value, form.document, office.clock().date())
        return _asked(form_path.put(form.document, path, value), path)

    return _change(office, reference, actor, answered)


def skip(office: Office, reference: str, path: str, actor: Actor) -> Filling:
    """Go on from a page with files, or from one that was left empty."""
    return _change(office, reference, actor, lambda form: _asked(dict(form.document), form.question(path).path))


def attach(office: Office, reference: str, path: str, given: Sequence[tuple[str, bytes]], actor: Actor) -> Filling:
    """Add files, each with its name and bytes: papers (``files.KIND``) or what a reader read from the chip."""
    with office.store.transaction() as records:
        draft = _own(records, reference, actor)
        form = _as_filling(draft, office)
        form.question(path)
        document = copy.deepcopy(dict(draft.document))
        for name, content in given:
            records.files.put(_key(reference), _added(document, path, name, content))
        return _saved(records, draft, _asked(document, path), office)


def detach(office: Office, reference: str, file: str, actor: Actor) -> Filling:
    """Take a file away again. Its bytes go with the draft."""

    def without(form: Filling) -> dict[str, Any]:
        document = copy.deepcopy(dict(form.document))
        document["files"] = [one for one in form.files if one.get("id") != file]
        chip = {part: one for part, one in (form.value(CHIP) or {}).items() if one != file}
        return form_path.put(document, CHIP, chip or None)

    return _change(office, reference, actor, without)


def send(office: Office, reference: str, actor: Actor, *, notice: Mapping[str, str]) -> Case:
    """Send the application. ``notice`` says which privacy notice was shown: its version, language and SHA-256."""
    with office.store.transaction() as records:
        form = _as_filling(_own(records, reference, actor), office)
        files = [file for file in records.files.of(_key(reference)) if file.id in {one["id"] for one in form.files}]
    lacking = form.lacking()
    if lacking:
        raise InvalidInput("This must be answered before you can send", where=lacking[0], rule=typed.RULE)
    return submit(office, _as_application(form, office, notice), files, actor, draft=_key(reference))


def _as_application(form: Filling, office: Office, notice: Mapping[str, str]) -> dict[str, Any]:
    at = office.clock()
    asked = {question.path for question in form.questions}
    document = {name: copy.deepcopy(value) for name, value in form.document.items() if name != NOTES}
    for question in office.agreement.form:
        if question.path not in asked and question.kind != "file":  # an answer to what is not asked any more
            document = form_path.put(document, question.path, None)
    address = form_path.at(document, "trip.destination.address")
    if address:
        address.setdefault("country", form_path.at(document, "trip.destination.country"))
    if document.get("guardian") and is_minor(document, at.date()):
        document["guardian"]["consent"] = f"declared on {at.date().isoformat()}"
    helped = form_path.at(document, "protection.who_filled_in") not in {None, "me"}
    document = form_path.put(document, "preparer.declared", helped)
    letter = next((file["id"] for file in form.files if file["kind"] == _OFFER_LETTER), None)
    if letter and "offer" in document:
        document["offer"]["letter"] = letter
    return {
        **document,
        "reference": form.reference,
        "submitted_at": at.isoformat().replace("+00:00", "Z"),
        "agreement": office.agreement.id,
        "channel": {"kind": "web"},
        "answers": {**document.get("answers", {}), "notice": dict(notice)},
    }


def _added(document: dict[str, Any], path: str, name: str, content: bytes) -> StoredFile:
    """The file, named in the document."""
    taken = {one["id"] for one in document.get("files", ())}
    if path == CHIP:
        part, file = attached.chip_part(name, content, taken)
        chip = document.setdefault("document", {}).setdefault("chip", {})
        document["files"] = [one for one in document.get("files", ()) if one["id"] != chip.get(part)]
        chip[part] = file.id
    else:
        file = attached.page(name, content, path.removeprefix(PAGE_OF), taken)
    document.setdefault("files", []).append(
        {"id": file.id, "kind": file.kind, "media_type": file.media_type, "sha256": file.sha256, "name": file.name}
    )
    return file


def _with_zone(form: Filling, text: str, office: Office) -> dict[str, Any]:
    """What the machine readable zone says, in the places of the form that it answers."""
    lines = ["".join(line.split()).upper().replace("«", "<<") for line in text.splitlines() if line.strip()]
    if not lines:
        return _asked(form_path.put(form.document, "document.mrz", None), "document.mrz")
    zone = _parsed(lines, office)
    fields, document = zone.fields, dict(form.document)
    said = {
        "document.mrz": list(zone.lines),
        "document.type": (fields.document_code or "P")[:1],
        "document.issuing_state": alpha3_of(fields.issuing_state or ""),
        "document.number": fields.document_number,
        "document.expires": fields.expiry_date,
        "applicant.surname": fields.surname,
        "applicant.given_names": fields.given_names,
        "applicant.birth_date": fields.birth_date,
        "applicant.nationality": [alpha3_of(fields.nationality)] if fields.nationality else None,
    }
    known = {path: value for path, value in said.items() if value}
    for path, value in known.items():
        document = _asked(form_path.put(document, path, value), path)
    document[NOTES]["read"] = sorted(known.keys() - {"document.mrz"})
    return document


def _parsed(lines: list[str], office: Office) -> Mrz:
    try:
        zone = mrz.parse(lines, today=office.clock().date())
    except InvalidInput as error:
        raise InvalidInput(
            "These are not the lines of a passport: two lines of 44 characters each, with every < sign",
            rule=error.rule,
            mend="You can also leave this empty and type your details on the next pages",
        ) from error
    if zone.format.startswith("MRV"):
        raise InvalidInput("These are the lines of a visa. Type those of the passport", rule="ICAO Doc 9303-7")
    if not zone.valid:
        raise InvalidInput(
            "A character seems to be wrong: the check digits do not fit",
            rule="ICAO Doc 9303-3, 4.9",
            mend="Look again at 0 and O, 1 and I, and count the < signs. Or leave this empty",
        )
    return zone


def _asked(document: dict[str, Any], path: str) -> dict[str, Any]:
    """The document, with a note that this was asked; what was typed there is taken now."""
    notes = copy.deepcopy(document.get(NOTES, {}))
    notes["asked"] = sorted({*notes.get("asked", ()), path})
    notes["read"] = [one for one in notes.get("read", ()) if one != path]
    notes.get("typed", {}).pop(path, None)
    return {**document, NOTES: notes}


def _change(office: Office, reference: str, actor: Actor, change: Callable[[Filling], dict[str, Any]]) -> Filling:
    with office.store.transaction() as records:
        draft = _own(records, reference, actor)
        return _saved(records, draft, change(_as_filling(draft, office)), office)


def _saved(records: Records, draft: Draft, document: dict[str, Any], office: Office) -> Filling:
    after = replace(draft, document=document, saved_at=office.clock())
    records.drafts.put(after)
    return _as_filling(after, office)


def _own(records: Records, reference: str, actor: Actor) -> Draft:
    draft = records.drafts.get(_key(reference))
    if draft.account != actor.id:
        raise NotPermitted("this is another person's application")
    return draft


def _as_filling(draft: Draft, office: Office) -> Filling:
    return filling(_reference(draft), draft.document, office.agreement, office.clock().date())


def _key(reference: str) -> str:
    """Under which a draft is kept: not the reference itself, so that a file that was taken away goes with the draft."""
    return f"{_DRAFT}{reference}"


def _reference(draft: Draft) -> str:
    return draft.id.removeprefix(_DRAFT)
