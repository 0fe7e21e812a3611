"""Ruled-out matches, late matches and alarms in memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from preclear.errors import Conflict, NotFound
from preclear.services.match_records import Alarm, AlarmEnd, LateMatch, RememberedMatch
from preclear.testing.shelves import HeldAlarm, Room


class MatchesInMemory:
    """``preclear.services.match_records.Matches``."""

    def __init__(self, room: Room) -> None:
        self._room = room

    def remember(self, match: RememberedMatch) -> None:
        """Keep one."""
        self._room.shelves.matches += (match,)

    def ruled_out(self, identity: str, at: datetime) -> tuple[RememberedMatch, ...]:
        """What still holds."""
        return tuple(one for one in self._room.shelves.matches if one.identity == identity and one.expires > at)


class LateMatchesInMemory:
    """``preclear.services.match_records.LateMatches``."""

    def __init__(self, room: Room) -> None:
        self._room = room

    def add(self, late: LateMatch) -> LateMatch:
        """A new one, with its number."""
        kept = replace(late, id=self._room.shelves.number("late match"))
        self._room.shelves.late_matches[kept.id] = kept
        return kept

    def get(self, id: int) -> LateMatch:  # noqa: A002 -- the record's own field
        """One of them."""
        if id not in self._room.shelves.late_matches:
            raise NotFound(f"no late match {id}")
        return self._room.shelves.late_matches[id]

    def replace(self, late: LateMatch, *, seen: int) -> None:
        """After an answer."""
        if self.get(late.id).version != seen:
            raise Conflict("somebody answered this match meanwhile", mend="Open it again")
        self._room.shelves.late_matches[late.id] = late

    def of(self, reference: str) -> tuple[LateMatch, ...]:
        """All of one application."""
        return tuple(one for one in self._room.shelves.late_matches.values() if one.reference == reference)

    def waiting(self, *, limit: int = 100) -> tuple[LateMatch, ...]:
        """What is open."""
        found = [one for one in self._room.shelves.late_matches.values() if one.waits]
        return tuple(sorted(found, key=lambda one: (one.due, one.id))[:limit])

    def confirmed(self, *, limit: int = 100) -> tuple[LateMatch, ...]:
        """Confirmed ones with a clearance."""
        found = [one for one in self._room.shelves.late_matches.values() if one.confirmed and one.clearance]
        return tuple(reversed(found))[:limit]


class AlarmsInMemory:
    """``preclear.services.match_records.Alarms``."""

    def __init__(self, room: Room) -> None:
        self._room = room

    def raised(self, reference: str, list: str, entity: str, at: datetime) -> None:  # noqa: A002 -- the list's name
        """A possible match was raised."""
        alarm = Alarm(list=list, entity=entity, raised_at=at)
        self._room.shelves.alarms += (HeldAlarm(reference=reference, alarm=alarm),)

    def ended(self, reference: str, list: str, entity: str, end: AlarmEnd, at: datetime) -> None:  # noqa: A002 -- as above
        """The open alarm ended."""

        def after(held: HeldAlarm) -> HeldAlarm:
            mine = (held.reference, held.alarm.list, held.alarm.entity, held.alarm.end) == (reference, list, entity, "")
            return replace(held, alarm=replace(held.alarm, end=end, ended_at=at)) if mine else held

        self._room.shelves.alarms = tuple(map(after, self._room.shelves.alarms))

    def since(self, at: datetime) -> Iterator[Alarm]:
        """Alarms from then on."""
        found = (held.alarm for held in self._room.shelves.alarms if held.alarm.raised_at >= at)
        return iter(sorted(found, key=lambda alarm: alarm.raised_at))
