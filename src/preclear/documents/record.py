"""The log record of a verification, for whoever audits how documents are checked (BSI TR-03135-1, section 6).

It holds what section 6.3 wants in any case: the transaction, versions of the components, times, every check's result,
and data of the document that are not about a person (type, issuing State, signer). Name, numbers, days and pictures of
the holder are left out, and so is everything that was compared: a hash of DG1 could be turned back into them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from preclear.model.codes import CheckStatus
from preclear.model.verification import Step, Verification

SCHEME = "preclear.document-check/1"

RESULTS: Mapping[CheckStatus, str] = {
    CheckStatus.PASSED: "successful",
    CheckStatus.FAILED: "failed",
    CheckStatus.UNDETERMINED: "undetermined",
    CheckStatus.NOT_SUPPORTED: "not supported",
    CheckStatus.ABORTED: "aborted",
}
"""Our five words as the guideline's tables have them (5.22 and following)."""

_GROUP_RESULTS: Mapping[CheckStatus, str] = {
    CheckStatus.PASSED: "identical",
    CheckStatus.FAILED: "not identical",
    CheckStatus.ABORTED: "aborted",
}
"""Results of a single data group (table 5.42), for which the guideline has words of its own."""

NAMES: Mapping[str, str] = {
    "sod.parse": "security objects",
    "sod.signature": "security object EF.SOD",
    "sod.conforms": "profile of EF.SOD",
    "com.matches": "EF.SOD against EF.COM",
    "lds.version": "version of the LDS",
    "chain": "signature of the DS certificate",
    "validity.at_check": "validity of CSCA and DS certificates",
    "validity.at_signing": "validity of the DS certificate at signing",
    "validity.private_key": "usage period of the DS key",
    "signer.document_type": "document types of the DS certificate",
    "revocation": "revocation state of the DS certificate",
    "issuer.matches": "issuing State, EF.DG1 against DS certificate",
    "mrz.matches": "optical against electronic biographic data",
    "aa.challenge": "chip authenticity with AA, challenge",
    "aa.signature": "chip authenticity with AA",
    "ca.evidence": "chip authenticity with CA",
}
"""What each step is called in the record, after the guideline's headings."""


def of(
    verification: Verification,
    *,
    transaction: str,
    at: datetime,
    began: datetime,
    seconds: float,
    software: Mapping[str, str],
    trust_store: str,
) -> dict[str, Any]:
    """One record, as JSON values.

    ``transaction`` names the check and nobody; ``at`` is the moment as of which the document was judged; ``began`` and
    ``seconds`` are when that was done and how long it took; ``software`` are versions by component; ``trust_store`` is
    ``TrustStore.version``.
    """
    holder, signer, anchor = verification.holder, verification.signer, verification.anchor
    return {
        "scheme": SCHEME,
        "transaction": transaction,
        "components": {**software, "trust_store": trust_store},
        "times": {
            "judged_as_of": _time(at),
            "began": _time(began),
            "milliseconds": round(seconds * 1000, 3),
        },
        "document": {
            "type": holder.document_code if holder else None,
            "issuing_state": holder.issuing_state if holder else None,
            "data_groups": _groups(verification.checks),
            "signer": {
                "country": signer.country,
                "subject": signer.subject,
                "serial": signer.serial,
                "algorithm": signer.algorithm,
            }
            if signer
            else None,
            "anchor": {"subject": anchor.subject, "sha256": anchor.fingerprint, "level": anchor.level.value}
            if anchor
            else None,
        },
        "result": {"status": verification.result.value, "tr_03135": RESULTS[verification.result]},
        "checks": [_check(step) for step in verification.checks],
    }


def _check(step: Step) -> dict[str, str]:
    return {
        "id": step.id,
        "name": name_of(step.id),
        "status": step.status.value,
        "tr_03135": _word(step),
        "reason": step.reason,
        "standard": step.standard,
    }


def name_of(id_: str) -> str:
    """What the record calls a step.

    >>> name_of("chain"), name_of("dg.2.hash"), name_of("seal.signature")
    ('signature of the DS certificate', 'integrity of EF.DG2', 'seal.signature')
    """
    if id_.startswith("dg."):
        return f"integrity of EF.DG{id_.split('.')[1]}"
    return NAMES.get(id_, id_)


def _word(step: Step) -> str:
    if not step.id.startswith("dg."):
        return RESULTS[step.status]
    if step.status is CheckStatus.UNDETERMINED:
        return "present" if step.reason.endswith("not read") else "non conformance"
    return _GROUP_RESULTS.get(step.status, RESULTS[step.status])


def _groups(steps: Iterable[Step]) -> list[int]:
    """Numbers of the data groups that the check speaks about, read or only signed."""
    return [int(step.id.split(".")[1]) for step in steps if step.id.startswith("dg.")]


def _time(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")
