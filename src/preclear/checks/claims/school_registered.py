"""Registration of a student (IND-35)."""

from __future__ import annotations

from collections.abc import Iterator

from preclear.checks.check import check, serious
from preclear.model.application import Study
from preclear.model.dossier import RegisterAnswer
from preclear.model.finding import Remark


@check(source="8 CFR 214.3 (student registration); IND-35")
def school_registered(study: Study, school_register: RegisterAnswer) -> Iterator[Remark]:
    """Is the student's registration known and alive?"""
    if study.registration_number is None:
        return
    fields = school_register.fields
    status = fields.get("status", "active")
    if school_register.found and (status in ("active", "deferred", "transferred") or fields.get("new_number")):
        return
    yield serious(
        "the register says of registration {number}: {answer}",
        "study.registration_number",
        "register.school",
        number=study.registration_number,
        answer=f"{status} {fields.get('ended', '')}".strip() if school_register.found else "not found",
        contradicts="study",
        resolved_by="the school's confirmation, or the new school's number",
        innocent="a transfer or a deferral",
    )
