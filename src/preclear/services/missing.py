"""What an application lacks before it can be admitted: mechanical, and the same for everybody."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from preclear.model.agreement import Agreement
from preclear.model.application import Application
from preclear.writing import application as forms

_OF_AGE = 18


def missing(application: Application, agreement: Agreement, today: date) -> tuple[str, ...]:
    """Paths of the fields that the agreement requires and that are not there (``trip.leave``)."""
    stated = forms.format(application)
    asked = (
        question.path
        for question in agreement.form
        if question.required and (not question.only_for or application.trip.purpose in question.only_for)
    )
    lacking = [path for path in asked if not _at(stated, path) and not path.startswith("protection.")]
    if is_minor(application, today) and application.guardian is None:
        lacking.append("guardian")
    return tuple(dict.fromkeys(lacking))


def _at(stated: Mapping[str, Any], path: str) -> Any:
    value: Any = stated
    for part in path.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def is_minor(application: Application, today: date) -> bool:
    """Whether the applicant is surely under age; a birth date known only in part is read as the earliest day."""
    born = application.applicant.birth_date.first
    years = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    return years < _OF_AGE
