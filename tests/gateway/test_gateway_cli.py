import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from test_receipts import RECEIPT, SIGNER, reply

from preclear.cli.gateway import app
from preclear.errors import InvalidInput
from preclear.gateway.carriers import CarrierKeys
from preclear.gateway.receipts import ReceiptSigner


def run(*tokens):
    return app([str(token) for token in tokens], result_action="return_value", exit_on_error=False)


@pytest.fixture
def given(tmp_path):
    paths = [tmp_path / name for name in ("reply.json", "key.pem", "question.json")]
    for path, content in zip(paths, (reply(), SIGNER.public_pem, b"the question"), strict=True):
        path.write_bytes(content)
    return paths


def test_a_receipt_is_verified_with_its_question(given, capsys):
    file, key, request = given
    status = run("receipt", file, "--key", key, "--request", request, "--json")
    found = json.loads(capsys.readouterr().out)
    assert (0, "passed", ["signature", "answers", "request"], "ZZ") == (
        status,
        found["result"],
        [step["id"] for step in found["checks"]],
        found["receipt"]["carrier"],
    )


def test_a_person_reads_the_same(given, capsys):
    file, key, _ = given
    run("receipt", file, "--key", key)
    shown = capsys.readouterr().out
    assert ["result: passed", True] == [shown.splitlines()[-1], RECEIPT.issuer in shown]


def test_a_foreign_key_fails_the_receipt_and_the_job_is_done(given, capsys):
    file, key, _ = given
    key.write_bytes(ReceiptSigner(Ed25519PrivateKey.generate()).public_pem)
    status = run("receipt", file, "--key", key, "--json")
    assert (0, "failed") == (status, json.loads(capsys.readouterr().out)["result"])


def test_a_missing_file_is_unusable_input(given, tmp_path):
    with pytest.raises(InvalidInput):
        run("receipt", tmp_path / "none", "--key", given[1])


def test_a_key_is_made_and_withdrawn(tmp_path, capsys):
    run("key", "add", "zz", "--folder", tmp_path, "--json")
    made = json.loads(capsys.readouterr().out)
    held = CarrierKeys(tmp_path / "carriers.json").carrier_of(made["key"])
    run("key", "withdraw", "ZZ", "--folder", tmp_path, "--json")
    assert ("ZZ", {"carrier": "ZZ", "withdrawn": 1}) == (held, json.loads(capsys.readouterr().out))
