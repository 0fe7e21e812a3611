"""People who sign in: applicants, officers, reviewers, carriers' staff, administrators."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone

from preclear.errors import InvalidInput
from preclear.model.case import SYSTEM, Actor
from preclear.model.codes import Role


class Accounts(BaseUserManager["Account"]):
    """All accounts."""

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
