"""Screening in several processes and OpenSearch, as a person starts them: in programs of their own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from fake_opensearch import running
from preclear.screening import SourceSpec, build
from processes import wait_until

pytestmark = pytest.mark.slow
_HEARING = "import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL); os.execv(sys.argv[1], sys.argv[1:])"
OWNED = {"owner": "Ministry of Examples", "legal_basis": "Example Act, section 1"}


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    folder = tmp_path_factory.mktemp("lists")
    (folder / "own.csv").write_text("entity_id,name\nE1,Arkadi Testovich\n", encoding="utf-8")
    build([SourceSpec(kind="csv", path=folder / "own.csv", defaults=OWNED)], folder / "lists.snapshot")
    return folder / "lists.snapshot"


def started(*tokens, **settings):
    command = [sys.executable, "-m", "preclear", "lists", *(str(token) for token in tokens)]
    # A job in the background of a shell inherits that Ctrl-C is ignored; these programs are to hear it.
    return subprocess.Popen(
        [sys.executable, "-c", _HEARING, *command],
        env={**os.environ, **settings},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def screening(place, folder, *tokens):
    queries, answers = folder / "people.jsonl", folder / "answers.jsonl"
    return started("screen", "--snapshot", place, "--queries", queries, "--out", answers, "--json", *tokens)


def test_two_processes_answer_every_row(place, tmp_path):
    rows = [f'{{"id": "{number}", "name": "Arkadi Testowich"}}\n' for number in range(300)]
    (tmp_path / "people.jsonl").write_text("".join(rows), encoding="utf-8")
    said, _ = screening(place, tmp_path, "--workers", "2").communicate(timeout=60)
    assert (300, 0) == (json.loads(said)["rows"], json.loads(said)["errors"])
    answered = [json.loads(line)["id"] for line in (tmp_path / "answers.jsonl").read_bytes().splitlines()]
    assert answered == [str(number) for number in range(300)]


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs the process table of Linux")
def test_an_interrupt_ends_all_processes_without_a_word_and_without_answers(place, tmp_path):
    os.mkfifo(tmp_path / "people.jsonl")
    program = screening(place, tmp_path, "--workers", "2")
    with (tmp_path / "people.jsonl").open("wb", buffering=0) as people:
        people.write(b'{"id": "1", "name": "Arkadi Testowich"}\n' * 200)
        wait_until(lambda: processes_of(program) > 1, "no further process started", within=30)
        os.killpg(program.pid, signal.SIGINT)
        _, complaint = program.communicate(timeout=30)
    assert (130, "") == (program.returncode, complaint)
    assert not (tmp_path / "answers.jsonl").exists()


def test_more_processes_than_any_machine_has_cores_for_are_an_input_error(place, tmp_path):
    program = screening(place, tmp_path, "--workers", "100000")
    said, _ = program.communicate(timeout=30)
    assert ("--workers", 2) == (json.loads(said)["error"]["where"], program.returncode)


def test_the_search_server_of_the_settings_is_filled(place):
    with running() as fake:
        said, _ = started("to-opensearch", place, "--json", PRECLEAR_OPENSEARCH=fake.url).communicate(timeout=30)
    assert {json.loads(said)["index"]} == fake.aliases["preclear-names"]


def test_without_a_search_server_in_the_settings_there_is_nothing_to_fill(place):
    program = started("to-opensearch", place, PRECLEAR_OPENSEARCH="")
    _, complaint = program.communicate(timeout=30)
    assert (2, True) == (program.returncode, "PRECLEAR_OPENSEARCH" in complaint)


def processes_of(program):
    """How many processes there are in a program's group."""
    groups = []
    for process in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            groups.append(process.read_text().rpartition(") ")[2].split()[2])
    return groups.count(str(program.pid))
