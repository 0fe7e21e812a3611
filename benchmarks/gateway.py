# ruff: noqa: INP001, T201 -- a program that prints, not a package
"""How many questions a second the carrier gateway answers, beside an empty route on the same server.

``python benchmarks/gateway.py [--seconds 5] [--connections 32] [--workers 2] [--entries 10000]`` starts both on
free ports of the loopback interface, asks each with the same load, and prints rates, latencies and their ratio. The
load comes from this machine too, so the figures are those of a machine that asks and answers. Every question is new
(its own request id), asks about one passenger, and is answered, signed and kept.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from preclear.gateway.options import GatewayOptions
from preclear.gateway.sealing import Seal
from preclear.gateway.store import ReadStore
from preclear.model.carriage import CarrierEntry, CarrierRoute, CarrierScope, CarrierState
from preclear.model.dates import PartialDate

TARGET_RATE, TARGET_P99 = 5_000, 20.0

EMPTY = """
import sys
from granian import Granian
from granian.constants import HTTPModes, Interfaces
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route

async def empty(request):
    await request.body()
    return Response(b"{}", media_type="application/json")

def load():
    return Starlette(routes=[Route("/carrier/v1/query", empty, methods=["POST"])])

Granian("empty", port=int(sys.argv[1]), interface=Interfaces.ASGI, http=HTTPModes.http1, websockets=False,
        workers=int(sys.argv[2]), log_enabled=False).serve(target_loader=load, wrap_loader=False)
"""


class Asker(asyncio.Protocol):
    """One connection that asks, waits for the whole answer, and asks again."""

    def __init__(self, questions: Iterator[bytes], until: float, latencies: list[float]) -> None:
        self.questions, self.until, self.latencies = questions, until, latencies
        self.done = asyncio.get_running_loop().create_future()
        self.buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.ask()

    def ask(self) -> None:
        """Send the next question, or stop when the time is over."""
        self.asked = time.perf_counter()
        if self.asked > self.until:
            self.transport.close()
            self.done.set_result(None)
            return
        self.transport.write(next(self.questions))

    def data_received(self, data: bytes) -> None:
        """Wait for the end of the body; anything but 200 ends the benchmark."""
        self.buffer += data
        head, gap, body = self.buffer.partition(b"\r\n\r\n")
        if not gap or len(body) < int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0]):
            return
        if not head.startswith(b"HTTP/1.1 200"):
            self.done.set_exception(RuntimeError(self.buffer.decode()))
            return
        self.buffer = b""
        self.latencies.append(time.perf_counter() - self.asked)
        self.ask()


async def load(port: int, seconds: float, connections: int, questions: Iterator[bytes]) -> tuple[float, list[float]]:
    """Ask for some seconds; answers rate and sorted latencies in milliseconds."""
    latencies: list[float] = []
    loop, began = asyncio.get_running_loop(), time.perf_counter()
    until = began + seconds
    pairs = [
        await loop.create_connection(lambda: Asker(questions, until, latencies), "127.0.0.1", port)
        for _ in range(connections)
    ]
    await asyncio.gather(*(asker.done for _, asker in pairs))
    return len(latencies) / (time.perf_counter() - began), sorted(1000 * each for each in latencies)


def questions(entries: int) -> Iterator[bytes]:
    """Complete HTTP requests, each with its own id, about passengers who are in the store."""
    day = str(datetime.now(UTC).date() + timedelta(days=1))
    flight = {"carrier": "ZZ", "number": "701", "date": day, "from": "UTA", "to": "JFK"}
    for number in count():
        passenger = {
            "reference": "P1",
            "surname": "SPECIMEN",
            "given_names": f"TEST {'ABCDEFGH'[number % 8]}",
            "birth_date": "1990-05-17",
            "documents": [{"type": "P", "number": f"UT{number % entries:07}", "issuing_state": "UTO"}],
        }
        body = json.dumps({"request_id": f"q{time.time_ns()}", "flight": flight, "passengers": [passenger]}).encode()
        yield b"POST /carrier/v1/query HTTP/1.1\r\nHost: gateway\r\nContent-Type: application/json\r\n" + (
            b"Content-Length: %d\r\n\r\n" % len(body) + body
        )


def fill(folder: Path, entries: int) -> None:
    """A read store of synthetic clearances."""
    options, now = GatewayOptions(folder=folder), datetime.now(UTC)
    store = ReadStore(options.store, Seal.of(options.store_key))
    routes = (CarrierRoute(from_airport="UTA", to_state="USA"),)
    store.set_scope(CarrierScope(routes=routes, desk_phone="+15550100", airports={"UTA": "UTO", "JFK": "USA"}))
    store.publish((entry(number, now) for number in range(entries)), entries, now)


def entry(number: int, now: datetime) -> CarrierEntry:
    """One synthetic clearance."""
    return CarrierEntry(
        number=f"CL-{number:07}",
        state=CarrierState.OK,
        document_type="P",
        document_number=f"UT{number:07}",
        issuing_state="UTO",
        surname="SPECIMEN",
        given_names=f"TEST {'ABCDEFGH'[number % 8]}",
        birth_date=PartialDate(1990, 5, 17),
        nationality="UTO",
        valid_from=now.date(),
        valid_until=now.date() + timedelta(days=90),
        destination="USA",
        version=1,
        changed_at=now,
    )


@contextmanager
def running(*arguments: str, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """A server on ``port`` that is stopped at the end."""
    with subprocess.Popen([sys.executable, *arguments], stdout=subprocess.DEVNULL) as server:  # noqa: S603 -- our own
        try:
            _wait_for(port)
            yield server
        finally:
            server.terminate()


def _wait_for(port: int) -> None:
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError(f"no server on port {port}")


def free_port() -> int:
    """A port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def busy(server: subprocess.Popen[bytes]) -> float:
    """Processor time in seconds that the server and its workers have used (Linux)."""
    children = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
    ticks = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13] for pid in (server.pid, *children)]
    return sum(int(user) + int(system) for user, system in ticks) / os.sysconf("SC_CLK_TCK")


