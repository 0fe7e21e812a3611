"""Run the whole product on one machine: the pages, the carrier gateway, and the work between them."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Self

import structlog

from preclear import bootstrap
from preclear.cli.output import err
from preclear.errors import PreclearError, Unavailable
from preclear.services.letters import send_letters
from preclear.services.office import Office
from preclear.services.publish import publish
from preclear.services.tick import tick
from preclear.services.work import work
from preclear.settings import Settings

_log = structlog.get_logger("preclear.run")
_PUBLISH_EVERY, _TICK_EVERY, _SEND_EVERY, _CHECKPOINT_EVERY = 1.0, 30.0, 5.0, 600.0
_PATIENCE = 30.0


@dataclass
class Rounds:
    """Something that is done again and again; a failure is logged and tried again at the next round."""

    what: str
    every: float
    do: Callable[[], object]
    due: float = field(default=0.0)

    def turn(self, now: float) -> None:
        """Do it if it is due."""
        if now < self.due:
            return
        self.due = now + self.every
        try:
            self.do()
        except Exception as error:  # noqa: BLE001 -- the loop must outlive any one failure; it is logged and tried again
            _log.error("round failed", what=self.what, error=_told(error))


def _told(error: Exception) -> str:
    """Errors of ours in their words; of others only the kind, for their words may quote a person's data."""
    return f"{error.code}: {error}" if isinstance(error, PreclearError) else type(error).__name__


def rounds(settings: Settings, office: Office) -> tuple[Rounds, ...]:
    """What the worker does besides jobs."""
    store = bootstrap.read_store(settings)
    return (
        Rounds("publish", _PUBLISH_EVERY, lambda: publish(office, store)),
        Rounds("send", _SEND_EVERY, lambda: send_letters(office, bootstrap.post(settings))),
        Rounds("tick", _TICK_EVERY, lambda: tick(office)),
        Rounds("checkpoint", _CHECKPOINT_EVERY, lambda: bootstrap.keep_checkpoint(settings)),
    )


def work_until(stop: threading.Event, settings: Settings) -> None:
    """Do jobs and rounds until told to stop. Several workers may run: a job is leased to one of them."""
    office = bootstrap.office(settings)
    holder = f"{socket.gethostname()}:{os.getpid()}"
    turns = rounds(settings, office)
    while not stop.is_set():
        busy = False
        try:
            busy = work(office, holder)
        except Exception as error:  # noqa: BLE001 -- the database may be away for a moment: wait, and go on
            _log.error("work failed", error=_told(error))
        for one in turns:
            one.turn(time.monotonic())
        if not busy:
            stop.wait(0.2)


def run_all(settings: Settings, ready: Callable[[], None], *, meanwhile: Callable[[], None] = lambda: None) -> int:
    """Start pages and gateway as processes of their own, work here, and end them all at SIGTERM or Ctrl-C.

    ``meanwhile`` is done here while both start; ``ready`` is called when it is done and both answer.
    """
    for port in (settings.port, settings.gateway_port):
        port_is_free(settings.host, port)
    bootstrap.read_store(settings)
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    with ExitStack() as stack:
        children = [stack.enter_context(Child(name)) for name in ("web", "gateway")]
        watcher = threading.Thread(target=_watch, args=(stop, children), daemon=True)
        watcher.start()
        meanwhile()
        _wait_for(settings, stop)
        if not stop.is_set():
            ready()
        work_until(stop, settings)
        return 0 if all(child.process.poll() is None for child in children) else 1


class Child:
    """A process of ours in a group of its own, ended with everything it started."""

    def __init__(self, name: str) -> None:
        self.name = name
        command = [sys.executable, "-m", "preclear", "serve", name]
        self.process = subprocess.Popen(command, start_new_session=True)  # noqa: S603 -- our own program

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()


def _watch(stop: threading.Event, children: list[Child]) -> None:
    while not stop.wait(0.5):
        for child in children:
            if child.process.poll() is not None:
                err.print(f"preclear: {child.name} ended with status {child.process.returncode}", markup=False)
                stop.set()


def _wait_for(settings: Settings, stop: threading.Event) -> None:
    """Until both answer, or something ended."""
    until = time.monotonic() + _PATIENCE
    for port in (settings.port, settings.gateway_port):
        while not stop.is_set() and not _answers(settings.host, port):
            if time.monotonic() > until:
                raise Unavailable(f"nothing answers on port {port} after {_PATIENCE:.0f} seconds")
            time.sleep(0.05)


def _answers(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex((host, port)) == 0


def port_is_free(host: str, port: int) -> None:
    """Raise ``Unavailable`` when somebody has this port: granian would share it, and both would answer in turns."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            mend = f"Stop what listens there, or set PRECLEAR_PORT (now {port}) to another one"
            raise Unavailable(f"port {port} of {host} is taken", mend=mend) from error
