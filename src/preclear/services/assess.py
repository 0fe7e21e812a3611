"""Judge a dossier: a pure function, so that every decision can be replayed years later, bit for bit."""

from __future__ import annotations

from dataclasses import replace

import structlog

from preclear import rulebook
from preclear.checks import NOT_USED, Catalogue, Check, claim_grid, run
from preclear.model.dossier import Dossier
from preclear.model.finding import Assessment, Silence
from preclear.services.means import Means
from preclear.services.missing import is_minor

_ASKED_OF_CHILDREN = frozenset({"document", "identity", "watchlist"})
"""Rooms of checks: is the document genuine, this child's, not lost. Nothing profiles a child (ETIAS, article 14)."""

_log = structlog.get_logger("preclear.assess")


def assess(dossier: Dossier, means: Means) -> Assessment:
    """Run every check, fill the claim grid, and ask the rulebook for a recommendation."""
    asked, book = means.catalogue, means.rulebook
    left_out: tuple[Silence, ...] = ()
    if is_minor(dossier.application, dossier.today):
        asked, left_out = _of_children(means.catalogue)
        book = replace(book, rules=())
    findings, silent, not_checked = run(asked, dossier, on_bug=_note_bug)
    return rulebook.recommend(
        book,
        findings,
        claim_grid(dossier, findings),
        (*not_checked, *left_out),
        dossier,
        not_used=NOT_USED,
        silent=silent,
    )


def _of_children(catalogue: Catalogue) -> tuple[Catalogue, tuple[Silence, ...]]:
    """The checks that are asked about a child, and the others with the reason why they are not."""
    asked = tuple(check for check in catalogue.checks if check.room in _ASKED_OF_CHILDREN)
    why = "not asked about a child: no profiling"
    left_out = tuple(
        Silence(check=check.id, question=check.question, why=why) for check in catalogue.checks if check not in asked
    )
    return Catalogue(checks=asked), left_out


def _note_bug(check: Check, error: Exception) -> None:
    """A check that raised says "could not be evaluated"; the log says where, without the person's data."""
    _log.error("check raised", check=check.id, error=type(error).__name__)
