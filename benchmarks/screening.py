"""Measure screening beside nomenklatura's logic-v1 and logic-v2, in one run and on the same samples.

    python benchmarks/screening.py [--lists DIR --labelled DIR] [--names 1000000] [--quick]

DIR with the lists has ``ofac/`` and ``un/consolidated.xml``, DIR with labelled names the files that
``preclear lists calibrate --help`` names; without them ``PRECLEAR_SHARED`` or ``../shared/data`` is looked into.

Quality: recall of listed people under altered names by kind of alteration, and alerts per 1,000 honest people by name
culture, with 95 % intervals: each system at its own threshold for a recall of 0.98 of the names altered within the
Latin script (by name alone for the column by name, with the birth date for the other), and ours as shipped. Only the
half of the names is asked that takes no part in tuning. Scale: a list of generated names, built, opened and asked in
processes of their own, on one core; candidates of an index of 3-grams (tantivy) beside it. Without the peers, what can
be measured without them is.
"""

# ruff: noqa: INP001, T201 -- a script, no package, that prints

from __future__ import annotations

import argparse
import csv
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from random import Random
from typing import Any

import screening_peers
from screening_names import people, pools

from preclear.screening import Snapshot, build
from preclear.screening.measuring.alterations import TYPING, parts
from preclear.screening.measuring.calibrating import (
    REFERENCE_CULTURE,
    Figures,
    Measured,
    figures,
    measure,
    spellings,
)
from preclear.screening.measuring.intervals import Interval
from preclear.screening.measuring.labelled import AS_OF, Material, gather
from preclear.screening.measuring.samples import HONEST, REPORT
from preclear.screening.measuring.trials import asking

OURS = "preclear"
_RECALL = 0.98
_BESIDE = Path(__file__).resolve().parents[2] / "shared" / "data"
_SCALE = Path(__file__).with_name("screening_scale.py")


def main() -> None:
    """Build, ask, compare, print."""
    shared = Path(os.environ.get("PRECLEAR_SHARED", _BESIDE)) / "screening"
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--lists", type=Path, default=shared / "lists")
    options.add_argument("--labelled", type=Path, default=shared / "labelled")
    options.add_argument("--names", type=int, default=1_000_000, help="names of the generated list")
    options.add_argument("--quick", action="store_true", help="fewer samples, 50,000 names")
    given = options.parse_args()
    if not given.labelled.is_dir():
        raise SystemExit(f"no labelled names at {given.labelled}: give --lists and --labelled, or set PRECLEAR_SHARED")
    most, clean = (100, 100) if given.quick else (300, 400)
    material = gather(given.lists, given.labelled, most=most, clean=clean)
    with tempfile.TemporaryDirectory() as folder:
        _quality(material, Path(folder))
        _scale(material, given.labelled, Path(folder), min(given.names, 50_000) if given.quick else given.names)


def _quality(material: Material, folder: Path) -> None:
    start = time.perf_counter()
    snapshot = build(material.sources, folder / "lists.snapshot", as_of=AS_OF)
    print(f"lists: {snapshot.counts.entities} entities, built in {time.perf_counter() - start:.2f} s")
    measured = {OURS: _ours(material, snapshot, folder)}
    if screening_peers.INSTALLED:
        entities = screening_peers.Entities(material)
        samples = [sample for sample in material.samples if sample.half == REPORT]
        for name in screening_peers.NAMES:
            start = time.perf_counter()
            measured[name] = screening_peers.measure(name, samples, entities, asking(snapshot))
            print(f"{name}: {time.perf_counter() - start:.0f} s")
    else:
        print("nomenklatura is not installed: `make bench-screening` sets it up. Ours alone:")
    _compare(measured)


def _ours(material: Material, snapshot: Snapshot, folder: Path) -> Measured:
    start = time.perf_counter()
    found = measure(material.samples, REPORT, asking(snapshot), asking(spellings(material, folder)))
    print(f"{OURS}: {time.perf_counter() - start:.0f} s")
    return found


