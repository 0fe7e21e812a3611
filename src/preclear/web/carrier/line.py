"""The line to the carrier gateway: HTTP with time limits, and one clear error when nobody answers."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import httpx
from django.conf import settings

from preclear.errors import Unavailable

MOST_BYTES = 262_144
"""Bytes of a question at most, as the gateway's own limit."""

SECONDS = 5.0
"""How long an answer may take. The gateway answers within milliseconds."""

_GLANCE = 1.0


@cache
def _client() -> httpx.Client:
    # Proxies of the environment are for the world outside; the gateway is ours.
    return httpx.Client(timeout=SECONDS, trust_env=False, follow_redirects=False)


def send(method: str, path: str, headers: Mapping[str, str], body: bytes = b"") -> httpx.Response:
    """Pass a request on to the gateway, bytes unchanged. ``Unavailable`` when it does not answer in time."""
    return _send(method, path, headers, body, SECONDS)


def freshness() -> str:
    """What the gateway says of its answers: ``current``, ``stale`` or ``unknown``; empty when it does not answer."""
    try:
        told = _send("GET", "/carrier/v1/health", {}, b"", _GLANCE).json()
    except (Unavailable, ValueError):
        return ""
    return str(told.get("freshness", "unknown")) if isinstance(told, dict) else "unknown"


def _send(method: str, path: str, headers: Mapping[str, str], body: bytes, seconds: float) -> httpx.Response:
    address = f"{settings.PRECLEAR.gateway}{path}"
    try:
        return _client().request(method, address, headers=dict(headers), content=body, timeout=seconds)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise Unavailable(
            "the carrier gateway does not answer", mend="Ask again in a minute; the carrier is not liable meanwhile"
        ) from error
