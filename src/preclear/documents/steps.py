"""Building steps: an outcome with its id and the section that asks for it."""

from __future__ import annotations

from preclear.documents.keys import Outcome
from preclear.model.codes import CheckStatus
from preclear.model.verification import Step

TR = "BSI TR-03135-1"
LDS = "ICAO Doc 9303-10"


def step(id_: str, outcome: Outcome, section: str, text: str = TR) -> Step:
    """A step that ``text`` asks for in ``section``."""
    return Step(id=id_, status=outcome.status, reason=outcome.reason, standard=f"{text}, {section}")


def passed(reason: str = "") -> Outcome:
    """Looked at and found right."""
    return Outcome(status=CheckStatus.PASSED, reason=reason)


def failed(reason: str) -> Outcome:
    """Looked at and found wrong."""
    return Outcome(status=CheckStatus.FAILED, reason=reason)


def undetermined(reason: str) -> Outcome:
    """Could not be looked at, or tells nothing: never adverse."""
    return Outcome(status=CheckStatus.UNDETERMINED, reason=reason)


def not_supported(reason: str) -> Outcome:
    """The document does not have it."""
    return Outcome(status=CheckStatus.NOT_SUPPORTED, reason=reason)
