from __future__ import annotations

import json
import os
from concurrent.futures import ThreadPoolExecutor

import pytest

from preclear.cli.lists import app
from preclear.errors import InvalidInput

LIST = "entity_id,name,birth_date\nE1,Arkadi Testovich,1971-04-25\n"
QUERIES = [
    b'{"id": "1", "name": "TESTOVICH<<ARKADI", "birth_date": "1971-04-25"}',
    b"not json",
    b"",
    b'{"id": "3", "name": "A", "birth_date": "1971-02-30"}',
    b'{"id": "4", "name": "' + b"A" * 70_000 + b'"}',
    b'{"id": "5", "name": "\\ud800"}',
    b'{"id": "6", "surname": "Beispiel", "given_names": "Berta"}',
]


@pytest.fixture
def run(capsys):
    """Runs a command of the group and gives what it printed."""

    def ran(*tokens: object) -> str:
        app([str(token) for token in tokens], exit_on_error=False, print_error=False, result_action="return_value")
        return capsys.readouterr().out

    return ran


@pytest.fixture
def built(run, tmp_path):
    """A snapshot file of one small list, and what building it printed."""
    (tmp_path / "own.csv").write_text(LIST, encoding="utf-8")
    printed = run(
        "build", "--out", tmp_path / "lists.snapshot", "--source", f"csv={tmp_path / 'own.csv'}",
        "--default", "owner=Ministry of Examples", "--default", "legal_basis=Example Act", "--json",
    )  # fmt: skip
    return tmp_path / "lists.snapshot", json.loads(printed)


@pytest.fixture
def answers(run, built, tmp_path):
    (tmp_path / "people.jsonl").write_bytes(b"\n".join(QUERIES))
    run("screen", "--snapshot", built[0], "--queries", tmp_path / "people.jsonl", "--out", tmp_path / "answers.jsonl")
    return [json.loads(line) for line in (tmp_path / "answers.jsonl").read_bytes().splitlines()]


def test_building_says_what_the_snapshot_holds(built):
    _, said = built
    assert (said["entities"], said["names"], said["documents"]) == (1, 1, 0)
    assert {"snapshot", "seconds"} <= said.keys()


def test_a_snapshot_shows_its_lists_and_owners(run, built):
    said = json.loads(run("show", built[0], "--json"))
    assert [source["owner"] for source in said["sources"]] == ["Ministry of Examples"]
    assert said["snapshot"] in run("show", built[0])


def test_every_row_has_its_answer_in_order(answers):
    assert [row["id"] for row in answers] == ["1", None, "3", "4", "5", "6"]


def test_a_listed_person_alerts_with_reasons(answers, built):
    candidate = answers[0]["candidates"][0]
    assert tuple(candidate[key] for key in ("list", "entity", "name", "alert")) == (
        "own",
        "E1",
        "Arkadi Testovich",
        True,
    )
    assert candidate["why"]
    assert built[1]["snapshot"] == answers[0]["snapshot"]
    assert answers[0]["micros"] > 0


def test_a_bad_row_becomes_an_error_row(answers):
    errors = [row["error"]["code"] for row in answers if "error" in row]
    assert errors == ["invalid_input"] * 4


def test_nobody_has_no_candidates(answers):
    assert answers[-1]["candidates"] == []


@pytest.mark.parametrize("source", ["nothing", "csv=", "=x", "odd=x", "csv=/no/such/file"])
def test_a_source_that_cannot_be_used_is_an_input_error(run, tmp_path, source):
    with pytest.raises(InvalidInput):
        run("build", "--out", tmp_path / "lists", "--source", source)
    assert list(tmp_path.iterdir()) == []


def test_a_file_of_queries_that_is_missing_leaves_no_answers(run, built, tmp_path):
    with pytest.raises(InvalidInput):
        run("screen", "--snapshot", built[0], "--queries", tmp_path / "none", "--out", tmp_path / "answers")
    assert not (tmp_path / "answers").exists()


def test_answers_can_go_into_a_pipe_or_device(run, built, tmp_path):
    (tmp_path / "people.jsonl").write_bytes(b"\n".join(QUERIES))
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with ThreadPoolExecutor(1) as reader:
        read = reader.submit(pipe.read_bytes)
        run("screen", "--snapshot", built[0], "--queries", tmp_path / "people.jsonl", "--out", pipe)
        assert 6 == len(read.result().splitlines())
    assert pipe.is_fifo()


def test_answers_never_replace_the_snapshot(run, built, tmp_path):
    (tmp_path / "people.jsonl").write_bytes(b"")
    before = built[0].read_bytes()
    with pytest.raises(InvalidInput, match="the snapshot itself"):
        run("screen", "--snapshot", built[0], "--queries", tmp_path / "people.jsonl", "--out", built[0])
    assert before == built[0].read_bytes()


def test_the_verbs_of_document_numbers_are_attached(run, tmp_path):
    (tmp_path / "lost.csv").write_text("number,issuing_state\nX1234567,UTO\n", encoding="utf-8")
    store = tmp_path / "lost"
    run("documents", "build", tmp_path / "lost.csv", "--store", store, "--default", "owner=O", "--default",
        "legal_basis=L")  # fmt: skip
    assert json.loads(run("documents", "look-up", "X1234567", "UTO", "--store", store, "--json"))["documents"]
