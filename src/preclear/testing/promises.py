"""The promises of ``preclear.storage.promises`` for a store in memory."""

from __future__ import annotations

from collections.abc import Collection

from preclear.errors import Conflict, NotPermitted
from preclear.model.case import SYSTEM, Case, Decision
from preclear.model.codes import ApplicationState as S
from preclear.model.codes import Outcome
from preclear.storage.promises import AFTER_APPEAL, APPEALABLE, DECIDED, FINAL, SHORTEST_REASONS


def check_decision(decision: Decision, case: Case, accounts: Collection[str] | None) -> None:
    """``NotPermitted`` or ``Conflict`` where the database would not take this decision on this case.

    ``accounts`` are the people who exist; None believes every name but the machine's.
    """
    people = [decision.proposed_by] + ([decision.confirmed_by] if decision.confirmed_by is not None else [])
    if case.state in {*FINAL, *APPEALABLE}:
        raise Conflict("a decided case is not decided again")
    if case.account in people:
        raise NotPermitted("nobody decides on an application of their own")
    if decision.outcome is Outcome.REFUSE:
        _check_refusal(decision, case, people)
    elif decision.proposed_by == SYSTEM.id and (
        decision.outcome is not Outcome.GRANT or decision.confirmed_by is not None or case.state is not S.CHECKED_CLEAR
    ):
        raise NotPermitted("the machine can only grant, and only what was checked and found clear")
    known = {*accounts, SYSTEM.id} if accounts is not None else set(people)
    if not known.issuperset(people) or decision.confirmed_by == SYSTEM.id:
        raise NotPermitted("a decision is made by people who have an account")


def check_case(before: Case | None, after: Case, standing: str, newest: Decision | None, *, lost: bool = False) -> None:
    """``NotPermitted`` or ``Conflict`` where the database would not take this change of a case.

    ``standing`` is the id of the decision that stood before, ``newest`` the newest decision on the case;
    ``lost`` says that its newest clearance was revoked or annulled.
    """
    if before is None:
        if after.state in {*DECIDED, S.APPEAL, *AFTER_APPEAL}:
            raise Conflict("a case does not begin decided")
        return
    if after.account != before.account or after.version <= before.version:
        raise NotPermitted("a case keeps its reference and its owner, and its version grows")
    _check_way(before, after)
    if before.state is S.OVERTURNED and not lost:
        raise Conflict("what an appeal granted is appealed again only after its clearance was lost")
    if after.state in {*DECIDED, S.OVERTURNED} and after.state is not before.state:
        _check_decided(before, after, standing, newest)
        standing = newest.id if newest else ""
    if after.decision is not None and after.decision.id != standing:
        raise NotPermitted("the record of a case names the decision that stands")
    touched = after.state is not S.OVERTURNED and after.decision != before.decision
    if before.state in {*APPEALABLE, S.APPEAL} and (touched or after.application != before.application):
        raise Conflict("an appeal leaves the application and its decision as they are")


def check_file_change(case: Case | None, *, replaces: bool) -> None:
    """``Conflict`` where the files of a case are closed."""
    closed = {*FINAL, *APPEALABLE, S.APPEAL} if replaces else {*FINAL, *APPEALABLE}
    if case is not None and case.state in closed:
        raise Conflict("the files of a decided case are not changed")


def _check_refusal(decision: Decision, case: Case, people: list[str]) -> None:
    if len(set(people)) != 2 or not all(people) or SYSTEM.id in people:
        raise NotPermitted("a refusal needs two different people")
    reasons = decision.reasons
    if reasons is None or not reasons.ground or sum(len(one.strip()) for one in reasons.facts) < SHORTEST_REASONS:
        raise NotPermitted(f"a refusal needs a ground and at least {SHORTEST_REASONS} characters of facts")
    if case.state is not S.REFUSE_PROPOSED:
        raise Conflict("only a proposed refusal is confirmed")
    if case.frozen:
        raise NotPermitted("no refusal while a protection case is open")


def _check_way(before: Case, after: Case) -> None:
    if before.state in FINAL:
        raise Conflict("a decided case is not changed")
    into_appeal = after.state is S.APPEAL and before.state not in {*APPEALABLE, S.APPEAL}
    out_of_decision = before.state in APPEALABLE and after.state is not S.APPEAL
    out_of_appeal = before.state is S.APPEAL and after.state not in {S.APPEAL, *AFTER_APPEAL}
    not_from_appeal = after.state in AFTER_APPEAL and before.state not in {S.APPEAL, after.state}
    if into_appeal or out_of_decision or out_of_appeal or not_from_appeal:
        raise Conflict("only an appeal leads out of a decision")


def _check_decided(before: Case, after: Case, standing: str, newest: Decision | None) -> None:
    refused = after.state is S.REFUSED
    if after.state is S.OVERTURNED and newest is not None and newest.proposed_by == SYSTEM.id:
        raise NotPermitted("a decision is overturned only by a new one, in which a person grants")
    if newest is None or newest.id == standing or (newest.outcome is Outcome.REFUSE) is not refused:
        raise NotPermitted("a case is granted or refused only by a new decision that says so")
    if refused and (before.state is not S.REFUSE_PROPOSED or before.frozen or after.frozen):
        raise NotPermitted("a case is refused only after a proposal, and not while a protection case is open")
