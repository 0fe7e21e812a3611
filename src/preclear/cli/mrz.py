"""``preclear mrz``: read a machine readable zone."""

from __future__ import annotations

from datetime import UTC, datetime

import cyclopts
from rich.table import Table

from preclear.cli.output import out, print_json
from preclear.cli.steps import print_steps
from preclear.documents import mrz
from preclear.model.verification import Mrz
from preclear.writing.plain import plain

app = cyclopts.App(name="mrz", help="Read a machine readable zone and check every digit.")


@app.default
def read(*lines: str, json: bool = False) -> None:
    """Read a machine readable zone and check every check digit, character, day and code in it.

    Quote each line, for ``<`` means something to the shell:

        preclear mrz 'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<' 'L898902C36UTO7408122F1204159ZE184226B<<<<<10'

    Parameters
    ----------
    lines
        Two lines of 44 (TD3, MRV-A) or 36 characters (TD2, MRV-B), or three of 30 (TD1).
    json
        Print one JSON document.

    """
    zone = mrz.parse(lines, today=datetime.now(UTC).date())
    if json:
        print_json(
            {
                "format": zone.format,
                "fields": zone.fields,
                "checks": zone.checks,
                "valid": zone.valid,
                "lines": zone.lines,
            }
        )
    else:
        _print(zone)


def _print(zone: Mrz) -> None:
    table = Table(title=f"{zone.format} zone, {'valid' if zone.valid else 'not valid'}", show_header=False)
    for name, value in plain(zone.fields).items():
        table.add_row(name.replace("_", " "), value or "-")
    out.print(table)
    print_steps(zone.checks)
