"""Documents on lists of lost and stolen documents (IND-07)."""

from __future__ import annotations

from collections.abc import Iterator

from preclear.checks.check import check, serious
from preclear.checks.evidence import StatedDocument
from preclear.checks.sameness import same_number
from preclear.model.finding import Remark
from preclear.model.screening import ScreeningAnswer


@check(source="INTERPOL SLTD rules; ICAO Annex 9, 3.10 (lost and stolen documents); IND-07")
def lost_or_stolen(document: StatedDocument, screening: ScreeningAnswer) -> Iterator[Remark]:
    """Is this very document on a list of lost, stolen or revoked documents, or of a listed person?"""
    # The screening library compares number and issuing State; a number alone is used by two States by chance.
    for candidate in screening.alerts:
        if candidate.document and same_number(candidate.document.split("/")[0].split()[-1], document.number):
            yield serious(
                "document {number} is on the list {list}: {reason}",
                "screening",
                f"{candidate.list}/{candidate.entity}",
                number=document.number,
                list=candidate.list,
                reason=candidate.list_reason or "; ".join(candidate.why) or "listed",
                resolved_by="the issuing State confirms or withdraws the entry",
                innocent="the holder's own passport, found again after a report",
            )
