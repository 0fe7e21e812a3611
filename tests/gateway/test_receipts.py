import json
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from preclear.errors import InvalidInput, NotTrusted, Unavailable
from preclear.gateway.proof import examine
from preclear.gateway.receipts import ReceiptSigner, load_public_key, sha256, verify
from preclear.model.carriage import Receipt
from preclear.model.codes import CheckStatus

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
SIGNER = ReceiptSigner(KEY)
ANSWERS = [{"reference": "p1", "answer": "UNAVAILABLE"}]
RECEIPT = Receipt(
    issuer="preclear",
    carrier="ZZ",
    request_id="r-1",
    request_sha256=sha256(b"the question"),
    answers_sha256=sha256(b'[{"answer":"UNAVAILABLE","reference":"p1"}]'),
    at=datetime(2026, 7, 1, 12, tzinfo=UTC),
)


def reply(**changes):
    return json.dumps({"request_id": "r-1", "answers": ANSWERS, "receipt": SIGNER.sign(RECEIPT)} | changes).encode()


def statuses(proof):
    return {step.id: step.status for step in proof.checks}


def test_a_receipt_says_what_was_signed():
    assert RECEIPT == verify(SIGNER.sign(RECEIPT), KEY.public_key())


def test_the_served_key_verifies_it():
    assert RECEIPT == verify(SIGNER.sign(RECEIPT), load_public_key(SIGNER.public_pem))


def test_a_reply_its_question_and_its_receipt_belong_together():
    proof = examine(reply(), KEY.public_key(), b"the question")
    assert (CheckStatus.PASSED, RECEIPT) == (proof.result, proof.receipt)


def test_other_answers_and_another_question_are_found():
    proof = examine(reply(answers=[{"reference": "p1", "answer": "OK"}]), KEY.public_key(), b"another question")
    assert (CheckStatus.FAILED, CheckStatus.FAILED, CheckStatus.FAILED) == (
        proof.result,
        statuses(proof)["answers"],
        statuses(proof)["request"],
    )


def test_a_receipt_alone_leaves_the_rest_undetermined():
    proof = examine(SIGNER.sign(RECEIPT).encode() + b"\n", KEY.public_key())
    assert (CheckStatus.PASSED, CheckStatus.UNDETERMINED) == (proof.result, statuses(proof)["answers"])


def test_another_key_does_not_verify_it():
    other = Ed25519PrivateKey.from_private_bytes(bytes(32)).public_key()
    with pytest.raises(NotTrusted):
        verify(SIGNER.sign(RECEIPT), other)
    assert CheckStatus.FAILED == examine(reply(), other).result


@settings(max_examples=60, deadline=None)
@given(st.integers(0), st.characters(codec="ascii"))
def test_a_changed_letter_never_verifies_as_something_else(place, letter):
    text = SIGNER.sign(RECEIPT)
    place %= len(text)
    changed = text[:place] + letter + text[place + 1 :]
    try:
        said = verify(changed, KEY.public_key())
    except (NotTrusted, InvalidInput):
        return
    assert RECEIPT == said  # the last letter of a signature has bits that count for nothing


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300) | st.sampled_from([b"a.b.c", b"e30.e30.AA", b"{}", b"[" * 9999, b'{"answers": 1}']))
def test_any_bytes_are_no_receipt(content):
    with pytest.raises(InvalidInput):
        examine(content, KEY.public_key())


@pytest.mark.parametrize("pem", [b"", b"-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"])
def test_what_is_no_key_is_invalid_input(pem):
    with pytest.raises(InvalidInput):
        load_public_key(pem)


def test_a_signer_keeps_its_key_and_refuses_a_spoiled_file(tmp_path):
    path = tmp_path / "receipt.key"
    one, other = ReceiptSigner.of(path), ReceiptSigner.of(path)
    path.write_bytes(b"spoiled")
    with pytest.raises(Unavailable):
        ReceiptSigner.of(path)
    assert (one.kid, 0o600) == (other.kid, path.stat().st_mode & 0o777)
