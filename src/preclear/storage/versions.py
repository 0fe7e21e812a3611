"""Which version of the tables a database has, and which this program knows."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor

from preclear.errors import Conflict, InvalidInput

Migration = tuple[str, str]


class Versions:
    """The migrations of one database and of this program."""

    def __init__(self, using: str = DEFAULT_DB_ALIAS) -> None:
        self._using = using
        self._executor = MigrationExecutor(connections[using])
        self._loader = self._executor.loader

    @property
    def applied(self) -> tuple[Migration, ...]:
        """What was done to the database, by name; empty for a new one."""
        return tuple(sorted(self._loader.applied_migrations))

    @property
    def pending(self) -> bool:
        """Whether this program has migrations that the database has not seen."""
        return bool(self._executor.migration_plan(self._loader.graph.leaf_nodes()))

    def refuse_newer(self) -> None:
        """``Conflict`` when the database was changed by a newer preclear than this one."""
        unknown = self._unknown(self.applied)
        if unknown:
            raise Conflict(
                f"the database was made by a newer preclear ({unknown})",
                mend="Install that version, or restore a backup into a new database",
            )

    def models(self, migrations: tuple[Migration, ...]) -> Any:
        """The models as they were after these migrations: a Django registry of apps.

        ``InvalidInput`` when this program does not know one of them.
        """
        unknown = self._unknown(migrations)
        if unknown:
            raise InvalidInput(f"made by a newer preclear ({unknown})", where="migrations", mend="Install that version")
        return self._loader.project_state(self._last(migrations)).apps

    def bring_to(self, migrations: tuple[Migration, ...]) -> None:
        """Make the tables of a new database as they were after these migrations."""
        self._executor.migrate(self._last(migrations))

    def bring_up_to_date(self) -> None:
        """Run what is pending; triggers are made again after it."""
        call_command("migrate", database=self._using, verbosity=0, interactive=False, skip_checks=True)

    def _unknown(self, migrations: tuple[Migration, ...]) -> str:
        known = {*self._loader.disk_migrations, *self._loader.replacements}
        apps = {app for app, _ in known}
        return ", ".join(f"{app}.{name}" for app, name in migrations if app in apps and (app, name) not in known)

    def _last(self, migrations: tuple[Migration, ...]) -> list[Migration]:
        """The last migration of each app: Django would undo what comes after any other."""
        wanted = [one for one in migrations if one in self._loader.graph.nodes]
        return [one for one in wanted if not any(self._follows(one, other) for other in wanted)]

    def _follows(self, one: Migration, other: Migration) -> bool:
        return one[0] == other[0] and any(parent.key == one for parent in self._loader.graph.node_map[other].parents)
