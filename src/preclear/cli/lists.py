"""``preclear lists``: build a snapshot of lists, look into it, and screen people against it."""

from __future__ import annotations

import gc
import os
import tempfile
import time
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, BinaryIO

import cyclopts
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.table import Column, Table

from preclear.cli import lists_documents, lists_measure, lists_office, lists_opensearch
from preclear.cli.output import err, out, print_json
from preclear.errors import InvalidInput, Unavailable
from preclear.screening import Snapshot, SourceSpec, build
from preclear.screening.batch import Answered, rows_of
from preclear.screening.bounds import Bounds
from preclear.screening.processes import LARGE, cores, screen_many
from preclear.writing.plain import plain

app = cyclopts.App(name="lists", help="Build list snapshots and screen names against them.")
for _verb in (*lists_office.VERBS, *lists_measure.VERBS, *lists_opensearch.VERBS):
    app.command(_verb)
app.command(lists_documents.app)

_Several = cyclopts.Parameter(consume_multiple=True, negative=())
MOST_WORKERS = 256
"""Processes that one run may start."""


@app.command(name="build")
def build_(
    *,
    out_: Annotated[Path, cyclopts.Parameter(name="--out")],
    source: Annotated[list[str], _Several],
    default: Annotated[list[str] | None, _Several] = None,
    bounds: Annotated[list[str] | None, _Several] = None,
    accept: Annotated[list[str] | None, _Several] = None,
    previous: bool = True,
    json: bool = False,
) -> None:
    """Build one immutable snapshot of one or more lists.

    A list needs an owner and a legal basis. OFAC, UN and EU lists have them; give them for your own:

        preclear lists build --out lists.snapshot --source un=consolidated.xml --source csv=national.csv
            --default owner="Ministry of the Interior" --default legal_basis="Border Act, section 12"

    The file appears only when it is whole, so it can replace one in use. A list that shrank or grew beyond its bounds
    against the snapshot that stands there, or that vanished, is refused until a person has looked:

        preclear lists build --out lists.snapshot --source un=consolidated.xml --bounds un=2:10 --accept un

    Parameters
    ----------
    out_
        The snapshot file to write.
    source
        KIND=PATH, repeatable. KIND is ofac (folder or advanced XML), un (XML), eu (CSV), csv (generic) or documents
        (CSV).
    default
        KEY=VALUE for every row of csv and documents lists: owner, legal_basis, expires, review, reason, list,
        published.
    bounds
        LIST=SHRINK:GROW in per cent, repeatable: how far a list may change (10:30, and never less than 5 entries).
    accept
        Names of lists whose change beyond their bounds a person has looked at.
    previous
        Compare with the snapshot that stands at --out, where there is one.
    json
        Print one JSON document.

    """
    start = time.perf_counter()
    standing = _standing(out_) if previous and out_.exists() else None
    sources = _bounded(_sources(source, default or []), bounds or [])
    with _uncollected():
        snapshot = build(sources, out_, previous=standing, accept=frozenset(accept or ()))
    seconds = round(time.perf_counter() - start, 3)
    counts = snapshot.counts
    if json:
        print_json({"snapshot": snapshot.id, **plain(counts), "seconds": seconds})
    else:
        out.print(f"Snapshot {snapshot.id} written to {out_} in {seconds} s.", markup=False, soft_wrap=True)
        _print_sources(snapshot)


def _standing(place: Path) -> Snapshot:
    try:
        return Snapshot.open(place)
    except InvalidInput as error:
        raise InvalidInput(
            f"the snapshot that stands cannot be compared with: {error.what}",
            where=str(place),
            rule=error.rule,
            mend="Mend it, or give --no-previous to build without comparing.",
        ) from error


