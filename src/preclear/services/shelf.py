"""Evidence as it comes in, numbered in the order of asking."""

from __future__ import annotations

from datetime import datetime

from preclear.model.dossier import Evidence, Source


class Shelf:
    """Evidence in the order in which it was asked for; each gets the next number."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self.items: list[Evidence] = []

    def keep(self, kind: str, source: Source, summary: str = "", unavailable: str = "") -> str:
        """Put one thing on the shelf; returns its id."""
        id_ = f"e{len(self.items) + 1:02}"
        self.items.append(
            Evidence(id=id_, kind=kind, source=source, as_of=self.at, summary=summary, unavailable=unavailable)
        )
        return id_
