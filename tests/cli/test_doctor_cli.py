"""The doctor says of each part what is wrong with that part, in a process of its own."""

import json
import os
import subprocess
import sys
from datetime import date

import pytest

from preclear.screening import SourceSpec, build

pytestmark = pytest.mark.slow

ROW = "entity_id,name,kind,owner,legal_basis,reason\nE-1,Nemo Musterov,primary,UTO,Act 7,made up\n"


@pytest.fixture
def doctor(tmp_path):
    """Its signs, by what was looked at; ``lists`` is the setting."""

    def run(lists, *arguments):
        registers = tmp_path / "registers.yaml"
        registers.write_text("school:\n  csv: school.csv\n  key: number\n")
        environment = {**os.environ, "PRECLEAR_HOME": str(tmp_path), "COLUMNS": "600", "PRECLEAR_LISTS": str(lists)}
        environment["PRECLEAR_REGISTERS"] = str(registers)
        environment.pop("DJANGO_SETTINGS_MODULE", None)
        command = [sys.executable, "-m", "preclear", "doctor", *arguments]
        return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)

    return run


def signs(ended):
    return {one["what"]: (one["well"], one["says"]) for one in json.loads(ended.stdout)["signs"]}


@pytest.fixture
def snapshot(tmp_path):
    def make(as_of):
        (tmp_path / "stop.csv").write_text(ROW)
        build([SourceSpec(kind="csv", path=tmp_path / "stop.csv")], tmp_path / "lists.snapshot", as_of=as_of)
        return tmp_path / "lists.snapshot"

    return make


def test_lists_that_are_older_than_their_rhythm_are_not_well(doctor, snapshot):
    ended = doctor(snapshot(date(2020, 1, 1)), "--json")
    assert (1, (False, "older than they may be: stop")) == (ended.returncode, signs(ended)["lists"])


def test_damaged_lists_are_told_of_the_lists_alone_and_in_full(doctor, tmp_path):
    (tmp_path / "damaged").write_bytes(b"x")
    ended = doctor(tmp_path / "damaged", "--json")
    found = signs(ended)
    assert (1, False, True) == (ended.returncode, found["lists"][0], found["registers"][0])
    assert "[preclear snapshot, format 2]" in doctor(tmp_path / "damaged").stdout


def test_without_lists_their_checks_say_not_checked(doctor):
    assert (None, "its checks say not_checked") == signs(doctor("", "--json"))["lists"]
