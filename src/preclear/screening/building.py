"""Building a snapshot from lists."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import chain, count
from pathlib import Path

from preclear.errors import InvalidInput
from preclear.screening import snapshot_file
from preclear.screening.bounds import check
from preclear.screening.entries import ParsedList
from preclear.screening.snapshot import Snapshot
from preclear.screening.sources.catalogue import SourceSpec, read


def build(
    sources: Iterable[SourceSpec],
    out: Path | str,
    *,
    as_of: date | None = None,
    previous: Snapshot | None = None,
    accept: Collection[str] = frozenset(),
) -> Snapshot:
    """Read lists, write them as one immutable snapshot file at ``out``, and open it.

    Entries whose last day lies before ``as_of`` (today in UTC, if None) are left out and counted. The same lists as
    of the same day give the same id. A list that changed beyond its bounds against ``previous``, or vanished, is
    refused, unless ``accept`` names it. ``InvalidInput`` names the file and line that cannot be used, or what
    changed, and then nothing is written; ``Unavailable`` where the disk refuses.
    """
    on = as_of or datetime.now(UTC).date()
    specs = list(sources)
    if not specs:
        raise InvalidInput("no list to build from", where="--source", mend="Give at least one KIND=PATH.")
    lists = _named_apart([read(spec, on) for spec in specs])
    bounds = {parsed.name: spec.bounds for spec, parsed in zip(specs, lists, strict=True)}
    check(previous.sources if previous else (), [parsed.source for parsed in lists], bounds, accept)
    snapshot_file.write(lists, Path(out))
    return Snapshot.open(out)


def _named_apart(lists: list[ParsedList]) -> list[ParsedList]:
    """Two lists of one name would make their entries look alike: the second one is numbered."""
    taken: set[str] = set()
    named = []
    for parsed in lists:
        names = chain([parsed.name], (f"{parsed.name}-{number}" for number in count(2)))
        name = next(name for name in names if name not in taken)
        taken.add(name)
        named.append(replace(parsed, name=name))
    return named
