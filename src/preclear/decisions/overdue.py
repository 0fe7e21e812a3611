"""What happens when time runs out: somebody is woken, or the case goes on. Never anything adverse."""

from __future__ import annotations

from datetime import datetime

from preclear.decisions.change import Change, Notice, change, keep
from preclear.decisions.ending import lapse
from preclear.model.agreement import Deadlines
from preclear.model.case import SYSTEM, Case
from preclear.model.codes import ApplicationState as S

_GOES_ON = {
    S.PUT_TO_APPLICANT: ("answer_put", "time_to_answer_over", "no answer in time; the contradiction may count"),
    S.VERIFICATION_PENDING: ("third_party", "third_party_answered", "no answer in time: never adverse"),
    S.CONSULTING: ("consult", "partner_answered", "no answer in time: silence is no objection"),
    S.INTERVIEW_BOOKED: ("interview", "interview_missed", "no interview took place in time: never adverse"),
}
_LAPSES = {S.INCOMPLETE: "mend", S.INFO_REQUESTED: "answer"}
_ESCALATES = {S.MATCHES: "match", S.IN_REVIEW: "decide", S.INTERVIEWED: "decide", S.REFUSE_PROPOSED: "confirm"}


def run_out(case: Case, at: datetime, *, deadlines: Deadlines) -> Change | None:
    """The change that a clock calls for at this time, or None when none has run out (or it was called already)."""
    if case.state in _GOES_ON:
        name, event, note = _GOES_ON[case.state]
        if not _over(case, name, at):
            return None
        told = Notice(kind="overdue", to=case.officer, reference=case.reference)
        return change(case, event, SYSTEM, at, deadlines=deadlines, note=note, notices=(told,), jobs=("reassess",))
    if case.state in _LAPSES and _over(case, _LAPSES[case.state], at):
        return lapse(case, at, "no answer in time; this is no refusal", deadlines=deadlines)
    name = _ESCALATES.get(case.state, "total")
    if not _over(case, name, at) or _told_already(case, name):
        return None
    told = Notice(kind="overdue", to="oversight", reference=case.reference, values={"clock": name})
    return keep(case, f"clock.{name}", SYSTEM, at, notices=(told,), note="overdue: escalated, never adverse")


def _told_already(case: Case, name: str) -> bool:
    """Whether this very clock was escalated: one that was started again after an appeal is another."""
    started = case.clocks[name].started
    return any(entry.event == f"clock.{name}" and entry.at >= started for entry in case.history)


def _over(case: Case, name: str, at: datetime) -> bool:
    clock = case.clocks.get(name)
    return clock is not None and not clock.stopped and clock.due(at) <= at
