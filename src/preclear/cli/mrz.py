"""``preclear mrz``: read a machine readable zone."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import cyclopts
from rich.markup import escape
from rich.table import Table

from preclear.cli.output import out, print_json
from preclear.cli.steps import print_steps
from preclear.documents import mrz
from preclear.model.verification import Mrz, Repair
from preclear.writing.plain import plain

app = cyclopts.App(name="mrz", help="Read a machine readable zone and check every digit.")


@app.default
def read(*lines: str, repair: bool = False, json: bool = False) -> None:
    r"""Read a machine readable zone and check every check digit, character, day and code in it.

    Quote each line, for ``<`` means something to the shell:

        preclear mrz 'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<' 'L898902C36UTO7408122F1204159ZE184226B<<<<<10'

    Lines that a program read from a picture may hold letters for figures. With ``--repair`` those that the alphabets
    of the fields and the check digits prove are changed, and each change is listed; names are never changed:

        preclear mrz --repair 'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<' \
            'L898902C36UT074O8122F1204159ZE184226B<<<<<10'

    Parameters
    ----------
    lines
        Two lines of 44 (TD3, MRV-A) or 36 characters (TD2, MRV-B), or three of 30 (TD1).
    repair
        Change the misread characters that can be only one other, and say which.
    json
        Print one JSON document.

    """
    today = datetime.now(UTC).date()
    if not repair:
        _show(mrz.parse(lines, today=today), as_json=json)
        return
    repaired = mrz.repair(lines, today=today)
    zone = repaired.mrz
    if json:
        changes = [
            {"line": each.line, "position": each.position, "from": each.before, "to": each.after}
            for each in repaired.repairs
        ]
        print_json(_document(zone) | {"checks": [*zone.checks, repaired.step], "repairs": changes})
        return
    _show(zone, as_json=False)
    print_steps([repaired.step])
    _print_repairs(repaired.repairs)


def _show(zone: Mrz, *, as_json: bool) -> None:
    if as_json:
        print_json(_document(zone))
        return
    table = Table(title=f"{zone.format} zone, {'valid' if zone.valid else 'not valid'}", show_header=False)
    for name, value in plain(zone.fields).items():
        table.add_row(name.replace("_", " "), value or "-")
    out.print(table)
    print_steps(zone.checks)


def _document(zone: Mrz) -> dict[str, Any]:
    return {
        "format": zone.format,
        "fields": zone.fields,
        "checks": zone.checks,
        "valid": zone.valid,
        "lines": zone.lines,
    }


def _print_repairs(repairs: tuple[Repair, ...]) -> None:
    for each in repairs:
        out.print(f"line {each.line}, position {each.position}: {escape(each.before)} changed to {escape(each.after)}")
