"""Building a snapshot from lists."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from preclear.errors import InvalidInput
from preclear.screening import snapshot_file
from preclear.screening.entries import ParsedList
from preclear.screening.snapshot import Snapshot
from preclear.screening.sources.catalogue import SourceSpec, read


def build(sources: Iterable[SourceSpec], out: Path | str, *, as_of: date | None = None) -> Snapshot:
    """Read lists, write them as one immutable snapshot file at ``out``, and open it.

    Entries whose last day lies before ``as_of`` (today in UTC, if None) are left out and counted. The same lists as
    of the same day give the same id. ``InvalidInput`` names the file and line that cannot be used, and then nothing
    is written; ``Unavailable`` where the disk refuses.
    """
    on = as_of or datetime.now(UTC).date()
    lists = [read(source, on) for source in sources]
    if not lists:
        raise InvalidInput("no list to build from", where="--source", mend="Give at least one KIND=PATH.")
    snapshot_file.write(_named_apart(lists), Path(out))
    return Snapshot.open(out)


def _named_apart(lists: list[ParsedList]) -> list[ParsedList]:
    """Two lists of one name would make their entries look alike: the second one is numbered."""
    seen: dict[str, int] = {}
    named = []
    for parsed in lists:
        seen[parsed.name] = seen.get(parsed.name, 0) + 1
        number = seen[parsed.name]
        named.append(parsed if number == 1 else replace(parsed, name=f"{parsed.name}-{number}"))
    return named
