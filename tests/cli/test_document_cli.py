import json

import pytest

from preclear.cli.app import main
from preclear.model.verification import MrzFields
from preclear.specimens import Break, TestCountry, make_passport
from preclear.specimens.evidence import ActiveChip
from preclear.specimens.groups import active_key, details, person_to_notify, security_options

CHALLENGE = bytes(range(8))
HOLDER = MrzFields(
    document_code="P",
    issuing_state="UTO",
    surname="MUSTER",
    given_names="ANNA",
    document_number="S00000009",
    nationality="UTO",
    birth_date="1990-02-03",
    sex="F",
    expiry_date="2033-01-01",
    optional_data="",
)


@pytest.fixture(scope="module")
def country():
    return TestCountry(seed="cli document")


@pytest.fixture
def run(capsys):
    def run(*tokens):
        with pytest.raises(SystemExit) as end:
            main([str(token) for token in tokens])
        captured = capsys.readouterr()
        return end.value.code, captured.out, captured.err

    return run


@pytest.fixture
def folder(tmp_path, country):
    active = ActiveChip("cli")
    further = {
        11: details(11, {0x5F10: b"UTO-SECRET"}),
        14: security_options(active.info),
        15: active_key(active.spki),
        16: person_to_notify("SPECIMEN<<BERTA"),
    }
    for name, broken in (("good", None), ("bad", Break.ALTERED_DG1)):
        (tmp_path / name).mkdir()
        for file, data in make_passport(HOLDER, country=country, broken=broken, further=further).chip.files.items():
            (tmp_path / name / f"{file}.bin").write_bytes(data)
        (tmp_path / name / "AA.json").write_bytes(active.evidence(CHALLENGE))
    country.write(tmp_path / "trust")
    return tmp_path


@pytest.fixture
def verify(run, folder, country):
    def verify(*tokens):
        return run("document", "verify", *tokens, "--trust", folder / "trust", "--at", country.day)

    return verify


def test_groups_are_named_and_the_portrait_is_announced_but_contents_stay_in_the_chip(verify, folder):
    status, out, _ = verify(folder / "good", "--json")
    contents = json.loads(out)["contents"]
    assert (0, [1, 2, 11, 14, 15, 16]) == (status, [group["number"] for group in contents["data_groups"]])
    assert {"media_type": "image/jpeg", "width": 240, "height": 320} == contents["portrait"]
    assert ("UTO-SECRET" in out, "BERTA" in out) == (False, False)
    _, shown, _ = verify(folder / "good")
    assert "DG2 portrait (image/jpeg, 240 x 320)" in " ".join(shown.split())
    assert ("UTO-SECRET" in shown, "BERTA" in shown) == (False, False)


def test_a_printed_zone_and_a_challenge_are_compared(verify, folder, country):
    lines = make_passport(HOLDER, country=country).mrz
    zone = [token for line in lines for token in ("--mrz", line)]
    _, out, _ = verify(folder / "good", *zone, "--challenge", CHALLENGE.hex(), "--json")
    checks = {check["id"]: check["status"] for check in json.loads(out)["checks"]}
    assert {"passed"} == {checks[id_] for id_ in ("mrz.matches", "aa.challenge", "aa.signature")}
    _, out, _ = verify(folder / "good", "--challenge", bytes(8).hex(), "--json")
    assert "failed" == json.loads(out)["result"]


@pytest.mark.parametrize(
    "tokens",
    [
        ("good", "--challenge", "00"),
        ("good", "--challenge", "zz" * 8),
        ("good", "--terminal-key", "0"),
        ("good", "--mrz", "P<UTO"),
        ("good", "bad", "--challenge", "00" * 8),
        ("good", "--record", "absent/folder/log"),
    ],
)
def test_what_cannot_be_asked_ends_with_status_two_and_one_line(verify, folder, tokens):
    status, _, err = verify(*(folder / token if token in {"good", "bad"} else token for token in tokens))
    assert (2, 1) == (status, len(err.strip().splitlines()))


def test_checks_are_recorded_without_the_holder_and_shown_to_an_auditor(run, verify, folder):
    log = folder / "checks.jsonl"
    _, out, _ = verify(folder / "good", folder / "bad", folder / "absent", "--record", log, "--json")
    rows = [json.loads(line) for line in out.splitlines()]
    records = [json.loads(line) for line in log.read_text().splitlines()]
    assert [row["transaction"] for row in rows[:2]] == [made["transaction"] for made in records]
    assert ["passed", "failed"] == [made["result"]["status"] for made in records]
    assert not [word for word in ("MUSTER", "S0000000", "good", "SECRET") if word in log.read_text()]
    verify(folder / "good", "--record", log)
    status, shown, _ = run("document", "log", log, "--failed")
    assert (0, True, True) == (status, "EF.DG1" in shown, "1 failed, 2 passed" in shown)


@pytest.mark.parametrize("line", ["{}", "[1]", "no JSON", '{"scheme": "preclear.document-check/1", "checks": [1]}'])
def test_a_line_that_is_no_record_is_an_error_with_its_number(run, tmp_path, line):
    log = tmp_path / "log"
    log.write_text("\n" + line + "\n")
    status, _, err = run("document", "log", log)
    assert (2, True) == (status, "line 2" in "".join(err.split("\n")))
    assert 2 == run("document", "log", tmp_path / "absent")[0]


def test_a_name_that_holds_commands_for_a_terminal_is_only_shown(run, tmp_path):
    hostile = tmp_path / "\x1b[31m\u202egnp"
    hostile.mkdir()
    (hostile / "DG1.bin").write_bytes(b"")
    _, shown, _ = run("document", "verify", hostile)
    assert ["\ufffd[31m\ufffdgnp" in "".join(shown.split()), False, False] == [True, "\x1b" in shown, "\u202e" in shown]


def test_a_list_of_folders_may_begin_with_a_byte_order_mark_and_have_line_ends_of_windows(run, tmp_path, country):
    (tmp_path / "one").mkdir()
    for file, data in make_passport(HOLDER, country=country).chip.files.items():
        (tmp_path / "one" / f"{file}.bin").write_bytes(data)
    listed = tmp_path / "list.txt"
    listed.write_bytes(f"\ufeff{tmp_path / 'one'}\r\n\r\n".encode())
    rows = [json.loads(row) for row in run("document", "verify", "--from", listed, "--json")[1].splitlines()]
    assert [[f"{tmp_path / 'one'}", False]] == [[row["folder"], "error" in row] for row in rows]
