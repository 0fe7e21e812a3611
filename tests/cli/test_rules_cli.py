"""``preclear rules`` and ``preclear checks``."""

from __future__ import annotations

import json
from importlib.resources import files

import pytest

from preclear.cli.app import main

BAD_RULE = """
rulebook: sample
version: "1"
in_force: 2026-01-01
rules:
  - id: claims.sample
    when: 'application.applicant.sex == "F"'
    axis: claims
    weight: 1
    reason: {en: A sample.}
    resolved_by: {en: A sample.}
    legal_reference: Sample Act
    evidence: none that would hold
    owner: rules-board
    expires: 2027-06-30
"""


@pytest.fixture
def run(capsys):
    def run(*tokens):
        with pytest.raises(SystemExit) as end:
            main([str(token) for token in tokens])
        captured = capsys.readouterr()
        return end.value.code, captured.out, captured.err

    return run


@pytest.fixture
def bad(tmp_path):
    file = tmp_path / "bad.yaml"
    file.write_text(BAD_RULE)
    return file


def test_the_shipped_rulebook_is_well(run):
    status, out, _ = run(
        "rules", "check", files("preclear.rulebook").joinpath("base.yaml"), "--on", "2026-05-17", "--json"
    )
    assert (0, ["itinerary.one_way_with_contradicted_purpose"], []) == (
        status,
        json.loads(out)["loaded"],
        json.loads(out)["refused"],
    )


def test_a_rule_on_a_protected_field_is_refused(run, bad):
    status, out, _ = run("rules", "check", bad, "--json")
    refused = json.loads(out)["refused"]
    assert (1, [("claims.sample", "protected_field", "application.applicant.sex")]) == (
        status,
        [(row["id"], row["code"], row["field"]) for row in refused],
    )


def test_a_person_reads_why_a_rule_is_refused(run, bad):
    status, out, _ = run("rules", "check", bad)
    assert 1 == status
    assert "0 rules load, 1 are refused" in out
    assert "protected_field" in out


def test_an_expired_rule_is_refused_on_that_day(run, bad):
    status, out, _ = run("rules", "check", bad, "--on", "2028-01-01", "--json")
    assert (1, ["expired"]) == (status, [row["code"] for row in json.loads(out)["refused"]])


def test_a_file_that_is_no_rulebook_is_unusable_input(run, tmp_path):
    file = tmp_path / "no.yaml"
    file.write_bytes(b"\xff\x00[")
    status, out, err = run("rules", "check", file, "--json")
    assert (2, "invalid_input") == (status, json.loads(out)["error"]["code"])
    assert "Traceback" not in err


def test_a_missing_file_is_unusable_input(run, tmp_path):
    assert 2 == run("rules", "check", tmp_path / "nothing.yaml")[0]


def test_the_catalogue_lists_every_check_with_its_source(run):
    status, out, _ = run("checks", "list", "--json")
    rows = json.loads(out)["checks"]
    assert 0 == status
    assert len(rows) >= 20
    assert all(row["question"].endswith("?") and row["source"] and row["weights"] and row["examples"] for row in rows)


def test_a_person_reads_the_catalogue(run):
    status, out, _ = run("checks", "list")
    assert 0 == status
    assert "question" in out


def test_a_check_is_shown_with_its_examples(run):
    status, out, _ = run("checks", "show", "claims.permit_beneficiary")
    assert 0 == status
    assert "honest look-alike" in " ".join(out.split())


def test_one_check_is_shown_as_json(run):
    _, out, _ = run("checks", "show", "itinerary.transit_right", "--json")
    assert ["itinerary", "transit_register"] == json.loads(out)["evidence"]


def test_a_check_that_is_not_there_is_an_error(run):
    assert 2 == run("checks", "show", "claims.nothing")[0]
