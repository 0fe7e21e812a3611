"""The form against the machine readable zone (IND-01)."""

from __future__ import annotations

from collections.abc import Iterator

from preclear.checks.check import check, concern
from preclear.checks.evidence import Holder, StatedDocument, Zone, day_of
from preclear.checks.sameness import may_be_same_name, same_number
from preclear.model.finding import Remark


@check(source="ICAO Doc 9303-3, 3.4 and 4.2 (VIZ and MRZ hold the same facts); IND-01")
def form_against_mrz(holder: Holder, document: StatedDocument, mrz: Zone) -> Iterator[Remark]:
    """Does the form say of holder and document what the machine readable zone says?"""
    stated, printed = f"{holder.given_names} {holder.surname}", f"{mrz.given_names} {mrz.surname}"
    born, expires = day_of(mrz.birth_date), day_of(mrz.expiry_date)
    pairs = (
        ("number", document.number, mrz.document_number, same_number(document.number, mrz.document_number)),
        ("issuing State", document.issuing_state, mrz.issuing_state, document.issuing_state == mrz.issuing_state),
        ("name", stated, printed, may_be_same_name(stated, printed)),
        ("birth date", holder.birth_date, born, not born or born.may_be(holder.birth_date)),
        ("expiry", document.expires, expires, not (expires and document.expires) or expires.may_be(document.expires)),
    )
    for field, form, zone, same in pairs:
        if not same:
            yield concern(
                "the form gives {form} as the {field}, the passport {zone}",
                f"form.{field.replace(' ', '_').lower()}",
                "mrz",
                field=field,
                form=form,
                zone=zone,
                contradicts="identity",
                resolved_by="a corrected form, or a new picture of the page",
                innocent="a slip of the pen; names over 39 characters are cut; other spelling or order",
            )
