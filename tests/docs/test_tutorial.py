"""The commands of the tutorial are run, and say what it says that they say."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

TUTORIAL = Path(__file__).resolve().parents[2] / "docs" / "tutorial.md"
CONSOLE = re.findall(r"```console\n\$ (.+)\n((?:.*\n)*?)```", TUTORIAL.read_text("utf-8"))


def pattern(shown):
    """The shown text as a pattern: ``...`` stands for any text in a line, alone for any lines."""
    lines = [r"(?:.*\n)*?" if line == "..." else f"{re.escape(line)}\n" for line in shown.splitlines()]
    return "".join(lines).replace(re.escape("..."), ".*")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The surroundings that the tutorial's first step makes."""
    place = tmp_path_factory.mktemp("tutorial")
    first = re.search(r"```python\n(.*?)```", TUTORIAL.read_text("utf-8"), re.DOTALL).group(1)
    exec(first.replace("from tempfile import mkdtemp", ""), {"mkdtemp": lambda: place})
    return place


@pytest.mark.slow
def test_every_command_prints_what_the_tutorial_shows(folder):
    assert len(CONSOLE) == 2
    for line, shown in CONSOLE:
        words = shlex.split(line)
        own = dict(word.split("=", 1) for word in words[: words.index("preclear")])
        ran = subprocess.run(
            [sys.executable, "-m", "preclear", *words[words.index("preclear") + 1 :]],
            cwd=folder,
            env={**os.environ, "COLUMNS": "100", **own},
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
        printed = "".join(f"{part.rstrip()}\n" for part in ran.stdout.splitlines())
        assert re.fullmatch(pattern(shown), printed), printed
