"""How django-allauth makes accounts here."""

from __future__ import annotations

import secrets

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest

from preclear.model.codes import Role
from preclear.web.jinja import language_of

_LETTERS = "23456789abcdefghjkmnpqrstvwxyz"


class Accounts(DefaultAccountAdapter):  # type: ignore[misc] -- allauth is not typed
    """Whoever signs up is an applicant. The id in records and in the audit log says nothing about the person."""

    def new_user(self, request: HttpRequest) -> AbstractBaseUser:
        """An applicant's account, with an id of its own."""
        user: AbstractBaseUser = super().new_user(request)
        sign = "".join(secrets.choice(_LETTERS) for _ in range(10))
        user.username, user.roles, user.language = f"traveller-{sign}", [str(Role.APPLICANT)], language_of(request)  # type: ignore[attr-defined] -- fields of our account, which the base does not know
        return user
