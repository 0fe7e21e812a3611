"""Clearances, and what the carrier gateway must hear of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.db.models import Max, QuerySet

from preclear.errors import Conflict, NotFound
from preclear.model.carriage import CarrierEntry
from preclear.model.clearance import Clearance, Credential
from preclear.model.codes import ClearanceState
from preclear.storage.faults import in_our_words
from preclear.storage.locking import one_writer
from preclear.storage.models import ClearanceRow, FeedRow
from preclear.writing.records import from_json, to_json


class ClearancesInDatabase:
    """``preclear.services.ports.Clearances``."""

    def __init__(self, using: str) -> None:
        self._using = using

    def get(self, number: str) -> Clearance:
        """One of them."""
        return from_json(Clearance, self._column(number, "record"))

    def add(self, clearance: Clearance, credential: Credential) -> None:
        """A new one."""
        if self._rows.filter(number=clearance.number).exists():
            raise Conflict(f"the number {clearance.number} is taken")
        with in_our_words():
            self._rows.create(
                number=clearance.number,
                case_id=clearance.reference,
                status_index=clearance.status_index,
                issued_at=clearance.issued_at,
                credential=to_json(credential),
                **_columns(clearance),
            )

    def replace(self, clearance: Clearance, *, seen: int) -> None:
        """One UPDATE that finds the version seen, or nothing."""
        with in_our_words():
            changed = self._rows.filter(number=clearance.number, version=seen).update(**_columns(clearance))
        if not changed:
            self.get(clearance.number)
            raise Conflict(f"the clearance {clearance.number} was changed meanwhile", mend="Open it again")

    def of(self, reference: str) -> tuple[Clearance, ...]:
        """All of one application, newest first."""
        rows = self._rows.filter(case_id=reference).order_by("-issued_at", "-id")
        return tuple(from_json(Clearance, record) for record in rows.values_list("record", flat=True))

    def credential(self, number: str) -> Credential:
        """What the traveller carries."""
        return from_json(Credential, self._column(number, "credential"))

    def in_states(self, states: Collection[ClearanceState]) -> Iterator[Clearance]:
        """All in these states, by number."""
        rows = self._rows.filter(state__in=list(states)).order_by("number")
        for record in rows.values_list("record", flat=True).iterator():
            yield from_json(Clearance, record)

    def many(self, states: Collection[ClearanceState]) -> int:
        """How many there are."""
        return self._rows.filter(state__in=list(states)).count()

    def page(self, states: Collection[ClearanceState], *, after: str = "", limit: int = 100) -> tuple[Clearance, ...]:
        """The next ones, by number."""
        rows = self._rows.filter(state__in=list(states), number__gt=after).order_by("number")[:limit]
        return tuple(from_json(Clearance, record) for record in rows.values_list("record", flat=True))

    def next_index(self) -> int:
        """The place after the last one; nobody else gets it before this transaction ends."""
        one_writer(self._using)
        last: int | None = self._rows.aggregate(last=Max("status_index"))["last"]
        return 0 if last is None else last + 1

    def statuses(self) -> Iterator[tuple[int, ClearanceState]]:
        """Places and states."""
        for place, state in self._rows.order_by("status_index").values_list("status_index", "state").iterator():
            yield place, ClearanceState(state)

    def _column(self, number: str, column: str) -> str:
        value: str | None = self._rows.filter(number=number).values_list(column, flat=True).first()
        if value is None:
            raise NotFound(f"no clearance {number}")
        return value

    @property
    def _rows(self) -> QuerySet[ClearanceRow]:
        return ClearanceRow.objects.using(self._using)


class FeedInDatabase:
    """``preclear.services.ports.Feed``."""

    def __init__(self, using: str) -> None:
        self._using = using

    def add(self, entry: CarrierEntry) -> None:
        """Say it, at the next position."""
        # Positions in the order of commits: a reader that saw position 7 never misses a 6 that commits later.
        one_writer(self._using)
        last = self._rows.aggregate(last=Max("position"))["last"] or 0
        with in_our_words():
            self._rows.create(position=last + 1, record=to_json(entry))

    def after(self, position: int, *, limit: int = 1000) -> tuple[tuple[int, CarrierEntry], ...]:
        """What came after."""
        rows = self._rows.filter(position__gt=position).order_by("position").values_list("position", "record")
        return tuple((place, from_json(CarrierEntry, record)) for place, record in rows[:limit])

    @property
    def _rows(self) -> QuerySet[FeedRow]:
        return FeedRow.objects.using(self._using)


def _columns(clearance: Clearance) -> dict[str, object]:
    return {"state": clearance.state, "version": clearance.version, "record": to_json(clearance)}
