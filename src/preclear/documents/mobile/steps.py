"""How the steps of mobile documents are written, and one status of several."""

from __future__ import annotations

from collections.abc import Iterable

from preclear.documents.keys import Outcome
from preclear.model.codes import CheckStatus
from preclear.model.verification import Step

PASSED, FAILED = CheckStatus.PASSED, CheckStatus.FAILED
UNDETERMINED, NOT_SUPPORTED = CheckStatus.UNDETERMINED, CheckStatus.NOT_SUPPORTED


def worst(statuses: Iterable[CheckStatus]) -> CheckStatus:
    """One status of several: nothing at all is undetermined."""
    found = set(statuses)
    if FAILED in found:
        return FAILED
    return PASSED if found == {PASSED} else UNDETERMINED


def step(id_: str, outcome: Outcome, section: str) -> Step:
    """A step of ISO/IEC 18013-5, with its section."""
    return Step(id=id_, status=outcome.status, reason=outcome.reason, standard=f"ISO/IEC 18013-5, {section}")
