"""Check digits of the machine readable zone (IND-01)."""

from __future__ import annotations

from collections.abc import Iterator

from preclear.checks.check import check, concern, note
from preclear.checks.evidence import Zone
from preclear.checks.misreading import fits_after_misreading
from preclear.model.codes import CheckStatus
from preclear.model.finding import Remark


@check(source="ICAO Doc 9303-3, 4.9 (check digits in the MRZ); IND-01")
def mrz_check_digits(mrz: Zone) -> Iterator[Remark]:
    """Do the check digits of the machine readable zone fit what it says?"""
    # A wrong digit shows a misreading more often than a forgery: where a well known one explains it, a note.
    failed = {step.id: step for step in mrz.steps if step.status is CheckStatus.FAILED and step.expected}
    number = failed.get("digit.document_number")
    misread = number is not None and fits_after_misreading(mrz.document_number, number.found or "")
    for step in failed.values():
        composite = step.id == "digit.composite"
        if composite and len(failed) > 1:
            continue  # it is computed over the fields whose own digits failed: the same misreading
        speak = note if composite or (misread and step is number) else concern
        yield speak(
            "the check digit of the {field} is {found}, and {expected} fits what is printed",
            f"mrz.{step.id}",
            field=step.id.removeprefix("digit.").replace("_", " "),
            found=step.found,
            expected=step.expected,
            resolved_by="a new reading of the page, or the chip",
            innocent="a letter read as a figure, as O for 0; some States compute the composite digit in another way",
        )
