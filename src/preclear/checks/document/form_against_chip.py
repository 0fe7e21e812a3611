"""The form against data group 1 of the chip, where no printed zone was given (IND-01)."""

from __future__ import annotations

from collections.abc import Iterator

from preclear.checks.check import check, concern
from preclear.checks.comparing import disagreements
from preclear.checks.evidence import ChipAnswer, Holder, StatedDocument, Zone
from preclear.model.finding import Remark


@check(source="ICAO Doc 9303-10, 4.7.1 (DG1 repeats the MRZ); IND-01")
def form_against_chip(
    holder: Holder, document: StatedDocument, chip: ChipAnswer, mrz: Zone | None = None
) -> Iterator[Remark]:
    """Does the form say of holder and document what the chip says?"""
    # With a printed zone the form is compared with that, and the zone with the chip: one fact is counted once.
    if mrz is not None or chip.holder is None:
        return
    for path, field, form, zone in disagreements(holder, document, chip.holder):
        yield concern(
            "the form gives {form} as the {field}, the chip {zone}",
            path,
            "chip",
            field=field,
            form=form,
            zone=zone,
            contradicts="identity",
            resolved_by="a corrected form, or a new reading of the chip",
            innocent="a slip of the pen; names over 39 characters are cut; other spelling or order",
        )
