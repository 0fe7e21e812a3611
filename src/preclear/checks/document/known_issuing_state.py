"""The issuing State exists (IND-09)."""

from __future__ import annotations

from collections.abc import Iterator

from preclear.checks.check import check, concern
from preclear.checks.evidence import StatedDocument
from preclear.model.finding import Remark
from preclear.writing.states import is_known


@check(source="ICAO Doc 9303-3, section 5 (codes for States and organisations); IND-09")
def known_issuing_state(document: StatedDocument) -> Iterator[Remark]:
    """Is there such an issuing State or organisation?"""
    if not is_known(document.issuing_state):
        yield concern(
            "{state} is no code of a State or organisation",
            "document.issuing_state",
            state=document.issuing_state,
            resolved_by="the document itself; a newer edition of the code list",
            innocent="a slip of the pen; a new State",
        )
