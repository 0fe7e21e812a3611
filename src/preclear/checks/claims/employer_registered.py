"""The employer who makes the offer (IND-17)."""

from __future__ import annotations

from collections.abc import Iterator

from preclear.checks.check import check, concern
from preclear.checks.sameness import may_be_same_name
from preclear.model.application import Offer
from preclear.model.dossier import RegisterAnswer
from preclear.model.finding import Remark


@check(source="IND-17; public company registers")
def employer_registered(offer: Offer, employer_register: RegisterAnswer) -> Iterator[Remark]:
    """Is the employer who makes the offer in the official register, and active?"""
    if offer.employer is None:
        return
    fields, stated = employer_register.fields, offer.employer.name
    known = [name for key in ("legal_name", "trading_names") for name in fields.get(key, "").split(";") if name]
    status = fields.get("status", "active")
    if not employer_register.found:
        answer = "not found"
    elif status != "active":
        answer = f"{status} {fields.get('ended', '')}".strip()
    elif known and not any(may_be_same_name(stated, name) for name in known):
        answer = f"the number belongs to {known[0]}"
    else:
        return
    yield concern(
        "the company register says of {employer}: {answer}",
        "offer.employer",
        "register.employer",
        employer=stated,
        answer=answer,
        contradicts="employer",
        resolved_by="an extract of the register, or the employer's registration number",
        innocent="a trading name; a new sole trader; a company that changed its name",
    )
