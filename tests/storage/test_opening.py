from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connections
from made_up import NOW, granted, sign_up

from preclear.errors import Conflict, InvalidInput, Unavailable
from preclear.model.codes import Role
from preclear.settings import Settings
from preclear.specimens.accounts import ACCOUNTS, PASSWORD
from preclear.storage import opening, triggers
from preclear.storage.backup import restore
from preclear.storage.models import Account
from preclear.storage.opening import prepare
from preclear.storage.records import DjangoStore
from preclear.testing.databases import database, sqlite_config


@pytest.fixture
def at_home(tmp_path):
    return Settings(home=tmp_path / "home")


def test_a_new_database_is_made_without_a_backup(at_home, tmp_path, django_db_blocker):
    with django_db_blocker.unblock(), database("new", sqlite_config(tmp_path / "new.sqlite3")) as new:
        assert prepare(at_home, NOW, using=new.using) is None
        assert () == triggers.missing(new.using)
        assert prepare(at_home, NOW, using=new.using) is None


def test_an_older_database_is_backed_up_then_brought_up_to_date(at_home, sqlite_store, tmp_path):
    sign_up(sqlite_store.using)
    with sqlite_store.transaction() as records:
        made = granted(records)
    call_command("migrate", "mfa", "0001", database=sqlite_store.using, verbosity=0, skip_checks=True)
    kept = prepare(at_home, NOW, using=sqlite_store.using)
    assert (at_home.home / "backups", None) == (kept.parent, prepare(at_home, NOW, using=sqlite_store.using))
    with database("again", sqlite_config(tmp_path / "again.sqlite3")) as again:
        restore(kept, using=again.using)
        with again.transaction() as records:
            assert made == records.cases.get(made.reference)
        assert prepare(at_home, NOW, using=again.using) is None


def test_a_newer_database_is_refused_in_one_line(at_home, sqlite_store):
    with connections[sqlite_store.using].cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('storage', '0099_later', '2030-01-01')"
        )
    with pytest.raises(Conflict, match=r"newer preclear \(storage.0099_later\)"):
        prepare(at_home, NOW, using=sqlite_store.using)


def test_missing_promises_are_mended_at_start(at_home, sqlite_store):
    triggers.remove(sqlite_store.using)
    prepare(at_home, NOW, using=sqlite_store.using)
    assert () == triggers.missing(sqlite_store.using)


def test_a_database_that_cannot_be_reached_is_unavailable(at_home, tmp_path, django_db_blocker):
    config = sqlite_config(tmp_path / "no" / "such" / "folder.sqlite3")
    with django_db_blocker.unblock(), database("nowhere", config) as nowhere:
        with pytest.raises(Unavailable):
            prepare(at_home, NOW, using=nowhere.using)
        with pytest.raises(Unavailable), DjangoStore(nowhere.using).transaction():
            pass


def test_the_home_is_the_only_place_for_backups(at_home, tmp_path):
    assert replace(at_home, home=tmp_path).sqlite.parent == tmp_path


@pytest.mark.django_db
def test_accounts_of_the_demo_can_sign_in_and_be_written_to():
    assert opening.is_empty()
    opening.add_accounts(ACCOUNTS[:2], PASSWORD)
    account = Account.objects.get(username=ACCOUNTS[0].id)
    assert (False, True) == (opening.is_empty(), account.check_password(PASSWORD))
    assert (ACCOUNTS[0].email, "") == (opening.address_of(ACCOUNTS[0].id), opening.address_of("nobody"))
    assert opening.says().startswith("SQLite 3.")
    assert opening.says().endswith(", 0 applications")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "roles"), [("", ()), ("system", ()), ("officer.new", ("judge",)), ("officer.new", ("system",))]
)
def test_the_machine_and_unknown_roles_get_no_account(name, roles):
    with pytest.raises(InvalidInput):
        Account.objects.create_user(name, roles=roles)


@pytest.mark.django_db
def test_a_certificate_holds_through_its_last_day():
    account = Account.objects.create_user("officer.new", roles=[Role.CASE_OFFICER], certified_until=NOW.date())
    assert [True, False] == [account.actor(at).certified for at in (NOW, NOW + timedelta(days=1))]
    assert (account,) == Account.objects.with_role(Role.CASE_OFFICER)
