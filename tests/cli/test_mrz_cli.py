import json

import pytest

from preclear.cli.app import main

LINES = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")
MISREAD = (LINES[0], "L898902C36UT074O8122F1204159ZE184226B<<<<<10")


@pytest.fixture
def run(capsys):
    def run(*tokens):
        with pytest.raises(SystemExit) as end:
            main(list(tokens))
        return end.value.code, capsys.readouterr().out

    return run


def test_a_misread_zone_is_repaired_only_when_that_is_asked_for(run):
    _, plain = run("mrz", *MISREAD, "--json")
    status, repaired = run("mrz", "--repair", *MISREAD, "--json")
    zone = json.loads(repaired)
    assert (False, 0, True, list(LINES)) == (json.loads(plain)["valid"], status, zone["valid"], zone["lines"])
    assert [
        {"line": 2, "position": 13, "from": "0", "to": "O"},
        {"line": 2, "position": 16, "from": "O", "to": "0"},
    ] == zone["repairs"]
    assert ("repair", "passed") == (zone["checks"][-1]["id"], zone["checks"][-1]["status"])


def test_a_person_reads_each_change(run):
    status, out = run("mrz", "--repair", *MISREAD)
    assert (0, True) == (status, "line 2, position 13: 0 changed to O" in out)
