"""``preclear lists``: build a snapshot of lists, look into it, and screen people against it."""

from __future__ import annotations

import json as jsonlib
import os
import re
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, BinaryIO

import cyclopts
from rich.progress import Progress
from rich.table import Table

from preclear.cli.output import err, out, print_json
from preclear.errors import InvalidInput, PreclearError, Unavailable
from preclear.model.screening import ScreeningAnswer
from preclear.screening import Snapshot, SourceSpec, build
from preclear.screening.queries import MOST_BYTES, parse
from preclear.writing.plain import plain

app = cyclopts.App(name="lists", help="Build list snapshots and screen names against them.")

_Several = cyclopts.Parameter(consume_multiple=True, negative=())
_MATCH_FIELDS = (
    "list",
    "entity",
    "name",
    "score",
    "alert",
    "why",
    "owner",
    "legal_basis",
    "list_reason",
    "birth_dates",
)

_ID = re.compile(rb'"id"\s*:\s*("(?:[^"\\]|\\.){1,500}"|-?\d{1,40})')


@app.command(name="build")
def build_(
    *,
    out_: Annotated[Path, cyclopts.Parameter(name="--out")],
    source: Annotated[list[str], _Several],
    default: Annotated[list[str] | None, _Several] = None,
    json: bool = False,
) -> None:
    """Build one immutable snapshot of one or more lists.

    A list needs an owner and a legal basis. OFAC, UN and EU lists have them; give them for your own:

        preclear lists build --out lists.snapshot --source un=consolidated.xml --source csv=national.csv
            --default owner="Ministry of the Interior" --default legal_basis="Border Act, section 12"

    The file appears only when it is whole, so it can replace one in use.

    Parameters
    ----------
    out_
        The snapshot file to write.
    source
        KIND=PATH, repeatable. KIND is ofac (folder), un (XML), eu (CSV), csv (generic) or documents (CSV).
    default
        KEY=VALUE for every row of csv and documents lists: owner, legal_basis, expires, reason, list.
    json
        Print one JSON document.

    """
    start = time.perf_counter()
    defaults = dict(_halves(default or [], "--default"))
    sources = [SourceSpec(kind=kind, path=Path(path), defaults=defaults) for kind, path in _halves(source, "--source")]
    snapshot = build(sources, out_)
    seconds = round(time.perf_counter() - start, 3)
    counts = snapshot.counts
    if json:
        print_json({"snapshot": snapshot.id, **plain(counts), "seconds": seconds})
    else:
        out.print(f"Snapshot {snapshot.id} written to {out_} in {seconds} s.", markup=False, soft_wrap=True)
        _print_sources(snapshot)


@app.command
def show(snapshot: Path, *, json: bool = False) -> None:
    """Show what a snapshot holds: its lists, their owners and legal bases, and how many entries they have.

        preclear lists show lists.snapshot

    Parameters
    ----------
    snapshot
        A file that ``preclear lists build`` wrote.
    json
        Print one JSON document.

    """
    opened = Snapshot.open(snapshot)
    if json:
        print_json({"snapshot": opened.id, "sources": opened.sources, **plain(opened.counts)})
    else:
        out.print(f"Snapshot {opened.id}", markup=False)
        _print_sources(opened)


