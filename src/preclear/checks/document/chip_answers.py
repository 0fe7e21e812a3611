"""Active and chip authentication: is the chip the one that the issuer made (IND-03)?"""

from __future__ import annotations

from collections.abc import Iterator

from preclear.checks.check import check, concern
from preclear.checks.evidence import ChipAnswer
from preclear.model.codes import CheckStatus
from preclear.model.finding import Remark


@check(source="ICAO Doc 9303-11, 6.1 and 6.2 (active and chip authentication); IND-03")
def chip_answers(chip: ChipAnswer) -> Iterator[Remark]:
    """Did the chip itself answer, and not a copy of its files?"""
    # Most chips were never asked: only an answer that does not hold speaks.
    for step in chip.steps:
        if step.status is CheckStatus.FAILED and step.id.startswith(("aa.", "ca.")):
            yield concern(
                "the chip's answer does not hold ({step}): {reason}",
                f"chip.{step.id}",
                step=step.id,
                reason=step.reason,
                resolved_by="a new reading of the chip",
                innocent="a damaged recording; an older series without this protection",
            )
