"""The printed zone against data group 1 of the chip (IND-01)."""

from __future__ import annotations

from collections.abc import Iterator

from preclear.checks.check import check, concern
from preclear.checks.evidence import ChipAnswer, Zone
from preclear.checks.sameness import may_be_same_name, may_be_same_number
from preclear.model.codes import CheckStatus
from preclear.model.finding import Remark

FIELDS = ("surname", "given_names", "document_number", "issuing_state", "nationality", "birth_date", "expiry_date")


@check(source="ICAO Doc 9303-10, 4.7.1 (DG1 repeats the MRZ); IND-01")
def mrz_against_chip(mrz: Zone, chip: ChipAnswer) -> Iterator[Remark]:
    """Does the printed zone say what data group 1 of the chip says?"""
    # Where a field's own check digit failed, the page was misread: mrz_check_digits says so, and once is enough.
    misread = {step.id.removeprefix("digit.") for step in mrz.steps if step.status is CheckStatus.FAILED}
    for field in FIELDS if chip.holder else ():
        printed, stored = getattr(mrz, field), getattr(chip.holder, field)
        if field not in misread and printed and stored and not _same(field, printed, stored):
            yield concern(
                "the page shows {printed} as the {field}, the chip {stored}",
                f"mrz.{field}",
                f"chip.{field}",
                field=field.replace("_", " "),
                printed=printed,
                stored=stored,
                resolved_by="a new picture of the page, or the issuer",
                innocent="a character that was read wrongly",
            )


def _same(field: str, printed: str, stored: str) -> bool:
    if field.endswith("_date"):
        return printed[2:] == stored[2:]  # a zone has no century
    return (may_be_same_name if "name" in field else may_be_same_number)(printed, stored)
