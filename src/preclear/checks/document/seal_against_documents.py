"""What a seal says against the documents it stands on (BSI TR-03135-1, 5.7.4.3 and 5.7.7)."""

from __future__ import annotations

from collections.abc import Iterator

from preclear.checks.check import check, concern
from preclear.checks.evidence import SealAnswer
from preclear.model.codes import CheckStatus
from preclear.model.finding import Remark


@check(source="BSI TR-03135-1, 5.7.4.3 and 5.7.7; IND-14")
def seal_against_documents(seals: tuple[SealAnswer, ...]) -> Iterator[Remark]:
    """Does the seal belong to this passport and visa?"""
    for seal in seals:
        for step in seal.against:
            if step.status is CheckStatus.FAILED:
                yield concern(
                    "the seal does not fit the documents: {reason}",
                    f"seal.{seal.file}.{step.id}",
                    reason=step.reason,
                    contradicts="identity",
                    resolved_by="the page with the seal; the office that issued it",
                    innocent="a passport renewed since the seal was made",
                )
