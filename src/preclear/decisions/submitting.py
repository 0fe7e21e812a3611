"""Submitting an application, and mending one that is incomplete."""

from __future__ import annotations

from datetime import datetime

from preclear.decisions.change import Change, Notice, change
from preclear.model.agreement import Deadlines
from preclear.model.application import Application
from preclear.model.case import Actor, Case


def submit(draft: Case, actor: Actor, at: datetime, *, deadlines: Deadlines) -> Change:
    """Hand in a draft. From here on nothing of it is lost."""
    return change(
        draft,
        "submit",
        actor,
        at,
        deadlines=deadlines,
        notices=(Notice(kind="submitted", to=draft.account, reference=draft.reference),),
        jobs=("admit",),
    )


def mend(case: Case, application: Application, actor: Actor, at: datetime, *, deadlines: Deadlines) -> Change:
    """Hand in what was missing."""
    return change(case, "mend", actor, at, deadlines=deadlines, application=application, missing=(), jobs=("admit",))
