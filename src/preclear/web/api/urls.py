"""The API's routes, each wrapped so that every answer, also the unhappy ones, is JSON."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, re_path
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from preclear import __version__
from preclear.errors import PreclearError
from preclear.web import errors
from preclear.web.api import applications, cases
from preclear.web.api.auth import KeyOfProgram, Session
from preclear.web.api.bodies import HouseParser

_JSON, _PARTS = "application/json", "multipart/form-data"
_TAKES_FILES = re.compile(r"/api/v1/(applications|clear)")
_IN_PATH = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,63}")

api = NinjaAPI(
    title="preclear",
    version=__version__,
    description="Applications, cases and clearances for programs. See docs/http-api.md.",
    docs_url=None,
    auth=[KeyOfProgram(), Session()],
    parser=HouseParser(),
    urls_namespace="api",
)
api.add_router("", applications.router)
api.add_router("/cases", cases.router)


@api.exception_handler(PreclearError)
def _of_ours(request: HttpRequest, error: PreclearError) -> HttpResponse:
    return errors.answer(request, error)


@api.exception_handler(AuthenticationError)
def _nobody(_: HttpRequest, __: AuthenticationError) -> HttpResponse:
    told = errors.problem(401, "not_signed_in", "Send a key (Authorization: Bearer), or sign in")
    told.headers["WWW-Authenticate"] = "Bearer"
    return told


@api.exception_handler(HttpError)
def _http(request: HttpRequest, error: HttpError) -> HttpResponse:
    if isinstance(error.__cause__, PreclearError):
        return errors.answer(request, error.__cause__)
    code = HTTPStatus(error.status_code).phrase.lower().replace(" ", "_")
    return errors.problem(error.status_code, code, str(error))


@api.exception_handler(ValidationError)
def _invalid(_: HttpRequest, error: ValidationError) -> HttpResponse:
    first = error.errors[0] if error.errors else {}
    where = ".".join(str(part) for part in first.get("loc", ())[2:])
    return errors.problem(422, "invalid_input", str(first.get("msg", "cannot be used")), where=where[:200])


@api.exception_handler(Http404)
def _missing(request: HttpRequest, _: Http404) -> HttpResponse:
    return errors.plain(request, 404)


def _guarded(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Refuse bodies of a kind that no route reads, and odd names in the address, before anything else happens."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not all(_IN_PATH.fullmatch(str(part)) for part in kwargs.values()):
            return errors.plain(request, 404)
        if request.method == "POST" and not _readable(request):
            return errors.problem(415, "unsupported_media_type", f"Send {_JSON}")
        told = view(request, *args, **kwargs)
        return errors.plain(request, 405) if told.status_code == HTTPStatus.METHOD_NOT_ALLOWED else told

    return csrf_exempt(answer)


def _readable(request: HttpRequest) -> bool:
    if request.content_type == _PARTS:
        return bool(_TAKES_FILES.fullmatch(request.path))
    return request.content_type == _JSON or not request.META.get("CONTENT_LENGTH", "").strip("0")


def _wrapped(pattern: URLPattern) -> URLPattern:
    return URLPattern(pattern.pattern, _guarded(pattern.callback), pattern.default_args, pattern.name)


def _unknown(request: HttpRequest) -> HttpResponse:
    return errors.plain(request, 404)


_patterns, _, _ = api.urls
urlpatterns = [
    path("v1/", ([_wrapped(one) for one in _patterns if isinstance(one, URLPattern)], "api", "api")),
    re_path(r"^.*$", csrf_exempt(_unknown)),
]
