"""The printed zone against data group 1 of the chip (IND-01)."""

from __future__ import annotations

from collections.abc import Iterator

from preclear.checks.check import check, concern
from preclear.checks.comparing import differing
from preclear.checks.evidence import ChipAnswer, Zone
from preclear.model.finding import Remark


@check(source="ICAO Doc 9303-10, 4.7.1 (DG1 repeats the MRZ); IND-01")
def mrz_against_chip(mrz: Zone, chip: ChipAnswer) -> Iterator[Remark]:
    """Does the printed zone say what data group 1 of the chip says?"""
    for field, printed, stored in differing(mrz, chip.holder) if chip.holder else ():
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
