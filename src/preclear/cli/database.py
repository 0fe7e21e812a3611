"""``preclear database``: make it ready, see that it keeps its promises, and grant the application's rights."""

from __future__ import annotations

import os
from typing import Any

import cyclopts

from preclear.cli.output import JOB_DONE, NOT_WELL, err, out, print_json

app = cyclopts.App(
    name="database", help="Make the database ready, check the promises that it keeps, grant the application's rights."
)


@app.command
def prepare(*, json: bool = False) -> int:
    """Bring the database to this version; before a change, everything is backed up.

    Starting the service does the same. On PostgreSQL, run it as the owner of the tables.

        preclear database prepare

    Parameters
    ----------
    json
        Print one JSON document.

    """
    opening, settings, now = opened()
    kept = opening.prepare(settings, now())
    if json:
        print_json({"ready": True, "backup": str(kept) if kept else None})
    else:
        out.print(f"The database is ready. Backup: {kept}" if kept else "The database is ready.")
    return JOB_DONE


@app.command
def check(*, json: bool = False) -> int:
    """Say whether the database keeps every promise: two people behind a refusal, records that nobody can change.

    Exit status 1 when one is missing; ``preclear database prepare`` puts it back.

        preclear database check

    Parameters
    ----------
    json
        Print one JSON document.

    """
    opened()
    from preclear.storage.faults import in_our_words
    from preclear.storage.triggers import missing

    with in_our_words():
        gone = missing()
    if json:
        print_json({"ok": not gone, "missing": gone})
    elif gone:
        err.print(f"Not kept: {', '.join(gone)}. Run `preclear database prepare`, then `preclear audit verify`.")
    else:
        out.print("The database keeps all its promises.")
    return NOT_WELL if gone else JOB_DONE


@app.command
def grants(role: str, *, json: bool = False) -> int:
    """Print the SQL that gives a PostgreSQL role what the application needs, and no more.

    Run the output as the owner of the tables. The role cannot change or remove decisions, dossiers or the audit log.

        preclear database grants preclear_app | psql preclear

    Parameters
    ----------
    role
        Name of the role under which the application connects.
    json
        Print one JSON document.

    """
    opened()
    from preclear.storage.roles import grants as statements

    if json:
        print_json({"role": role, "statements": statements(role)})
    else:
        out.print("\n".join(statements(role)), markup=False, soft_wrap=True)
    return JOB_DONE


def opened() -> tuple[Any, Any, Any]:
    """Django set up: the module that opens the database, the settings, and the clock."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "preclear.web.django_settings")
    import django
    from django.apps import apps

    if not apps.ready:
        django.setup()
    from preclear.bootstrap import now
    from preclear.settings import Settings
    from preclear.storage import opening

    return opening, Settings.load(), now
