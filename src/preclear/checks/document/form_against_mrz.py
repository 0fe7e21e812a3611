"""The form against the machine readable zone (IND-01)."""

from __future__ import annotations

from collections.abc import Iterator

from preclear.checks.check import check, concern
from preclear.checks.comparing import disagreements
from preclear.checks.evidence import Holder, StatedDocument, Zone
from preclear.model.finding import Remark


@check(source="ICAO Doc 9303-3, 3.4 and 4.2 (VIZ and MRZ hold the same facts); IND-01")
def form_against_mrz(holder: Holder, document: StatedDocument, mrz: Zone) -> Iterator[Remark]:
    """Does the form say of holder and document what the machine readable zone says?"""
    for path, field, form, zone in disagreements(holder, document, mrz):
        yield concern(
            "the form gives {form} as the {field}, the passport {zone}",
            path,
            "mrz",
            field=field,
            form=form,
            zone=zone,
            contradicts="identity",
            resolved_by="a corrected form, or a new picture of the page",
            innocent="a slip of the pen; names over 39 characters are cut; other spelling or order",
        )
