"""The demand permission and its 120 days (IND-27)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from preclear.checks.check import check, concern
from preclear.checks.evidence import day_of, last_day
from preclear.model.application import Offer
from preclear.model.dossier import RegisterAnswer
from preclear.model.finding import Remark

VALID_DAYS = 120


@check(source="IND-27; Bureau of Emigration and Overseas Employment, permissions for demands")
def permission_in_time(offer: Offer, permission_register: RegisterAnswer, as_of: date) -> Iterator[Remark]:
    """Is the permission to recruit for this job known, unused and not older than 120 days?"""
    fields = permission_register.fields
    issued, extended = day_of(fields.get("issued")) or offer.permission_issued, last_day(fields.get("extended_until"))
    age = (as_of - issued.last).days if issued else 0
    if not permission_register.found:
        answer = "not found"
    elif fields.get("status", "active") != "active":
        answer = fields["status"].replace("_", " ")
    elif age > VALID_DAYS and not (extended and extended >= as_of):
        answer = f"issued on {issued}, {age} days ago, without an extension"
    else:
        return
    yield concern(
        "the register says of permission {permission}: {answer}",
        "offer.permission_number",
        "register.permission",
        permission=offer.permission_number or "(no number)",
        answer=answer,
        contradicts="job",
        resolved_by="an extension, or a new permission",
        innocent="an extension that is granted and not entered yet",
    )
