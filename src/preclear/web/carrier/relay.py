"""``/carrier/v1/``: the gateway's routes on the address of the pages, so that one address is enough."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from preclear.errors import Unavailable
from preclear.web.carrier import line
from preclear.web.errors import problem

ROUTES: Mapping[str, str] = {"query": "POST", "edifact": "POST", "health": "GET", "key": "GET"}
"""The gateway's routes and the method of each."""

_THERE = ("Authorization", "Content-Type")
_BACK = ("Content-Type", "Cache-Control", "Idempotent-Replayed", "WWW-Authenticate", "Allow")


@csrf_exempt
def relay(request: HttpRequest, route: str) -> HttpResponse:
    """Pass the body's bytes and the carrier's key on, and the gateway's answer back, both unchanged."""
    method = ROUTES.get(route)
    if method is None:
        return problem(404, "not_found", "There is no such route")
    if request.method != method:
        answer: HttpResponse = problem(405, "method_not_allowed", f"This route takes {method} only")
        answer.headers["Allow"] = method
        return answer
    if _length(request) > line.MOST_BYTES:
        return problem(413, "too_large", f"More than {line.MOST_BYTES} bytes")
    headers = {name: request.headers[name].strip() for name in _THERE if name in request.headers}
    if not all(value.isascii() and value.isprintable() for value in headers.values()):
        return problem(400, "bad_request", "A header holds more than visible ASCII signs")
    try:
        told = line.send(method, f"/carrier/v1/{route}", headers, request.body if method == "POST" else b"")
    except Unavailable as error:
        return problem(503, "unavailable", str(error))
    kept = {name: told.headers[name] for name in _BACK if name in told.headers}
    return HttpResponse(told.content, status=told.status_code, headers=kept)


def _length(request: HttpRequest) -> int:
    text = request.META.get("CONTENT_LENGTH") or "0"
    return int(text) if text.isdecimal() and len(text) < 12 else line.MOST_BYTES + 1
