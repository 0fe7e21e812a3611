"""Where an application is, as its traveller reads it: what is done, what is waited for, by whom, until when.

Matches, consultations, proposals and help leave no trace here: the same steps stand there in every such case, at the
time of the first check.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from preclear.model.case import Case
from preclear.model.codes import ApplicationState as S

YOUR_TURN = frozenset({S.INCOMPLETE, S.INFO_REQUESTED, S.PUT_TO_APPLICANT, S.INTERVIEW_BOOKED})
ENDED = frozenset({S.GRANTED, S.REFUSED, S.WITHDRAWN, S.LAPSED, S.UPHELD, S.OVERTURNED})
STOPPED = frozenset({S.INFO_REQUESTED, S.PUT_TO_APPLICANT, S.INTERVIEW_BOOKED})
"""States in which the traveller is told that the clock stands still."""

_CHECKED = "We checked your passport and your answers."
_EVENTS: Mapping[str, str] = MappingProxyType(
    {
        "application.submitted": "You sent your application.",
        "application.incomplete": "We told you what is missing.",
        "application.mended": "You added what was missing.",
        "check.completed": _CHECKED,
        "match.raised": _CHECKED,
        "case.assigned": "An officer started to read. The system picks the officer. Officers cannot pick you.",
        "info.requested": "We asked you something.",
        "info.answered": "You answered.",
        "contradiction.put": "We told you what does not match.",
        "contradiction.answered": "You explained it.",
        "contradiction.unanswered": "The time to explain it was over.",
        "verification.requested": "We asked somebody to confirm a paper.",
        "verification.answered": "We have their answer.",
        "interview.booked": "We booked an interview with you.",
        "interview.recorded": "The interview took place.",
        "interview.missed": "The interview did not take place.",
        "decision.made": "We decided.",
        "application.withdrawn": "You withdrew your application.",
        "application.lapsed": "We closed the application, because we heard nothing.",
        "appeal.lodged": "You appealed.",
        "appeal.decided": "Your appeal was decided.",
    }
)
_ONCE = frozenset({_CHECKED})
_NOW: Mapping[S, str] = MappingProxyType(
    {
        S.SUBMITTED: "We see whether your application is complete.",
        S.INCOMPLETE: "Add what is missing.",
        S.INFO_REQUESTED: "Answer our question.",
        S.PUT_TO_APPLICANT: "Explain what does not match.",
        S.INTERVIEW_BOOKED: "Come to the interview.",
        S.VERIFICATION_PENDING: "We wait for somebody who can confirm a paper.",
        S.INTERVIEWED: "An officer reads the record of the interview.",
        S.APPEAL: "A new person, who took no part before, reads your appeal.",
        S.ADMISSIBLE: "We check your passport and your answers.",
        S.CHECKED_CLEAR: "We check your passport and your answers.",
    }
)


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step: ``state`` is ``done``, ``now`` or empty; ``who`` and ``text`` are keys of the catalogue."""

    state: str
    who: str
    text: str
    at: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class StoppedClock:
    """Our clock while the traveller must act."""

    limit: timedelta
    left: timedelta


def steps(case: Case) -> tuple[Step, ...]:
    """What was done, what is waited for now, and what comes then."""
    return (*_done(case), *_to_come(case))


def decide_by(case: Case, at: datetime) -> datetime | None:
    """The last day of a decision, where one is to come."""
    total = case.clocks.get("total")
    return total.due(at) if total and case.state not in ENDED else None


def stopped_clock(case: Case, at: datetime) -> StoppedClock | None:
    """The clock of the decision, where it stands still for the traveller's answer."""
    clock = case.clocks.get("decide")
    if clock is None or case.state not in STOPPED:
        return None
    return StoppedClock(limit=clock.limit, left=max(clock.left(at), timedelta()))


def _done(case: Case) -> list[Step]:
    found: list[Step] = []
    for entry in case.history:
        text = _EVENTS.get(entry.event, "")
        if entry.event == "case.assigned" and entry.state is not S.IN_REVIEW:
            continue  # a second person who confirms a refusal, or decides an appeal, is not to be read here
        if text and not (text in _ONCE and any(one.text == text for one in found)):
            found.append(Step(state="done", who="Done", text=text, at=entry.at))
    return found


def _to_come(case: Case) -> list[Step]:
    if case.state in ENDED:
        return []
    mine = case.state in YOUR_TURN
    now = Step(
        state="now",
        who="Now: your turn" if mine else "Now",
        text=_NOW.get(case.state, "An officer reads your application. You do not have to do anything."),
        until=_until(case),
    )
    officer = [Step(state="", who="Next: the officer", text="The officer reads your answer.")] if mine else []
    total = case.clocks.get("total")
    end = total.started + total.limit if total else None
    if case.state is S.APPEAL:
        return [now]
    return [now, *officer, Step(state="", who="Last: the decision", text="You get it here, with reasons.", until=end)]


def _until(case: Case) -> datetime | None:
    """Until when the traveller has, or the person who decides the appeal."""
    if case.state is S.APPEAL and case.appeal:
        return case.appeal.decide_by
    open_ = [one.due for one in case.questions if one.answered_at is None]
    open_ += [one.due for one in case.put if one.answered_at is None]
    if case.state in {S.INFO_REQUESTED, S.PUT_TO_APPLICANT} and open_:
        return min(open_)
    clock = case.clocks.get("mend")
    return clock.started + clock.limit if case.state is S.INCOMPLETE and clock else None
