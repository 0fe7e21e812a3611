"""A visa held against the passport (IND-14)."""

from __future__ import annotations

from collections.abc import Iterator

from preclear.checks.check import check, concern
from preclear.checks.evidence import Holder, VisaZone, day_of
from preclear.checks.sameness import may_be_same_name, share_a_number
from preclear.model.finding import Remark


@check(source="ICAO Doc 9303-7, 4.2 (MRZ of visas); IND-14")
def visa_against_passport(
    holder: Holder,
    passports: tuple[str, ...],
    visa_zones: tuple[VisaZone, ...],
) -> Iterator[Remark]:
    """Was the visa issued to the holder of this passport?"""
    for place, visa in enumerate(visa_zones):
        zone, born = visa.zone, day_of(visa.zone.birth_date)
        stated, printed = f"{holder.given_names} {holder.surname}", f"{zone.given_names} {zone.surname}"
        wrong = (
            ("number", not share_a_number([zone.document_number], [*passports, visa.visa.number])),
            ("birth date", born is not None and not born.may_be(holder.birth_date)),
            ("name", not any(may_be_same_name(printed, name) for name in (stated, *holder.other_names))),
        )
        for field, differs in wrong:
            if differs:
                yield concern(
                    "the {field} of visa {visa} is not the passport's",
                    f"visas[{place}].{field.replace(' ', '_')}",
                    "visa_mrz",
                    field=field,
                    visa=visa.visa.number,
                    contradicts="identity",
                    resolved_by="the page with the visa; the office that issued it",
                    innocent="another spelling; a passport renewed since",
                )
