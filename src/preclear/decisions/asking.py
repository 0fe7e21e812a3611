"""Asking the applicant: what is missing, and what contradicts, before it may count."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from preclear.decisions.change import Change, Notice, change, keep, mine
from preclear.errors import Conflict, InvalidInput, NotFound
from preclear.model.agreement import Deadlines
from preclear.model.case import Actor, Case, PutQuestion, Question
from preclear.model.codes import ApplicationState
from preclear.model.finding import Finding

_LONGEST_ANSWER = 20_000


def ask(case: Case, text: str, actor: Actor, at: datetime, *, deadlines: Deadlines) -> Change:
    """Ask the applicant for information. The clock of the decision stands still until the answer."""
    mine(case, actor)
    question = Question(
        id=f"q{len(case.questions) + 1}",
        text=_said(text, "text"),
        asked_by=actor.id,
        asked_at=at,
        due=at + deadlines.information,
    )
    told = Notice(kind="question", to=case.account, reference=case.reference, values={"due": question.due.isoformat()})
    return change(
        case, "ask", actor, at, deadlines=deadlines, questions=(*case.questions, question), note=text, notices=(told,)
    )


def answer_question(case: Case, id: str, answer: str, actor: Actor, at: datetime, *, deadlines: Deadlines) -> Change:  # noqa: A002 -- the question's own field
    """Answer a question; the case goes back to its officer when nothing is open any more."""
    question = next((one for one in case.questions if one.id == id), None)
    if question is None:
        raise NotFound(f"no question {id} in this application")
    if question.answered_at:
        raise Conflict("this question was answered already")
    answered = replace(question, answer=_said(answer, "answer"), answered_at=at)
    questions = tuple(answered if one.id == id else one for one in case.questions)
    told = Notice(kind="answered", to=case.officer, reference=case.reference)
    return change(
        case,
        "answer",
        actor,
        at,
        deadlines=deadlines,
        questions=questions,
        note=answer,
        notices=(told,),
        jobs=("reassess",),
    )


def put(case: Case, finding: Finding, text: str, actor: Actor, at: datetime, *, deadlines: Deadlines) -> Change:
    """Put a contradiction to the applicant: both sides, what would settle it, and until when.

    It weighs nothing before the answer, or before the time to answer is over.
    """
    mine(case, actor)
    if not finding.contradicts:
        raise InvalidInput("this finding contradicts no claim", where=finding.check, mend="Ask a question instead")
    if any(one.finding == finding.key for one in case.put):
        raise Conflict("this contradiction was put already")
    question = PutQuestion(
        id=f"p{len(case.put) + 1}",
        finding=finding.key,
        text=_said(text, "text"),
        resolved_by=str(finding.resolved_by),
        put_by=actor.id,
        put_at=at,
        due=at + deadlines.put_to_applicant,
    )
    told = Notice(
        kind="contradiction", to=case.account, reference=case.reference, values={"due": question.due.isoformat()}
    )
    return change(
        case,
        "put",
        actor,
        at,
        deadlines=deadlines,
        put=(*case.put, question),
        note=text,
        notices=(told,),
        details={"check": finding.check},
    )


def answer_put(case: Case, id: str, answer: str, actor: Actor, at: datetime, *, deadlines: Deadlines) -> Change:  # noqa: A002 -- the question's own field
    """Answer a contradiction. "I do not know" is an answer."""
    question = _put_question(case, id)
    if question.answered_at:
        raise Conflict("this was answered already")
    answered = replace(question, answer=_said(answer, "answer"), answered_at=at)
    told = Notice(kind="answered", to=case.officer, reference=case.reference)
    return change(
        case,
        "answer_put",
        actor,
        at,
        deadlines=deadlines,
        put=tuple(answered if one.id == id else one for one in case.put),
        note=answer,
        notices=(told,),
        jobs=("reassess",),
    )


def accept_answer(case: Case, id: str, accepted: bool, actor: Actor, at: datetime) -> Change:  # noqa: A002, FBT001 -- the officer's yes or no
    """Say whether the applicant's answer resolves the contradiction; a resolved one counts no more."""
    mine(case, actor)
    question = _put_question(case, id)
    if case.state not in {ApplicationState.IN_REVIEW, ApplicationState.INTERVIEWED}:
        raise Conflict(f"an answer is not judged in state {case.state}")
    if question.answered_at is None and accepted:
        raise Conflict("there is no answer to accept")
    judged = replace(question, accepted=accepted, accepted_by=actor.id)
    return keep(
        case,
        "contradiction.judged",
        actor,
        at,
        put=tuple(judged if one.id == id else one for one in case.put),
        details={"accepted": "yes" if accepted else "no"},
        jobs=("reassess",),
    )


def _put_question(case: Case, id: str) -> PutQuestion:  # noqa: A002 -- the question's own field
    question = next((one for one in case.put if one.id == id), None)
    if question is None:
        raise NotFound(f"no contradiction {id} was put in this application")
    return question


def _said(text: str, where: str) -> str:
    if not text.strip():
        raise InvalidInput("nothing was written", where=where, mend="Write at least one sentence")
    if len(text) > _LONGEST_ANSWER:
        raise InvalidInput("too long", where=where, mend=f"Write at most {_LONGEST_ANSWER} characters")
    return text.strip()
