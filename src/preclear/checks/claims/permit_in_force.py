"""A permit that exists and is in force (IND-18)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from preclear.checks.check import check, serious
from preclear.checks.evidence import last_day
from preclear.model.application import Offer
from preclear.model.dossier import RegisterAnswer
from preclear.model.finding import Remark


@check(source="IND-18; register of permits and petitions")
def permit_in_force(offer: Offer, permit_register: RegisterAnswer, as_of: date) -> Iterator[Remark]:
    """Does the permit of the offer exist, and is it in force?"""
    if offer.permit_number is None:
        return
    fields = permit_register.fields
    status, until = fields.get("status", "active"), last_day(fields.get("valid_until"))
    expired = until is not None and until < as_of
    if permit_register.found and status in ("active", "pending") and not expired:
        return
    answer = "unknown" if not permit_register.found else f"expired on {until}" if expired else status
    yield serious(
        "the register says of permit {permit}: {answer}",
        "offer.permit_number",
        "register.permit",
        permit=offer.permit_number,
        answer=answer,
        contradicts="job",
        resolved_by="the notice of approval, or a letter of the employer with the right number",
        innocent="a copying error; an entry that is not in the register yet",
    )
