"""The columns beside a case's record: the one place where they are made, so that they always agree with it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from preclear.model.case import Case, Clock
from preclear.model.codes import ApplicationState
from preclear.writing.records import to_json


def columns(case: Case) -> dict[str, Any]:
    """Every column of a case but ``raw`` and ``decision``."""
    return {
        "submitted_at": case.application.submitted_at,
        "state": case.state,
        "version": case.version,
        "account": case.account,
        "officer": case.officer,
        "reviewer": case.reviewer,
        "appeal_reviewer": case.appeal.reviewer if case.appeal else "",
        "purpose": case.application.trip.purpose,
        "urgent": case.urgent,
        "frozen": case.frozen,
        "due": nearest(case),
        "people": sorted(case.people),
        "record": to_json(case),
    }


def nearest(case: Case) -> datetime | None:
    """When the first of the case's running clocks runs out; None where none runs."""
    return min((_due(clock) for clock in case.clocks.values() if clock.stopped is None), default=None)


def _due(clock: Clock) -> datetime:
    """A running clock's time does not depend on when it is looked at."""
    return clock.due(clock.started)


FINISHED = frozenset(
    {
        ApplicationState.GRANTED,
        ApplicationState.REFUSED,
        ApplicationState.WITHDRAWN,
        ApplicationState.LAPSED,
        ApplicationState.UPHELD,
        ApplicationState.OVERTURNED,
    }
)
"""States in which no clock may run out any more."""
