"""Issue and expiry of the document as stated."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from preclear.checks.check import check, note
from preclear.checks.evidence import StatedDocument
from preclear.model.finding import Remark


@check(source="ICAO Doc 9303-4, 4.1 (date of issue and date of expiry)")
def dates_in_order(document: StatedDocument, as_of: date) -> Iterator[Remark]:
    """Was the document issued before it expires, and not in the future?"""
    if document.issued is None:
        return
    late = document.expires is not None and document.expires.last < document.issued.first
    if late or document.issued.first > as_of:
        yield note(
            "is stated as issued on {issued} and expiring on {expires}",
            "document.issued",
            issued=document.issued,
            expires=document.expires or "no stated day",
            contradicts="identity",
            resolved_by="the days as the page shows them",
            innocent="day and month changed places; issue and expiry changed places",
        )
