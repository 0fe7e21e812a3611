"""A register that answers over HTTP with JSON, by configuration: address, field names, time limit."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import httpx

from preclear.model.dossier import RegisterAnswer

_LARGEST = 1_000_000
_STEPS = frozenset({".", ".."})
"""Numbers that an address would read as steps up: they would ask another place of the register."""


@dataclass(frozen=True, kw_only=True)
class HttpRegister:
    """Ask ``url`` (with ``{number}`` in it) and take ``fields`` (ours -> path in theirs) from the JSON that comes back.

    404 means that there is no such entry. Anything else, or no whole answer within ``seconds``, is ``unavailable``.
    """

    name: str
    url: str
    fields: Mapping[str, str]
    headers: Mapping[str, str] = field(default_factory=dict)
    seconds: float = 5.0
    transport: httpx.BaseTransport | None = None

    def ask(self, number: str) -> RegisterAnswer:
        """Ask once. Never raises."""
        if number in _STEPS:
            return self._silent(number, "not a number")
        try:
            status, content = self._fetched(number)
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
            return self._silent(number, type(error).__name__)
        if status == httpx.codes.NOT_FOUND:
            return RegisterAnswer(register=self.name, asked=number)
        if status != httpx.codes.OK:
            return self._silent(number, f"status {status}")
        if len(content) > _LARGEST:
            return self._silent(number, "the answer is too large")
        return self._read(number, content)

    def _fetched(self, number: str) -> tuple[int, bytes]:
        """Status and content, read as it comes: no longer than the largest, and not a byte an hour."""
        until, content = time.monotonic() + self.seconds, bytearray()
        address = self.url.replace("{number}", quote(number, safe=""))
        with (
            httpx.Client(timeout=self.seconds, headers=dict(self.headers), transport=self.transport) as client,
            client.stream("GET", address) as reply,
        ):
            for part in reply.iter_bytes():
                content += part
                if len(content) > _LARGEST:
                    break
                if time.monotonic() > until:
                    raise httpx.ReadTimeout("the answer came too slowly")
            return reply.status_code, bytes(content)

    def _read(self, number: str, content: bytes) -> RegisterAnswer:
        try:
            whole = json.loads(content)
        except (ValueError, RecursionError):
            return self._silent(number, "the answer is not JSON")
        found = {ours: _at(whole, path) for ours, path in self.fields.items()}
        named = {ours: str(value) for ours, value in found.items() if value not in (None, "")}
        return RegisterAnswer(register=self.name, asked=number, found=True, fields=named)

    def _silent(self, number: str, why: str) -> RegisterAnswer:
        return RegisterAnswer(register=self.name, asked=number, unavailable=f"no usable answer ({why})")


def _at(whole: Any, path: str) -> Any:
    for part in path.split("."):
        whole = whole.get(part) if isinstance(whole, Mapping) else None
    return whole
