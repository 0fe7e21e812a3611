"""What is kept of possible matches beside the case: late ones, ruled-out ones, and the count of each list's alarms.

``preclear.services.late_matches`` and ``preclear.services.alarms`` have the verbs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from preclear.model.case import MatchReview
from preclear.model.codes import MatchDecision
from preclear.model.screening import PossibleMatch


class AlarmEnd(StrEnum):
    """How an alarm of a list ended. ``WITHDRAWN``: nobody had to answer, for the entry or the likeness was gone."""

    RULED_OUT = "ruled_out"
    CONFIRMED = "confirmed"
    CANNOT_TELL = "cannot_tell"
    WITHDRAWN = "withdrawn"


ENDS = {
    MatchDecision.SAME: AlarmEnd.CONFIRMED,
    MatchDecision.NOT_SAME: AlarmEnd.RULED_OUT,
    MatchDecision.CANNOT_TELL: AlarmEnd.CANNOT_TELL,
}
"""What an answer of the match desk makes of an alarm; a confirmation only when it was seconded."""


@dataclass(frozen=True, kw_only=True)
class RememberedMatch:
    """A possible match that a person ruled out: not raised again for the same identity until ``expires``.

    ``version`` is the list entry's: when the entry changes, the match is raised again.
    """

    identity: str
    list: str
    entity: str
    by: str
    at: datetime
    expires: datetime
    version: str = ""


@dataclass(frozen=True, kw_only=True)
class LateMatch:
    """A possible match that came up when the match desk's own turn was over.

    A list changed while somebody held a clearance (``clearance`` is its number), or a new answer raised it while an
    officer had the case. ``match`` is what the lists said, frozen; ``snapshot`` says which lists. It changes nothing
    by itself: people answer it, and what follows from a confirmation is another person's decision.
    """

    reference: str
    account: str
    match: PossibleMatch
    snapshot: str
    review: MatchReview
    raised_at: datetime
    due: datetime
    clearance: str = ""
    id: int = 0
    version: int = 0

    @property
    def waits(self) -> bool:
        """Whether the desk still has to answer."""
        return self.review.waits

    @property
    def confirmed(self) -> bool:
        """Whether two people said that it is the same person."""
        return self.review.decision is MatchDecision.SAME and bool(self.review.seconded_by)


@dataclass(frozen=True, kw_only=True)
class Alarm:
    """One possible match as its list is counted by: no name, no identity. ``end`` is empty while it waits."""

    list: str
    entity: str
    raised_at: datetime
    end: str = ""
    ended_at: datetime | None = None


class Matches(Protocol):
    """Matches that people ruled out, remembered for the same identity and entry."""

    def remember(self, match: RememberedMatch) -> None:
        """Keep one."""

    def ruled_out(self, identity: str, at: datetime) -> tuple[RememberedMatch, ...]:
        """What was ruled out for this identity and has not expired, oldest first. Compare the entry's version."""


class LateMatches(Protocol):
    """Possible matches that came up late."""

    def add(self, late: LateMatch) -> LateMatch:
        """A new one; returned with its number."""

    def get(self, id: int) -> LateMatch:  # noqa: A002 -- the record's own field
        """One of them. Raises ``NotFound``."""

    def replace(self, late: LateMatch, *, seen: int) -> None:
        """After an answer; ``Conflict`` when ``seen`` is not the stored version."""

    def of(self, reference: str) -> tuple[LateMatch, ...]:
        """All of one application, oldest first."""

    def waiting(self, *, limit: int = 100) -> tuple[LateMatch, ...]:
        """What the desk has not answered, the nearest deadline first."""

    def confirmed(self, *, limit: int = 100) -> tuple[LateMatch, ...]:
        """Confirmed ones of people who hold a clearance, newest first."""


class Alarms(Protocol):
    """What every list raised, and how it ended. Kept when dossiers are erased: there is no name in it."""

    def raised(self, reference: str, list: str, entity: str, at: datetime) -> None:  # noqa: A002 -- the list's name
        """A possible match was raised."""

    def ended(self, reference: str, list: str, entity: str, end: AlarmEnd, at: datetime) -> None:  # noqa: A002 -- as above
        """The open alarm of this application and entry ended; nothing happens where there is none."""

    def since(self, at: datetime) -> Iterator[Alarm]:
        """Alarms that were raised from then on, in that order."""
