"""How django-allauth makes accounts here, and under which name django-axes counts wrong passwords."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from django.http import HttpRequest

from preclear.model.codes import Role
from preclear.web.jinja import language_of

_LETTERS = "23456789abcdefghjkmnpqrstvwxyz"


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is not typed
    """Whoever signs up is an applicant. The id in records and in the audit log says nothing about the person."""

    def new_user(self, request: HttpRequest) -> Any:
        """An applicant's account."""
        user = super().new_user(request)
        user.roles, user.language = [str(Role.APPLICANT)], language_of(request)
        return user

    def populate_username(self, request: HttpRequest, user: Any) -> None:  # noqa: ARG002 -- allauth's signature
        """An id that is drawn, and not made from the e-mail address."""
        user.username = f"traveller-{''.join(secrets.choice(_LETTERS) for _ in range(10))}"

    def pre_login(self, request: HttpRequest, user: Any, **more: Any) -> Any:
        """An administrator who made an account knows its address: it needs no confirmation by mail."""
        made_here = set(user.roles) != {str(Role.APPLICANT)}
        if made_here and user.email and not EmailAddress.objects.filter(user=user).exists():
            EmailAddress.objects.create(user=user, email=user.email.lower(), verified=True, primary=True)
        return super().pre_login(request, user, **more)


def named(request: HttpRequest | None, credentials: Mapping[str, Any] | None = None) -> str:
    """The name that somebody tries to sign in with, account name or e-mail address, in small letters."""
    given = credentials or {}
    name = given.get("username") or given.get("email") or (request.POST.get("login", "") if request else "")
    return str(name).strip().lower()
