"""Errors as carriers see them: RFC 9457 problem documents, one shape on every route."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from preclear.errors import Conflict, InvalidInput, NotPermitted, PreclearError, Unavailable

STATUS: dict[type[PreclearError], HTTPStatus] = {
    InvalidInput: HTTPStatus.BAD_REQUEST,
    Conflict: HTTPStatus.CONFLICT,
    NotPermitted: HTTPStatus.UNAUTHORIZED,
    Unavailable: HTTPStatus.SERVICE_UNAVAILABLE,
}


def problem(
    status: int, detail: str, *, code: str, where: str = "", headers: Mapping[str, str] | None = None
) -> Response:
    """A problem document: ``type``, ``title``, ``status``, ``detail``, ``code`` and, where it helps, ``where``."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail, "code": code}
    if where:
        body["where"] = where
    return JSONResponse(body, status, headers, "application/problem+json")


def of_error(error: PreclearError) -> Response:
    """The problem that one of preclear's errors is for a carrier."""
    status = STATUS.get(type(error), HTTPStatus.INTERNAL_SERVER_ERROR)
    where = error.where if isinstance(error, InvalidInput) else ""
    headers = {"WWW-Authenticate": "Bearer"} if status == HTTPStatus.UNAUTHORIZED else None
    return problem(status, str(error), code=error.code, where=where, headers=headers)


async def on_http(_: Request, error: Exception) -> Response:
    """Wrong address or method, too long, too slow, another media type."""
    if not isinstance(error, HTTPException):
        raise error
    phrase = HTTPStatus(error.status_code).phrase
    return problem(
        error.status_code, error.detail, code=phrase.lower().replace(" ", "_").replace("-", "_"), headers=error.headers
    )


async def on_error(_: Request, error: Exception) -> Response:
    """One of preclear's own errors."""
    if not isinstance(error, PreclearError):
        raise error
    return of_error(error)
