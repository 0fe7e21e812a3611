"""Accounts: who works here, with which roles, and with which keys programs ask. Every change is in the audit log.

Two rules keep one person from holding everything: nobody changes an account of their own, and roles that must stay
apart (deciding, administration, oversight, the protection wall, the trust store) are never held together.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Protocol

from preclear.errors import Conflict, InvalidInput, NotPermitted
from preclear.model.case import Actor
from preclear.model.codes import Role
from preclear.services.office import Office

DECIDING = frozenset({Role.CASE_OFFICER, Role.REVIEWER, Role.APPEAL_REVIEWER, Role.MATCH_DESK})
"""Roles that have a part in deciding cases."""

APART: tuple[tuple[frozenset[Role], frozenset[Role], str], ...] = (
    (DECIDING, frozenset({Role.ADMINISTRATOR}), "who gives roles does not decide cases"),
    (DECIDING, frozenset({Role.OVERSIGHT}), "who oversees does not decide cases"),
    (DECIDING, frozenset({Role.PROTECTION_OFFICER}), "who decides cases does not read what lies behind the wall"),
    (frozenset({Role.ADMINISTRATOR}), frozenset({Role.OVERSIGHT}), "who gives roles does not oversee"),
    (
        frozenset({Role.TRUST_OFFICER}),
        frozenset({Role.ADMINISTRATOR, Role.OVERSIGHT}),
        "who chooses whose signatures count neither gives roles nor oversees",
    ),
    (frozenset({Role.CARRIER}), frozenset(Role) - {Role.CARRIER}, "a carrier's account is for the carrier alone"),
)
"""Roles that one person never holds together, and why."""

TOKEN_PREFIX = "pca_"  # noqa: S105 -- the beginning of every token, so that secret scanners can find one
LONGEST_TOKEN_LIFE = timedelta(days=366)

_ID = re.compile(r"[a-z0-9][a-z0-9._-]{2,60}")
_CARRIER = re.compile(r"[A-Z0-9]{2,3}")
_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,180}")
_LABEL = re.compile(r"[^\x00-\x1f\x7f]{1,80}")


@dataclass(frozen=True, kw_only=True)
class Person:
    """An account. ``id`` stands in records and in the audit log and never changes."""

    id: str
    name: str
    email: str
    roles: frozenset[Role]
    certified_until: date | None = None
    carrier: str = ""
    active: bool = True


@dataclass(frozen=True, kw_only=True)
class ApiKey:
    """A token with which a program acts for an account. Only the SHA-256 of the token is kept."""

    id: int
    account: str
    label: str
    made_by: str
    made_at: datetime
    expires: datetime


class People(Protocol):
    """All accounts, by id, and the keys of programs that act for them."""

    def person(self, id: str) -> Person:  # noqa: A002 -- the account's own field
        """One account. Raises ``NotFound``."""

    def officials(self, *, start: int = 0, limit: int = 50) -> tuple[Person, ...]:
        """Accounts with another role than applicant, by id."""

    def count_officials(self) -> int:
        """How many there are."""

    def find(self, text: str, *, limit: int = 50) -> tuple[Person, ...]:
        """Accounts of any role whose id, name or address contains the text."""

    def take_in(self, person: Person, password: str) -> None:
        """A new account. Raises ``Conflict`` when the id is taken."""

    def rewrite(self, person: Person) -> None:
        """The account after a change of anything but its id."""

    def set_password_of(self, id: str, password: str) -> None:  # noqa: A002 -- the account's own field
        """Another password."""

    def keep_key(self, key: ApiKey, digest: str) -> ApiKey:
        """Keep a key under the SHA-256 of its token; the answer has its number."""

    def keys_of(self, account: str) -> tuple[ApiKey, ...]:
        """All keys that were not withdrawn, newest first."""

    def drop_key(self, account: str, id: int) -> None:  # noqa: A002 -- the key's own field
        """Withdraw a key, at once. Raises ``NotFound``."""


def add_account(office: Office, people: People, person: Person, actor: Actor) -> str:
    """A new account; returns its first password, which is shown once."""
    _administrator(actor, person.id)
    _check(person)
    password = secrets.token_urlsafe(15)
    with office.store.transaction() as records:
        people.take_in(person, password)
        records.audit.add(
            at=office.clock(), actor=actor.id, verb="account.added", about=person.id, details=_told(person)
        )
    return password


def change_account(office: Office, people: People, person: Person, actor: Actor) -> Person:
    """Change roles, certificate, name, address or whether the account is active."""
    _administrator(actor, person.id)
    _check(person)
    with office.store.transaction() as records:
        before = people.person(person.id)
        if before == person:
            return person
        people.rewrite(person)
        details = {**_told(person)} | {f"before_{name}": value for name, value in _told(before).items()}
        records.audit.add(at=office.clock(), actor=actor.id, verb="account.changed", about=person.id, details=details)
    return person


def new_password(office: Office, people: People, id: str, actor: Actor) -> str:  # noqa: A002 -- the account's own field
    """Give an account another password, which is shown once."""
    _administrator(actor, id)
    password = secrets.token_urlsafe(15)
    with office.store.transaction() as records:
        people.person(id)
        people.set_password_of(id, password)
        records.audit.add(at=office.clock(), actor=actor.id, verb="account.password_reset", about=id)
    return password


def make_key(office: Office, people: People, account: str, label: str, days: int, actor: Actor) -> str:
    """A key for a program that acts for this account, for so many days; the token is shown once."""
    _administrator(actor, account)
    if not _LABEL.fullmatch(label.strip()):
        raise InvalidInput("a label of 1 to 80 characters is missing", where="label", mend="Name the program")
    if not 1 <= days <= LONGEST_TOKEN_LIFE.days:
        raise InvalidInput("not a number of days from 1 to 366", where="days", mend="Make a new key in time")
    token, at = TOKEN_PREFIX + secrets.token_urlsafe(32), office.clock()
    key = ApiKey(
        id=0, account=account, label=label.strip(), made_by=actor.id, made_at=at, expires=at + timedelta(days=days)
    )
    with office.store.transaction() as records:
        if not people.person(account).active:
            raise Conflict("the account is not active", mend="Activate it first")
        kept = people.keep_key(key, digest_of(token))
        records.audit.add(at=at, actor=actor.id, verb="account.key_made", about=account, details={"key": str(kept.id)})
    return token


def withdraw_key(office: Office, people: People, account: str, id: int, actor: Actor) -> None:  # noqa: A002 -- the key's own field
    """Make a key useless, at once."""
    _administrator(actor, account, also_own=True)
    with office.store.transaction() as records:
        people.drop_key(account, id)
        records.audit.add(
            at=office.clock(), actor=actor.id, verb="account.key_withdrawn", about=account, details={"key": str(id)}
        )


def digest_of(token: str) -> str:
    """Under what a token is kept: 256 random bits need no slow hash."""
    return sha256(token.encode()).hexdigest()


def _administrator(actor: Actor, whose: str, *, also_own: bool = False) -> None:
    if not actor.has(Role.ADMINISTRATOR):
        raise NotPermitted("accounts are for administrators")
    if actor.id == whose and not also_own:
        raise NotPermitted("nobody changes an account of their own", mend="Ask another administrator")


def _check(person: Person) -> None:
    if not _ID.fullmatch(person.id):
        raise InvalidInput(
            "not a name for an account",
            where="id",
            mend="Use 3 to 61 small letters, digits, dots and hyphens, such as officer.amna",
        )
    if not _LABEL.fullmatch(person.name.strip()):
        raise InvalidInput("a name of 1 to 80 characters is missing", where="name")
    if not _EMAIL.fullmatch(person.email):
        raise InvalidInput("not an e-mail address", where="email", mend="For example name@office.example")
    _check_roles(person.roles)
    if (Role.CARRIER in person.roles) != bool(person.carrier):
        raise InvalidInput("a carrier's account, and no other, has an airline code", where="carrier", mend="Such as ZZ")
    if person.carrier and not _CARRIER.fullmatch(person.carrier):
        raise InvalidInput("not an airline code of 2 or 3 characters", where="carrier", mend="For example ZZ")


def _check_roles(roles: Collection[Role]) -> None:
    held = frozenset(roles)
    if not held or Role.SYSTEM in held:
        raise InvalidInput("no role is chosen", where="roles", mend="Choose what this person does")
    for some, others, why in APART:
        if held & some and held & others:
            raise InvalidInput("these roles are never held together", where="roles", mend=f"{why.capitalize()}")


def _told(person: Person) -> Mapping[str, str]:
    """What the log says of an account: no name and no address."""
    return {
        "roles": " ".join(sorted(person.roles))[:256],
        "certified_until": str(person.certified_until or ""),
        "carrier": person.carrier,
        "active": "yes" if person.active else "no",
    }
