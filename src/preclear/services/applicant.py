"""What applicants do after submitting: answer, put right, withdraw, appeal, ask for help."""

from __future__ import annotations

from collections.abc import Sequence

from preclear import decisions
from preclear.model.case import SYSTEM, Actor, Case
from preclear.services.change_clearance import lost_clearance
from preclear.services.office import Office
from preclear.services.ports import Records, StoredFile
from preclear.services.writing_down import write_down


def answer(
    office: Office,
    reference: str,
    question: str,
    text: str,
    actor: Actor,
    *,
    files: Sequence[StoredFile] = (),
) -> Case:
    """Answer a question (``q1``) or a contradiction (``p1``), with files that show it."""
    with office.store.transaction() as records:
        case = records.cases.get(reference)
        verb = decisions.answer_put if question.startswith("p") else decisions.answer_question
        change = verb(case, question, text, actor, office.clock(), deadlines=office.agreement.deadlines)
        for file in files:
            records.files.put(reference, file)
        return write_down(records, change).case


def withdraw(office: Office, reference: str, actor: Actor) -> Case:
    """Take the application back. It is no refusal and never counts as one."""
    with office.store.transaction() as records:
        case = records.cases.get(reference)
        change = decisions.withdraw(case, actor, office.clock(), deadlines=office.agreement.deadlines)
        return write_down(records, change).case


def appeal(office: Office, reference: str, grounds: str, actor: Actor) -> Case:
    """Appeal against a refusal, or against the loss of a clearance."""
    with office.store.transaction() as records:
        case = records.cases.get(reference)
        change = decisions.appeal(
            case,
            grounds,
            actor,
            office.clock(),
            deadlines=office.agreement.deadlines,
            lost=lost_clearance(records, reference),
        )
        return write_down(records, change).case


def ask_for_help(office: Office, reference: str, notes: str, actor: Actor) -> None:
    """Anybody may ask for help for an applicant. The words lie behind the wall; a refusal is frozen."""
    with office.store.transaction() as records:
        at = office.clock()
        case = records.cases.get(reference)
        records.protections.add(reference, actor.id, notes, at)
        if case.state in decisions.OPEN and not case.frozen:
            write_down(records, decisions.freeze(case, SYSTEM, at))
        else:
            _note_referral(records, reference, office)


def _note_referral(records: Records, reference: str, office: Office) -> None:
    records.audit.add(at=office.clock(), actor=SYSTEM.id, verb="protection.referred", about=reference)