def show(name: str, rate: float, latencies: list[float], cpu: float) -> None:
    """One line of the result. The processor time a question costs the server hardly depends on other load."""
    p50, p99 = (latencies[int(len(latencies) * part)] for part in (0.5, 0.99))
    print(
        f"{name:<16}{rate:>9.0f}/s   p50 {p50:6.2f} ms   p99 {p99:6.2f} ms   max {latencies[-1]:6.2f} ms   "
        f"cpu {1e6 * cpu / len(latencies):4.0f} us"
    )


def main() -> None:
    """Run both and compare."""
    parser = argparse.ArgumentParser(description="Load the carrier gateway and an empty route.")
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--connections", type=int, default=32)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--entries", type=int, default=10_000)
    given = parser.parse_args()
    rates: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        fill(folder, given.entries)
        one, other = free_port(), free_port()
        gateway = ("-m", "preclear.gateway", name, "--port", str(one), "--workers", str(given.workers), "--open-access")
        for title, arguments, port in (
            ("empty route", ("-c", EMPTY, str(other), str(given.workers)), other),
            ("gateway", gateway, one),
        ):
            with running(*arguments, port=port) as server:
                asyncio.run(load(port, 1, given.connections, questions(given.entries)))  # warm
                before = busy(server)
                rates[title], latencies = asyncio.run(
                    load(port, given.seconds, given.connections, questions(given.entries))
                )
                cpu = busy(server) - before
            show(title, rates[title], latencies, cpu)
            p99 = latencies[int(len(latencies) * 0.99)]
    print(f"ratio           {rates['gateway'] / rates['empty route']:9.2f}")
    reached = rates["gateway"] >= TARGET_RATE and p99 <= TARGET_P99
    print(f"target          {TARGET_RATE:9}/s   p99 under {TARGET_P99} ms: {'reached' if reached else 'not reached'}")


if __name__ == "__main__":
    main()
