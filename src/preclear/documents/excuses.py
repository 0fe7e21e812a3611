"""What a known fault of a series does to the steps of a verification (BSI TR-03135-1, section 5.8).

A failed step of a document that its issuer has declared faulty is no sign of forgery: it becomes ``undetermined``, and
a person looks. No list turns anything into ``passed``. Two kinds of entry work the other way: a signer that a defect
list revokes, and keys that are compromised.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from preclear.documents.certificates import Certificate
from preclear.documents.deviations import DEFECT_LIST, Concerned, Deviation, plain_number
from preclear.documents.trust import TrustStore
from preclear.model.codes import CheckStatus
from preclear.model.verification import Step
from preclear.writing.states import signer_code, signs_for

_PASSED, _FAILED, _UNDETERMINED = CheckStatus.PASSED, CheckStatus.FAILED, CheckStatus.UNDETERMINED
_VALIDITY = 5
"""Number of the field in ``CertificateBodyField`` (Doc 9303-12, 10.2)."""

_FIELDS: Mapping[int, tuple[str, ...]] = {
    1: ("document_code",),
    2: ("issuing_state",),
    3: ("names",),
    4: ("document_number", "digit.document_number", "digit.composite"),
    5: ("nationality",),
    6: ("birth_date", "digit.birth_date", "digit.composite"),
    7: ("sex",),
    8: ("expiry_date", "digit.expiry_date", "digit.composite"),
    9: ("optional_data", "digit.optional_data", "digit.composite"),
}
"""Steps on a zone by ``MRZField`` (Doc 9303-12, 10.2)."""

_NOT_TRUSTED = frozenset({0, 2, 3, 4})
"""Status codes of a revoking entry that mean "not trusted" (BSI TR-03135-1, table 5.54); the others leave it open."""


@dataclass(frozen=True, kw_only=True)
class _Document:
    """The document at hand, as far as it is known."""

    signer: Certificate | None
    issuing_state: str
    document_type: str
    number: str
    issued: date | None


def explain(
    steps: Sequence[Step],
    trust: TrustStore,
    *,
    signer: Certificate | None = None,
    issuing_state: str = "",
    document_type: str = "",
    document_number: str = "",
    issued: date | None = None,
) -> tuple[Step, ...]:
    """The same steps, where lists of known faults speak about this document: with their effect and their name.

    ``issuing_state``, ``document_type`` and ``document_number`` are those of the zone; ``issued`` is the day of issue
    or of signing, None where it is not known. A condition that cannot be looked at is not met, with one exception: a
    period of issue does not matter where the list names the number of the document.
    """
    document = _Document(
        signer=signer,
        issuing_state=issuing_state,
        document_type=document_type.strip(" <").upper(),
        number=plain_number(document_number),
        issued=issued,
    )
    known = [one for one in trust.deviations if _is_about(one, document)]
    return tuple(_judged(step, known) for step in steps) if known else tuple(steps)


def _is_about(deviation: Deviation, document: _Document) -> bool:
    concerned = deviation.concerned
    if not concerned.named or not _may_speak(deviation, document):
        return False
    if concerned.signer(document.signer) is False or not _type_fits(concerned, document):
        return False
    if concerned.numbers and document.number not in concerned.numbers:
        return False
    return _period_fits(concerned, document)


def _may_speak(deviation: Deviation, document: _Document) -> bool:
    """An issuer's list speaks about its own State's documents only."""
    if deviation.kind.startswith(DEFECT_LIST):
        return True
    if document.signer is not None:
        own = document.signer.issuer_country or document.signer.country
        return signer_code(deviation.country) == signer_code(own)
    return signs_for(deviation.country, document.issuing_state) is True


def _type_fits(concerned: Concerned, document: _Document) -> bool:
    kind = concerned.document_type
    return not kind or document.document_type == kind or (len(kind) == 1 and document.document_type.startswith(kind))


def _period_fits(concerned: Concerned, document: _Document) -> bool:
    if concerned.issued is None:
        return True
    if document.issued is None:
        return bool(concerned.numbers)
    return concerned.issued[0] <= document.issued <= concerned.issued[1]


def _judged(step: Step, known: Iterable[Deviation]) -> Step:
    for deviation in known:
        status = _effect(step, deviation)
        if status is not None and status is not step.status:
            step = _told(step, deviation, status)
    return step


def _told(step: Step, deviation: Deviation, status: CheckStatus) -> Step:
    """The list and the entry stand in the reason: nothing is excused silently."""
    publisher = f" of {deviation.country}" if deviation.country else ""
    text = f" ({deviation.text})" if deviation.text else ""
    reason = f"known from the {deviation.source}{publisher}: {deviation.name}{text}"
    before = f"{step.reason}; " if step.reason else ""
    section = _SECTIONS.get(deviation.short, "5.8.2") if deviation.kind.startswith(DEFECT_LIST) else "5.8.2"
    standard = f"{step.standard}; BSI TR-03135-1, {section}".removeprefix("; ")
    return replace(step, status=status, reason=before + reason, standard=standard)


_SECTIONS = {
    "1.1": "5.8.2.1.1",
    "1.2": "5.8.2.1.2",
    "1.3": "5.8.2.1.3",
    "1.4": "5.8.2.1.4",
    "2.1": "5.8.2.2.1",
    "2.2": "5.8.2.2.2",
    "2.3": "5.8.2.2.3",
    "4.4": "5.8.2.3.4",
}


def _effect(step: Step, deviation: Deviation) -> CheckStatus | None:
    """What a deviation makes of a step; None where it does not touch it."""
    if deviation.kind.startswith(DEFECT_LIST):
        return _of_defect(step, deviation)
    if deviation.short == "1.4":
        return _UNDETERMINED if step.id.startswith("aa.") and step.status is _PASSED else None
    if step.status is not _FAILED:
        return None
    return _UNDETERMINED if any(_covers(name, step.id) for name in _touched(deviation)) else None


def _of_defect(step: Step, defect: Deviation) -> CheckStatus | None:
    if defect.short == "1.1":
        if step.id != "revocation" or step.status is _FAILED:
            return None
        return _FAILED if (defect.code or 0) in _NOT_TRUSTED else _UNDETERMINED
    if defect.short in {"1.3", "1.4"}:
        room = "ca." if defect.short == "1.3" else "aa."
        return _FAILED if step.id.startswith(room) and step.status is _PASSED else None
    touched = _DEFECTIVE.get(defect.short, ())
    return _UNDETERMINED if step.status is _FAILED and step.id in touched else None


_DEFECTIVE: Mapping[str, tuple[str, ...]] = {
    "1.2": ("chain", "sod.signature", "validity.at_check"),
    "2.2": ("sod.parse", "sod.signature"),
    "2.3": ("com.matches",),
    "4.4": ("chain", "sod.signature"),
}


def _covers(name: str, id_: str) -> bool:
    return id_ == name or (name.endswith(".") and id_.startswith(name))


def _touched(deviation: Deviation) -> Iterator[str]:
    """Ids of the steps that an issuer's deviation can explain; an id that ends with a dot stands for all below it."""
    part = deviation.part
    match deviation.short:
        case "1" | "1.1" | "1.3":
            yield "chain"
        case "1.2":
            yield from (
                ("validity.at_check", "validity.at_signing", "validity.private_key")
                if part == _VALIDITY
                else ("chain",)
            )
            yield "signer.document_type"
        case "2.1":
            yield {20: "sod.parse", 21: "com.matches"}.get(part or 0, f"dg.{part}.read")
        case "2.2":
            yield f"dg.{part}.hash"
        case "2.3":
            yield "sod.signature"
        case "2.4":
            yield "com.matches"
        case "3.1" | "3.2":
            yield from _FIELDS.get(part or 0, ())
            yield "mrz.matches"
        case "3":
            yield "mrz.matches"
        case "4":
            yield "sod.parse"
        case _:
            return
