"""``preclear paper``: what a supporting PDF or picture shows of its own history."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import cyclopts

from preclear.cli.output import err, out, print_json
from preclear.documents import papers
from preclear.errors import InvalidInput, PreclearError
from preclear.model.paper import PaperHints
from preclear.writing.plain import plain

app = cyclopts.App(name="paper", help="Look at supporting papers: saved states, signatures, programs, dates.")


@app.command
def look(*files: Path, json: bool = False) -> None:
    """Show what PDF files, JPEG or PNG pictures say of their own history.

    Hints order the work of a person and prove nothing; each comes with an innocent explanation:

        preclear paper look offer.pdf statement.pdf

    Parameters
    ----------
    files
        Files to look at, at most 10 MB each. With more than one, --json prints one line of JSON for each.
    json
        Print JSON.

    """
    if not files:
        raise InvalidInput("no file is given", where="FILE", mend="Name a PDF, JPEG or PNG")
    now = datetime.now(UTC)
    if len(files) == 1:
        _show(files[0], papers.look(_bytes(files[0]), now), as_json=json)
        return
    for file in files:
        _row(file, now, as_json=json)


def _row(file: Path, now: datetime, *, as_json: bool) -> None:
    """One file of many: what cannot be used is a row, and the others go on."""
    try:
        seen = papers.look(_bytes(file), now)
    except PreclearError as error:
        row: dict[str, Any] = {"code": error.code, "message": str(error)}
        if as_json:
            print_json({"file": str(file), "id": str(file), "error": row}, indent=None)
        else:
            err.print(f"{file}: {error}", markup=False)
        return
    _show(file, seen, as_json=as_json, indent=None)


def _bytes(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            return stream.read(papers.MAX_SIZE + 1)
    except OSError as error:
        raise InvalidInput(f"cannot be read: {error.strerror}", where=str(file), mend="Name a file") from error


def _show(file: Path, seen: PaperHints, *, as_json: bool, indent: int | None = 2) -> None:
    if as_json:
        print_json({"file": str(file), **plain(seen)}, indent=indent)
        return
    out.print(
        f"{file}: {seen.kind}, {seen.pages} pages, made with {', '.join(seen.software) or 'no program named'}",
        markup=False,
    )
    for signature in seen.signatures:
        out.print(
            f"  signature of {signature.signer or signature.field}: {signature.intact}, covers {signature.covers}",
            markup=False,
        )
    for hint in seen.hints:
        out.print(f"  look: {hint.text}\n        It may be innocent: {hint.innocent}", markup=False)
    for problem in seen.unread:
        out.print(f"  {problem}", markup=False)
    if not seen.hints:
        out.print("  nothing to look at first")
