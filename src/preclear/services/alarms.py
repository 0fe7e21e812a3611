"""How often each list raises an alarm, and how often it was false: counted from records that hold no name."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from statistics import median

from preclear.decisions import Change
from preclear.model.codes import ApplicationState
from preclear.screening.measuring.intervals import wilson
from preclear.services.match_records import ENDS, Alarm, AlarmEnd
from preclear.services.office import Office
from preclear.services.ports import Records

A_YEAR = timedelta(days=365)
_LEFT = frozenset({ApplicationState.WITHDRAWN, ApplicationState.LAPSED})


@dataclass(frozen=True, kw_only=True)
class ListAlarms:
    """The alarms of one list. ``false`` is the share of other people among those that were told apart.

    ``low`` and ``high`` bound it with 95 % (Wilson); all three are None where none was told apart. ``hours`` is the
    median time from being raised to the answer. What ended by itself, because the entry was withdrawn, counts apart.
    """

    list: str
    raised: int = 0
    ruled_out: int = 0
    confirmed: int = 0
    cannot_tell: int = 0
    withdrawn: int = 0
    waiting: int = 0
    false: float | None = None
    low: float | None = None
    high: float | None = None
    hours: float | None = None


@dataclass(kw_only=True)
class _Count:
    """Alarms of one list while they are counted."""

    ends: dict[str, int] = field(default_factory=dict)
    times: list[float] = field(default_factory=list)

    def add(self, alarm: Alarm) -> None:
        self.ends[alarm.end] = self.ends.get(alarm.end, 0) + 1
        if alarm.ended_at and alarm.end != AlarmEnd.WITHDRAWN:
            self.times.append((alarm.ended_at - alarm.raised_at) / timedelta(hours=1))


def alarms(office: Office, *, within: timedelta = A_YEAR) -> tuple[ListAlarms, ...]:
    """The alarms of every list that were raised within this time, by the list's name."""
    counts: dict[str, _Count] = {}
    with office.store.transaction() as records:
        for alarm in records.alarms.since(office.clock() - within):
            counts.setdefault(alarm.list, _Count()).add(alarm)
    return tuple(_summed(name, counts[name]) for name in sorted(counts))


def count_alarms(records: Records, change: Change) -> None:
    """Keep count of what a change of a case did to its possible matches: raised, answered, closed, left open."""
    reference, before = change.case.reference, change.before.matches
    # Matches only ever join at the end; one entry may stand there twice, closed and raised again.
    for place, one in enumerate(change.case.matches):
        was = before[place] if place < len(before) else None
        if one.waits and change.case.state in _LEFT:
            records.alarms.ended(reference, one.list, one.entity, AlarmEnd.WITHDRAWN, change.at)
        if was == one or (was is None and not one.waits):
            continue  # what joins a case answered was a late match, and was counted as such
        if was is None:
            records.alarms.raised(reference, one.list, one.entity, change.at)
        if not one.waits:
            end = AlarmEnd.WITHDRAWN if one.closed or one.decision is None else ENDS[one.decision]
            records.alarms.ended(reference, one.list, one.entity, end, change.at)


def _summed(name: str, count: _Count) -> ListAlarms:
    ruled_out, confirmed = count.ends.get(AlarmEnd.RULED_OUT, 0), count.ends.get(AlarmEnd.CONFIRMED, 0)
    told_apart = ruled_out + confirmed
    share = wilson(ruled_out, told_apart) if told_apart else None
    return ListAlarms(
        list=name,
        raised=sum(count.ends.values()),
        ruled_out=ruled_out,
        confirmed=confirmed,
        cannot_tell=count.ends.get(AlarmEnd.CANNOT_TELL, 0),
        withdrawn=count.ends.get(AlarmEnd.WITHDRAWN, 0),
        waiting=count.ends.get("", 0),
        false=share.estimate if share else None,
        low=share.low if share else None,
        high=share.high if share else None,
        hours=median(count.times) if count.times else None,
    )
