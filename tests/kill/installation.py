"""A real installation in a folder: its processes, what they are asked, and what its database holds after a kill."""

import json
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

HERE = Path(__file__).parent
PATIENCE = 100
"""Seconds; longer than the lease of a job, which a killed worker keeps until it is over."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Installation:
    """``preclear serve web`` and ``preclear serve worker`` on one folder, each killed with everything it started."""

    def __init__(self, home: Path):
        self.home = home
        self.port = free_port()
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("PRECLEAR_", "DJANGO_"))},
            "PRECLEAR_HOME": str(home),
            "PRECLEAR_PORT": str(self.port),
            "PRECLEAR_GATEWAY_PORT": str(free_port()),
            "PRECLEAR_DEMO": "yes",
        }
        self.running: dict[str, subprocess.Popen] = {}
        self.keys = json.loads(self._run(str(HERE / "stage.py")).splitlines()[-1])

    def _run(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, *arguments], env=self.environment, capture_output=True, text=True, check=False, timeout=90
        )
        assert 0 == done.returncode, done.stderr
        return done.stdout

    def start(self, name: str) -> None:
        if name in self.running:
            return
        with (self.home / f"{name}.log").open("a") as log:
            self.running[name] = subprocess.Popen(
                [sys.executable, "-m", "preclear", "serve", name],
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        if name == "web":
            self._wait_until(self.answers, "the pages do not answer")

    def kill(self, name: str) -> None:
        """SIGKILL to the process and all that it started: nothing of it can finish anything."""
        process = self.running.pop(name)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        if name == "web":
            self._wait_until(lambda: not self.answers(), "an orphan still answers")

    def stop(self) -> None:
        for name in list(self.running):
            self.kill(name)

    def answers(self) -> bool:
        try:
            return httpx.get(f"http://127.0.0.1:{self.port}/healthz", timeout=2).status_code < 500
        except httpx.HTTPError:
            return False

    def ask(self, who: str, method: str, path: str, body=None) -> httpx.Response:
        return httpx.request(
            method,
            f"http://127.0.0.1:{self.port}/api/v1/{path}",
            json=body,
            headers={"Authorization": f"Bearer {self.keys[who]}"},
            timeout=PATIENCE,
        )

    def rows(self, sql: str, *values: object) -> list[tuple]:
        with closing(sqlite3.connect(self.home / "preclear.sqlite3", timeout=20)) as database:
            return database.execute(sql, values).fetchall()

    def states(self) -> dict[str, str]:
        return dict(self.rows("SELECT reference, state FROM preclear_case"))

    def work_until(self, done) -> None:
        self.start("worker")
        self._wait_until(done, "the worker does not finish")

    def audit_holds(self) -> None:
        self._run("-m", "preclear", "audit", "verify")

    def half_made(self) -> list[str]:
        """Everything in the database that only a half-written step could have left; empty when all is whole."""
        return [
            *self._found("without its application", "SELECT reference FROM preclear_case WHERE length(raw) = 0"),
            *self._found(
                "whose steps and entries in the audit log differ",
                "SELECT c.reference FROM preclear_case c WHERE c.version <> (SELECT count(*) FROM preclear_audit a"
                ' WHERE a.about = c.reference AND CAST(a.entry AS TEXT) NOT LIKE \'%"verb":"record.viewed"%\''
                ' AND CAST(a.entry AS TEXT) NOT LIKE \'%"verb":"dossier.frozen"%\')',
            ),
            *self._found(
                "decided without its decision",
                "SELECT reference FROM preclear_case c WHERE state IN ('GRANTED', 'REFUSED') AND NOT EXISTS"
                " (SELECT 1 FROM preclear_decision d WHERE d.case_id = c.reference)",
            ),
            *self._found(
                "with a decision that is not in force",
                "SELECT c.reference FROM preclear_case c JOIN preclear_decision d ON d.case_id = c.reference"
                " WHERE c.state NOT IN ('GRANTED', 'REFUSED')",
            ),
            *self._found(
                "granted without exactly one clearance",
                "SELECT reference FROM preclear_case c WHERE state = 'GRANTED' AND 1 <>"
                " (SELECT count(*) FROM preclear_clearance k WHERE k.case_id = c.reference AND k.credential <> '')",
            ),
            *self._found(
                "with a clearance that was never granted",
                "SELECT c.reference FROM preclear_clearance k JOIN preclear_case c ON c.reference = k.case_id"
                " WHERE c.state <> 'GRANTED'",
            ),
            *self._found(
                "whose clearance the gateway will never hear of",
                "SELECT number FROM preclear_clearance k WHERE NOT EXISTS"
                " (SELECT 1 FROM preclear_feed f WHERE f.record LIKE '%' || k.number || '%')",
            ),
            *self._found(
                "that nobody will go on with",
                "SELECT reference FROM preclear_case c WHERE state IN ('SUBMITTED', 'ADMISSIBLE') AND NOT EXISTS"
                " (SELECT 1 FROM preclear_job j WHERE j.argument = c.reference)",
            ),
        ]

    def _found(self, what: str, sql: str) -> list[str]:
        return [f"{reference} {what}" for (reference,) in self.rows(sql)]

    def _wait_until(self, done, failure: str) -> None:
        until = time.monotonic() + PATIENCE
        pause = 0.02
        while not done():
            assert time.monotonic() < until, failure
            time.sleep(pause)  # -- another process is waited for; there is nothing else to wait on
