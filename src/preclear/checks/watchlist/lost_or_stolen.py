"""Documents on lists of lost and stolen documents (IND-07)."""

from __future__ import annotations

from collections.abc import Iterator

from preclear.checks.check import check, concern, serious
from preclear.checks.evidence import StatedDocument
from preclear.checks.sameness import same_number
from preclear.model.finding import Remark
from preclear.model.screening import ScreeningAnswer


@check(source="INTERPOL SLTD rules; ICAO Annex 9, 3.10 (lost and stolen documents); IND-07")
def lost_or_stolen(document: StatedDocument, reported: ScreeningAnswer) -> Iterator[Remark]:
    """Is this very document on a list of lost, stolen or revoked documents?"""
    # Screening compares number and issuing State: a number alone is used by two States by chance. An entry of such a
    # list names no person; entries that do are the matter of watchlist.possible_match.
    for candidate in reported.alerts:
        if candidate.name or not candidate.document:
            continue
        speak = serious if same_number(candidate.document, document.number) else concern
        yield speak(
            "{number} is on the list {list} as {listed}: {reason}",
            "screening",
            f"{candidate.list}/{candidate.entity}",
            number=document.number,
            list=candidate.list,
            listed=candidate.document,
            reason=candidate.list_reason or " ".join(candidate.why) or "listed",
            resolved_by="the issuing State confirms or withdraws the entry",
            innocent="the holder's own passport, found again after a report; O read for 0",
        )
