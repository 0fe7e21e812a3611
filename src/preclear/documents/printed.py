"""The zone in the chip against the zone on the page (BSI TR-03135-1, section 5.7.2)."""

from __future__ import annotations

from collections.abc import Iterator

from preclear.documents.keys import Outcome
from preclear.documents.mrz import LAYOUTS, Layout
from preclear.model.codes import CheckStatus
from preclear.model.verification import Mrz

_PARTS = ("document_code", "issuing_state", "names", "nationality", "expiry_date")


def matches(chip: Mrz | None, page: Mrz) -> Outcome:
    """Whether DG1 holds what is printed, field by field and exactly.

    Fillers in a birth date are excused, whichever side has them. Optional data alone differing is ``undetermined``.
    The reason names fields, never what stands in them.
    """
    if chip is None:
        return Outcome(status=CheckStatus.UNDETERMINED, reason="DG1 was not read")
    layout = LAYOUTS.get(chip.format)
    if chip.format != page.format or layout is None:
        reason = f"the chip has a zone of format {chip.format}, the page one of {page.format}"
        return Outcome(status=CheckStatus.FAILED, reason=reason)
    differing = list(dict.fromkeys(_differing(chip, page, layout)))
    if not differing:
        return Outcome(status=CheckStatus.PASSED, reason="the zone in the chip is the one on the page")
    if differing == ["optional data"]:
        return Outcome(status=CheckStatus.UNDETERMINED, reason="only the optional data differ between chip and page")
    return Outcome(status=CheckStatus.FAILED, reason=f"chip and page differ in {', '.join(differing)}")


def _differing(chip: Mrz, page: Mrz, layout: Layout) -> Iterator[str]:
    """Names of the fields that differ, check digits with the field that they belong to."""
    one, other = "".join(chip.lines), "".join(page.lines)
    excused = False
    for name in _PARTS:
        part = getattr(layout, name)
        if one[part] != other[part]:
            yield name.replace("_", " ")
    if one[layout.sex] != other[layout.sex]:
        yield "sex"
    if one[layout.document_number] != other[layout.document_number] or (
        chip.fields.document_number != page.fields.document_number
    ):
        yield "document number"
    elif any(one[part] != other[part] for part in layout.optional):
        excused = True
        yield "optional data"
    if one[layout.birth_date] != other[layout.birth_date]:
        excused = True
        if not _only_fillers(one[layout.birth_date], other[layout.birth_date]):
            yield "birth date"
    for digit in layout.digits:
        if one[digit.at] != other[digit.at] and not (excused and digit.id in _EXCUSED):
            yield "optional data" if digit.id == "digit.optional_data" else "check digits"


_EXCUSED = frozenset({"digit.birth_date", "digit.optional_data", "digit.composite"})
"""Digits over what was excused differ with it."""


def _only_fillers(one: str, other: str) -> bool:
    return all(left == right or "<" in (left, right) for left, right in zip(one, other, strict=True))
