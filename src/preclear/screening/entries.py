"""What a list says: entities with their names, birth dates and documents, and lists of document numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from preclear.model.dates import PartialDate

PERSON, ORGANISATION, VESSEL = "person", "organisation", "vessel"
ENTITY_TYPES = frozenset({PERSON, ORGANISATION, VESSEL})

PRIMARY, ALIAS, WEAK = "primary", "alias", "weak"
NAME_KINDS = (PRIMARY, ALIAS, WEAK)


@dataclass(frozen=True, kw_only=True)
class ListedName:
    """One name of an entity. A ``weak`` alias (nickname, low quality) never alerts by name alone."""

    text: str
    kind: str = ALIAS


@dataclass(frozen=True, kw_only=True)
class BirthSpan:
    """A birth date as a list gives it: one day, month or year, or a span; ``circa`` where the list says about."""

    first: PartialDate
    last: PartialDate
    circa: bool = False

    @classmethod
    def on(cls, when: PartialDate, *, circa: bool = False) -> BirthSpan:
        """A span of one partial date."""
        return cls(first=when, last=when, circa=circa)

    def __str__(self) -> str:
        about = "about " if self.circa else ""
        return f"{about}{self.first}" if self.first == self.last else f"{about}{self.first} to {self.last}"


@dataclass(frozen=True, kw_only=True)
class ListedDocument:
    """A document number on a list. ``issuing_state`` is empty where the list gives none."""

    number: str
    issuing_state: str = ""
    type: str = ""
    status: str = ""
    since: str = ""


@dataclass(frozen=True, kw_only=True)
class ListEntry:
    """One entity of one list. ``expires`` is its last day; None means until the owner withdraws it.

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

    def holds_on(self, day: date) -> bool:
        """Whether the entry is still in force on this day."""
        return self.expires is None or day <= self.expires


@dataclass(frozen=True, kw_only=True)
class ParsedList:
    """A list as read from its files: entities, or bare document numbers (lost and stolen)."""

    name: str
    owner: str
    legal_basis: str
    sha256: str
    entries: tuple[ListEntry, ...] = ()
    documents: tuple[ListedDocument, ...] = ()
    expired: int = 0
