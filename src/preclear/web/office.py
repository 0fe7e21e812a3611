"""The office that pages work in: built once for each process, by whoever starts the pages."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock

from django.http import HttpRequest

from preclear.errors import NotPermitted, Unavailable
from preclear.model.case import Actor
from preclear.services.office import Office


class _Desk:
    """Where the office stands. Built at the first page that needs it, so that starting stays quick."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.factory: Callable[[], Office] | None = None
        self.built: Office | None = None


_desk = _Desk()


def install(factory: Callable[[], Office]) -> None:
    """Say how the office of this process is built; an office that was built before is forgotten."""
    with _desk.lock:
        _desk.factory, _desk.built = factory, None


def office() -> Office:
    """The office of this process. Raises ``Unavailable`` when nobody installed one."""
    with _desk.lock:
        if _desk.built is None:
            if _desk.factory is None:
                raise Unavailable("the pages were started without an office", mend="Start them with `preclear up`")
            _desk.built = _desk.factory()
        return _desk.built


def actor_of(request: HttpRequest) -> Actor:
    """Who asks, with roles and certificate as of now. Raises ``NotPermitted`` for somebody not signed in."""
    user = request.user
    if not user.is_authenticated:
        raise NotPermitted("nobody is signed in", mend="Sign in first")
    actor: Actor = user.actor(office().clock())
    return actor
