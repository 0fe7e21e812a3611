"""``preclear rules``: rulebooks."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import cyclopts
from rich.markup import escape
from rich.table import Table

from preclear import rulebook
from preclear.cli.output import JOB_DONE, NOT_WELL, out, print_json
from preclear.errors import InvalidInput

app = cyclopts.App(name="rules", help="Compile a rulebook and say what is wrong with it.")


@app.command
def check(file: Path, *, on: date | None = None, json: bool = False) -> int:
    """Compile a rulebook and say which rules load, and why the others are refused.

        preclear rules check rulebook.yaml
        preclear rules check rulebook.yaml --on 2027-01-01 --json

    Ends with 0 when all rules load, and with 1 when any is refused.

    Parameters
    ----------
    file
        A rulebook (YAML).
    on
        The day for which it is checked: rules that expired before are refused. Today where it is not given.
    json
        Print one JSON document: ``loaded`` (ids) and ``refused`` (``id``, ``code``, ``reason``, ``field``).

    """
    answer = rulebook.check(_read(file), on or datetime.now(UTC).date())
    if json:
        print_json(answer)
    else:
        _print(answer)
    return NOT_WELL if answer["refused"] else JOB_DONE


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise InvalidInput(
            f"cannot be read: {error.strerror}", where=str(file), rule="rulebook file", mend="Name a YAML file"
        ) from error


def _print(answer: dict[str, Any]) -> None:
    out.print(f"{len(answer['loaded'])} rules load, {len(answer['refused'])} are refused")
    if answer["refused"]:
        table = Table("rule", "refused for", "field", "why")
        for row in answer["refused"]:
            table.add_row(*(escape(row[key]) for key in ("id", "code", "field", "reason")))
        out.print(table)
