"""Checks: one file is one question about a dossier, with its examples beside it.

A check sees only the evidence that its parameters name, cannot reach the network, the clock or the disk, and never
sees a protected or proxy attribute. ``run`` asks all of them; ``claim_grid`` says how each claim of the applicant
stands. How to add one: ``docs/how-to-add-a-check.md``.
"""

from preclear.checks.asking import run
from preclear.checks.catalogue import Catalogue, catalogue
from preclear.checks.check import Check
from preclear.checks.grid import claim_grid, evidence_ids
from preclear.checks.not_used import NOT_USED

__all__ = ["NOT_USED", "Catalogue", "Check", "catalogue", "claim_grid", "evidence_ids", "run"]
