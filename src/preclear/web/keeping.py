"""A form that could not be taken, because its session had ended, comes back filled after signing in again.

What was typed lies in the visitor's own session, for an hour, for one page; a file is not kept. A form carries the
name of the account that it was made for (``for_account``), so that nobody else is shown it.
"""

from __future__ import annotations

import time
from collections.abc import Mapping

from django.http import HttpRequest, QueryDict
from django.utils.http import url_has_allowed_host_and_scheme

_KEY = "kept_form"
_FOR = 3600
_MOST = 200_000
_NEVER = ("csrfmiddlewaretoken", "password")


def keep(request: HttpRequest) -> str:
    """Put what was posted aside; returns the address of the page that shows it again.

    That is the address that was posted to, unless the form names another ``page``.
    """
    page = request.POST.get("page", "")
    ours = page.startswith("/") and page.isprintable() and url_has_allowed_host_and_scheme(page, allowed_hosts=None)
    page = page if ours else request.get_full_path()
    body = request.POST.copy()
    for name in [name for name in body if any(part in name for part in _NEVER)]:
        del body[name]
    text = body.urlencode()
    if len(text) <= _MOST:
        request.session[_KEY] = {"path": page.partition("?")[0], "body": text, "until": time.time() + _FOR}
    return page


def take(request: HttpRequest) -> QueryDict | None:
    """What was put aside for this page and this person, once; else None."""
    kept = request.session.get(_KEY)
    if not isinstance(kept, Mapping) or kept.get("path") != request.path:
        return None
    del request.session[_KEY]
    body = QueryDict(str(kept["body"]))
    mine = body.get("for_account") == getattr(request.user, "username", "")
    return body if mine and time.time() < float(kept["until"]) else None
