"""Lists are put into use and counted at the command line, each command in a process of its own."""

import json
import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow

ROW = "entity_id,name,kind,owner,legal_basis,reason\nE-1,Nemo Musterov,primary,UTO,Act 7,made up\n"
PREPARE = "from preclear import bootstrap; from preclear.settings import Settings; bootstrap.prepare(Settings.load())"


@pytest.fixture
def python(tmp_path):
    def run(*arguments):
        environment = {**os.environ, "PRECLEAR_HOME": str(tmp_path / "home"), "COLUMNS": "200"}
        environment["PRECLEAR_LISTS"] = str(tmp_path / "home" / "lists.snapshot")
        environment.pop("DJANGO_SETTINGS_MODULE", None)
        command = [sys.executable, *map(str, arguments)]
        ended = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
        return ended.returncode, ended.stdout, ended.stderr

    return run


def test_a_snapshot_is_put_into_use_and_its_alarms_are_counted(python, tmp_path):
    assert (0, "") == python("-c", PREPARE)[::2]
    (tmp_path / "list.csv").write_text(ROW)
    new = tmp_path / "new.snapshot"
    status, _, said = python("-m", "preclear", "lists", "build", "--out", new, "--source", f"csv={tmp_path}/list.csv")
    assert 0 == status, said
    status, told, said = python("-m", "preclear", "lists", "install", new, "--json")
    assert 0 == status, said
    assert ("", 1, 0) == (json.loads(told)["before"], json.loads(told)["added_or_changed"], json.loads(told)["removed"])
    assert "in use already" in python("-m", "preclear", "lists", "install", new)[1]
    assert {"days": 365, "lists": []} == json.loads(python("-m", "preclear", "lists", "alarms", "--json")[1])
    (tmp_path / "foreign").write_bytes(b"x")
    assert [2, 2] == [
        python("-m", "preclear", *command)[0]
        for command in (("lists", "install", tmp_path / "foreign"), ("lists", "alarms", "--days", "0"))
    ]
