"""Look at a case. Every look at a person's record is in the audit log, with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from preclear.errors import InvalidInput, NotPermitted
from preclear.model.case import Actor, Case
from preclear.model.clearance import Clearance
from preclear.model.codes import ApplicationState, Role
from preclear.services.office import Office
from preclear.services.ports import Judged, Records


class Sight(StrEnum):
    """How much of a case somebody may be shown: all, identity and matches, or the clearances alone."""

    WHOLE = "whole"
    MATCHES = "matches"
    BORDER = "border"


@dataclass(frozen=True, kw_only=True)
class CaseView:
    """What an official sees of a case: never what lies behind the protection wall.

    ``sight`` is how much of it a page or an answer may show.
    """

    case: Case
    judged: Judged | None
    clearances: tuple[Clearance, ...]
    log: tuple[Mapping[str, Any], ...]
    sight: Sight = Sight.WHOLE


def view(office: Office, reference: str, actor: Actor, *, reason: str = "", version: int = 0) -> CaseView:
    """Open a dossier. Who has the case needs no further reason; oversight gives one.

    ``version`` asks for an older dossier; 0 is the newest. Raises ``NotPermitted`` for everybody else.
    """
    with office.store.transaction() as records:
        case = records.cases.get(reference)
        why, sight = _permitted(case, actor, reason)
        records.audit.add(
            at=office.clock(), actor=actor.id, verb="record.viewed", about=reference, details={"reason": why[:200]}
        )
        return replace(_seen(records, case, version), sight=sight)


def own(office: Office, reference: str, actor: Actor) -> CaseView:
    """An applicant's own application."""
    with office.store.transaction() as records:
        case = records.cases.get(reference)
        if case.account != actor.id:
            raise NotPermitted("this is another person's application")
        return _seen(records, case, 0)


def _seen(records: Records, case: Case, version: int) -> CaseView:
    judged = records.dossiers.get(case.reference, version) if version else records.dossiers.latest(case.reference)
    return CaseView(
        case=case,
        judged=judged,
        clearances=records.clearances.of(case.reference),
        log=records.audit.of(case.reference),
    )


def _permitted(case: Case, actor: Actor, reason: str) -> tuple[str, Sight]:
    """Why somebody may look, and how far. A role that was taken away opens nothing any more."""
    if actor.id == case.account:
        raise NotPermitted("nobody looks at an application of their own on the desk")
    officer = actor.id == case.officer and actor.has(Role.CASE_OFFICER)
    if officer or (actor.id == case.reviewer and actor.has(Role.REVIEWER)):
        return "assigned case", Sight.WHOLE
    if actor.has(Role.MATCH_DESK) and case.state is ApplicationState.MATCHES:
        return "possible match", Sight.MATCHES
    if actor.has(Role.APPEAL_REVIEWER) and case.state is ApplicationState.APPEAL and actor.id not in case.people:
        return "appeal", Sight.WHOLE
    if actor.has(Role.OVERSIGHT, Role.BORDER_OFFICER):
        if not reason.strip():
            raise InvalidInput("a reason is missing", where="reason", mend="Say why you look at this person's record")
        return reason.strip(), Sight.WHOLE if actor.has(Role.OVERSIGHT) else Sight.BORDER
    raise NotPermitted("this case is assigned to somebody else", mend="Take the next case; cases are not picked")
