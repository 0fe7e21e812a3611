"""Matches that people ruled out, possible matches that came up late, and the count of each list's alarms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from django.db.models import QuerySet

from preclear.errors import Conflict, NotFound
from preclear.services.match_records import Alarm, AlarmEnd, LateMatch, RememberedMatch
from preclear.storage.faults import in_our_words
from preclear.storage.models import AlarmRow, LateMatchRow, MatchRow
from preclear.writing.records import from_json, to_json


class MatchesInDatabase:
    """``preclear.services.match_records.Matches``."""

    def __init__(self, using: str) -> None:
        self._using = using

    def remember(self, match: RememberedMatch) -> None:
        """Keep one."""
        with in_our_words():
            self._rows.create(**vars(match))

    def ruled_out(self, identity: str, at: datetime) -> tuple[RememberedMatch, ...]:
        """What still holds."""
        rows = self._rows.filter(identity=identity, expires__gt=at).order_by("id")
        return tuple(
            RememberedMatch(
                identity=row.identity,
                list=row.list,
                entity=row.entity,
                version=row.version,
                by=row.by,
                at=row.at,
                expires=row.expires,
            )
            for row in rows
        )

    @property
    def _rows(self) -> QuerySet[MatchRow]:
        return MatchRow.objects.using(self._using)


class LateMatchesInDatabase:
    """``preclear.services.match_records.LateMatches``."""

    def __init__(self, using: str) -> None:
        self._using = using

    def add(self, late: LateMatch) -> LateMatch:
        """A new one, with its number."""
        with in_our_words():
            row = self._rows.create(reference=late.reference, **_columns(late))
        return replace(late, id=row.pk)

    def get(self, id: int) -> LateMatch:  # noqa: A002 -- the record's own field
        """One of them."""
        row = self._rows.filter(id=id).first()
        if row is None:
            raise NotFound(f"no late match {id}")
        return _late(row)

    def replace(self, late: LateMatch, *, seen: int) -> None:
        """One UPDATE that finds the version seen, or nothing."""
        with in_our_words():
            changed = self._rows.filter(id=late.id, version=seen).update(**_columns(late))
        if not changed:
            self.get(late.id)
            raise Conflict("somebody answered this match meanwhile", mend="Open it again")

    def of(self, reference: str) -> tuple[LateMatch, ...]:
        """All of one application."""
        return tuple(map(_late, self._rows.filter(reference=reference).order_by("id")))

    def waiting(self, *, limit: int = 100) -> tuple[LateMatch, ...]:
        """What is open."""
        return tuple(map(_late, self._rows.filter(waits=True).order_by("due", "id")[:limit]))

    def confirmed(self, *, limit: int = 100) -> tuple[LateMatch, ...]:
        """Confirmed ones with a clearance."""
        rows = self._rows.filter(confirmed=True).exclude(clearance="").order_by("-id")
        return tuple(map(_late, rows[:limit]))

    @property
    def _rows(self) -> QuerySet[LateMatchRow]:
        return LateMatchRow.objects.using(self._using)


class AlarmsInDatabase:
    """``preclear.services.match_records.Alarms``."""

    def __init__(self, using: str) -> None:
        self._using = using

    def raised(self, reference: str, list: str, entity: str, at: datetime) -> None:  # noqa: A002 -- the list's name
        """A possible match was raised."""
        with in_our_words():
            self._rows.create(reference=reference, list=list, entity=entity, raised_at=at)

    def ended(self, reference: str, list: str, entity: str, end: AlarmEnd, at: datetime) -> None:  # noqa: A002 -- as above
        """The open alarm ended."""
        with in_our_words():
            mine = self._rows.filter(reference=reference, list=list, entity=entity, end="")
            mine.update(end=end, ended_at=at)

    def since(self, at: datetime) -> Iterator[Alarm]:
        """Alarms from then on."""
        rows = self._rows.filter(raised_at__gte=at).order_by("raised_at", "id")
        for row in rows.iterator():
            yield Alarm(list=row.list, entity=row.entity, raised_at=row.raised_at, end=row.end, ended_at=row.ended_at)

    @property
    def _rows(self) -> QuerySet[AlarmRow]:
        return AlarmRow.objects.using(self._using)


def _columns(late: LateMatch) -> dict[str, object]:
    return {
        "clearance": late.clearance,
        "waits": late.waits,
        "confirmed": late.confirmed,
        "answered_by": late.review.by,
        "seconded_by": late.review.seconded_by,
        "due": late.due,
        "version": late.version,
        "record": to_json(late),
    }


def _late(row: LateMatchRow) -> LateMatch:
    return replace(from_json(LateMatch, row.record), id=row.pk)
