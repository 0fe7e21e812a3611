"""What ``make test`` says of the browser before the tests run. A named path keeps it from installing anything."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).with_name("prepare_browser.py")


def prepare(**variables):
    kept = {name: value for name, value in os.environ.items() if name != "CI"}
    return subprocess.run(
        [sys.executable, SCRIPT], env={**kept, **variables}, capture_output=True, text=True, timeout=30, check=False
    )


def test_a_named_browser_is_used():
    assert f"tests: browser tests use {sys.executable}\n" == prepare(PRECLEAR_CHROMIUM=sys.executable).stdout


@pytest.mark.parametrize(("variables", "status"), [({}, 0), ({"CI": "true"}, 1)])
def test_a_missing_browser_is_said_aloud_and_fails_only_in_ci(variables, status):
    done = prepare(PRECLEAR_CHROMIUM="/no/such/browser", **variables)

    assert (status, True) == (done.returncode, "NO BROWSER: every browser test will be skipped" in done.stderr)
