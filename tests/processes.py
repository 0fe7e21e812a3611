"""A real installation in a folder: its processes, ended with all that they started, and what its database holds."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import httpx

PATIENCE = 100
"""Seconds; longer than the lease of a job, which a killed worker keeps until it is over."""
_PAUSE = 0.02


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(done, failure: str, *, within: float = PATIENCE) -> None:
    """Until another process has done its part."""
    until = time.monotonic() + within
    while not done():
        assert time.monotonic() < until, failure
        time.sleep(_PAUSE)  # -- another process is waited for; there is nothing else to wait on


class Processes:
    """``preclear serve ...`` on one folder and two free ports; ``settings`` are added to the environment."""

    def __init__(self, home: Path, **settings: str):
        self.home = home
        self.port = free_port()
        self.gateway_port = free_port()
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("PRECLEAR_", "DJANGO_"))},
            "PRECLEAR_HOME": str(home),
            "PRECLEAR_PORT": str(self.port),
            "PRECLEAR_GATEWAY_PORT": str(self.gateway_port),
            "PRECLEAR_DEMO": "yes",
            **settings,
        }
        self.running: dict[str, subprocess.Popen] = {}

    @property
    def url(self) -> str:
        """Address of the pages."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def gateway(self) -> str:
        """Address of the carrier gateway."""
        return f"http://127.0.0.1:{self.gateway_port}"

    def run(self, *arguments: str) -> str:
        """Run Python on this installation to its end, which must be a good one, and tell what it printed."""
        done = subprocess.run(
            [sys.executable, *arguments], env=self.environment, capture_output=True, text=True, check=False, timeout=90
        )
        assert 0 == done.returncode, done.stdout + done.stderr
        return done.stdout

    def start(self, *names: str) -> None:
        """Start what does not run yet, and wait until each that listens answers."""
        for name in names:
            if name not in self.running:
                self.running[name] = self._started(name)
        for name in names:
            wait_until(lambda name=name: self.answers(name), f"{name} does not answer")

    def kill(self, name: str) -> None:
        """SIGKILL to the process and all that it started: nothing of it can finish anything."""
        process = self.running.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        if name != "worker":
            wait_until(lambda: not self.answers(name), "an orphan still answers")

    def stop(self) -> None:
        """Kill all that runs."""
        for name in list(self.running):
            self.kill(name)

    def answers(self, name: str = "web") -> bool:
        """Whether this process answers; the worker answers nobody, and is always ready."""
        address = {"web": f"{self.url}/healthz", "gateway": f"{self.gateway}/carrier/v1/health"}.get(name)
        try:
            return address is None or httpx.get(address, timeout=2).status_code < 500
        except httpx.HTTPError:
            return False

    def rows(self, sql: str, *values: object) -> list[tuple]:
        """What the database holds, read beside the processes."""
        with closing(sqlite3.connect(self.home / "preclear.sqlite3", timeout=20)) as database:
            return database.execute(sql, values).fetchall()

    def audit_holds(self) -> None:
        """`preclear audit verify` finds nothing."""
        self.run("-m", "preclear", "audit", "verify")

    def _started(self, name: str) -> subprocess.Popen:
        with (self.home / f"{name}.log").open("a") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "preclear", "serve", name],
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