@app.command
def screen(
    *,
    snapshot: Path,
    queries: Path,
    out_: Annotated[Path, cyclopts.Parameter(name="--out")],
    top: int = 10,
    json: bool = False,
) -> None:
    """Screen people, one JSON object a line, and write one answer a line in the same order.

    A row has an ``id`` and a ``name`` (or ``surname`` and ``given_names``), and may have ``native_name``,
    ``father_name``, ``birth_date``, ``nationality``, ``document_number`` and ``issuing_state``:

        echo '{"id": "1", "name": "Arkadi Testov", "birth_date": "1971-04-05"}' > people.jsonl
        preclear lists screen --snapshot lists.snapshot --queries people.jsonl --out answers.jsonl

    A row that cannot be used becomes ``{"id", "error"}`` and the work goes on.

    Parameters
    ----------
    snapshot
        A file that ``preclear lists build`` wrote.
    queries
        JSON Lines with the people.
    out_
        JSON Lines with the answers; it appears only when it is whole.
    top
        How many candidates to give for each person, best first.
    json
        Print the totals as one JSON document.

    """
    if top < 0:
        raise InvalidInput("is negative", where="--top", mend="Give 0 or more.")
    opened = Snapshot.open(snapshot)
    totals = _Totals()
    with _opened(queries) as lines, _written_aside(out_) as answers:
        for row in _rows(opened, _with_progress(lines, queries), top):
            totals.count(row)
            answers.write(jsonlib.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
    if json:
        print_json({"snapshot": opened.id, **vars(totals)})
    else:
        out.print(
            f"{totals.rows} rows: {totals.alerted} with a possible match, {totals.errors} could not be used. "
            f"Answers in {out_}.",
            markup=False,
            soft_wrap=True,
        )


@dataclass
class _Totals:
    """How many rows were read, how many have an alert, how many could not be used."""

    rows: int = 0
    alerted: int = 0
    errors: int = 0

    def count(self, row: dict[str, Any]) -> None:
        self.rows += 1
        self.errors += "error" in row
        self.alerted += any(candidate["alert"] for candidate in row.get("candidates", ()))


def _rows(snapshot: Snapshot, lines: Iterable[bytes], top: int) -> Iterator[dict[str, Any]]:
    for line in lines:
        if line.strip():
            yield _row(snapshot, line, top)


def _row(snapshot: Snapshot, line: bytes, top: int) -> dict[str, Any]:
    start = time.perf_counter_ns()
    try:
        query = parse(line)
    except PreclearError as error:
        where = error.where if isinstance(error, InvalidInput) else ""
        return {"id": _id_in(line), "error": {"code": error.code, "message": str(error), "where": where}}
    answer = snapshot.screen(query, top)
    row = _answer(answer)
    row["micros"] = (time.perf_counter_ns() - start) // 1000
    return row


def _answer(answer: ScreeningAnswer) -> dict[str, Any]:
    candidates = [{key: plain(getattr(match, key)) for key in _MATCH_FIELDS} for match in answer.candidates]
    return {"id": answer.id, "candidates": candidates, "snapshot": answer.snapshot, "micros": answer.micros}


def _id_in(line: bytes) -> str | None:
    """The id of a row that cannot be used, where it can still be read."""
    found = _ID.search(line[:MOST_BYTES])
    if found is None:
        return None
    with suppress(ValueError):
        return str(jsonlib.loads(found[1])).encode("utf-8", "replace").decode()
    return None


def _halves(pairs: Iterable[str], option: str) -> Iterator[tuple[str, str]]:
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not key or not equals or not value:
            raise InvalidInput(f"{pair[:80]!r} has no two halves", where=option, mend="Write NAME=VALUE.")
        yield key, value


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    try:
        file = path.open("rb")
    except (OSError, ValueError) as error:
        raise InvalidInput("cannot be read", where=str(path), mend="Check the path.") from error
    with file:
        yield file


@contextmanager
def _written_aside(path: Path) -> Iterator[BinaryIO]:
    """A file that takes its name only when all of it is written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, aside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise Unavailable(f"{path} cannot be written: {error.strerror}") from error
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
        Path(aside).replace(path)
    except OSError as error:
        raise Unavailable(f"{path} cannot be written: {error.strerror}") from error
    finally:
        Path(aside).unlink(missing_ok=True)


def _with_progress(file: BinaryIO, path: Path) -> Iterator[bytes]:
    """The lines, with a bar on a terminal. A line that is too long comes cut, and is refused as a row."""
    with Progress(console=err, transient=True, disable=not err.is_terminal) as progress:
        task = progress.add_task("Screening", total=path.stat().st_size)
        while line := file.readline(MOST_BYTES + 2):
            rest = line
            while not rest.endswith(b"\n") and (rest := file.readline(MOST_BYTES)):
                progress.advance(task, len(rest))
            progress.advance(task, len(line))
            yield line


def _print_sources(snapshot: Snapshot) -> None:
    table = Table("List", "Owner", "Legal basis", "Entities", "Names", "Documents", "Expired")
    for source in snapshot.sources:
        numbers = (source.entities, source.names, source.documents, source.expired)
        table.add_row(source.list, source.owner, source.legal_basis, *(f"{number:,}" for number in numbers))
    out.print(table)
