"""Who may open a page: decorators for views. What a person may do with a case is decided by the services."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from preclear.errors import NotPermitted
from preclear.model.codes import Role
from preclear.web import keeping
from preclear.web.rooms import STAFF, roles_of

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def signed_in(view: View[P]) -> View[P]:
    """Only for people who are signed in. A form that comes too late is kept, and comes back after signing in."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return _sign_in_first(request)
        if _lacks_second_factor(request):
            return redirect(f"{reverse('mfa_index')}?{urlencode({'needed': 'yes'})}")
        return view(request, *args, **kwargs)

    return guarded


def role(*roles: Role) -> Callable[[View[P]], View[P]]:
    """Only for people who hold one of these roles, signed in with a second factor where they are officials."""

    def decorate(view: View[P]) -> View[P]:
        @signed_in
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if roles_of(request).isdisjoint(roles):
                raise NotPermitted("this page is for other roles than yours", mend="Ask an administrator for the role")
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def _sign_in_first(request: HttpRequest) -> HttpResponse:
    where = request.get_full_path()
    if request.method == "POST":
        where = keeping.keep(request)
    return redirect_to_login(where, login_url=reverse("account_login"))


def _lacks_second_factor(request: HttpRequest) -> bool:
    if settings.PRECLEAR.demo or roles_of(request).isdisjoint(STAFF):
        return False
    return not is_mfa_enabled(request.user)
