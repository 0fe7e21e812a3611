"""Where the form and zones of one document disagree about holder and document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from preclear.checks.evidence import Holder, StatedDocument, Zone, day_of
from preclear.checks.sameness import may_be_same_day, may_be_same_name, may_be_same_number
from preclear.model.codes import CheckStatus
from preclear.writing.states import alpha3_of

_FIELDS = ("surname", "given_names", "document_number", "issuing_state", "nationality", "birth_date", "expiry_date")


class Disagreement(NamedTuple):
    """A field of the form by its path, its name in words, what the form says and what the zone says."""

    path: str
    field: str
    form: str
    zone: str


def disagreements(holder: Holder, document: StatedDocument, zone: Zone) -> Iterator[Disagreement]:
    """Each fact that cannot be the same in both; what either leaves out or leaves open contradicts nothing."""
    names, held = (f"{holder.given_names} {holder.surname}", *holder.other_names), f"{zone.given_names} {zone.surname}"
    number, state = document.number, document.issuing_state
    born, expires = day_of(zone.birth_date), day_of(zone.expiry_date)
    for path, form, other, same in (
        ("document.number", number, zone.document_number, may_be_same_number(number, zone.document_number)),
        ("document.issuing_state", state, zone.issuing_state, alpha3_of(state) == alpha3_of(zone.issuing_state)),
        ("document.expires", document.expires, expires, may_be_same_day(document.expires, expires)),
        ("applicant.birth_date", holder.birth_date, born, may_be_same_day(holder.birth_date, born)),
        ("applicant.name", names[0], held, any(may_be_same_name(name, held) for name in names)),
    ):
        if not same:
            yield Disagreement(path, path.partition(".")[2].replace("_", " "), str(form), str(other))


def differing(read: Zone, other: Zone) -> Iterator[tuple[str, str, str]]:
    """Fields of two zones of one document that cannot be the same: the field, and what each says.

    Where a field's own check digit failed in one of them, it was misread: ``document.mrz_check_digits`` says so, and
    once is enough.
    """
    steps = (*read.steps, *other.steps)
    misread = {step.id.removeprefix("digit.") for step in steps if step.status is CheckStatus.FAILED}
    for field in _FIELDS:
        one, two = getattr(read, field), getattr(other, field)
        if field not in misread and one and two and not _same(field, one, two):
            yield field, one, two


def _same(field: str, one: str, two: str) -> bool:
    if field.endswith("_date"):
        return one[2:] == two[2:]  # a zone has no century
    return (may_be_same_name if "name" in field else may_be_same_number)(one, two)
