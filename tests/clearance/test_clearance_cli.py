import json
from datetime import UTC, datetime, timedelta

import pytest

from preclear.clearance import Status, StatusList, pack, sign_status_list
from preclear.cli.clearance import app
from preclear.errors import InvalidInput, NotFound


@pytest.fixture
def folder(tmp_path, credential, issuer):
    (tmp_path / "verify.pem").write_bytes(issuer.public.format())
    (tmp_path / "credential.cwt").write_bytes(credential.cwt)
    (tmp_path / "credential.txt").write_text(credential.qr + "\n")
    (tmp_path / "credential.json").write_text(credential.vds_nc)
    made = StatusList(
        uri="https://preclear.example/status/1",
        issued_at=datetime(2026, 7, 1, tzinfo=UTC),
        time_to_live=timedelta(days=1),
        packed=pack({41: Status.INVALID}, 64),
    )
    (tmp_path / "status.cwt").write_bytes(sign_status_list(made, issuer.key))
    return tmp_path


def run(folder, *tokens, name="credential.cwt"):
    arguments = ["verify", str(folder / name), "--key", str(folder / "verify.pem"), *map(str, tokens)]
    return app(arguments, exit_on_error=False, print_error=False, result_action="return_value")


@pytest.mark.parametrize("name", ["credential.cwt", "credential.txt", "credential.json"])
def test_each_form_of_a_credential_verifies(folder, capsys, name):
    assert run(folder, "--at", "2026-07-01", "--json", name=name) == 0
    shown = json.loads(capsys.readouterr().out)
    assert (
        shown["result"],
        shown["clearance"]["number"],
        shown["clearance"]["valid_from"],
    ) == ("passed", "CL-7K4M-2QX9", "2026-06-01")
    expected = {"format": "passed", "signature": "passed", "validity": "passed", "status": "undetermined"}
    assert expected == {step["id"]: step["status"] for step in shown["checks"]}


def test_a_revoked_clearance_fails_and_the_job_is_done(folder, capsys):
    assert run(folder, "--at", "2026-07-01T12:00:00Z", "--status", folder / "status.cwt", "--json") == 0
    assert json.loads(capsys.readouterr().out)["result"] == "failed"


def test_a_gate_agent_reads_who_and_why(folder, capsys):
    assert run(folder, "--at", "2026-09-01T12:00:00+05:00") == 0
    shown = capsys.readouterr().out
    for words in ("failed", "SPECIMEN, ANNA MARIA", "L898902C3", "ended on 2026-08-31"):
        assert words in shown


@pytest.mark.parametrize("at", ["yesterday", "2026-07-01T12:00:00", "2026-02-30"])
def test_a_time_that_is_none_is_refused(folder, at):
    with pytest.raises(InvalidInput):
        run(folder, "--at", at)


def test_a_file_that_cannot_be_read_is_said(folder):
    with pytest.raises(NotFound):
        run(folder, name="none")
    with pytest.raises(InvalidInput):
        run(folder, name=".")
    with pytest.raises(InvalidInput):
        run(folder, name="verify.pem")
