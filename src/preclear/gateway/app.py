"""The gateway's HTTP interface (ASGI).

``POST /carrier/v1/query`` answers a question, ``GET /carrier/v1/health`` tells how fresh the answers are,
``GET /carrier/v1/key`` gives the public key of the receipts.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from preclear.carriage.query import MOST_BYTES, parse_query
from preclear.errors import InvalidInput, NotPermitted, PreclearError, Unavailable
from preclear.gateway import log, problems
from preclear.gateway.carriers import CarrierKeys
from preclear.gateway.desk import AnswerDesk, Log, Reply
from preclear.gateway.options import GatewayOptions

SETTLE_EVERY = 1.0
"""Seconds between two moves of the replies' log of changes."""

ANYBODY = "open"
"""Who asks without a key where ``open_access`` allows it."""


def now() -> datetime:
    """The clock of the real world."""
    return datetime.now(UTC)


def create_app(options: GatewayOptions, clock: Callable[[], datetime] = now, tell: Log = log.write) -> Starlette:
    """The application. Its files are opened at once, so it fails early where its folder cannot be used."""
    routes = CarrierRoutes(options, AnswerDesk(options, clock, tell), tell)
    app = Starlette(
        routes=[
            Route("/carrier/v1/query", routes.query, methods=["POST"]),
            Route("/carrier/v1/health", routes.health, methods=["GET"]),
            Route("/carrier/v1/key", routes.key, methods=["GET"]),
        ],
        exception_handlers={HTTPException: problems.on_http, PreclearError: problems.on_error},
        lifespan=routes.lifespan,
    )
    app.router.redirect_slashes = False
    return app


class CarrierRoutes:
    """What each route does."""

    def __init__(self, options: GatewayOptions, desk: AnswerDesk, tell: Log) -> None:
        self._options = options
        self._desk = desk
        self._tell = tell
        self._keys = CarrierKeys(options.carriers)

    @asynccontextmanager
    async def lifespan(self, _: Starlette) -> AsyncIterator[None]:
        """Settle the replies from time to time, and close the files when the server stops."""
        settling = asyncio.create_task(self._settle())
        yield
        settling.cancel()
        self._desk.close()

    async def _settle(self) -> None:
        while True:
            await asyncio.sleep(SETTLE_EVERY)
            await asyncio.to_thread(self._desk.settle)

    async def query(self, request: Request) -> Response:
        """Answer a question. See the module's reference in ``docs/carrier-gateway.md``."""
        began = time.perf_counter()
        try:
            carrier = self._carrier(request)
            _json_only(request)
            body = await self._body(request)
            reply = await self._desk.reply(carrier, parse_query(body), body)
        except (PreclearError, HTTPException):
            raise
        except Exception as error:  # noqa: BLE001 -- a carrier gets a problem document; the log gets no personal data
            self._tell("bug", {"kind": type(error).__name__})
            return problems.problem(500, "the gateway failed; ask again", code="bug")
        self._told(carrier, reply, began)
        headers = {"Cache-Control": "no-store"} | ({"Idempotent-Replayed": "true"} if reply.replayed else {})
        return Response(reply.body, media_type="application/json", headers=headers)

    async def health(self, _: Request) -> Response:
        """How fresh the answers are. The status is 200 as long as questions get a reply, UNAVAILABLE included."""
        try:
            standing, fresh = self._desk.standing()
        except Unavailable as error:
            return JSONResponse({"store": "unavailable", "why": error.what, "freshness": "unknown"})
        heard_at = standing.heard_at and standing.heard_at.isoformat().replace("+00:00", "Z")
        store = "ready" if standing.scope else "without scope"
        return JSONResponse({"store": store, "freshness": fresh, "position": standing.position, "heard_at": heard_at})

    async def key(self, _: Request) -> Response:
        """The public key that receipts are verified with, in PEM."""
        return Response(self._desk.signer.public_pem, media_type="application/x-pem-file")

    def _carrier(self, request: Request) -> str:
        scheme, _, key = request.headers.get("authorization", "").partition(" ")
        carrier = self._keys.carrier_of(key.strip()) if scheme.lower() == "bearer" else None
        if carrier is None and not self._options.open_access:
            raise NotPermitted("no valid API key", mend="Send Authorization: Bearer with the key you were given")
        return carrier or ANYBODY

    async def _body(self, request: Request) -> bytes:
        """The body, as long as it is not too long and does not come too slowly."""
        announced = request.headers.get("content-length", "")
        if announced.isdecimal() and (len(announced) > 9 or int(announced) > MOST_BYTES):
            raise _too_long()
        try:
            async with asyncio.timeout(self._options.patience.total_seconds()):
                return await _all_of(request)
        except TimeoutError as error:
            raise HTTPException(408, "the request came too slowly") from error

    def _told(self, carrier: str, reply: Reply, began: float) -> None:
        facts: dict[str, object] = {"carrier": carrier, "micros": round((time.perf_counter() - began) * 1e6)}
        if reply.replayed:
            facts["replayed"] = True
        else:
            facts["answers"] = dict(Counter(each.answer.value for each in reply.answers))
        self._tell("answered", facts)


def _json_only(request: Request) -> None:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise HTTPException(415, "send application/json")


async def _all_of(request: Request) -> bytes:
    """The whole body, read as it comes: most questions come in one piece."""
    body = bytearray()
    while True:
        message = await request.receive()
        if message["type"] == "http.disconnect":
            raise InvalidInput("the request ended early", where="the body")
        body += message.get("body", b"")
        if len(body) > MOST_BYTES:
            raise _too_long()
        if not message.get("more_body", False):
            return bytes(body)


def _too_long() -> HTTPException:
    return HTTPException(413, f"more than {MOST_BYTES} bytes")
