"""Lists of document numbers, opened: is this number of this State lost, stolen or revoked?"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from preclear.screening.container import Container, Section
from preclear.screening.numbers.identity import USUAL, Difference, differences, unfold
from preclear.screening.numbers.key import Identity, NumberKey
from preclear.screening.numbers.rows import (
    COLUMN_NAMES,
    Encoder,
    Kind,
    NumberRow,
    Rows,
    day_number,
    day_of,
    settled,
    since_text,
)
from preclear.screening.numbers.segment import Held, Segment, sections


@dataclass(frozen=True, kw_only=True)
class NumberAnswer:
    """A listed document that has the asked number and State, or a number that reads alike.

    ``listed`` is rebuilt from the asked number, for the list is kept without numbers; ``differences`` are the
    characters read differently, none if ``exact``. ``numbers`` names the version of the list that answered. ``expires``
    is the last day of the entry, None until its owner withdraws it.
    """

    asked: str
    listed: str
    issuing_state: str
    type: str
    status: str
    since: str
    expires: date | None
    owner: str
    legal_basis: str
    differences: tuple[Difference, ...]
    numbers: str

    @property
    def exact(self) -> bool:
        """Whether the listed number is the asked one, character by character."""
        return not self.differences

    @property
    def why(self) -> tuple[str, ...]:
        """Whole sentences for the officer."""
        since = f" since {self.since}" if self.since else ""
        number = f"The document number {self.listed} of {self.issuing_state} is {self.status or 'listed'}{since}."
        if self.exact:
            return (number, "The owner of the list must confirm it, for a recovered document may still be listed.")
        read = " and ".join(
            f"{one.asked} (character {one.position}) is read as {one.listed}" for one in self.differences
        )
        return (
            f"The document number {self.asked} is {self.listed} if {read}.",
            number,
            "A look at the document itself would settle it.",
        )


class Numbers:
    """Document numbers of one or more segments, newest first. Safe to share between threads; the same answer always."""

    def __init__(self, key: NumberKey, segments: Sequence[Segment], id_: str) -> None:
        self._key = key
        self._segments = tuple(segments)
        self._id = id_

    @property
    def id(self) -> str:
        """Which version of the list this is: 32 hexadecimal digits."""
        return self._id

    @property
    def rows(self) -> int:
        """Rows in all segments, withdrawals and what they withdraw included."""
        return sum(len(segment) for segment in self._segments)

    def look_up(
        self, number: str, state: str, *, alike: frozenset[str] = USUAL, on: date | None = None
    ) -> NumberAnswer | None:
        """The listed document with this number and issuing State, else one that reads alike, else None.

        ``alike`` are the letters (``USUAL``, ``WIDE`` or ``EXACT``) that may stand for their digit or the other way.
        ``on`` leaves out entries whose last day lies before it. A number without State is no identity: None. The same
        number of another State is a collision: None.
        """
        identity = self._key.identity(number, state)
        held = self._in_force(identity.hash) if identity else ()
        if not held or identity is None:
            return None
        answers = self._answers(identity, held, alike, on)
        return answers[0] if answers else None

    def look_up_all(
        self, number: str, state: str, *, alike: frozenset[str] = USUAL, on: date | None = None
    ) -> tuple[NumberAnswer, ...]:
        """All that ``look_up`` could answer: a passport and a card may have one number. The nearest come first."""
        identity = self._key.identity(number, state)
        return tuple(self._answers(identity, self._in_force(identity.hash), alike, on)) if identity else ()

    def look_up_many(
        self, asked: Iterable[tuple[str, str]], *, alike: frozenset[str] = USUAL, on: date | None = None
    ) -> list[NumberAnswer | None]:
        """``look_up`` for many pairs of number and State at once, in order."""
        key = self._key
        identities = [key.identity(number, state) for number, state in asked]
        hashes = np.fromiter((one.hash if one else 0 for one in identities), np.uint64, len(identities))
        found = np.zeros(len(identities), bool)
        for segment in self._segments:
            found |= segment.has(hashes)
        answers: list[NumberAnswer | None] = [None] * len(identities)
        for place in np.flatnonzero(found).tolist():
            if identity := identities[place]:
                fit = self._answers(identity, self._in_force(identity.hash), alike, on)
                answers[place] = fit[0] if fit else None
        return answers

    def types(self, hash_: int, tag: int) -> frozenset[str]:
        """The types of document under which exactly the number of this hash and tag stands here."""
        return frozenset(held.kind.type for held in self._in_force(hash_) if held.tag == tag)

    def _answers(
        self, identity: Identity, found: Sequence[Held], alike: frozenset[str], on: date | None
    ) -> list[NumberAnswer]:
        day = day_number(on) if on else 0
        answers = [self._answer(identity, held) for held in found if not held.expires or held.expires >= day]
        fit = [
            one
            for one in answers
            if not one.differences or all(difference.letter in alike for difference in one.differences)
        ]
        return fit if len(fit) < 2 else sorted(fit, key=lambda one: (len(one.differences), one.listed, one.type))

    def _in_force(self, hash_: int) -> list[Held]:
        """What the newest segment says about each number and type."""
        found: list[Held] = []
        spoken: set[tuple[int, str | None]] = set()
        for segment in self._segments:
            if places := segment.find(hash_):
                rows = [segment.row(place) for place in places]
                for held in rows:
                    kind = held.kind
                    silenced = spoken and ((held.tag, kind.type) in spoken or (held.tag, None) in spoken)
                    if not silenced and not kind.withdrawn:
                        found.append(held)
                if segment is not self._segments[-1]:
                    spoken.update(
                        (one.tag, (one.kind.type or None) if one.kind.withdrawn else one.kind.type) for one in rows
                    )
        return found

    def _answer(self, identity: Identity, held: Held) -> NumberAnswer:
        mask = held.tag ^ identity.pad
        listed = identity.plain if mask == identity.mask else unfold(identity.folded, mask)
        return NumberAnswer(
            asked=identity.plain,
            listed=listed,
            issuing_state=identity.state,
            type=held.kind.type,
            status=held.kind.status,
            since=since_text(held.since, held.kind.precision),
            expires=day_of(held.expires),
            owner=held.kind.owner,
            legal_basis=held.kind.legal_basis,
            differences=() if mask == identity.mask else differences(identity.plain, listed),
            numbers=self._id,
        )


def collect(rows: Iterable[NumberRow], key: NumberKey) -> Numbers:
    """A list of document numbers in memory; ``InvalidInput`` for a bad row."""
    kept, kinds = _encoded(rows, key)
    segment = Segment.of([kept[name] for name in COLUMN_NAMES], kinds)
    return Numbers(key, (segment,), hashlib.sha256(kept.tobytes()).hexdigest()[:32])


def pack(rows: Iterable[NumberRow], key: NumberKey, prefix: str = "") -> dict[str, Section]:
    """Sections that hold a list of document numbers, to write into any container; ``InvalidInput`` for a bad row.

    Rows are kept in memory, 16 bytes each; lists of many millions belong into a store.
    """
    kept, kinds = _encoded(rows, key)
    return sections([kept[name] for name in COLUMN_NAMES], kinds, key, prefix)


def unpack(container: Container, key: NumberKey, prefix: str = "") -> Numbers:
    """Open what ``pack`` made; ``InvalidInput`` for another key, or sections that do not fit together."""
    return Numbers(key, (Segment.open(container, key, prefix),), container.sha256[:32])


def _encoded(rows: Iterable[NumberRow], key: NumberKey) -> tuple[Rows, tuple[Kind, ...]]:
    encoder = Encoder(key)
    for place, row in enumerate(rows, 1):
        encoder.add_or_refuse(row, f"document {place}")
    kinds = encoder.kinds.all()
    return settled(encoder.take(), kinds, base=True), kinds
