"""Putting the promises into a database, and finding out whether they are there.

SQLite rebuilds a table for most changes of its columns and drops its triggers silently, so they are made again after
every migration.
"""

from __future__ import annotations

from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction

from preclear.storage.dialects import TRUNCATE, dialect_of
from preclear.storage.promises import promises


def install(using: str = DEFAULT_DB_ALIAS) -> None:
    """Make every trigger anew. Needs the owner of the tables."""
    connection = connections[using]
    dialect = dialect_of(connection.vendor)
    with transaction.atomic(using=using), connection.cursor() as cursor:
        for one in promises(dialect):
            for statement in (
                *dialect.drop(one.name, one.table),
                *dialect.create(one.name, one.table, one.event, one.broken_if, one.says),
            ):
                cursor.execute(statement)


def remove(using: str = DEFAULT_DB_ALIAS) -> None:
    """Take the triggers away, for a restore only, inside the transaction that makes them again."""
    connection = connections[using]
    dialect = dialect_of(connection.vendor)
    with connection.cursor() as cursor:
        for one in promises(dialect):
            for statement in dialect.drop(one.name, one.table):
                cursor.execute(statement)


def missing(using: str = DEFAULT_DB_ALIAS) -> tuple[str, ...]:
    """Names of promises that this database does not keep at the moment; empty when all is well."""
    connection = connections[using]
    dialect = dialect_of(connection.vendor)
    with connection.cursor() as cursor:
        cursor.execute(dialect.present())
        present = {name for (name,) in cursor.fetchall()}
    expected = {one.name for one in promises(dialect) if not (connection.vendor == "sqlite" and one.event == TRUNCATE)}
    return tuple(sorted(expected - present))


def install_after_migration(*, using: str = DEFAULT_DB_ALIAS, **_: Any) -> None:
    """Django's ``post_migrate``: the triggers stand when the tables do."""
    connection = connections[using]
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
    if {one.table for one in promises(dialect_of(connection.vendor))} <= tables:
        install(using)
