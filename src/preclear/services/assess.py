"""Judge a dossier: a pure function, so that every decision can be replayed years later, bit for bit."""

from __future__ import annotations

import structlog

from preclear import rulebook
from preclear.checks import NOT_USED, Check, claim_grid, run
from preclear.model.dossier import Dossier
from preclear.model.finding import Assessment
from preclear.services.means import Means

_log = structlog.get_logger("preclear.assess")


def assess(dossier: Dossier, means: Means) -> Assessment:
    """Run every check, fill the claim grid, and ask the rulebook for a recommendation."""
    findings, silent, not_checked = run(means.catalogue, dossier, on_bug=_note_bug)
    return rulebook.recommend(
        means.rulebook,
        findings,
        claim_grid(dossier, findings),
        not_checked,
        dossier,
        not_used=NOT_USED,
        silent=silent,
    )


def _note_bug(check: Check, error: Exception) -> None:
    """A check that raised says "could not be evaluated"; the log says where, without the person's data."""
    _log.error("check raised", check=check.id, error=type(error).__name__)
