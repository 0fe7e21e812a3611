"""Ends that are no decision: the applicant withdraws, or is silent. Neither is a refusal or counts as one."""

from __future__ import annotations

from datetime import datetime

from preclear.decisions.change import Change, Notice, change
from preclear.model.agreement import Deadlines
from preclear.model.case import SYSTEM, Actor, Case


def withdraw(case: Case, actor: Actor, at: datetime, *, deadlines: Deadlines) -> Change:
    """Take an application back; possible until it is decided."""
    told = Notice(kind="withdrawn", to=case.account, reference=case.reference)
    return change(case, "withdraw", actor, at, deadlines=deadlines, notices=(told,))


def lapse(case: Case, at: datetime, why: str, *, deadlines: Deadlines) -> Change:
    """Close an application whose applicant was asked and did not answer in time."""
    told = Notice(kind="lapsed", to=case.account, reference=case.reference)
    return change(case, "lapse", SYSTEM, at, deadlines=deadlines, note=why, notices=(told,))
