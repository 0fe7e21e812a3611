"""A real carrier gateway behind a real address of this machine, for the portal and the relay."""

import threading
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from seeded import AGREEMENT, START
from starlette.testclient import TestClient

from preclear.gateway.app import create_app
from preclear.gateway.options import GatewayOptions
from preclear.gateway.sealing import Seal
from preclear.gateway.store import ReadStore
from preclear.model.agreement import Route
from preclear.services.publish import publish
from preclear.services.scope import scope_of


@contextmanager
def answering(client):
    """An HTTP server that passes every request on to the gateway's application."""

    class Passing(BaseHTTPRequestHandler):
        def do_GET(self):
            self.answer("GET", b"")

        def do_POST(self):
            self.answer("POST", self.rfile.read(int(self.headers.get("Content-Length", 0))))

        def answer(self, method, body):
            sent = {name: value for name, value in self.headers.items() if name.lower() != "host"}
            told = client.request(method, self.path, headers=sent, content=body)
            self.send_response(told.status_code)
            for name, value in told.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(told.content)

        def log_message(self, *_):
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Passing)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def gateway_options(tmp_path):
    return GatewayOptions(folder=tmp_path / "gateway", issuer="made-up", open_access=True)


@pytest.fixture(autouse=True)
def routes(house):
    """The agreement covers flights from the invented airport."""
    house.office = replace(house.office, agreement=replace(AGREEMENT, routes=(Route(origin="UTA", to_state="USA"),)))


@pytest.fixture
def read_store(gateway_options, house):
    """The gateway's store as the case side writes it; ``publish`` brings it up to date."""
    made = ReadStore(gateway_options.store, Seal.of(gateway_options.store_key))
    made.set_scope(scope_of(house.office.agreement, "+15550100", {"UTA": "UTO", "JFK": "USA"}))
    publish(house.office, made)
    return made


@contextmanager
def running(options):
    """A gateway with these options; its address."""
    app = create_app(options, lambda: START, lambda *_: None)
    with TestClient(app, raise_server_exceptions=False) as client, answering(client) as address:
        yield address


@pytest.fixture
def gateway(gateway_options, read_store, demo, settings):
    """The address of a gateway that answers; the pages know it."""
    with running(gateway_options) as address:
        settings.PRECLEAR = replace(settings.PRECLEAR, gateway_url=address)
        yield address


@pytest.fixture
def locked_gateway(gateway_options, read_store, demo, settings):
    """A gateway that answers only to who has a key."""
    with running(replace(gateway_options, open_access=False)) as address:
        settings.PRECLEAR = replace(settings.PRECLEAR, gateway_url=address)
        yield address


@pytest.fixture
def no_gateway(demo, settings):
    """Nobody answers."""
    settings.PRECLEAR = replace(settings.PRECLEAR, gateway_url="http://127.0.0.1:9")
