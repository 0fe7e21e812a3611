"""Redress: an appeal against a refusal, or against the loss of a clearance, to somebody who took no part in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from preclear.decisions.change import Change, Notice, change
from preclear.errors import Conflict, InvalidInput, NotPermitted
from preclear.model.agreement import Deadlines
from preclear.model.case import Actor, Appeal, Case, Decision
from preclear.model.codes import ApplicationState, Outcome

_GRANTED = frozenset({ApplicationState.GRANTED, ApplicationState.OVERTURNED})
_RESULTS = {"uphold": "upheld", "overturn": "overturned", "remit": "remitted"}


def appeal(case: Case, grounds: str, actor: Actor, at: datetime, *, deadlines: Deadlines, lost: bool = False) -> Change:
    """Appeal against a refusal; ``lost`` says that the clearance that was granted was revoked or annulled instead.

    What an appeal granted may be lost as well: then another appeal is open, to somebody who took no part before.
    """
    if case.state in _GRANTED and not lost:
        raise Conflict("there is nothing to appeal against: this application was granted")
    lodge = case.clocks.get("lodge")
    if lodge is not None and lodge.due(at) < at:
        raise Conflict("the time to appeal is over", mend="You can apply again at any time")
    if not grounds.strip():
        raise InvalidInput("nothing was written", where="grounds", mend="Say what is wrong in a sentence or more")
    lodged = Appeal(by=actor.id, at=at, grounds=grounds.strip(), decide_by=at + deadlines.appeal_decide)
    told = Notice(kind="appeal_lodged", to=case.account, reference=case.reference)
    return change(case, "appeal", actor, at, deadlines=deadlines, appeal=lodged, notices=(told,))


def decide_appeal(case: Case, event: str, reasons: str, actor: Actor, at: datetime, *, deadlines: Deadlines) -> Change:
    """Uphold, overturn (which grants) or remit (which starts the review again with other people)."""
    if event not in _RESULTS:
        raise InvalidInput("an appeal is upheld, overturned or remitted", where="result")
    if case.appeal is None:
        raise Conflict("no appeal waits in this case")
    if actor.id in case.people:
        raise NotPermitted("an appeal is decided by somebody who took no part in the case")
    if not reasons.strip():
        raise InvalidInput("reasons are missing", where="reasons", mend="Answer what the appeal says")
    result = replace(case.appeal, reviewer=actor.id, result=_RESULTS[event], reasons=reasons.strip(), decided_at=at)
    decision = None
    if event == "overturn":
        decision = Decision(
            id=f"{case.reference}/{case.version + 1}",
            reference=case.reference,
            outcome=Outcome.GRANT,
            proposed_by=actor.id,
            confirmed_by=None,
            at=at,
        )
    told = Notice(kind=f"appeal_{result.result}", to=case.account, reference=case.reference)
    return change(
        case,
        event,
        actor,
        at,
        deadlines=deadlines,
        appeal=result,
        decision=decision,
        notices=(told,),
        note=reasons,
        details={"result": result.result},
    )
