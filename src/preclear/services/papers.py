"""Papers that an applicant adds after sending, and what an applicant may read of the own file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from preclear import decisions
from preclear.errors import Conflict, InvalidInput, NotPermitted
from preclear.model.agreement import FormQuestion
from preclear.model.case import Actor, Case
from preclear.model.clearance import Credential
from preclear.model.codes import ApplicationState
from preclear.services import attached, form_path
from preclear.services.office import Office
from preclear.services.ports import Records, StoredFile
from preclear.services.submit import mend
from preclear.writing import json_text

_SHOWN = frozenset({"record.viewed", "application.submitted", "application.mended", "decision.made", "papers.added"})
"""What an applicant reads of the log. Matches, consultations, proposals and help stay out of it."""


@dataclass(frozen=True, kw_only=True)
class OwnFile:
    """What an applicant sees of the own file: the answers as sent, the papers, and who looked at it when."""

    stated: Mapping[str, Any]
    papers: tuple[StoredFile, ...]
    looked: tuple[tuple[datetime, str], ...]


def add_papers(
    office: Office, reference: str, given: Sequence[tuple[str, bytes]], actor: Actor, *, kind: str = "other"
) -> tuple[StoredFile, ...]:
    """Add papers to an application that is not decided. Raises ``Conflict`` when it is."""
    with office.store.transaction() as records:
        case = _own(records, reference, actor)
        if case.state not in decisions.OPEN | {ApplicationState.APPEAL}:
            raise Conflict("this application is decided, or was ended", mend="With an appeal you can add papers")
        files = stored(records, reference, given, kind)
        if not files:
            raise InvalidInput("Choose a file", where="file", rule=attached.RULE)
        for file in files:
            records.files.put(reference, file)
        records.audit.add(
            at=office.clock(),
            actor=actor.id,
            verb="papers.added",
            about=reference,
            details={"sha256": " ".join(file.sha256 for file in files)},
        )
        return files


def stored(
    records: Records, reference: str, given: Sequence[tuple[str, bytes]], kind: str = "other"
) -> tuple[StoredFile, ...]:
    """The given files with free ids of this application; nothing is written yet."""
    taken = {file.id for file in records.files.of(reference)}
    files: list[StoredFile] = []
    for name, content in given:
        files.append(attached.page(name, content, kind, taken | {file.id for file in files}))
    return tuple(files)


def own_file(office: Office, reference: str, actor: Actor) -> OwnFile:
    """An applicant's own file."""
    with office.store.transaction() as records:
        _own(records, reference, actor)
        log = records.audit.of(reference)
        return OwnFile(
            stated=json_text.load(records.cases.raw(reference)),
            papers=records.files.of(reference),
            looked=tuple((_moment(entry["at"]), str(entry["verb"])) for entry in log if entry.get("verb") in _SHOWN),
        )


def paper(office: Office, reference: str, id: str, actor: Actor) -> StoredFile:  # noqa: A002 -- the file's own field
    """One of the own papers."""
    with office.store.transaction() as records:
        _own(records, reference, actor)
        return records.files.get(reference, id)


def credential(office: Office, number: str, actor: Actor) -> Credential:
    """What the traveller carries; for the traveller only."""
    with office.store.transaction() as records:
        _own(records, records.clearances.get(number).reference, actor)
        return records.clearances.credential(number)


def complete(
    office: Office,
    reference: str,
    read: Callable[[FormQuestion], Any],
    actor: Actor,
) -> Case:
    """Hand in what was missing: ``read`` gives the answer to each question that is still open."""
    with office.store.transaction() as records:
        case = _own(records, reference, actor)
        stated = json_text.load(records.cases.raw(reference))
    for question in open_questions(office, case):
        stated = form_path.put(stated, question.path, read(question))
    return mend(office, reference, stated, (), actor)


def open_questions(office: Office, case: Case) -> tuple[FormQuestion, ...]:
    """The agreement's questions for what is missing from an application; all of a part that is missing whole."""
    return tuple(
        one
        for one in office.agreement.form
        if any(one.path == path or one.path.startswith(f"{path}.") for path in case.missing) and one.kind != "file"
    )


def _own(records: Records, reference: str, actor: Actor) -> Case:
    case = records.cases.get(reference)
    if case.account != actor.id:
        raise NotPermitted("this is another person's application")
    return case


def _moment(at: Any) -> datetime:
    return at if isinstance(at, datetime) else datetime.fromisoformat(str(at))
