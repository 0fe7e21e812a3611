"""The gateway as a server of its own: granian with workers that are started again when one dies."""

from __future__ import annotations

import os
import signal
import socket
import threading
import time
from functools import partial
from ipaddress import ip_address

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from starlette.applications import Starlette

from preclear.errors import InvalidInput, Unavailable
from preclear.gateway import log
from preclear.gateway.app import create_app
from preclear.gateway.carriers import CarrierKeys
from preclear.gateway.options import GatewayOptions
from preclear.gateway.receipts import ReceiptSigner
from preclear.gateway.sealing import Seal


def serve(options: GatewayOptions) -> None:
    """Serve until told to stop (SIGTERM, SIGINT).

    ``InvalidInput`` when ``open_access`` would reach beyond the loopback interface; ``Unavailable`` when the port is
    taken (granian shares ports, so a forgotten process would answer in turns) or the folder cannot be used.
    """
    _not_open_to_the_world(options)
    _port_is_free(options.host, options.port)
    _secrets_are_there(options)
    log.write("starting", {"host": options.host, "port": options.port, "workers": options.workers})
    server = Granian(
        "preclear.gateway",
        address=options.host,
        port=options.port,
        interface=Interfaces.ASGI,
        http=HTTPModes.http1,
        websockets=False,
        workers=options.workers,
        respawn_failed_workers=True,
        respawn_interval=0.1,
        workers_kill_timeout=10,
        log_dictconfig=log.LOGGING,
    )
    server.serve(target_loader=partial(_worker, options, os.getpid()), wrap_loader=False)


def _worker(options: GatewayOptions, parent: int) -> Starlette:
    """The application in its worker, which ends when its parent does: an orphan would keep the port."""
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    return create_app(options)


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    os.kill(os.getpid(), signal.SIGKILL)


def _not_open_to_the_world(options: GatewayOptions) -> None:
    if not options.open_access:
        return
    try:
        loopback = options.host == "localhost" or ip_address(options.host).is_loopback
    except ValueError:
        loopback = False
    if not loopback:
        raise InvalidInput(
            "open access is for 127.0.0.1 only",
            where="open_access",
            mend="Give carriers keys: preclear gateway key add",
        )


def _port_is_free(host: str, port: int) -> None:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise Unavailable(f"cannot listen on {host}:{port} ({error.strerror})", mend="Choose another port") from error


def _secrets_are_there(options: GatewayOptions) -> None:
    """Make keys before the workers start, and find out early what would stop them."""
    Seal.of(options.store_key)
    ReceiptSigner.of(options.receipt_key)
    CarrierKeys(options.carriers).check()
