"""The licence of the recruiter (IND-26)."""

from __future__ import annotations

from collections.abc import Iterator

from preclear.checks.check import check, concern
from preclear.model.application import Offer
from preclear.model.dossier import RegisterAnswer
from preclear.model.finding import Remark


@check(source="Emigration Ordinance 1979 (Pakistan), section 12 (licences); IND-26")
def recruiter_licensed(offer: Offer, recruiter_register: RegisterAnswer) -> Iterator[Remark]:
    """Does the recruiter who brokered the job hold a licence?"""
    if offer.recruiter is None:
        return  # direct employment needs no recruiter
    status = recruiter_register.fields.get("status", "active")
    if recruiter_register.found and status == "active":
        return
    yield concern(
        "the register says of the recruiter's licence {licence}: {answer}",
        "offer.recruiter",
        "register.recruiter",
        licence=offer.recruiter.licence_number or "(no number)",
        answer=f"{status} {recruiter_register.fields.get('suspended_from', '')}".strip()
        if recruiter_register.found
        else "not found",
        contradicts="job",
        resolved_by="the licence, or the demand letter that names the licensed office",
        innocent="a register that lags; a branch under its head office's licence",
    )
