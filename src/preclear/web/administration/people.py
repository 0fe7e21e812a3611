"""Accounts: list, find, add, change; keys with which programs act for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from urllib.parse import urlencode

from django.contrib.auth import get_user_model
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from preclear.errors import InvalidInput
from preclear.model.codes import Role
from preclear.services.accounts import (
    People,
    Person,
    add_account,
    change_account,
    make_key,
    new_password,
    withdraw_key,
)
from preclear.web.access import role
from preclear.web.forms import Form
from preclear.web.i18n.words import ROLES
from preclear.web.office import actor_of, office

_PAGE = 50
_GIVEN = tuple(one for one in Role if one is not Role.SYSTEM)


def people() -> People:
    """All accounts, as services see them."""
    return get_user_model().objects


@role(Role.ADMINISTRATOR)
@require_safe
def listing(request: HttpRequest) -> HttpResponseBase:
    """Officials and carriers, by account; applicants are found by name."""
    wanted = request.GET.get("find", "").strip()[:80]
    pages = max(-(-people().count_officials() // _PAGE), 1)
    page = min(max(_number(request.GET.get("page", "")), 1), pages)
    rows = people().find(wanted) if wanted else people().officials(start=(page - 1) * _PAGE, limit=_PAGE)
    context = {
        "rows": rows,
        "find": wanted,
        "page": page,
        "pages": 1 if wanted else pages,
        "page_link": lambda number: f"{reverse('admin_people')}?{urlencode({'page': number})}",
        "role_names": ROLES,
        "today": office().clock().date(),
    }
    return render(request, "administration/people.html", context)


@role(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def adding(request: HttpRequest) -> HttpResponseBase:
    """A new account; its first password is shown once."""
    form = Form.of(request)
    shown: list[str] = []
    if request.method == "POST":
        form = form.attempt(
            lambda: shown.append(add_account(office(), people(), _typed(form, form["id"].strip()), actor_of(request)))
        )
        if form.done:
            return _shown_once(request, form["id"].strip(), shown[0], "password")
    context = {"form": form, "person": None, "roles": _options(), "held": form.many("roles"), "own": False, "keys": ()}
    return render(request, "administration/person.html", context, status=form.status)


@role(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, account: str) -> HttpResponseBase:
    """One account: roles, certificate, whether it is active; its keys."""
    form, person, actor = Form.of(request), people().person(account), actor_of(request)
    if request.method == "POST":
        form = form.attempt(
            lambda: change_account(
                office(), people(), replace(_typed(form, account), active=form["active"] == "yes"), actor
            )
        )
        if form.done:
            return redirect("admin_person", account)
    held = form.many("roles") if form.values else tuple(str(each) for each in person.roles)
    context = {
        "form": form,
        "person": person,
        "roles": _options(),
        "held": held,
        "own": actor.id == account,
        "keys": people().keys_of(account),
        "at": office().clock(),
    }
    return render(request, "administration/person.html", context, status=form.status)


@role(Role.ADMINISTRATOR)
@require_POST
def password(request: HttpRequest, account: str) -> HttpResponseBase:
    """Another password, shown once."""
    secret = new_password(office(), people(), account, actor_of(request))
    return _shown_once(request, account, secret, "password")


@role(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def new_key(request: HttpRequest, account: str) -> HttpResponseBase:
    """A key for a program that acts for this account, shown once."""
    form, person = Form.of(request), people().person(account)
    shown: list[str] = []
    if request.method == "POST":
        days = _number(form["days"])
        form = form.attempt(
            lambda: shown.append(make_key(office(), people(), account, form["label"], days, actor_of(request)))
        )
        if form.done:
            return _shown_once(request, account, shown[0], "key")
    context = {"form": form, "person": person}
    return render(request, "administration/new_key.html", context, status=form.status)


@role(Role.ADMINISTRATOR)
@require_POST
def drop_key(request: HttpRequest, account: str, key: int) -> HttpResponseBase:
    """Withdraw a key, at once."""
    withdraw_key(office(), people(), account, key, actor_of(request))
    return redirect("admin_person", account)


def _shown_once(request: HttpRequest, account: str, secret: str, what: str) -> HttpResponseBase:
    context = {"account": account, "secret": secret, "what": what}
    return render(request, "administration/secret.html", context, status=201)


def _typed(form: Form, id_: str) -> Person:
    return Person(
        id=id_,
        name=form["name"].strip(),
        email=form["email"].strip(),
        roles=_roles(form),
        certified_until=_day(form["certified_until"].strip()),
        carrier=form["carrier"].strip().upper(),
    )


def _roles(form: Form) -> frozenset[Role]:
    try:
        return frozenset(Role(name) for name in form.many("roles"))
    except ValueError as error:
        raise InvalidInput("no such role", where="roles") from error


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InvalidInput("not a day", where="certified_until", mend="For example 2027-12-31") from error


def _options() -> list[Mapping[str, str]]:
    return [{"value": str(one), "text": ROLES[one], "hint": ""} for one in _GIVEN]


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else 0
