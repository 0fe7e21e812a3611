"""The commands as a person runs them, each in a process of its own."""

import json
import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow


@pytest.fixture
def preclear(tmp_path):
    def run(home, *arguments):
        environment = {**os.environ, "PRECLEAR_HOME": str(tmp_path / home), "COLUMNS": "200"}
        environment.pop("DJANGO_SETTINGS_MODULE", None)
        ended = subprocess.run(
            [sys.executable, "-m", "preclear", *map(str, arguments)],
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        return ended.returncode, ended.stdout, ended.stderr

    return run


def test_a_backup_is_written_and_read_back_by_its_commands(preclear, tmp_path):
    assert 2 == preclear("one", "backup", tmp_path / "none.zip")[0]
    assert 0 == preclear("one", "database", "prepare")[0]
    assert 0 == preclear("one", "database", "check")[0]
    status, printed, _ = preclear("one", "backup", tmp_path / "all.zip", "--with-keys", "--json")
    told = json.loads(printed)
    assert (0, 0, ["secret"]) == (status, told["audit"]["size"], told["keys"])
    status, printed, _ = preclear("two", "restore", tmp_path / "all.zip", "--json")
    assert (0, told["tables"]) == (status, json.loads(printed)["tables"])
    assert 0 == preclear("two", "database", "check", "--json")[0]


def test_bad_input_is_one_line(preclear, tmp_path):
    (tmp_path / "bad.zip").write_bytes(b"PK\x03\x04 not a backup")
    for arguments in (
        ("restore", tmp_path / "bad.zip"),
        ("restore", tmp_path / "none.zip"),
        ("database", "grants", "a;b"),
    ):
        status, _, told = preclear("one", *arguments)
        assert (2, 1) == (status, len(told.splitlines()))
