"""Says where the tests' browser is, and installs one where that is allowed: as root on Debian.

Without one the browser tests are skipped, each with its reason; under ``CI=true`` that is a failure.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
INSTALL = (("apt-get", "update", "-qq"), ("apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"))
MINUTES = 10


def found() -> str | None:
    """The browser named by ``PRECLEAR_CHROMIUM``, or the first one on the path."""
    named = os.environ.get("PRECLEAR_CHROMIUM")
    if named:
        return named if Path(named).is_file() else None
    return next(filter(None, map(shutil.which, NAMES)), None)


def may_install() -> bool:
    """Whether this is root on a Debian-like system, and nobody named another browser."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    return root and shutil.which("apt-get") is not None and not os.environ.get("PRECLEAR_CHROMIUM")


def install() -> str:
    """Install Debian's Chromium; the answer is empty, or says why it could not be installed."""
    print("tests: no Chromium yet; installing Debian's (this may take some minutes)", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in INSTALL:
        try:
            subprocess.run(
                command,
                check=True,
                env=environment,
                timeout=MINUTES * 60,
                stdin=subprocess.DEVNULL,
                capture_output=True,
            )
        except subprocess.TimeoutExpired:
            return f"{command[1]} took over {MINUTES} minutes"
        except (OSError, subprocess.CalledProcessError) as why:
            said = (getattr(why, "stderr", b"") or b"").decode(errors="replace").strip().splitlines()
            return f"{command[1]}: {said[-1] if said else why}"
    return ""


def main() -> int:
    """Exit status: 0, or 1 under ``CI=true`` without a browser."""
    why = ""
    if not found() and may_install():
        why = install()
    browser = found()
    if browser:
        print(f"tests: browser tests use {browser}")
        return 0
    print(
        "tests: NO BROWSER: every browser test will be skipped. Install Chromium, or set PRECLEAR_CHROMIUM to the "
        f"path of one.{f' ({why})' if why else ''}",
        file=sys.stderr,
    )
    return 1 if os.environ.get("CI") == "true" else 0


if __name__ == "__main__":
    sys.exit(main())
