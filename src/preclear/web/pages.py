"""Pages for everybody: start, privacy, help, accessibility, and the switches of language and night view."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST, require_safe

from preclear.web.i18n import LANGUAGES
from preclear.web.office import office
from preclear.web.rooms import open_to, roles_of

_YEAR = 365 * 24 * 3600


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The start page; who is signed in goes to the first room of the own role."""
    rooms = open_to(roles_of(request))
    if rooms:
        return redirect(rooms[0].page)
    return render(request, "pages/home.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept of a person, why, and for how long: the agreement's own notice."""
    agreement = office().agreement
    notice = agreement.privacy_notice.get(getattr(request, "LANGUAGE_CODE", "en")) or agreement.privacy_notice.get(
        "en", ""
    )
    return render(request, "pages/privacy.html", {"notice": notice, "agreement": agreement.id})


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Where to find help."""
    return render(request, "pages/help.html")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """How the pages can be used, and what to do when they cannot."""
    return render(request, "pages/accessibility.html")


@require_GET
def health(_: HttpRequest) -> HttpResponse:
    """Whether the pages answer and their store does: ``ok`` and 200, else 503 by the error that stops it."""
    with office().store.transaction() as records:
        records.feed.after(0, limit=1)
    return HttpResponse("ok", content_type="text/plain")


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Switch between day and night view."""
    chosen = request.POST.get("theme", "")
    response = _back(request)
    if chosen in {"light", "dark"}:
        response.set_cookie("theme", chosen, max_age=_YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
    return response


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Switch the language."""
    chosen = request.POST.get("language", "")
    response = _back(request)
    if chosen in LANGUAGES:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, chosen, max_age=_YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
        )
    return response


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return redirect("home")


def _back(request: HttpRequest) -> HttpResponse:
    """To the page that the switch was on; only to an address of this house."""
    where = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(where, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return redirect(where if safe else "/")
