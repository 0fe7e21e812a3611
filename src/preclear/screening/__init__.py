"""Screening: names and document numbers against lists that somebody owns and answers for.

>>> from pathlib import Path
>>> from preclear.screening import SourceSpec
>>> SourceSpec(kind="un", path=Path("consolidated.xml")).kind
'un'

``build`` makes an immutable snapshot of lists, ``Snapshot.open(path).screen(query)`` looks a person up in it.
"""

from preclear.screening.building import build
from preclear.screening.entries import ListedDocument, ListEntry
from preclear.screening.snapshot import Changes, DocumentMatch, Snapshot, changes
from preclear.screening.sources.catalogue import SourceSpec

__all__ = ["Changes", "DocumentMatch", "ListEntry", "ListedDocument", "Snapshot", "SourceSpec", "build", "changes"]
