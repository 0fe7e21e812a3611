"""The person for whom a permit was issued (IND-18)."""

from __future__ import annotations

from collections.abc import Iterator

from preclear.checks.check import check, serious
from preclear.checks.evidence import Holder
from preclear.checks.sameness import may_be_same_name, share_a_number
from preclear.model.application import Offer
from preclear.model.dossier import RegisterAnswer
from preclear.model.finding import Remark


@check(source="IND-18; 8 CFR 214.2(h)(2) (a petition names its beneficiaries)")
def permit_beneficiary(
    holder: Holder,
    passports: tuple[str, ...],
    offer: Offer,
    permit_register: RegisterAnswer,
) -> Iterator[Remark]:
    """Was the permit of the offer issued to this applicant?"""
    fields = permit_register.fields
    theirs = [
        number for key in ("beneficiary_document", "dependants") for number in fields.get(key, "").split(";") if number
    ]
    by_number = share_a_number(passports, theirs)
    name, stated = fields.get("beneficiary_name", ""), f"{holder.given_names} {holder.surname}"
    by_name = any(may_be_same_name(written, name) for written in (stated, *holder.other_names)) if name else not theirs
    if permit_register.found and not by_number and not by_name:
        yield serious(
            "permit {permit} was issued to the holder of document {document}",
            "offer.permit_number",
            "register.permit",
            permit=offer.permit_number,
            document=theirs[0] if theirs else "not stated",
            contradicts="job",
            resolved_by="a permit in the applicant's name, or a letter of the employer",
            innocent="a copying error; a dependant quotes the principal's number; a renewed passport",
        )
