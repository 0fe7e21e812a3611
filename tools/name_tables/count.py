"""Count how frequent name parts are, region by region, and write ``src/preclear/screening/tables/name_parts.tsv``.

    python tools/name_tables/count.py LABELLED OUT [--half even]

LABELLED holds ``arabic_latin.csv.gz``, ``clean_global.csv.gz`` and ``clean_mixed.csv.gz`` (see the notice beside the
table for where they come from). A part's share is that in the region where it is largest, counted over its sound;
parts seen once are left out. ``--half even`` counts rows whose SHA-256 of the name is even, so that the others can be
measured without having been seen.
"""

# ruff: noqa: INP001 -- a script, no package

from __future__ import annotations

import argparse
import csv
import gzip
import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from math import log
from pathlib import Path

from preclear.writing.names import analyse
from preclear.writing.sounds import sound

REGIONS = {"PK": "south", "AF": "south", "IR": "iran"} | dict.fromkeys(("DZ", "TN", "MA", "LY"), "maghreb")
SEEN_ONCE = 0.6


def main() -> None:
    """Count and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("labelled", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--half", choices=("even", "all"), default="all")
    given = parser.parse_args()
    people: Counter[str] = Counter()
    bearers: dict[str, Counter[str]] = defaultdict(Counter)
    written: dict[str, Counter[str]] = defaultdict(Counter)
    for region, name in names(given.labelled):
        if given.half == "even" and hashlib.sha256(name.encode()).digest()[0] & 1:
            continue
        people[region] += 1
        parts = set(analyse(name).tokens)
        for part in parts:
            written[sound(part)][part] += 1
        for key in {sound(part) for part in parts}:
            bearers[key][region] += 1
    lines = sorted(
        f"{part}\t{round(-10 * log(share(counts, people)))}"
        for key, counts in bearers.items()
        if sum(counts.values()) > 1
        for part, times in written[key].items()
        if len(part) > 1 and (times > 1 or len(written[key]) < 4)
    )
    head = f"# name part, ten times its rarity in nats; counted over {sum(people.values()):,} names\n"
    given.out.write_text(head + "".join(f"{line}\n" for line in lines), encoding="utf-8")
    print(len(lines), "parts,", dict(people))  # noqa: T201 -- a script reports


def share(counts: Counter[str], people: Counter[str]) -> float:
    """The share of people who bear a part, in the region where it is largest."""
    return max(max(count - SEEN_ONCE, 0.4) / people[region] for region, count in counts.items())


def names(labelled: Path) -> Iterator[tuple[str, str]]:
    """Region and name of every row, each name once; both scripts are regions of their own."""
    seen = set()
    for row in rows(labelled / "arabic_latin.csv.gz"):
        region = REGIONS.get(row["country"], "arabia")
        for place, name in ((region, row["latin"]), (f"{region} script", row["script_name"])):
            if (place, name) not in seen:
                seen.add((place, name))
                yield place, name
    for file in ("clean_global.csv.gz", "clean_mixed.csv.gz"):
        for row in rows(labelled / file):
            yield "global", row["full_name"]


def rows(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a packed CSV file."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from csv.DictReader(file)


if __name__ == "__main__":
    main()
