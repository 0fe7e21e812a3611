"""Screening at a million names: build, open, ask; each in a process of its own, so that memory is its own.

    python benchmarks/screening_scale.py build NAMES.csv SNAPSHOT
    python benchmarks/screening_scale.py ask SNAPSHOT QUERIES.jsonl
    python benchmarks/screening_scale.py tantivy NAMES.csv QUERIES.jsonl

Each prints one JSON object. Queries are asked one after the other, on one core.
"""

# ruff: noqa: INP001, T201 -- a script, no package, that prints

from __future__ import annotations

import csv
import json
import resource
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from preclear.model.dates import PartialDate
from preclear.model.screening import ScreeningQuery
from preclear.screening import Snapshot, SourceSpec, build
from preclear.writing.scripts import fold

_WARMING = 200
_TOP = 25
_OWNED = {"owner": "whoever measures", "legal_basis": "made for measuring only", "list": "generated"}


def step_build(names: Path, out: Path) -> dict[str, Any]:
    """Build a snapshot of a CSV list."""
    start = time.perf_counter()
    snapshot = build([SourceSpec(kind="csv", path=names, defaults=_OWNED)], out)
    return {"seconds": _since(start), "names": snapshot.counts.names, "bytes": _size(out), "peak_mb": _peak()}


def step_ask(out: Path, queries: Path) -> dict[str, Any]:
    """Open a snapshot and ask."""
    start = time.perf_counter()
    snapshot = Snapshot.open(out)
    opened, resident = _since(start), _resident()
    asked = [json.loads(line) for line in queries.read_text("utf-8").splitlines()]

    def ask(row: dict[str, Any]) -> Sequence[str]:
        born = PartialDate.parse(row["born"]) if row["born"] else None
        query = ScreeningQuery(id=row["id"], name=row["name"], birth_date=born)
        return [match.entity for match in snapshot.screen(query, _TOP).candidates]

    return {
        "open_seconds": opened,
        "open_mb": resident,
        **_timed(asked, ask),
        "asked_mb": _resident(),
        "peak_mb": _peak(),
    }


def step_tantivy(names: Path, queries: Path) -> dict[str, Any]:
    """The same names in an index of 3-grams: candidates only, no comparison and no reason."""
    import tantivy

    start = time.perf_counter()
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("entity", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("name", stored=False, tokenizer_name="grams", index_option="freq")
    schema = builder.build()
    index = tantivy.Index(schema)
    analyser = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.ngram(3, 3, prefix_only=False)).build()
    index.register_tokenizer("grams", analyser)
    writer = index.writer(heap_size=200_000_000, num_threads=1)
    with names.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            writer.add_document(tantivy.Document(entity=row["entity_id"], name=fold(row["name"])))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    built, searcher = _since(start), index.searcher()

    def ask(row: dict[str, Any]) -> Sequence[str]:
        text = fold(row["name"])
        grams = {text[at : at + 3] for at in range(len(text) - 2)}
        terms = [(tantivy.Occur.Should, tantivy.Query.term_query(schema, "name", gram)) for gram in sorted(grams)]
        hits = searcher.search(tantivy.Query.boolean_query(terms), _TOP).hits
        return [searcher.doc(address)["entity"][0] for _, address in hits]

    asked = [json.loads(line) for line in queries.read_text("utf-8").splitlines()]
    return {"seconds": built, **_timed(asked, ask), "peak_mb": _peak()}


def _timed(rows: Sequence[dict[str, Any]], ask: Callable[[dict[str, Any]], Sequence[str]]) -> dict[str, Any]:
    for row in rows[:_WARMING]:
        ask(row)
    millis, found = [], {"wanted": 0, "found": 0}
    for row in rows[_WARMING:]:
        start = time.perf_counter()
        answers = ask(row)
        millis.append((time.perf_counter() - start) * 1000)
        found["wanted"] += bool(row["wanted"])
        found["found"] += row["wanted"] in answers
    ordered = sorted(millis)
    return {
        "p50_ms": ordered[len(ordered) // 2],
        "p99_ms": ordered[len(ordered) * 99 // 100],
        "most_ms": ordered[-1],
        "queries_a_second": 1000 * len(ordered) / sum(ordered),
        **found,
    }


def _since(start: float) -> float:
    return time.perf_counter() - start


def _size(path: Path) -> int:
    return sum(file.stat().st_size for file in path.rglob("*")) if path.is_dir() else path.stat().st_size


def _peak() -> float:
    """The most memory that this process has had resident, in megabytes."""
    if (found := _status("VmHWM")) is not None:  # the system's other count takes over what the parent had
        return found
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def _resident() -> float:
    """The memory that this process has resident now, in megabytes; the most it has had where no system says."""
    found = _status("VmRSS")
    return _peak() if found is None else found


def _status(key: str) -> float | None:
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith(key)), None)


if __name__ == "__main__":
    steps: dict[str, Callable[[Path, Path], dict[str, Any]]] = {
        "build": step_build,
        "ask": step_ask,
        "tantivy": step_tantivy,
    }
    print(json.dumps(steps[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))))
