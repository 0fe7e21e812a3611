"""``preclear serve``: one of the processes of this installation, for process managers and for `preclear up`."""

from __future__ import annotations

import signal
import threading

import cyclopts

from preclear import bootstrap
from preclear.cli.running import port_is_free, work_until
from preclear.gateway import server as gateway_server
from preclear.settings import Settings
from preclear.web import serving

app = cyclopts.App(name="serve", help="Run one process: the pages, the carrier gateway, or the worker.")

_THREADS_ON_POSTGRESQL = 8


@app.command
def web() -> int:
    """Serve the pages and the HTTP API on the configured host and port.

    Example: PRECLEAR_PORT=8080 preclear serve web
    """
    settings = Settings.load()
    port_is_free(settings.host, settings.port)
    threads = _THREADS_ON_POSTGRESQL if settings.database else 1
    serving.serve(
        bootstrap.web_application, host=settings.host, port=settings.port, workers=settings.workers, threads=threads
    )
    return 0


@app.command
def gateway() -> int:
    """Answer carriers, from the read store of this installation. Needs no case database.

    Example: preclear serve gateway
    """
    gateway_server.serve(bootstrap.gateway_options(Settings.load()))
    return 0


@app.command
def worker() -> int:
    """Do the jobs that wait, publish to the gateway, send notices, watch clocks. Several may run.

    Example: preclear serve worker
    """
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    work_until(stop, Settings.load())
    return 0
