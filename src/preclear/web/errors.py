"""What went wrong, as an answer: the table from errors to HTTP, pages for people, RFC 9457 problems for programs."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from types import MappingProxyType

import structlog
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.encoding import iri_to_uri
from django.utils.http import url_has_allowed_host_and_scheme

from preclear.errors import (
    Conflict,
    InvalidInput,
    NotFound,
    NotPermitted,
    NotTrusted,
    PreclearError,
    Unavailable,
)
from preclear.web import keeping
from preclear.web.i18n.words import ERRORS, News
from preclear.web.jinja import words_for

STATUS: Mapping[type[PreclearError], int] = MappingProxyType(
    {
        InvalidInput: 422,
        NotTrusted: 422,
        NotFound: 404,
        Conflict: 409,
        NotPermitted: 403,
        Unavailable: 503,
        PreclearError: 500,
    }
)
"""HTTP status (RFC 9110) of each error."""

_OTHERS: Mapping[int, News] = MappingProxyType(
    {
        400: News(heading="This request cannot be read", text="Go back and try again."),
        403: ERRORS["not_permitted"],
        404: ERRORS["not_found"],
        405: News(heading="This page does not work that way", text="Go back and use the page's own buttons."),
        413: News(heading="This is too large", text="Send a smaller file, or one file at a time. Nothing was taken."),
        500: ERRORS["error"],
    }
)
_log = structlog.get_logger("preclear.web")


def status_of(error: PreclearError) -> int:
    """The status of the nearest class in the table."""
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)


def answer(request: HttpRequest, error: PreclearError) -> HttpResponse:
    """A page or a problem that says what is wrong and how to mend it."""
    news, status = ERRORS[error.code], status_of(error)
    if wants_json(request):
        where = error.where if isinstance(error, InvalidInput) else ""
        return problem(status, error.code, str(error), where=where)
    sentences = [sentence for sentence in (error.what, error.mend) if sentence]
    return _page(request, status, news, sentences)


def problem(status: int, code: str, detail: str, **more: str) -> JsonResponse:
    """A problem document (RFC 9457). ``code`` is stable; ``detail`` is for people."""
    body = {
        "type": f"urn:preclear:{code}",
        "title": ERRORS[code].heading if code in ERRORS else _OTHERS.get(status, ERRORS["error"]).heading,
        "status": status,
        "code": code,
        "detail": detail,
        **{name: value for name, value in more.items() if value},
    }
    return JsonResponse(body, status=status, content_type="application/problem+json")


def wants_json(request: HttpRequest) -> bool:
    """Whether a program asks: under ``/api/`` and ``/carrier/v1/``, or by its Accept field."""
    return request.path.startswith(("/api/", "/carrier/v1/")) or request.headers.get("Accept", "").startswith(
        "application/json"
    )


def plain(request: HttpRequest, status: int) -> HttpResponse:
    """The answer where no error of ours stands behind it: no such address, method not allowed, too large."""
    news = _OTHERS[status]
    if wants_json(request):
        return problem(status, {404: "not_found", 403: "not_permitted"}.get(status, "error"), news.text)
    return _page(request, status, news, [])


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's ``handler400``."""
    return plain(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


def not_permitted(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """Django's ``handler403``."""
    return plain(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """Django's ``handler404``."""
    return plain(request, 404)


def broken(request: HttpRequest) -> HttpResponse:
    """Django's ``handler500``: a bug of ours. The page carries a number that stands in the log."""
    number = f"E-{secrets.randbelow(10**8):08}"
    _log.error("page failed", number=number, path=request.path)
    if wants_json(request):
        return problem(500, "error", ERRORS["error"].text, number=number)
    try:
        return _page(request, 500, ERRORS["error"], [], number)
    except Exception:  # noqa: BLE001 -- when the page itself is what fails, a plain sentence is still an answer
        return HttpResponse(f"preclear: {ERRORS['error'].text} {number}", status=500, content_type="text/plain")


def locked_out(request: HttpRequest, *_: object, **__: object) -> HttpResponse:
    """Too many wrong passwords for this account from this address."""
    news = News(heading="Too many attempts", text="Wait 15 minutes, then try again, or set a new password.")
    return _page(request, 429, news, [])


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """A form whose token does not fit, as after signing in again in another tab.

    Where the browser says that the form was ours, what was typed is kept and the form comes back filled, unsent.
    """
    origin = request.headers.get("Origin", "")
    if origin and url_has_allowed_host_and_scheme(origin, allowed_hosts={request.get_host()}):
        page = keeping.keep(request)
        return HttpResponse(status=303, headers={"Location": iri_to_uri(page)})
    news = News(heading="This form is too old", text="Go back, load the page again, and send the form again.")
    return _page(request, 403, news, [])


def _page(request: HttpRequest, status: int, news: News, sentences: list[str], number: str = "") -> HttpResponse:
    words = words_for(request)
    what = [words.text(sentence) for sentence in sentences]
    context = {
        "heading": words.text(news.heading),
        "what": f"{what[0][:1].upper()}{what[0][1:]}." if what else words.text(news.text),
        "works": [],
        "fails": [],
        "todo": what[1:] or ([words.text(news.text)] if what else []),
        "reference": number,
        "back": {"href": "/", "text": words.text("To the start")},
    }
    return render(request, "base/error.html", context, status=status)