def _compare(measured: Mapping[str, Measured]) -> None:
    at = {name: (one.threshold(_RECALL), one.dated_threshold(_RECALL)) for name, one in measured.items()}
    columns: dict[str, Figures] = {f"{OURS} as shipped": figures(measured[OURS], None)}
    for name, one in measured.items():
        columns[f"{name} at {_RECALL}"] = figures(one, *at[name])
    for dated in (False, True):
        by = "with birth date" if dated else "by name alone"
        print(f"\nrecall, per cent, {by}")
        _print_rows({name: _rows(one, "recall", dated=dated) for name, one in columns.items()}, 100)
        print(f"\nalerts per 1,000 honest people, {by}")
        _print_rows({name: _rows(one, "alerts", dated=dated) for name, one in columns.items()}, 1000)
    print(f"\nalert rate by name alone, times that of {REFERENCE_CULTURE}")
    _print_rows({name: one.ratios for name, one in columns.items()}, 1)
    _print_verdicts({name: _rows(one, "alerts", dated=False) for name, one in columns.items()})


def _rows(of: Figures, what: str, *, dated: bool) -> dict[str, Interval]:
    rows = of.recall if what == "recall" else of.alerts
    return {row.label: (row.dated if dated else row.named).interval for row in rows}


def _print_rows(columns: Mapping[str, Mapping[str, Interval]], scale: int) -> None:
    print("  " + " " * 26 + "".join(f"{name:>26}" for name in columns))
    labels = dict.fromkeys(label for rows in columns.values() for label in rows)
    for label in labels:
        cells = (_text(rows[label].times(scale)) if label in rows else "-" for rows in columns.values())
        print(f"  {label:26}" + "".join(f"{cell:>26}" for cell in cells))


def _print_verdicts(alerts: Mapping[str, Mapping[str, Interval]]) -> None:
    ours = alerts[f"{OURS} at {_RECALL}"]
    for name, theirs in alerts.items():
        if not name.startswith(OURS):
            apart = [label for label, interval in theirs.items() if label in ours and ours[label].below(interval)]
            print(f"fewer alerts than {name}, with intervals apart: {', '.join(apart) or 'nowhere'}")


def _text(interval: Interval) -> str:
    return f"{interval.estimate:.1f} [{interval.low:.1f}-{interval.high:.1f}]"


def _scale(material: Material, labelled: Path, folder: Path, count: int) -> None:
    names, queries = folder / "generated.csv", folder / "queries.jsonl"
    listed = list(people(pools(labelled), count, seed=1))
    with names.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("entity_id", "name", "kind", "birth_date"))
        writer.writerows((f"G{at}", name, "primary", born) for at, (name, born) in enumerate(listed))
    queries.write_text("".join(f"{json.dumps(row)}\n" for row in _questions(material, listed)), encoding="utf-8")
    print(f"\n{count} generated names, one core")
    _print_step("build", names, folder / "generated.snapshot")
    _print_step("ask", folder / "generated.snapshot", queries)
    if importlib.util.find_spec("tantivy"):
        _print_step("tantivy", names, queries)


def _questions(material: Material, listed: list[tuple[str, str]]) -> list[dict[str, Any]]:
    """Honest people of every culture, and every third one a listed name with a typing error; shuffled."""
    chance = Random(2)  # noqa: S311 -- repeatable, not secret
    honest = [sample for sample in material.samples if sample.group == HONEST and not sample.document_number]
    rows: list[dict[str, Any]] = [
        {"id": sample.id, "name": sample.name, "born": str(sample.born or ""), "wanted": ""}
        for sample in chance.sample(honest, min(1600, len(honest)))
    ]
    for at in chance.sample(range(len(listed)), 800):
        changed = TYPING[chance.choice(list(TYPING))](parts(listed[at][0]), chance)
        rows.append({"id": f"w{at}", "name": changed or listed[at][0], "born": "", "wanted": f"G{at}"})
    chance.shuffle(rows)
    return rows


def _print_step(*step: str | Path) -> None:
    done = subprocess.run([sys.executable, _SCALE, *step], capture_output=True, text=True, check=False)  # noqa: S603 -- this script's own half
    if done.returncode:
        raise SystemExit(done.stderr)
    found: dict[str, float] = json.loads(done.stdout)
    print(
        f"  {step[0]}: "
        + ", ".join(f"{key} {value:,.3g}" if value < 100 else f"{key} {value:,.0f}" for key, value in found.items())
    )


if __name__ == "__main__":
    main()
