"""Signing in at a command line: the same password, lock-out and second factor as in the pages."""

from __future__ import annotations

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest

from preclear.errors import NotPermitted
from preclear.model.case import Actor
from preclear.web.rooms import STAFF


def actor_at_prompt(name: str, password: str, code: str, at: datetime) -> Actor:
    """Who types. ``code`` is the authenticator app's; officials need one, except in the demo.

    ``NotPermitted`` where the password or the code is wrong, or after ten wrong passwords. A passkey works in the
    pages only.
    """
    request = HttpRequest()
    # Wrong passwords are counted by name and address, as in the pages.
    request.META["REMOTE_ADDR"] = "127.0.0.1"
    account = authenticate(request, username=name, password=password)
    if account is None:
        raise NotPermitted("the account and the password do not fit", mend="Wait a while after ten wrong tries")
    actor: Actor = account.actor(at)
    if not settings.PRECLEAR.demo and not actor.roles.isdisjoint(STAFF) and not _fits(account, code):
        raise NotPermitted(
            "the code of the authenticator app is missing or wrong", mend="Give it with --code, or use the pages"
        )
    return actor


def _fits(account: AbstractBaseUser, code: str) -> bool:
    kept = Authenticator.objects.filter(user=account, type=Authenticator.Type.TOTP).first()
    return bool(kept and code and kept.wrap().validate_code(code))
