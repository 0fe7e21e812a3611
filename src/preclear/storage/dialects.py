# ruff: noqa: S608 -- SQL made of names that the promises give, never of anything from outside
"""How SQLite and PostgreSQL say the same thing: JSON inside text, and triggers."""

from __future__ import annotations

from typing import Protocol

TRUNCATE = "TRUNCATE"


class Dialect(Protocol):
    """One database's way to write a condition and a trigger."""

    def text(self, column: str, *path: str) -> str:
        """The text at a path of a JSON column, '' where there is none."""
        ...

    def part(self, column: str, *path: str) -> str:
        """The JSON value at a path, as something that can be compared."""
        ...

    def length(self, column: str, *path: str) -> str:
        """Characters of all texts in a JSON array, without the spaces around them."""
        ...

    def same_bytes(self, left: str, right: str) -> str:
        """Whether two binary columns are equal."""
        ...

    def create(self, name: str, table: str, event: str, broken_if: str, says: str) -> tuple[str, ...]:
        """Statements that make a trigger which fails with ``says``."""
        ...

    def drop(self, name: str, table: str) -> tuple[str, ...]:
        """Statements that remove the trigger, if it is there."""
        ...

    def present(self) -> str:
        """A query for the names of all triggers that are in force."""
        ...


class SQLite:
    """SQLite 3.38 or newer, with its JSON functions."""

    def text(self, column: str, *path: str) -> str:
        """``json_extract`` gives the text itself."""
        return f"coalesce(json_extract({column}, '{_dollar(path)}'), '')"

    def part(self, column: str, *path: str) -> str:
        """``json_extract`` gives objects as minified text; records are canonical, so equal means equal."""
        return f"coalesce(json_extract({column}, '{_dollar(path)}'), 'null')"

    def length(self, column: str, *path: str) -> str:
        """Summed over ``json_each``."""
        each = f"json_each({column}, '{_dollar(path)}')"
        return f"(SELECT coalesce(sum(length(trim(value))), 0) FROM {each})"

    def same_bytes(self, left: str, right: str) -> str:
        """Blobs compare by their bytes."""
        return f"{left} = {right}"

    def create(self, name: str, table: str, event: str, broken_if: str, says: str) -> tuple[str, ...]:
        """One trigger; SQLite has no TRUNCATE, and none is made for it."""
        if event == TRUNCATE:
            return ()
        when = f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW WHEN {broken_if}"
        return (f"{when} BEGIN SELECT RAISE(ABORT, {_quoted(says)}); END",)

    def drop(self, name: str, table: str) -> tuple[str, ...]:  # noqa: ARG002 -- PostgreSQL needs the table
        """Triggers have their own names."""
        return (f"DROP TRIGGER IF EXISTS {name}",)

    def present(self) -> str:
        """From the schema table."""
        return "SELECT name FROM sqlite_master WHERE type = 'trigger'"


class PostgreSQL:
    """PostgreSQL 14 or newer."""

    def text(self, column: str, *path: str) -> str:
        """``#>>`` gives the text itself."""
        return f"coalesce({column}::jsonb #>> '{_braces(path)}', '')"

    def part(self, column: str, *path: str) -> str:
        """``jsonb`` compares by value."""
        return f"coalesce({column}::jsonb #> '{_braces(path)}', 'null'::jsonb)"

    def length(self, column: str, *path: str) -> str:
        """Summed over the array's elements."""
        array = f"jsonb_array_elements_text(coalesce({column}::jsonb #> '{_braces(path)}', '[]'::jsonb))"
        return f"(SELECT coalesce(sum(length(trim(one))), 0) FROM {array} AS one)"

    def same_bytes(self, left: str, right: str) -> str:
        """``bytea`` compares by its bytes."""
        return f"{left} = {right}"

    def create(self, name: str, table: str, event: str, broken_if: str, says: str) -> tuple[str, ...]:
        """A function and its trigger, in force even where ``session_replication_role`` is ``replica``."""
        body = f"RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = {_quoted(says)};"
        back = "RETURN OLD;" if event == "DELETE" else "RETURN NEW;"
        if event == TRUNCATE:
            function, each = f"BEGIN {body} RETURN NULL; END", "STATEMENT"
        else:
            function, each = f"BEGIN IF {broken_if} THEN {body} END IF; {back} END", "ROW"
        return (
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $promise$ {function} $promise$",
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH {each} EXECUTE FUNCTION {name}()",
            f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}",
        )

    def drop(self, name: str, table: str) -> tuple[str, ...]:
        """The trigger; its function is replaced when it is made again."""
        return (f"DROP TRIGGER IF EXISTS {name} ON {table}",)

    def present(self) -> str:
        """Only those that are enabled ``ALWAYS``."""
        return "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'A'"


def dialect_of(vendor: str) -> Dialect:
    """The dialect of a Django connection's vendor."""
    return PostgreSQL() if vendor == "postgresql" else SQLite()


def _dollar(path: tuple[str, ...]) -> str:
    return ".".join(("$", *path))


def _braces(path: tuple[str, ...]) -> str:
    return "{" + ",".join(path) + "}"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
