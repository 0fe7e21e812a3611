"""An offer from a free mail service (IND-20)."""

from __future__ import annotations

from collections.abc import Iterator

from preclear.checks.check import check, note
from preclear.model.application import Offer
from preclear.model.dossier import RegisterAnswer
from preclear.model.finding import Remark
from preclear.writing.contact import is_free_mail

SMALL = 25
"""Staff up to which a firm without a mail domain of its own is quite usual (IND-20, IND-29)."""


@check(source="IND-20")
def free_mail(offer: Offer, employer_register: RegisterAnswer | None = None) -> Iterator[Remark]:
    """Does the employer write from a mail domain of its own?"""
    email = (offer.employer and offer.employer.email) or ""
    staff = employer_register.fields.get("staff", "") if employer_register else ""
    small = staff.isdecimal() and len(staff) < 10 and int(staff) <= SMALL
    if is_free_mail(email) and not small:
        yield note(
            "the employer writes from a free mail service ({domain})",
            "offer.employer.email",
            domain=email.rpartition("@")[2],
            resolved_by="a call to the number that the company register gives",
            innocent="small employers use free mail",
        )
