"""The way in, once Django is set up: a database that is ready for this version, the store, and the log."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from django.contrib.auth.hashers import make_password
from django.db import DEFAULT_DB_ALIAS, connection
from django.utils import timezone

from preclear.model.codes import Role
from preclear.settings import Settings
from preclear.storage import triggers
from preclear.storage.audit import LogInDatabase
from preclear.storage.backup import backup
from preclear.storage.faults import in_our_words
from preclear.storage.models import Account, CaseRow
from preclear.storage.records import DjangoStore
from preclear.storage.versions import Versions

_CERTIFIED = timedelta(days=365)


class NewAccount(Protocol):
    """Somebody to get an account."""

    @property
    def id(self) -> str: ...  # noqa: D102 -- see ``Account``
    @property
    def name(self) -> str: ...  # noqa: D102 -- see ``Account``
    @property
    def email(self) -> str: ...  # noqa: D102 -- see ``Account``
    @property
    def roles(self) -> Collection[Role]: ...  # noqa: D102 -- see ``Account``
    @property
    def certified(self) -> bool: ...  # noqa: D102 -- see ``Account``
    @property
    def carrier(self) -> str: ...  # noqa: D102 -- see ``Account``
    @property
    def language(self) -> str: ...  # noqa: D102 -- see ``Account``


def prepare(settings: Settings, at: datetime, *, using: str = DEFAULT_DB_ALIAS) -> Path | None:
    """Bring the database to this version, and see that it keeps its promises.

    Before anything in it is changed, a backup is written into ``backups`` in the home folder; its path is the answer,
    None where nothing had to change. ``Conflict`` for a database of a newer preclear.
    """
    with in_our_words():
        versions = Versions(using)
        versions.refuse_newer()
        kept = None
        if versions.pending:
            if versions.applied:
                kept = _keep(settings, at, using)
            versions.bring_up_to_date()
        if triggers.missing(using):
            triggers.install(using)
    return kept


def store() -> DjangoStore:
    """The store on the configured database."""
    return DjangoStore()


def log_storage() -> LogInDatabase:
    """The audit log of the configured database."""
    return LogInDatabase()


def is_empty() -> bool:
    """Whether nobody has an account and nobody has applied."""
    with in_our_words():
        return not (Account.objects.exists() or CaseRow.objects.exists())


def add_accounts(people: Iterable[NewAccount], password: str) -> None:
    """Accounts of a demo, all with one password; who is certified stays so for a year."""
    # Hashing is slow on purpose; one password needs it once.
    hashed = make_password(password)
    until = timezone.now().date() + _CERTIFIED
    with in_our_words():
        Account.objects.bulk_create(
            Account(
                username=one.id,
                full_name=one.name,
                email=one.email,
                roles=sorted(str(role) for role in one.roles),
                certified_until=until if one.certified else None,
                carrier=one.carrier,
                language=one.language,
                password=hashed,
            )
            for one in people
        )


def address_of(account: str) -> str:
    """The e-mail address of an account, empty where it has none; for a role, those of everybody who holds it."""
    with in_our_words():
        if account in set(Role):
            return ", ".join(one.email for one in Account.objects.with_role(Role(account)) if one.email)
        return Account.objects.filter(username=account).values_list("email", flat=True).first() or ""


def says() -> str:
    """What database this is and how many applications it holds. ``Unavailable`` when it does not answer."""
    with in_our_words():
        many = CaseRow.objects.count()
        version = ".".join(map(str, connection.get_database_version()))
    return f"{connection.display_name} {version}, {many} application{'' if many == 1 else 's'}"


def _keep(settings: Settings, at: datetime, using: str) -> Path:
    folder = settings.home / "backups"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    place = folder / f"before-migration-{at:%Y%m%dT%H%M%S%f}.zip"
    backup(place, at=at, using=using)
    return place
