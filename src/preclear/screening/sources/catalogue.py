"""Which kinds of list can be read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from preclear.errors import InvalidInput
from preclear.screening.entries import ParsedList
from preclear.screening.sources import documents, eu, generic, ofac, un

Reader = Callable[[Path, Mapping[str, str], date], ParsedList]
READERS: dict[str, Reader] = {
    "ofac": ofac.read,
    "un": un.read,
    "eu": eu.read,
    "csv": generic.read,
    "documents": documents.read,
}
DEFAULTS = frozenset({"owner", "legal_basis", "expires", "reason", "list"})


@dataclass(frozen=True, kw_only=True)
class SourceSpec:
    """A list to build from: its kind (see ``READERS``), where it lies, and what holds for all of its rows.

    ``defaults`` may give ``owner``, ``legal_basis``, ``expires``, ``reason`` and ``list`` (its name) to the kinds
    ``csv`` and ``documents``; the others know their own.
    """

    kind: str
    path: Path
    defaults: Mapping[str, str] = field(default_factory=dict)


def read(source: SourceSpec, on: date) -> ParsedList:
    """Read one list as of a day; ``InvalidInput`` for an unknown kind or default, and for what the reader refuses."""
    if source.kind not in READERS:
        raise InvalidInput(
            f"{source.kind!r} is no kind of list", where="--source", mend=f"Known kinds: {', '.join(READERS)}."
        )
    if unknown := sorted(source.defaults.keys() - DEFAULTS):
        raise InvalidInput(
            f"{unknown[0]!r} cannot be a default", where="--default", mend=f"Known: {', '.join(sorted(DEFAULTS))}."
        )
    return READERS[source.kind](Path(source.path), source.defaults, on)
