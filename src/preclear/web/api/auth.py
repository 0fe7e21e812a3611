"""Who asks: a program with a key (``Authorization: Bearer``), or a person with a session and its CSRF token."""

from __future__ import annotations

from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import get_user_model
from django.http import HttpRequest
from ninja.security import APIKeyCookie, HttpBearer

from preclear.errors import NotPermitted
from preclear.model.case import Actor
from preclear.model.codes import Role
from preclear.services.accounts import digest_of
from preclear.web.office import actor_of, office
from preclear.web.rooms import STAFF, roles_of

_LONGEST = 200


class KeyOfProgram(HttpBearer):
    """A key that an administrator made for an account."""

    openapi_description = "A key that an administrator made for an account (`pca_...`)"

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """The account for which the key may act now, or None."""
        if not token.isascii() or len(token) > _LONGEST:
            return None
        account = get_user_model().objects.holder_of(digest_of(token), office().clock())
        if account is not None:
            request.user = account
        return account


class Session(APIKeyCookie):
    """A person who is signed in; whatever changes something carries the CSRF token (``X-CSRFToken``)."""

    param_name = settings.SESSION_COOKIE_NAME
    openapi_description = "The session of a person who signed in; changes need the header `X-CSRFToken`"

    def _get_key(self, request: HttpRequest) -> str | None:
        """Nobody signed in is 401, not a failed CSRF check."""
        return super()._get_key(request) if request.user.is_authenticated else None

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        """The person, with a second factor where they are an official."""
        if key is None:
            return None
        official = not roles_of(request).isdisjoint(STAFF)
        if official and not settings.PRECLEAR.demo and not is_mfa_enabled(request.user):
            raise NotPermitted("officials need a second factor", mend="Set one up at /accounts/2fa/")
        return request.user


def only(request: HttpRequest, *roles: Role) -> Actor:
    """Who asks, if they hold one of these roles. ``NotPermitted`` else."""
    actor = actor_of(request)
    if not actor.has(*roles):
        raise NotPermitted("this is for other roles than yours")
    return actor
