import base64
import json

import pytest

from preclear.cli.audit import app
from preclear.errors import InvalidInput, NotFound, NotTrusted
from preclear.oversight import Log, LogKey, export, includes
from preclear.testing.audit import log_of

KEY = LogKey.make("preclear.example/log")


@pytest.fixture
def exported(tmp_path):
    storage = log_of(300)
    folder = tmp_path / "exported"
    export(storage, Log(storage).checkpoint(KEY), KEY.public, folder)
    (tmp_path / "log.pub").write_text(KEY.public.format() + "\n")
    return folder


def run(*tokens):
    return app([str(token) for token in tokens], exit_on_error=False, print_error=False, result_action="return_value")


def from_folder(exported):
    return ("--from", exported, "--key", exported.parent / "log.pub")


def test_a_partner_checks_an_exported_log(exported, capsys):
    kept = exported.parent / "kept.txt"
    kept.write_text(Log(log_of(200)).checkpoint(KEY), encoding="utf-8")
    assert run("verify", *from_folder(exported), "--checkpoints", kept, "--json") == 0
    report = json.loads(capsys.readouterr().out)
    assert (
        report["ok"],
        report["size"],
        report["checked"],
        report["checkpoints"],
        report["unwitnessed"],
        report["fault"],
    ) == (True, 300, 300, 2, 0, None)


def test_the_first_entry_that_does_not_hold_is_named(exported, capsys):
    bundle = exported / "tile/entries/001.p/44"
    bundle.write_bytes(bundle.read_bytes().replace(b"A-00260", b"A-00261"))
    assert run("verify", *from_folder(exported), "--json") == 1
    assert json.loads(capsys.readouterr().out)["fault"]["index"] == 260
    assert run("verify", *from_folder(exported)) == 1
    assert "entry 260" in capsys.readouterr().out


def test_a_person_reads_that_the_log_holds(exported, capsys):
    assert run("verify", *from_folder(exported)) == 0
    assert "holds: 300 entries" in capsys.readouterr().out


def test_a_proof_can_be_checked_with_the_library_alone(exported, capsys):
    assert run("prove", 17, *from_folder(exported), "--json") == 0
    shown = json.loads(capsys.readouterr().out)
    hashes = [base64.b64decode(value) for value in shown["proof"]]
    leaf, root = base64.b64decode(shown["leaf"]), base64.b64decode(shown["root"])
    assert includes(leaf, shown["index"], shown["size"], hashes, root)
    assert "A-00017" in shown["entry"]
    assert run("prove", 17, *from_folder(exported)) == 0
    assert "index 17 of 300" in capsys.readouterr().out


def test_what_cannot_be_used_is_an_error_of_ours(exported):
    with pytest.raises(InvalidInput):
        run("verify", "--from", exported)
    with pytest.raises(NotFound):
        run("prove", 300, *from_folder(exported))
    (exported.parent / "log.pub").write_text(LogKey.make("preclear.example/log").public.format())
    with pytest.raises(NotTrusted):
        run("verify", *from_folder(exported))
