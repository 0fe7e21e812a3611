"""The form against the machine readable zone (IND-01)."""

from __future__ import annotations

from collections.abc import Iterator

from preclear.checks.check import check, concern
from preclear.checks.evidence import Holder, StatedDocument, Zone, day_of
from preclear.checks.sameness import may_be_same_day, may_be_same_name, may_be_same_number
from preclear.model.finding import Remark
from preclear.writing.states import alpha3_of


@check(source="ICAO Doc 9303-3, 3.4 and 4.2 (VIZ and MRZ hold the same facts); IND-01")
def form_against_mrz(holder: Holder, document: StatedDocument, mrz: Zone) -> Iterator[Remark]:
    """Does the form say of holder and document what the machine readable zone says?"""
    names, printed = (f"{holder.given_names} {holder.surname}", *holder.other_names), f"{mrz.given_names} {mrz.surname}"
    number, state = document.number, document.issuing_state
    born, expires = day_of(mrz.birth_date), day_of(mrz.expiry_date)
    for field, form, zone, same in (
        ("document.number", number, mrz.document_number, may_be_same_number(number, mrz.document_number)),
        ("document.issuing_state", state, mrz.issuing_state, alpha3_of(state) == alpha3_of(mrz.issuing_state)),
        ("document.expires", document.expires, expires, may_be_same_day(document.expires, expires)),
        ("applicant.birth_date", holder.birth_date, born, may_be_same_day(holder.birth_date, born)),
        ("applicant.name", names[0], printed, any(may_be_same_name(name, printed) for name in names)),
    ):
        if not same:
            yield concern(
                "the form gives {form} as the {field}, the passport {zone}",
                field,
                "mrz",
                field=field.partition(".")[2].replace("_", " "),
                form=form,
                zone=zone,
                contradicts="identity",
                resolved_by="a corrected form, or a new picture of the page",
                innocent="a slip of the pen; names over 39 characters are cut; other spelling or order",
            )