@contextmanager
def _uncollected() -> Iterator[None]:
    """No cycles are made while lists are read, and looking for some takes a third of the time of a large build."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _sources(sources: Iterable[str], default: Iterable[str]) -> list[SourceSpec]:
    defaults = dict(_halves(default, "--default"))
    return [SourceSpec(kind=kind, path=Path(path), defaults=defaults) for kind, path in _halves(sources, "--source")]


def _bounded(sources: list[SourceSpec], bounds: Iterable[str]) -> list[SourceSpec]:
    """The sources with the bounds that were given for their lists."""
    given = {name: Bounds.parse(text) for name, text in _halves(bounds, "--bounds")}
    names = sorted({source.name for source in sources})
    if unknown := sorted(given.keys() - set(names)):
        raise InvalidInput(
            f"{unknown[0][:80]!r} is no list of this build", where="--bounds", mend=f"Lists: {', '.join(names)}."
        )
    return [replace(source, bounds=given.get(source.name, source.bounds)) for source in sources]


@app.command
def show(snapshot: Path, *, json: bool = False) -> None:
    """Show what a snapshot holds: its lists, owners, legal bases, ages, bounds and numbers of entries.

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
    workers: int = 0,
    json: bool = False,
) -> None:
    """Screen people, one JSON object a line, and write one answer a line in the same order.

    A row has an ``id`` and a ``name`` (or ``surname`` and ``given_names``), and may have ``native_name``,
    ``father_name``, ``birth_date``, ``nationality``, ``document_number`` and ``issuing_state``:

        echo '{"id": "1", "name": "Arkadi Testov", "birth_date": "1971-04-05"}' > people.jsonl
        preclear lists screen --snapshot lists.snapshot --queries people.jsonl --out answers.jsonl

    A row that cannot be used has an ``error`` and no candidates, and the work goes on. A large file is screened on
    all cores, in processes that share the snapshot; the answers are the same.

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
    workers
        How many processes screen; 0 for one a core where the file is large enough to pay for starting them.
    json
        Print the totals as one JSON document.

    """
    for option, value in (("--top", top), ("--workers", workers)):
        if value < 0:
            raise InvalidInput("is negative", where=option, mend="Give 0 or more.")
    if workers > MOST_WORKERS:
        raise InvalidInput(f"is more than {MOST_WORKERS}", where="--workers", mend="Give one a core.")
    opened = Snapshot.open(snapshot)
    if out_.exists() and out_.samefile(snapshot):
        raise InvalidInput("is the snapshot itself", where="--out", mend="Name another file for the answers.")
    totals = _Totals()
    with _opened(queries) as file, _written_aside(out_) as answers:
        several = workers or (cores() if queries.stat().st_size >= LARGE else 1)
        screened = screen_many(snapshot, opened, rows_of(file), top=top, workers=several)
        for answer in _with_progress(screened, queries.stat().st_size):
            totals.count(answer)
            answers.write(answer.line + b"\n")
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

    def count(self, answer: Answered) -> None:
        self.rows += 1
        self.errors += answer.failed
        self.alerted += answer.alerted


def _with_progress(answers: Generator[Answered, None, None], size: int) -> Iterator[Answered]:
    """The answers, on a terminal with a bar, rows a second and the time left."""
    columns = (
        TextColumn("Screening"), BarColumn(), TaskProgressColumn(), TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )  # fmt: skip
    start = time.perf_counter()
    with closing(answers), Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as progress:
        task = progress.add_task("", total=size, rate="")
        for number, answer in enumerate(answers, 1):
            rate = number / max(time.perf_counter() - start, 1e-6)
            progress.update(task, advance=answer.size, rate=f"{rate:,.0f} rows/s")
            yield answer


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
    """A file that takes its name only when all of it is written; a device or a pipe is written to as it is."""
    if path.exists() and not path.is_file():
        with _written_through(path) as file:
            yield file
        return
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


@contextmanager
def _written_through(path: Path) -> Iterator[BinaryIO]:
    try:
        with path.open("wb") as file:
            yield file
    except OSError as error:
        raise Unavailable(f"{path} cannot be written: {error.strerror}") from error


def _print_sources(snapshot: Snapshot) -> None:
    owners = Table("List", "Owner", "Legal basis", "Published", "May change")
    counts = Table("List", *(Column(name, justify="right") for name in ("Entities", "Names", "Documents", "Expired")))
    for source in snapshot.sources:
        published = source.published.isoformat() if source.published else "not stated"
        owners.add_row(source.list, source.owner, source.legal_basis, published, source.bounds)
        numbers = (source.entities, source.names, source.documents, source.expired)
        counts.add_row(source.list, *(f"{number:,}" for number in numbers))
    out.print(owners)
    out.print(counts)
