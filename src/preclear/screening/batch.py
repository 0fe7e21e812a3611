"""Many people at once: rows of JSON Lines in, one answer row for each out, in the same order.

A row that cannot be used becomes a row with an ``error``, and the work goes on. It has no candidates, for nobody was
looked up: whoever reads the answers looks at ``error`` first.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any, BinaryIO, NamedTuple

from preclear.errors import InvalidInput, PreclearError
from preclear.screening.queries import MOST_BYTES, parse
from preclear.screening.snapshot import Snapshot
from preclear.writing.plain import plain

_ID = re.compile(rb'"id"\s*:\s*("(?:[^"\\]|\\.){1,500}"|-?\d{1,40})')


class Answered(NamedTuple):
    """The answer to one row, as a line of JSON without its end.

    ``alerted`` says that an officer should look, ``failed`` that the row could not be used. ``size`` is how many bytes
    of the input it took.
    """

    line: bytes
    alerted: bool
    failed: bool
    size: int


def rows_of(file: BinaryIO) -> Iterator[bytes]:
    """The lines of a file, in bounded memory. A line that is too long comes cut, and is refused as a row later."""
    while line := file.readline(MOST_BYTES + 2):
        rest = line
        while not rest.endswith(b"\n") and (rest := file.readline(MOST_BYTES)):
            pass
        yield line


def answer_rows(snapshot: Snapshot, rows: Iterable[bytes], top: int = 10) -> Iterator[Answered]:
    """Screen each row against one snapshot, in this process. Empty lines are no rows.

    ``micros`` of an answer is the time from the row read to the row ready.
    """
    for row in rows:
        if row.strip():
            yield _answered(snapshot, row, top)


def _answered(snapshot: Snapshot, row: bytes, top: int) -> Answered:
    start = time.perf_counter_ns()
    try:
        query = parse(row)
    except PreclearError as error:
        where = error.where if isinstance(error, InvalidInput) else ""
        why = {"code": error.code, "message": str(error), "where": where}
        known: dict[str, Any] = {"id": _id_in(row), "error": why, "candidates": []}
        return Answered(_line(known, snapshot, start), alerted=False, failed=True, size=len(row))
    answer = snapshot.screen(query, top)
    known = {"id": answer.id, "candidates": plain(answer.candidates)}
    return Answered(_line(known, snapshot, start), alerted=bool(answer.alerts), failed=False, size=len(row))


def _line(row: dict[str, Any], snapshot: Snapshot, start: int) -> bytes:
    """The row as JSON, with the snapshot that answered and the time since ``start`` (both last)."""
    text = json.dumps({**row, "snapshot": snapshot.id}, ensure_ascii=False, separators=(",", ":"))
    micros = (time.perf_counter_ns() - start) // 1000
    return f'{text[:-1]},"micros":{micros}}}'.encode()


def _id_in(row: bytes) -> str | None:
    """The id of a row that cannot be used, where it can still be read."""
    found = _ID.search(row[:MOST_BYTES])
    if found is None:
        return None
    with suppress(ValueError):
        return str(json.loads(found[1])).encode("utf-8", "replace").decode()
    return None
