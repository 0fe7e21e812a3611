"""The pages as a WSGI application. ``preclear.bootstrap`` says in which office they work."""

from __future__ import annotations

from collections.abc import Callable

from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application

from preclear.services.office import Office
from preclear.web.office import install


def application(factory: Callable[[], Office]) -> WSGIHandler:
    """The WSGI application (PEP 3333) of pages that work in the office that ``factory`` builds."""
    install(factory)
    return get_wsgi_application()
