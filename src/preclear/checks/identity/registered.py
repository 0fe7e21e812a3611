"""The national identity number and its register (IND-10)."""

from __future__ import annotations

from collections.abc import Iterator

from preclear.checks.check import check, concern
from preclear.checks.evidence import Holder
from preclear.model.dossier import RegisterAnswer
from preclear.model.finding import Remark


@check(source="ICAO Doc 9303-2 and the Guide to Evidence of Identity (breeder documents); IND-10")
def registered(holder: Holder, identity_register: RegisterAnswer) -> Iterator[Remark]:
    """Does the civil register know the identity number as one of a living person?"""
    # When and under which name somebody was registered is not looked at: late registration and a new name are normal.
    if holder.national_id is None:
        return
    status = identity_register.fields.get("status", "valid")
    if identity_register.found and status == "valid":
        return
    yield concern(
        "the civil register says of the identity number: {answer}",
        "applicant.national_id",
        "register.identity",
        answer=status if identity_register.found else "not found",
        contradicts="identity",
        resolved_by="the identity card, or a letter of the register",
        innocent="a slip of the pen; a late or renewed registration that is not in the register yet",
    )
