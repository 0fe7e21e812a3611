"""Signatures inside PDF files (ISO 32000-2, 12.8): intact or not, what they cover, what was added afterwards.

Who the signer is stays open: the certificate came with the file, and no root stands behind it here.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from preclear.documents.papers import dates
from preclear.model.codes import CheckStatus
from preclear.model.paper import PaperSignature

_MAX_SIGNATURES = 20
_COVERS = {
    SignatureCoverageLevel.ENTIRE_FILE: "file",
    SignatureCoverageLevel.ENTIRE_REVISION: "revision",
}


def read(reader: Any) -> tuple[PaperSignature, ...]:
    """The signatures of a file that pyHanko has opened, oldest first. One that cannot be read says so."""
    # pyHanko starts an event loop of its own, which a thread in which one runs already would refuse.
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(_all, reader).result()


def _all(reader: Any) -> tuple[PaperSignature, ...]:
    return tuple(_one(signature) for signature in list(reader.embedded_signatures)[:_MAX_SIGNATURES])


def _one(signature: Any) -> PaperSignature:
    signer, signed_at = _signer(signature), _signed_at(signature)
    name = str(signature.field_name or "")[:100]
    try:
        status = validate_pdf_signature(
            signature, signer_validation_context=ValidationContext(trust_roots=[], allow_fetching=False)
        )
    except Exception as error:  # noqa: BLE001 -- pyHanko answers odd signatures with errors of many kinds
        return PaperSignature(
            field=name,
            signer=signer,
            signed_at=signed_at,
            intact=CheckStatus.UNDETERMINED,
            unchanged=CheckStatus.UNDETERMINED,
            covers="part",
            reason=" ".join(f"{type(error).__name__}: {error}".split())[:200],
        )
    holds = status.intact and status.valid
    return PaperSignature(
        field=name,
        signer=signer,
        signed_at=signed_at,
        intact=CheckStatus.PASSED if holds else CheckStatus.FAILED,
        unchanged=_unchanged(status) if holds else CheckStatus.UNDETERMINED,
        covers=_COVERS.get(status.coverage, "part") if status.coverage else "part",
        reason=""
        if holds
        else "the signed part is not what was signed"
        if not status.intact
        else "the signature is wrong",
    )


def _unchanged(status: Any) -> CheckStatus:
    """What came afterwards, as pyHanko's analysis of the difference judges it."""
    if status.coverage is SignatureCoverageLevel.ENTIRE_FILE:
        return CheckStatus.PASSED
    level = status.modification_level
    if level is None:
        return CheckStatus.UNDETERMINED
    return CheckStatus.FAILED if level is ModificationLevel.OTHER or not status.docmdp_ok else CheckStatus.PASSED


def _signer(signature: Any) -> str:
    try:
        return str(signature.signer_cert.subject.human_friendly)[:200]
    except Exception:  # noqa: BLE001 -- a signature without a readable certificate still has other facts
        return ""


def _signed_at(signature: Any) -> str:
    try:
        moment = signature.self_reported_timestamp
    except Exception:  # noqa: BLE001 -- as above
        return ""
    return dates.written(moment) if isinstance(moment, datetime) else ""
