"""``preclear image``: read the picture of a page."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import cyclopts
from rich.markup import escape
from rich.table import Table

from preclear.cli.output import out, print_json
from preclear.cli.steps import print_steps
from preclear.documents import images
from preclear.documents.decoding import MOST_BYTES
from preclear.errors import InvalidInput
from preclear.model.verification import PageReading
from preclear.writing.plain import plain

app = cyclopts.App(name="image", help="Read a photographed or scanned page.")


@app.command
def read(file: Path, *, printed: bool = False, json: bool = False) -> None:
    """Read the machine readable zone of a photographed or scanned passport, visa or identity card.

    Two independent readers read it. Where both gave the same text in every field, the check `readers.agree` passed;
    where they did not, the best reading is shown and a person compares it with the picture:

        preclear image read page.jpg --json

    Parameters
    ----------
    file
        A JPEG, a PNG or a PDF of up to four pages.
    printed
        Also read the printed zone above, and compare it with the machine readable one.
    json
        Print one JSON document.

    """
    reading = images.read(_bytes(file), printed=printed, today=datetime.now(UTC).date())
    if json:
        print_json(as_json(reading))
    else:
        _print(reading)


def as_json(reading: PageReading) -> dict[str, Any]:
    """A reading as the command's JSON document."""
    return {
        "mrz": list(reading.mrz.lines) if reading.mrz else None,
        "format": reading.mrz.format if reading.mrz else None,
        "fields": reading.mrz.fields if reading.mrz else None,
        "checks": reading.checks,
        "confidence": reading.confidence,
        "agreed": reading.agreed,
        "readers": reading.readers,
        "repairs": [
            {"line": repair.line, "position": repair.position, "from": repair.before, "to": repair.after}
            for repair in reading.repairs
        ],
        "printed": reading.printed,
    }


def _bytes(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            return stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise InvalidInput(
            f"cannot be read ({error.strerror or error})", where=str(file), mend="Give a file that can be read"
        ) from error


def _print(reading: PageReading) -> None:
    if reading.mrz is None:
        out.print("No machine readable zone was found.")
    else:
        kind, sure = reading.mrz.format, "readers agree" if reading.agreed else "a person must compare"
        for line in reading.mrz.lines:
            out.print(line, markup=False)
        table = Table(title=f"{kind} zone, {sure}, confidence {reading.confidence:.2f}", show_header=False)
        for name, value in plain(reading.mrz.fields).items():
            table.add_row(name.replace("_", " "), escape(value) if value else "-")
        out.print(table)
    for repair in reading.repairs:
        out.print(
            f"line {repair.line}, position {repair.position}: {repair.before} read as {repair.after}", markup=False
        )
    print_steps(reading.checks)
