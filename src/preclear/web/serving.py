"""The pages as a server of their own: granian with workers that are started again when one dies."""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
import traceback
from collections.abc import Callable
from functools import partial
from typing import Any

from granian import Granian
from granian.constants import Interfaces


class KindsOnly(logging.Formatter):
    """Writes where an exception came from and of which kind it is; its words may quote a person's data."""

    def formatException(self, ei: Any) -> str:  # noqa: N802 -- the library's name
        """File, line and function of each step, then the kind."""
        kind, _, trace = ei
        steps = [f"{step.filename}:{step.lineno} in {step.name}" for step in traceback.extract_tb(trace)]
        return "\n".join([*steps, kind.__name__ if kind else ""])


_LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"kinds": {"()": KindsOnly}},
    "handlers": {"console": {"class": "logging.StreamHandler", "stream": "ext://sys.stderr", "formatter": "kinds"}},
    "root": {"level": "WARNING", "handlers": ["console"]},
    "loggers": {"_granian": {"level": "WARNING"}, "granian.access": {"level": "WARNING"}},
}


def serve(make: Callable[[], Any], *, host: str, port: int, workers: int, threads: int) -> None:
    """Serve the WSGI application that ``make`` builds in each worker, until told to stop.

    One blocking thread for each worker on SQLite, eight on PostgreSQL: more threads on SQLite only wait for its lock.
    """
    server = Granian(
        "preclear.web",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        websockets=False,
        workers=workers,
        blocking_threads=threads,
        respawn_failed_workers=True,
        respawn_interval=0.5,
        workers_kill_timeout=10,
        log_dictconfig=_LOGGING,
    )
    server.serve(target_loader=partial(_worker, make, os.getpid()), wrap_loader=False)


def _worker(make: Callable[[], Any], parent: int) -> Any:
    """The application in its worker, which ends when its parent does: an orphan would keep the port."""
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    return make()


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    os.kill(os.getpid(), signal.SIGKILL)
