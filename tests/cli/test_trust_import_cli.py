"""Two people import a certificate at the command line, each command in a process of its own."""

import json
import os
import subprocess
import sys

import pytest

from preclear.documents.certificates import Certificate
from preclear.specimens import TestCountry
from preclear.specimens.accounts import PASSWORD

pytestmark = pytest.mark.slow

COUNTRY = TestCountry(seed="command line")
CSCA = Certificate.parse(COUNTRY.csca)
PREPARE = """
from preclear import bootstrap
from preclear.settings import Settings
from preclear.specimens import accounts
bootstrap.prepare(Settings.load())
bootstrap._django().add_accounts([one for one in accounts.ACCOUNTS if one.id.startswith("trust.")], accounts.PASSWORD)
"""


@pytest.fixture
def python(tmp_path):
    def run(*arguments, typed=""):
        environment = {**os.environ, "PRECLEAR_HOME": str(tmp_path / "home"), "PRECLEAR_DEMO": "1", "COLUMNS": "200"}
        environment.pop("DJANGO_SETTINGS_MODULE", None)
        command = [sys.executable, *map(str, arguments)]
        ended = subprocess.run(
            command, env=environment, input=typed, capture_output=True, text=True, timeout=120, check=False
        )
        return ended.returncode, ended.stdout, ended.stderr

    return run


@pytest.fixture
def trust(python, tmp_path):
    (tmp_path / "csca.cer").write_bytes(COUNTRY.csca)
    assert (0, "") == python("-c", PREPARE)[::2]

    def run(*arguments, who, password=PASSWORD):
        return python("-m", "preclear", "trust", *arguments, "--as", who, "--json", typed=f"{password}\n")

    return run


def test_two_people_import_a_certificate_at_the_command_line(trust, tmp_path):
    propose = ("propose", tmp_path / "csca.cer", "--state", "UTO", "--how", "courier, receipt 17")
    _, printed, _ = trust(*propose, who="trust.jamila")
    made = json.loads(printed)
    assert (1, "waiting", CSCA.fingerprint) == (made["number"], made["standing"], made["fingerprint"])
    _, printed, _ = trust("imports", who="trust.karim")
    assert [False] == ["fingerprint" in one for one in json.loads(printed)]
    confirm = ("confirm", 1, "--fingerprint", CSCA.fingerprint[:16])
    assert 2 == trust(*confirm, who="trust.jamila")[0]
    assert 2 == trust(*confirm, who="trust.karim", password="wrong")[0]
    status, printed, _ = trust(*confirm, who="trust.karim")
    assert (0, "confirmed") == (status, json.loads(printed)["standing"])
    status, printed, _ = trust("withdraw", 1, "--reason", "the key was lost", who="trust.jamila")
    assert (0, ["confirmed", "withdrawn"]) == (status, [one["standing"] for one in json.loads(printed)["steps"]])


def test_what_cannot_be_used_is_said_in_one_line(trust, tmp_path):
    (tmp_path / "bad.cer").write_bytes(b"no certificate")
    status, printed, said = trust(
        "propose", tmp_path / "bad.cer", "--state", "UTO", "--how", "courier", who="trust.jamila"
    )
    assert (2, "file", 1) == (status, json.loads(printed)["error"]["where"], len(said.splitlines()))
