"""What the screening library is asked, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from preclear.model.dates import PartialDate


@dataclass(frozen=True, kw_only=True)
class ScreeningQuery:
    """Who is looked up. All of it recognises a person; none of it judges one.

    ``nationality`` can only corroborate: it never raises a score. ``entity_type`` is ``person`` or ``organisation``
    (which includes vessels): persons are compared with persons only.
    """

    id: str
    name: str
    native_name: str | None = None
    father_name: str | None = None
    birth_date: PartialDate | None = None
    nationality: tuple[str, ...] = ()
    document_number: str | None = None
    issuing_state: str | None = None
    entity_type: str = "person"


@dataclass(frozen=True, kw_only=True)
class AlignedPart:
    """Parts of two names that stand for each other; one side is empty where nothing stands for it.

    ``how`` is empty where nothing stands for it, else the way in which they are alike. ``one_in`` says how frequent
    the part is: at most one in so many travellers bears it, in whatever region it is most frequent; 0 where unknown.
    """

    asked: str
    listed: str
    how: str = ""
    one_in: int = 0


@dataclass(frozen=True, kw_only=True)
class PossibleMatch:
    """A list entry that may be the same person. A person decides whether it is.

    ``score`` lies in 0..1 and orders; ``alert`` says that an officer should look; ``why`` are whole sentences.
    ``owner`` and ``legal_basis`` are the list's; ``list_reason`` is the entry's own reason where it has one.
    ``parts`` are the aligned parts of the names, and ``one_in`` how frequent all that agrees is together: one in so
    many travellers (0 where unknown). ``version`` is a hash of the entry's contents: a match that a person ruled out
    is raised again when it changes.
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
    parts: tuple[AlignedPart, ...] = ()
    one_in: int = 0
    version: str = ""


@dataclass(frozen=True, kw_only=True)
class ScreeningAnswer:
    """Candidates, best first, and the snapshot that gave them. ``micros`` is wall time in microseconds.

    ``stale`` names the lists inside that were older than their owner's rhythm: what they do not say proves nothing.
    ``no_documents``: no list of lost and stolen documents was inside, so nothing is known of the document.
    """

    id: str
    candidates: tuple[PossibleMatch, ...]
    snapshot: str
    micros: int = 0
    stale: tuple[str, ...] = ()
    no_documents: bool = False

    @property
    def alerts(self) -> tuple[PossibleMatch, ...]:
        """The candidates that an officer should look at."""
        return tuple(candidate for candidate in self.candidates if candidate.alert)


@dataclass(frozen=True, kw_only=True)
class ListSource:
    """One list inside a snapshot: who owns it, on what legal basis, from which bytes.

    ``expired`` counts the entries that were left out because their last day had passed. ``built`` is the day as of
    which the list was read, ``published`` the day that the feed itself states. ``bounds`` says in words how far the
    list may shrink or grow from one build to the next. ``next_review`` is the earliest day, not before ``built``, by
    which the owner is to look at an entry again; ``overdue_reviews`` counts the entries whose review day had passed.
    """

    list: str
    owner: str
    legal_basis: str
    sha256: str
    entities: int
    names: int
    documents: int
    expired: int = 0
    kind: str = ""
    built: date | None = None
    published: date | None = None
    bounds: str = ""
    next_review: date | None = None
    overdue_reviews: int = 0
