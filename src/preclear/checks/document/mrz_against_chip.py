"""The printed zone against data group 1 of the chip (IND-01)."""

from __future__ import annotations

from collections.abc import Iterator

from preclear.checks.check import check, concern
from preclear.checks.evidence import ChipAnswer, Zone
from preclear.checks.sameness import may_be_same_name
from preclear.model.finding import Remark


@check(source="ICAO Doc 9303-10, 4.7.1 (DG1 repeats the MRZ); IND-01")
def mrz_against_chip(mrz: Zone, chip: ChipAnswer) -> Iterator[Remark]:
    """Does the printed zone say what data group 1 of the chip says?"""
    if chip.holder is None:
        return
    for field in ("document_number", "issuing_state", "nationality", "birth_date", "expiry_date"):
        printed, stored = getattr(mrz, field), getattr(chip.holder, field)
        if printed and stored and printed != stored:
            yield _differs(field, printed, stored)
    printed, stored = f"{mrz.surname} {mrz.given_names}", f"{chip.holder.surname} {chip.holder.given_names}"
    if not may_be_same_name(printed, stored):
        yield _differs("name", printed, stored)


def _differs(field: str, printed: str, stored: str) -> Remark:
    return concern(
        "the page shows {printed} as the {field}, the chip {stored}",
        f"mrz.{field}",
        f"chip.{field}",
        field=field.replace("_", " "),
        printed=printed,
        stored=stored,
        resolved_by="a new picture of the page; the issuer, where the picture is clear",
        innocent="a character that was read wrongly",
    )
