"""Examining a receipt long after: who signed it, and whether question and answers are the ones it speaks of."""

from __future__ import annotations

import json
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from preclear.errors import InvalidInput, NotTrusted
from preclear.gateway.receipts import sha256, verify
from preclear.model.carriage import Receipt
from preclear.model.codes import CheckStatus
from preclear.model.verification import Step

MOST_BYTES = 1_048_576


@dataclass(frozen=True, kw_only=True)
class Proof:
    """What became of a receipt: one result, the steps to it, and what it says where the signature holds."""

    result: CheckStatus
    checks: tuple[Step, ...]
    receipt: Receipt | None


def examine(given: bytes, key: Ed25519PublicKey, request: bytes | None = None) -> Proof:
    """Examine a whole reply, or a receipt alone, against the gateway's public key.

    ``request`` is the question as it was sent, byte for byte. What was not given is ``undetermined``. The result is
    ``failed`` when any step failed, else that of the signature. ``InvalidInput`` when there is no receipt in it.
    """
    receipt, answers = _receipt_and_answers(given)
    try:
        said = verify(receipt, key)
    except NotTrusted as error:
        step = Step(id="signature", status=CheckStatus.FAILED, reason=error.what, standard="RFC 7515, 5.2")
        return Proof(result=CheckStatus.FAILED, checks=(step,), receipt=None)
    checks = (
        Step(id="signature", status=CheckStatus.PASSED, reason="signed with this key", standard="RFC 7515, 5.2"),
        _same("answers", said.answers_sha256, answers),
        _same("request", said.request_sha256, request),
    )
    failed = any(step.status is CheckStatus.FAILED for step in checks)
    return Proof(result=CheckStatus.FAILED if failed else CheckStatus.PASSED, checks=checks, receipt=said)


def _receipt_and_answers(given: bytes) -> tuple[str, bytes | None]:
    if len(given) > MOST_BYTES:
        raise InvalidInput(f"more than {MOST_BYTES} bytes", where="receipt")
    try:
        text = given.decode().strip()
        if not text.startswith("{"):
            return text, None
        reply = json.loads(text)
        written = json.dumps(reply["answers"], separators=(",", ":"), sort_keys=True)
        return str(reply["receipt"]), written.encode()
    except (ValueError, KeyError, RecursionError) as error:
        raise InvalidInput("neither a reply nor a receipt", where="receipt", rule="POST /carrier/v1/query") from error


def _same(what: str, expected: str, content: bytes | None) -> Step:
    """Whether the hash in the receipt is that of ``content``."""
    if content is None:
        return Step(id=what, status=CheckStatus.UNDETERMINED, reason=f"the {what} was not given", expected=expected)
    found = sha256(content)
    if found == expected:
        return Step(id=what, status=CheckStatus.PASSED, reason="as in the receipt", expected=expected, found=found)
    reason = f"the receipt speaks of another {what}"
    return Step(id=what, status=CheckStatus.FAILED, reason=reason, expected=expected, found=found)
