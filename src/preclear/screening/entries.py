"""What a list says: entities with their names, birth dates and documents, and lists of document numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from preclear.model.dates import PartialDate
from preclear.model.screening import ListSource

PERSON, ORGANISATION, VESSEL = "person", "organisation", "vessel"
ENTITY_TYPES = frozenset({PERSON, ORGANISATION, VESSEL})

PRIMARY, ALIAS, WEAK = "primary", "alias", "weak"
NAME_KINDS = (PRIMARY, ALIAS, WEAK)


@dataclass(frozen=True, kw_only=True, slots=True)
class ListedName:
    """One name of an entity. A ``weak`` alias (nickname, low quality) never alerts by name alone.

    ``split`` marks what stood in one cell of the list together with the name before it: it is screened like any
    other, but the owner counts the cell once.
    """

    text: str
    kind: str = ALIAS
    split: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class BirthSpan:
    """A birth date as a list gives it: one day, month or year, or a span; ``circa`` where the list says about."""

    first: PartialDate
    last: PartialDate
    circa: bool = False

    @classmethod
    def on(cls, when: PartialDate, *, circa: bool = False) -> BirthSpan:
        """A span of one partial date."""
        return cls(first=when, last=when, circa=circa)

    @classmethod
    def between(cls, one: PartialDate, other: PartialDate, *, circa: bool = False) -> BirthSpan:
        """A span of two partial dates, in whichever order a list gives them."""
        if one.first > other.last:
            one, other = other, one
        return cls(first=one, last=other, circa=circa)

    def __str__(self) -> str:
        about = "about " if self.circa else ""
        return f"{about}{self.first}" if self.first == self.last else f"{about}{self.first} to {self.last}"


@dataclass(frozen=True, kw_only=True, slots=True)
class ListedDocument:
    """A document number on a list. ``issuing_state`` is empty where the list gives none.

    ``type`` is ``P`` for passports and other travel documents, ``I`` for identity documents. ``since`` and
    ``expires`` are YYYY, YYYY-MM, YYYY-MM-DD or empty.
    """

    number: str
    issuing_state: str = ""
    type: str = ""
    status: str = ""
    since: str = ""
    expires: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class ListEntry:
    """One entity of one list. ``expires`` is its last day; None means until the owner withdraws it.

    ``listed`` is the day of listing, ``reviewed`` the last day on which the owner is known to have looked at the
    entry, ``review`` the day by which the owner is to look again; None where the list does not say.
    ``sex`` and ``states`` (nationalities) only help a person to tell two people apart; no score uses them.
    """

    id: str
    owner: str
    legal_basis: str
    names: tuple[ListedName, ...]
    entity_type: str = PERSON
    births: tuple[BirthSpan, ...] = ()
    documents: tuple[ListedDocument, ...] = ()
    states: tuple[str, ...] = ()
    sex: str = ""
    father_name: str = ""
    reason: str = ""
    expires: date | None = None
    listed: date | None = None
    reviewed: date | None = None
    review: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the entry is still in force on this day."""
        return self.expires is None or day <= self.expires


@dataclass(frozen=True, kw_only=True, slots=True)
class ParsedList:
    """A list as read from its files: entities, or bare document numbers (lost and stolen).

    ``expired`` counts what was left out because its last day had passed. ``published`` is the day that the feed
    states of itself, ``built`` the day as of which it was read, ``bounds`` the change that was allowed, in words.
    ``store`` is the folder of a list of document numbers that is kept apart, ``stored`` how many it holds.
    """

    name: str
    owner: str
    legal_basis: str
    sha256: str
    entries: tuple[ListEntry, ...] = ()
    documents: tuple[ListedDocument, ...] = ()
    expired: int = 0
    kind: str = ""
    published: date | None = None
    built: date | None = None
    bounds: str = ""
    store: str = ""
    stored: int = 0

    @property
    def source(self) -> ListSource:
        """What a snapshot says about this list."""
        due = [entry.review for entry in self.entries if entry.review is not None]
        ahead = [day for day in due if self.built is None or day >= self.built]
        return ListSource(
            list=self.name,
            owner=self.owner,
            legal_basis=self.legal_basis,
            sha256=self.sha256,
            entities=len(self.entries),
            names=sum(not name.split for entry in self.entries for name in entry.names),
            documents=self.stored + len(self.documents) + sum(len(entry.documents) for entry in self.entries),
            expired=self.expired,
            kind=self.kind,
            built=self.built,
            published=self.published,
            bounds=self.bounds,
            next_review=min(ahead, default=None),
            overdue_reviews=len(due) - len(ahead),
        )
