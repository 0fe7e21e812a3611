"""The rooms of the house as people see them in the page's head: by role."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from preclear.model.codes import Role
from preclear.web.i18n import Catalogue
from preclear.web.i18n.words import ROLES

OFFICERS = frozenset({Role.CASE_OFFICER, Role.REVIEWER, Role.MATCH_DESK, Role.APPEAL_REVIEWER})
"""Who works at the desk."""

TRUST_READERS = frozenset({Role.TRUST_OFFICER, Role.REVIEWER, Role.APPEAL_REVIEWER})
"""Who finds the trust store in the page's head; oversight and administration find it under lists and rules."""

STAFF = frozenset(Role) - {Role.APPLICANT, Role.CARRIER, Role.SYSTEM}
"""Officials: each needs a second factor, except in the demo."""


@dataclass(frozen=True, kw_only=True)
class Room:
    """One room: for whom, the name of its first page, and what it is called (a key of the catalogue)."""

    roles: frozenset[Role]
    page: str
    name: str


ROOMS = (
    Room(roles=frozenset({Role.APPLICANT}), page="applicant_home", name="My applications"),
    Room(roles=OFFICERS, page="desk_work", name="Work"),
    Room(roles=frozenset({Role.MATCH_DESK}), page="desk_lists", name="Lists"),
    Room(roles=frozenset({Role.CARRIER}), page="carrier_home", name="Passengers"),
    Room(roles=frozenset({Role.PROTECTION_OFFICER}), page="protection_waiting", name="Protection"),
    Room(roles=TRUST_READERS, page="trust_store", name="Trust store"),
    Room(roles=frozenset({Role.OVERSIGHT}), page="oversight_overview", name="Oversight"),
    Room(roles=frozenset({Role.ADMINISTRATOR}), page="admin_people", name="Administration"),
    Room(roles=frozenset({Role.OVERSIGHT, Role.ADMINISTRATOR}), page="oversight_lists", name="Lists and rules"),
)
"""In the order of the page's head. The first that a person may enter is where signing in leads."""


@dataclass(frozen=True, kw_only=True)
class Person:
    """Who is signed in, in words."""

    name: str
    role_name: str
    id: str


def roles_of(request: HttpRequest) -> frozenset[Role]:
    """The roles of who is signed in; empty for nobody."""
    user = request.user
    return frozenset(Role(role) for role in user.roles) if user.is_authenticated else frozenset()


def person(request: HttpRequest, words: Catalogue) -> Person | None:
    """Who is signed in, or None."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return None
    named = ", ".join(words.text(ROLES[role]) for role in Role if role in roles_of(request))
    return Person(name=user.full_name or user.email or user.username, role_name=named, id=user.username)


def open_to(roles: Iterable[Role]) -> tuple[Room, ...]:
    """The rooms that somebody with these roles may enter."""
    held = frozenset(roles)
    return tuple(room for room in ROOMS if room.roles & held)


def rooms(request: HttpRequest, words: Catalogue) -> list[dict[str, object]]:
    """The head's links, the present one marked."""
    if getattr(request, "user", None) is None:
        return []
    links = [(reverse(room.page), words.markup(room.name)) for room in open_to(roles_of(request))]
    here = max((href for href, _ in links if request.path.startswith(href)), key=len, default="")
    return [{"href": href, "text": text, "current": href == here} for href, text in links]
