"""Registration with the Protector of Emigrants (IND-28)."""

from __future__ import annotations

from collections.abc import Iterator

from preclear.checks.check import check, serious
from preclear.checks.evidence import Holder
from preclear.checks.sameness import may_be_same_name, share_a_number
from preclear.model.application import Offer
from preclear.model.dossier import RegisterAnswer
from preclear.model.finding import Remark


@check(source="Emigration Rules 1979 (Pakistan), registration with the Protector of Emigrants; IND-28")
def protector_registration(
    holder: Holder, passports: tuple[str, ...], offer: Offer, protector_register: RegisterAnswer
) -> Iterator[Remark]:
    """Is the registration with the Protector of Emigrants this applicant's?"""
    # The registered employer is not held against anybody: changing the employer is usual.
    if offer.protector_number is None:
        return
    passport, name = protector_register.fields.get("passport", ""), protector_register.fields.get("name", "")
    ours = not passport or share_a_number([passport], passports)
    names = (f"{holder.given_names} {holder.surname}", *holder.other_names)
    named = bool(name) and any(may_be_same_name(written, name) for written in names)
    if protector_register.found and (ours or named):
        return
    yield serious(
        "registration {number} with the Protector is {answer}",
        "offer.protector_number",
        "register.protector",
        number=offer.protector_number,
        answer=f"one of passport {passport}" if protector_register.found else "unknown",
        contradicts="job",
        resolved_by="the registration slip in the passport",
        innocent="an exempt category; a passport renewed since; a copying error",
    )
