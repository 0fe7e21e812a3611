"""Fixtures of all tests: shared data, and stores in memory, on SQLite and on PostgreSQL."""

import os
import shutil
from itertools import count
from pathlib import Path

import pytest

from browser import axe, browser, page  # noqa: F401 -- one Chromium for all real-browser tests of a process
from preclear.errors import Unavailable
from preclear.testing.postgres import must_run, postgres_server
from preclear.testing.store import MemoryStore

_NUMBERS = count(1)


@pytest.fixture(scope="session")
def shared_data():
    """The folder of local test data beside the checkout; tests that need it are skipped where it is absent."""
    beside = Path(__file__).resolve().parents[2] / "shared" / "data"
    place = Path(os.environ.get("PRECLEAR_SHARED", beside))
    if not place.is_dir():
        pytest.skip(f"no shared test data at {place}: set PRECLEAR_SHARED")
    return place


@pytest.fixture
def store():
    """A store in memory: fast, and as strict as a database."""
    return MemoryStore()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory, django_db_blocker):
    from preclear.testing.databases import database, migrate, sqlite_config

    path = tmp_path_factory.mktemp("sqlite") / "template.sqlite3"
    with django_db_blocker.unblock(), database("template", sqlite_config(path)):
        migrate("template")
    return path


@pytest.fixture
def sqlite_store(sqlite_template, tmp_path, django_db_blocker):
    """A store on a fresh SQLite file."""
    from preclear.testing.databases import database, sqlite_config

    path = tmp_path / "preclear.sqlite3"
    shutil.copyfile(sqlite_template, path)
    with django_db_blocker.unblock(), database("under_test", sqlite_config(path)) as made:
        yield made


@pytest.fixture(scope="session")
def postgres(django_db_blocker):
    """A PostgreSQL server with a migrated database to copy."""
    from preclear.testing.databases import database, migrate

    try:
        with postgres_server() as server:
            server.create("template")
            with django_db_blocker.unblock(), database("template", server.config("template")):
                migrate("template")
            yield server
    except Unavailable as error:
        if must_run():
            raise
        pytest.skip(str(error))


@pytest.fixture
def postgres_store(postgres, django_db_blocker):
    """A store on a fresh PostgreSQL database."""
    from preclear.testing.databases import database

    name = f"preclear_{next(_NUMBERS)}"
    postgres.create(name, "template")
    with django_db_blocker.unblock(), database("under_test_postgres", postgres.config(name)) as made:
        yield made
    postgres.drop(name)
