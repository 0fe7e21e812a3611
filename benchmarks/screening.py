"""Measure screening on real lists: what an officer feels, and how long a query takes.

    python benchmarks/screening.py --lists DIR --labelled DIR

DIR with the lists has ``ofac/`` and ``un/consolidated.xml``. DIR with labelled names has ``un_treated.csv.gz``
(``listed_name,treated_name,birth_date,changed``), ``clean_global.csv.gz`` (``full_name,...,date_of_birth``) and
``arabic_latin.csv.gz`` (``script_name,latin,latin_lang,country,source``). Prints recall on altered names, alerts per
1,000 clean people with 95 % Wilson intervals by name culture, and milliseconds a query. Only the clean rows of even
number are measured, so that the others can be used to tune.
"""

# ruff: noqa: INP001 -- a script, no package

from __future__ import annotations

import argparse
import csv
import gzip
import random
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from preclear.model.dates import PartialDate
from preclear.model.screening import ScreeningQuery
from preclear.screening import Snapshot, SourceSpec, build

Person = tuple[str, PartialDate | None]


def main() -> None:
    """Build, measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--lists", type=Path, required=True)
    arguments.add_argument("--labelled", type=Path, required=True)
    arguments.add_argument("--most", type=int, default=1500, help="clean people of each culture")
    given = arguments.parse_args()
    snapshot = _built(given.lists)
    _print_recall(snapshot, rows(given.labelled / "un_treated.csv.gz"))
    clean = [(row["full_name"], day(row["date_of_birth"])) for row in rows(given.labelled / "clean_global.csv.gz")]
    _print_alerts(snapshot, "global", clean[::2][: given.most])
    names = rows(given.labelled / "arabic_latin.csv.gz")
    for state in ("PK", "AF", "IR", "SA"):
        latin = sorted({row["latin"] for row in names if row["country"] == state})
        script = sorted({row["script_name"] for row in names if row["country"] == state})
        _print_alerts(snapshot, f"{state} latin", born_sometime(latin[::2][: given.most]))
        _print_alerts(snapshot, f"{state} script", born_sometime(script[::2][: given.most]))


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a packed CSV file."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def day(text: str) -> PartialDate | None:
    """A date, or None for what is none."""
    try:
        return PartialDate.parse(text)
    except ValueError:
        return None


def born_sometime(names: Iterable[str]) -> list[Person]:
    """Names with invented birth dates, the same in every run."""
    chance = random.Random(20260101)  # noqa: S311 -- repeatable, not secret
    return [
        (name, PartialDate(chance.randint(1950, 2005), chance.randint(1, 12), chance.randint(1, 28))) for name in names
    ]


def _built(lists: Path) -> Snapshot:
    sources = [
        SourceSpec(kind="ofac", path=lists / "ofac"),
        SourceSpec(kind="un", path=lists / "un" / "consolidated.xml"),
    ]
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        snapshot = build(sources, Path(folder) / "snapshot")
        seconds = time.perf_counter() - start
    print(f"build {seconds:.2f} s, {snapshot.counts}")  # noqa: T201 -- a benchmark prints
    return snapshot


def _print_recall(snapshot: Snapshot, treated: Sequence[dict[str, str]]) -> None:
    for label, altered in (("altered", "1"), ("identical", "0")):
        people = [
            (row["treated_name"], row["listed_name"], row["birth_date"]) for row in treated if row["changed"] == altered
        ]
        by_name = sum(_found(snapshot, name, listed, None) for name, listed, _ in people)
        dated = sum(_found(snapshot, name, listed, day(born)) for name, listed, born in people)
        print(f"recall {label}: name {by_name}/{len(people)}, with birth date {dated}/{len(people)}")  # noqa: T201 -- as above


def _found(snapshot: Snapshot, name: str, listed: str, born: PartialDate | None) -> bool:
    wanted = {match.entity for match in snapshot.screen(ScreeningQuery(id="w", name=listed)).candidates[:1]}
    answer = snapshot.screen(ScreeningQuery(id="q", name=name, birth_date=born))
    return any(match.entity in wanted for match in answer.alerts)


def _print_alerts(snapshot: Snapshot, label: str, people: Sequence[Person]) -> None:
    millis: list[float] = []
    named = dated = 0
    for name, born in people:
        start = time.perf_counter()
        named += bool(snapshot.screen(ScreeningQuery(id="q", name=name)).alerts)
        millis.append((time.perf_counter() - start) * 1000)
        dated += bool(snapshot.screen(ScreeningQuery(id="q", name=name, birth_date=born)).alerts)
    millis.sort()
    low, high = wilson(named, len(people))
    print(  # noqa: T201 -- as above
        f"alerts/1000 {label}: name {1000 * named / len(people):.1f} [{low:.1f}-{high:.1f}], with birth date "
        f"{1000 * dated / len(people):.1f}; p50 {millis[len(millis) // 2]:.2f} ms, "
        f"p99 {millis[-len(millis) // 100]:.2f} ms"
    )


def wilson(count: int, total: int) -> tuple[float, float]:
    """The 95 % Wilson interval of a share, per thousand."""
    z = 1.96
    share = count / total
    middle = share + z * z / (2 * total)
    width = z * (share * (1 - share) / total + z * z / (4 * total * total)) ** 0.5
    scale = 1000 / (1 + z * z / total)
    return (middle - width) * scale, (middle + width) * scale


if __name__ == "__main__":
    main()
