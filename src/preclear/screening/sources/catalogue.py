"""Which kinds of list can be read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from preclear.errors import InvalidInput
from preclear.screening.bounds import Bounds
from preclear.screening.entries import ParsedList
from preclear.screening.reading import clean
from preclear.screening.sources import documents, eu, generic, ofac, un

Reader = Callable[[Path, Mapping[str, str], date], ParsedList]
READERS: dict[str, Reader] = {
    "ofac": ofac.read,
    "un": un.read,
    "eu": eu.read,
    "csv": generic.read,
    "documents": documents.read,
}
DEFAULTS = frozenset({"owner", "legal_basis", "expires", "review", "reason", "list", "published"})
_NAMED_BY_FILE = frozenset({"csv", "documents"})


@dataclass(frozen=True, kw_only=True)
class SourceSpec:
    """A list to build from: its kind (see ``READERS``), where it lies, and what holds for all of its rows.

    ``defaults`` may give ``owner``, ``legal_basis``, ``expires``, ``review``, ``reason``, ``list`` (its name) and
    ``published`` (the day of the list itself) to the kinds ``csv`` and ``documents``; the others know their own.
    ``bounds`` say how far the list may shrink or grow against the one that stands.
    """

    kind: str
    path: Path
    defaults: Mapping[str, str] = field(default_factory=dict)
    bounds: Bounds = field(default_factory=Bounds)

    @property
    def name(self) -> str:
        """The name of the list: that of its kind, or for the kinds without an owner of their own that of its file."""
        by_file = clean(self.defaults.get("list", "")) or Path(self.path).stem
        return by_file if self.kind in _NAMED_BY_FILE else self.kind


def read(source: SourceSpec, on: date) -> ParsedList:
    """Read one list as of a day; ``InvalidInput`` for an unknown kind or default, and for what the reader refuses.

    A list that holds nothing at all is refused: it is a failed download, and never "nobody is listed".
    """
    if source.kind not in READERS:
        raise InvalidInput(
            f"{source.kind!r} is no kind of list", where="--source", mend=f"Known kinds: {', '.join(READERS)}."
        )
    if unknown := sorted(source.defaults.keys() - DEFAULTS):
        raise InvalidInput(
            f"{unknown[0]!r} cannot be a default", where="--default", mend=f"Known: {', '.join(sorted(DEFAULTS))}."
        )
    defaults = {key: clean(value) for key, value in source.defaults.items()}
    parsed = READERS[source.kind](Path(source.path), defaults, on)
    if not (parsed.entries or parsed.documents or parsed.stored or parsed.expired):
        raise InvalidInput(
            "holds no entry", where=str(source.path), rule="lists: an empty list is refused", mend="Fetch it again."
        )
    _check_ids(parsed, str(source.path))
    return replace(parsed, kind=source.kind, built=on, bounds=str(source.bounds))


def _check_ids(parsed: ParsedList, where: str) -> None:
    """An entity is known by its id: two of one id would answer for each other."""
    seen: set[str] = set()
    for entry in parsed.entries:
        if entry.id in seen:
            raise InvalidInput(
                f"entity {entry.id[:40]} stands twice",
                where=where,
                rule="lists: one id an entity",
                mend="Fetch it again.",
            )
        seen.add(entry.id)
