"""The seals on pages and visas (visible digital seals)."""

from __future__ import annotations

from collections.abc import Iterator

from preclear.checks.check import check, concern
from preclear.checks.evidence import SealAnswer
from preclear.model.codes import CheckStatus
from preclear.model.finding import Remark

_LAPSED = ("validity.",)
"""An expired signer's certificate is no forgery: Doc 9303-13, appendix D, gives it a medium potential of fraud only."""


@check(source="ICAO Doc 9303-13, appendix D; BSI TR-03135-1, 5.9")
def seal_genuine(seals: tuple[SealAnswer, ...]) -> Iterator[Remark]:
    """Does its issuer stand behind what the seal says?"""
    for seal in seals:
        for step in seal.steps:
            if step.status is CheckStatus.FAILED and not step.id.startswith(_LAPSED):
                yield concern(
                    "the seal's {step} failed: {reason}",
                    f"seal.{seal.file}.{step.id}",
                    step=step.id,
                    reason=step.reason or "the values differ",
                    resolved_by="a new picture of the seal; the office that issued it",
                    innocent="a damaged or badly photographed seal; a failed seal alone does not void a visa",
                )
