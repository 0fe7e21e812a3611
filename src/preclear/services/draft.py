"""Fill in an application step by step. Each answer is kept at once; nothing is judged before it is sent."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from preclear.errors import InvalidInput, NotPermitted, Unavailable
from preclear.model.case import Actor, Case
from preclear.model.verification import PageReading
from preclear.services import attached, form_path, passport_answers, typed
from preclear.services.filling import CHIP, NOTES, PAGE, PAGE_OF, ZONE, Filling, filling, is_minor
from preclear.services.office import Office
from preclear.services.ports import Draft, Records, StoredFile
from preclear.services.submit import new_reference, submit

_MOST_TYPED = 20_000
_MOST_DRAFTS = 20
_MOST_READ = 2
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
            return passport_answers.of_typed(form.document, parts.get("", ""), office.clock().date())
        value = typed.read(question, parts)
        typed.check_days(path, value, form.document, office.clock().date())
        return passport_answers.asked(form_path.put(form.document, path, value), path)

    return _change(office, reference, actor, answered)


def skip(office: Office, reference: str, path: str, actor: Actor) -> Filling:
    """Go on from a page with files, or from one that was left empty."""
    return _change(
        office, reference, actor, lambda form: passport_answers.asked(dict(form.document), form.question(path).path)
    )


def attach(office: Office, reference: str, path: str, given: Sequence[tuple[str, bytes]], actor: Actor) -> Filling:
    """Add files, each with its name and bytes: papers (``files.KIND``) or what a reader read from the chip.

    What the passport's page or chip says is filled in where the traveller has not answered yet.
    """
    readings = _readings(office, resume(office, reference, actor), given) if path == PAGE else []
    with office.store.transaction() as records:
        draft = _own(records, reference, actor)
        form = _as_filling(draft, office)
        form.question(path)
        document = copy.deepcopy(dict(draft.document))
        for name, content in given:
            file = _added(document, path, name, content)
            records.files.put(_key(reference), file)
            if form_path.at(document, f"{CHIP}.DG1") == file.id:
                document = passport_answers.of_chip(document, content, office.clock().date())
        for reading in readings:
            document = passport_answers.of_page(document, reading)
        return _saved(records, draft, passport_answers.asked(document, path), office)


def _readings(office: Office, form: Filling, given: Sequence[tuple[str, bytes]]) -> list[PageReading]:
    """The pictures as read, outside any transaction, for reading takes a second; none where the zone is there."""
    if form.value(ZONE):
        return []
    pictures = [content for _, content in given[:_MOST_READ]]
    return [one for content in pictures if (one := passport_answers.read_page(content, office.means.pages))]


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
