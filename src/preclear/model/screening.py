"""What the screening library is asked, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass

from preclear.model.dates import PartialDate


@dataclass(frozen=True, kw_only=True)
class ScreeningQuery:
    """Who is looked up. All of it recognises a person; none of it judges one.

    ``nationality`` can only corroborate: it never raises a score.
    """

    id: str
    name: str
    native_name: str | None = None
    father_name: str | None = None
    birth_date: PartialDate | None = None
    nationality: tuple[str, ...] = ()
    document_number: str | None = None
    issuing_state: str | None = None


@dataclass(frozen=True, kw_only=True)
class PossibleMatch:
    """A list entry that may be the same person. A person decides whether it is.

    ``score`` lies in 0..1 and orders; ``alert`` says that an officer should look; ``why`` are whole sentences.
    ``owner`` and ``legal_basis`` are the list's; ``list_reason`` is the entry's own reason where it has one.
    """

    list: str
    entity: str
    name: str
    score: float
    alert: bool
    why: tuple[str, ...]
    owner: str = ""
    legal_basis: str = ""
    list_reason: str = ""
    birth_dates: tuple[str, ...] = ()
    document: str = ""


@dataclass(frozen=True, kw_only=True)
class ScreeningAnswer:
    """Candidates, best first, and the snapshot that gave them. ``micros`` is wall time in microseconds."""

    id: str
    candidates: tuple[PossibleMatch, ...]
    snapshot: str
    micros: int = 0

    @property
    def alerts(self) -> tuple[PossibleMatch, ...]:
        """The candidates that an officer should look at."""
        return tuple(candidate for candidate in self.candidates if candidate.alert)


@dataclass(frozen=True, kw_only=True)
class ListSource:
    """One list inside a snapshot: who owns it, on what legal basis, from which bytes.

    ``expired`` counts the entries that were left out because their last day had passed.
    """

    list: str
    owner: str
    legal_basis: str
    sha256: str
    entities: int
    names: int
    documents: int
    expired: int = 0
