import json

import pytest

from preclear.cli.app import main
from preclear.model.verification import MrzFields
from preclear.specimens import Break, TestCountry, make_passport

LINES = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")
HOLDER = MrzFields(
    document_code="P",
    issuing_state="UTO",
    surname="SPECIMEN",
    given_names="ANNA",
    document_number="S00000009",
    nationality="UTO",
    birth_date="1990-02-03",
    sex="F",
    expiry_date="2033-01-01",
    optional_data="",
)


@pytest.fixture
def run(capsys):
    def run(*tokens):
        with pytest.raises(SystemExit) as end:
            main([str(token) for token in tokens])
        captured = capsys.readouterr()
        return end.value.code, captured.out, captured.err

    return run


@pytest.fixture(scope="module")
def country():
    return TestCountry(seed="cli")


@pytest.fixture
def folder(tmp_path, country):
    for name, broken in (("good", None), ("bad", Break.ALTERED_DG1)):
        (tmp_path / name).mkdir()
        for file, data in make_passport(HOLDER, country=country, broken=broken).chip.files.items():
            (tmp_path / name / f"{file}.bin").write_bytes(data)
    country.write(tmp_path / "trust")
    return tmp_path


def test_a_zone_is_read_as_json(run):
    status, out, _ = run("mrz", *LINES, "--json")
    zone = json.loads(out)
    assert (0, "TD3", True) == (status, zone["format"], zone["valid"])
    assert {"document_code", "issuing_state", "surname", "given_names", "document_number", "nationality"} <= set(
        zone["fields"]
    )
    assert {"id", "status", "expected", "found"} <= set(zone["checks"][0])


def test_a_wrong_digit_is_a_verdict_and_no_error(run):
    status, out, _ = run("mrz", LINES[0], LINES[1][:-1] + "1")
    assert (0, True) == (status, "not valid" in out)


def test_a_line_that_is_too_short_is_an_error_with_its_place(run):
    status, out, err = run("mrz", LINES[0], LINES[1][:-1], "--json")
    error = json.loads(out)["error"]
    assert (2, "invalid_input", "line 2") == (status, error["code"], error["where"])
    assert 1 == len(err.strip().splitlines())


def test_one_document_is_one_json_document(run, folder, country):
    status, out, _ = run(
        "document", "verify", folder / "good", "--trust", folder / "trust", "--at", f"{country.day}", "--json"
    )
    verification = json.loads(out)
    assert (0, "passed", "SPECIMEN", "UT") == (
        status,
        verification["result"],
        verification["holder"]["surname"],
        verification["signer"]["country"],
    )


def test_many_documents_are_json_lines_and_a_bad_row_does_not_stop(run, folder, country):
    listed = folder / "list.txt"
    listed.write_text(f"{folder / 'bad'}\n{folder / 'absent'}\n\n{folder / 'good'}\n")
    status, out, _ = run(
        "document",
        "verify",
        "--from",
        listed,
        "--trust",
        folder / "trust",
        "--at",
        f"{country.day}T10:00:00Z",
        "--json",
    )
    rows = [json.loads(line) for line in out.splitlines()]
    assert (0, ["bad", "absent", "good"]) == (status, [row["folder"].rsplit("/", 1)[1] for row in rows])
    assert ["failed", None, "passed"] == [row.get("result") for row in rows]
    assert "invalid_input" == rows[1]["error"]["code"]


def test_a_document_is_shown_to_a_person(run, folder, country):
    status, out, _ = run("document", "verify", folder / "bad", "--at", country.day)
    assert (0, True, True) == (status, "failed" in out, "dg.1.hash" in out)


@pytest.mark.parametrize(
    "tokens",
    [
        ("document", "verify"),
        ("document", "verify", "absent"),
        ("document", "verify", "--from", "absent"),
        ("document", "verify", "absent", "--at", "2026-02-30"),
        ("document", "verify", "absent", "--at", "2026-02-01T10:00:00"),
        ("document", "verify", "absent", "--trust", "absent"),
        ("trust", "show"),
        ("trust", "show", "absent"),
    ],
)
def test_what_cannot_be_used_ends_with_status_two_and_one_line(run, tokens):
    status, _, err = run(*tokens)
    assert (2, 1) == (status, len(err.strip().splitlines()))


def test_trust_lists_are_counted(run, folder):
    status, out, _ = run("trust", "show", folder / "trust", "--json")
    shown = json.loads(out)
    assert (0, 1, 1) == (status, shown["certificates"], shown["countries"])
    assert [("certificate", "not_supported", 1), ("crl", "passed", 0)] == [
        (source["kind"], source["signature"], source["certificates"]) for source in shown["sources"]
    ]


def test_trust_lists_are_shown_to_a_person(run, folder):
    status, out, _ = run("trust", "show", folder / "trust")
    assert (0, True) == (status, "1 different certificates of 1 countries (UT)" in out)
