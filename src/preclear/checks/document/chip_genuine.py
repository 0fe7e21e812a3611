"""Passive authentication of the chip (IND-02)."""

from __future__ import annotations

from collections.abc import Iterator

from preclear.checks.check import check, serious
from preclear.checks.evidence import ChipAnswer
from preclear.model.codes import CheckStatus
from preclear.model.finding import Remark

_OTHERS = ("validity.", "aa.", "ca.")
"""Steps that are no forgery of the chip's content; ``document.chip_answers`` speaks of the last two."""


@check(source="ICAO Doc 9303-11, 5.1 (passive authentication); IND-02")
def chip_genuine(chip: ChipAnswer) -> Iterator[Remark]:
    """Does the issuing State stand behind what the chip says?"""
    # An expired or unknown signer is not forgery: only what was looked at and failed speaks.
    for step in chip.steps:
        if step.status is CheckStatus.FAILED and not step.id.startswith(_OTHERS):
            yield serious(
                "the chip's {step} failed: {reason}",
                f"chip.{step.id}",
                step=step.id,
                reason=step.reason or "the values differ",
                resolved_by="a new reading of the chip; the issuing State's answer about this document",
                innocent="a damaged reading; a known defect of the issuer's series",
            )
