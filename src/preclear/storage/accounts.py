"""People who sign in: applicants, officers, reviewers, carriers' staff, administrators."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.apps import apps
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone

from preclear.errors import InvalidInput, NotFound
from preclear.model.case import SYSTEM, Actor
from preclear.model.codes import Role
from preclear.services.accounts import ApiKey, Person
from preclear.storage.api_tokens import ApiTokenRow
from preclear.storage.faults import in_our_words


class Accounts(BaseUserManager["Account"]):
    """All accounts; also ``preclear.services.accounts.People``."""

    def create_user(self, username: str, email: str = "", password: str | None = None, **fields: Any) -> Account:
        """A new account that can sign in with this password, or with none yet.

        ``InvalidInput`` for an empty name, for the machine's own, and for a role that does not exist.
        """
        if not username or username == SYSTEM.id:
            raise InvalidInput("not a name for an account", where="username", mend="Use a name like officer.amna")
        roles = [str(_role(role)) for role in fields.pop("roles", ())]
        account = self.model(username=username, email=self.normalize_email(email), roles=roles, **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account

    def with_role(self, role: Role) -> tuple[Account, ...]:
        """Active accounts that hold this role, by name."""
        return tuple(one for one in self.filter(is_active=True).order_by("username") if str(role) in one.roles)

    def person(self, id: str) -> Person:  # noqa: A002 -- the account's own field
        """One account."""
        return self._named(id).person

    def officials(self, *, start: int = 0, limit: int = 50) -> tuple[Person, ...]:
        """Accounts with another role than applicant."""
        rows = self._officials().order_by("username")
        return tuple(one.person for one in rows[start : start + limit])

    def count_officials(self) -> int:
        """How many there are."""
        return self._officials().count()

    def find(self, text: str, *, limit: int = 50) -> tuple[Person, ...]:
        """Accounts whose id, name or address contains the text."""
        wanted = "".join(sign for sign in text if sign.isprintable()).strip()
        like = (models.Q(**{f"{name}__icontains": wanted}) for name in ("username", "full_name", "email"))
        rows = self.filter(next(like) | next(like) | next(like)).order_by("username")
        return tuple(one.person for one in rows[:limit])

    def take_in(self, person: Person, password: str) -> None:
        """A new account."""
        with in_our_words():
            self.create_user(
                person.id,
                person.email,
                password,
                roles=sorted(person.roles),
                full_name=person.name,
                certified_until=person.certified_until,
                carrier=person.carrier,
                is_active=person.active,
            )

    def rewrite(self, person: Person) -> None:
        """The account after a change."""
        account = self._named(person.id)
        account.full_name, account.email, account.carrier = person.name, person.email, person.carrier
        account.roles = sorted(str(_role(role)) for role in person.roles)
        account.certified_until, account.is_active = person.certified_until, person.active
        with in_our_words():
            account.save(using=self._db)
            # An address that was taken away must not go on to sign in, or to ask for a new password.
            known = apps.get_model("account", "EmailAddress").objects.filter(user=account)
            known.exclude(email__iexact=account.email).delete()

    def set_password_of(self, id: str, password: str) -> None:  # noqa: A002 -- the account's own field
        """Another password; sessions of the old one end."""
        account = self._named(id)
        account.set_password(password)
        account.save(using=self._db)

    def keep_key(self, key: ApiKey, digest: str) -> ApiKey:
        """Keep a key."""
        with in_our_words():
            return ApiTokenRow.objects.create(
                account=self._named(key.account),
                digest=digest,
                label=key.label,
                made_by=key.made_by,
                made_at=key.made_at,
                expires=key.expires,
            ).told()

    def keys_of(self, account: str) -> tuple[ApiKey, ...]:
        """Newest first."""
        return tuple(row.told() for row in ApiTokenRow.objects.filter(account__username=account).order_by("-id"))

    def drop_key(self, account: str, id: int) -> None:  # noqa: A002 -- the key's own field
        """Withdraw a key."""
        if not ApiTokenRow.objects.filter(account__username=account, id=id).delete()[0]:
            raise NotFound("there is no such key")

    def holder_of(self, digest: str, at: datetime) -> Account | None:
        """The active account for which a key with this hash may act now, or None."""
        row = ApiTokenRow.objects.filter(digest=digest, expires__gt=at).select_related("account").first()
        return row.account if row and row.account.is_active else None

    def _officials(self) -> models.QuerySet[Account]:
        return self.exclude(roles=[str(Role.APPLICANT)])

    def _named(self, id_: str) -> Account:
        account = self.filter(username=id_).first() if id_.isprintable() else None
        if account is None:
            raise NotFound(f"no account {id_[:80]}")
        return account


class Account(AbstractBaseUser):
    """Who signs in.

    ``username`` is the stable id that stands in records and in the audit log (``officer.amna``); it never changes.
    ``roles`` are values of ``preclear.model.codes.Role``; ``certified_until`` is the last day on which the person may
    propose or confirm a refusal; ``carrier`` is the airline's code for accounts of carriers.
    """

    username = models.CharField(max_length=150, unique=True)
    email = models.EmailField(max_length=254, blank=True, default="")
    full_name = models.CharField(max_length=200, blank=True, default="")
    roles: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    certified_until = models.DateField(null=True, blank=True)
    language = models.CharField(max_length=16, default="en")
    carrier = models.CharField(max_length=8, blank=True, default="")
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now)

    objects: ClassVar[Accounts] = Accounts()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["email"]

    class Meta:
        """Names and constraints in the database."""

        db_table = "preclear_account"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~models.Q(username__in=["", SYSTEM.id]), name="account_is_not_the_machine"
            ),
        ]

    def __str__(self) -> str:
        return self.full_name or self.username

    @property
    def person(self) -> Person:
        """The account as administration sees it."""
        return Person(
            id=self.username,
            name=self.full_name,
            email=self.email,
            roles=frozenset(Role(role) for role in self.roles),
            certified_until=self.certified_until,
            carrier=self.carrier,
            active=self.is_active,
        )

    def actor(self, at: Any) -> Actor:
        """The account as services see it, at this time: id, roles, and whether it is certified."""
        certified = self.certified_until is not None and self.certified_until >= at.date()
        return Actor(id=self.username, roles=frozenset(Role(role) for role in self.roles), certified=certified)


def _role(value: str) -> Role:
    try:
        role = Role(value)
    except ValueError:
        raise InvalidInput("no such role", where=f"roles: {value}", rule="preclear.model.codes.Role") from None
    if role is Role.SYSTEM:
        raise InvalidInput("no person is the machine", where="roles", rule="preclear.model.codes.Role")
    return role
