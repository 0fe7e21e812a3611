"""Asking every check of a catalogue about one dossier."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from preclear.checks.catalogue import Catalogue
from preclear.checks.check import Check
from preclear.checks.evidence import Missing, doubt, see
from preclear.model.dossier import Dossier
from preclear.model.finding import Finding, Remark, Silence

Bug = Callable[[Check, Exception], None]
Answers = tuple[tuple[Finding, ...], tuple[Silence, ...], tuple[Silence, ...]]


def run(catalogue: Catalogue, dossier: Dossier, *, on_bug: Bug | None = None) -> Answers:
    """Findings, checks that found nothing, and checks that could not be asked with the reason.

    A check that raises is a bug. Without ``on_bug`` the exception goes on; with it the check counts as not asked, and
    ``on_bug`` is told. Finding nothing because something went wrong never counts for or against anybody.
    """
    seen: dict[str, Any] = {}
    findings: list[Finding] = []
    silent: list[Silence] = []
    not_checked: list[Silence] = []
    for check in catalogue.checks:
        for name in (*check.needs, *check.welcomes):
            seen.setdefault(name, see(dossier, name))
        why = next((seen[name].why for name in check.needs if isinstance(seen[name], Missing)), "")
        spoken: list[Finding] = []
        if not why:
            try:
                spoken = list(_ask(check, seen, dossier))
            except Exception as error:
                if on_bug is None:
                    raise
                on_bug(check, error)
                why = "could not be evaluated"
        if not why and not spoken:
            # Silence is an answer only where what was asked is up to date.
            why = next(filter(None, (doubt(dossier, name) for name in check.needs)), "")
        if why:
            not_checked.append(Silence(check=check.id, question=check.question, why=why))
        elif not spoken:
            silent.append(Silence(check=check.id, question=check.question))
        findings += spoken
    return tuple(findings), tuple(silent), tuple(not_checked)


def _ask(check: Check, seen: Mapping[str, Any], dossier: Dossier) -> Iterator[Finding]:
    given = {name: seen[name] for name in check.needs}
    given |= {name: None if isinstance(seen[name], Missing) else seen[name] for name in check.welcomes}
    for remark in check.ask(**given):
        yield _finding(check, remark, dossier)


def _finding(check: Check, remark: Remark, dossier: Dossier) -> Finding:
    key = ":".join((check.id, *remark.about))
    counts, is_open = _standing(remark, key, dossier)
    return Finding(
        check=check.id,
        question=check.question,
        weight=remark.weight,
        text=remark.text,
        about=remark.about,
        source=check.source,
        resolved_by=remark.resolved_by,
        axis=check.axis,
        contradicts=remark.contradicts,
        innocent=remark.innocent,
        counts=counts,
        open=is_open,
    )


def _standing(remark: Remark, key: str, dossier: Dossier) -> tuple[bool, bool]:
    """Whether a remark counts, and whether it waits to be put to the applicant (Matter of R-K-K-, 26 I&N Dec. 658)."""
    if not remark.contradicts:
        return not any(part in dossier.cleared_matches for part in remark.about), False
    put = [item for item in dossier.put if item.finding == key]
    if any(item.resolved for item in put):
        return False, False
    heard = any(item.heard(dossier.as_of) for item in put)
    return heard, not heard
