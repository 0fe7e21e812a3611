"""Put new lists into use, and compare with the difference everybody who is cleared or under way.

The swap is one rename; whoever screens at that moment sees the old lists or the new ones, and every answer names
which. What changed is then compared in batches by the table of jobs. A possible match that this raises goes to a
person of the match desk, and to nothing else: a carrier's answer never changes because a list did.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import structlog

from preclear import decisions
from preclear.errors import NotFound, Unavailable
from preclear.model.case import SYSTEM, Actor, Case
from preclear.model.clearance import Clearance
from preclear.model.codes import ApplicationState
from preclear.model.screening import PossibleMatch
from preclear.services.identity import identity_of
from preclear.services.late_matches import STILL_TO_TRAVEL, close_withdrawn, raise_late
from preclear.services.lists import ask
from preclear.services.match_records import LateMatch, RememberedMatch
from preclear.services.office import Office
from preclear.services.ports import ListDelta, Lists, Records, Snapshots
from preclear.services.shelf import Shelf

_log = structlog.get_logger("preclear.lists")

BATCH = 200
"""Clearances, or applications, that one job compares: a second or so, so that other jobs get their turn."""

_UNDER_WAY = decisions.OPEN - {ApplicationState.SUBMITTED, ApplicationState.INCOMPLETE, ApplicationState.ADMISSIBLE}
_MOST = 1_000_000
_CLEARED, _APPLIED = "cleared", "applied"


@dataclass(frozen=True, kw_only=True)
class Installed:
    """What putting a snapshot into use did: the ids before and after, and how much is to be compared again."""

    before: str
    after: str
    added_or_changed: int
    removed: int
    clearances: int
    applications: int


@dataclass(frozen=True, kw_only=True)
class Errand:
    """One batch of comparing again: between which snapshots, of whom, and after which number or reference."""

    before: str
    after: str
    whom: str
    past: str = ""

    def __str__(self) -> str:
        return json.dumps([self.before, self.after, self.whom, self.past])

    @classmethod
    def of(cls, argument: str) -> Errand:
        """The errand that a job's argument names."""
        before, after, whom, past = json.loads(argument)
        return cls(before=before, after=after, whom=whom, past=past)


def install_lists(
    office: Office, source: Path, actor: Actor = SYSTEM, *, accept: Collection[str] = frozenset()
) -> Installed:
    """Verify a snapshot, put it into use, and ask for everybody to be compared with what changed.

    ``InvalidInput`` for a damaged or foreign file, and for a list that changed beyond its bounds against the one in
    use, unless ``accept`` names it; ``Unavailable`` where no place for lists is set up. Installing what is in use
    already changes nothing.
    """
    snapshots = _snapshots(office)
    before, after = snapshots.keep(source, accept)
    found = _delta(snapshots, before, after)
    touched = found.touched if found else frozenset()
    removed = found.removed if found else frozenset()
    with office.store.transaction() as records:
        at = office.clock()
        clearances = records.clearances.many(STILL_TO_TRAVEL)
        under_way = sum(many for state, many in records.cases.count().items() if state in _UNDER_WAY)
        if before != after:
            told = {"before": before, "changed": str(len(touched) - len(removed)), "removed": str(len(removed))}
            records.audit.add(at=at, actor=actor.id, verb="lists.installed", about=f"lists/{after}", details=told)
            for whom in (_CLEARED, _APPLIED):
                records.jobs.add("rescreen", str(Errand(before=before, after=after, whom=whom)), due=at)
            snapshots.use(after)  # last: lists that nobody is compared with must not come into use
    return Installed(
        before=before,
        after=after,
        added_or_changed=len(touched) - len(removed),
        removed=len(removed),
        clearances=clearances,
        applications=under_way,
    )


def rescreen(office: Office, argument: str) -> None:
    """Compare one batch with what changed between two snapshots, and ask for the next one. May run again."""
    errand = Errand.of(argument)
    found = _delta(_snapshots(office), errand.before, errand.after)
    if found is None or not (found.touched or found.numbers):
        return
    if not errand.past and errand.whom == _CLEARED:
        _close_withdrawn(office, found)
    last = _cleared(office, found, errand) if errand.whom == _CLEARED else _applied(office, found, errand)
    if last:
        with office.store.transaction() as records:
            # Due now: jobs that were due before have their turn first.
            records.jobs.add("rescreen", str(replace(errand, past=last)), due=office.clock())


def _close_withdrawn(office: Office, found: ListDelta) -> None:
    """Close what waits on entries and numbers that their owner withdrew."""
    with office.store.transaction() as records:
        waiting = records.late_matches.waiting(limit=_MOST)
        bare = [(one, records.cases.get(one.reference)) for one in waiting if found.numbers and not one.match.name]
    lists = office.lists_now()
    gone = {one.id for one, case in bare if lists and not _listed(office, case, lists, one)}
    gone |= {one.id for one in waiting if (one.review.list, one.review.entity) in found.removed}
    with office.store.transaction() as records:
        for one in waiting:
            if one.id in gone:
                close_withdrawn(records, one.id, office.clock())


def _listed(office: Office, case: Case, lists: Lists, late: LateMatch) -> bool:
    """Whether the lists still raise this very entry or number."""
    candidates = ask(case.application, lists, Shelf(office.clock()))
    return any((one.list, one.entity) == (late.review.list, late.review.entity) for one in candidates)


def _cleared(office: Office, found: ListDelta, errand: Errand) -> str:
    """Compare the next clearances; the last number, empty when there are no more."""
    with office.store.transaction() as records:
        batch = records.clearances.page(STILL_TO_TRAVEL, after=errand.past, limit=BATCH)
        cases = [(one, records.cases.get(one.reference)) for one in batch]
    # Comparing takes no lock: other people write meanwhile.
    raised = [(one, case, alerts) for one, case in cases if (alerts := _alerts(office, case, found.new))]
    for one, case, alerts in raised:
        with office.store.transaction() as records:
            _raise(records, office, case, alerts, errand.after, one)
    return batch[-1].number if len(batch) == BATCH else ""


def _applied(office: Office, found: ListDelta, errand: Errand) -> str:
    """Ask for the next applications to be judged again where the change touches them."""
    with office.store.transaction() as records:
        waiting = sorted(one.reference for one in records.cases.waiting(_UNDER_WAY, limit=_MOST))
        batch = [reference for reference in waiting if reference > errand.past][:BATCH]
        cases = [records.cases.get(reference) for reference in batch]
    touched = [one for one in cases if _asks_about(one, found) or _alerts(office, one, found.new)]
    with office.store.transaction() as records:
        for one in touched:
            records.jobs.add("reassess", one.reference, due=office.clock())
    return batch[-1] if len(batch) == BATCH else ""


def _asks_about(case: Case, found: ListDelta) -> bool:
    """Whether the case has a possible match with an entry that changed or went, or with a bare number."""
    return any((one.list, one.entity) in found.touched or (found.numbers and not one.name) for one in case.matches)


def _alerts(office: Office, case: Case, new: Lists) -> tuple[PossibleMatch, ...]:
    candidates = ask(case.application, new, Shelf(office.clock()))
    return tuple(one for one in candidates if one.alert)


def _raise(
    records: Records,
    office: Office,
    case: Case,
    alerts: Sequence[PossibleMatch],
    snapshot: str,
    clearance: Clearance,
) -> None:
    remembered = records.matches.ruled_out(identity_of(case.application), office.clock())
    fresh = _not_ruled_out(alerts, remembered)
    raise_late(records, office, case, fresh, snapshot, clearance=clearance.number)


def _not_ruled_out(alerts: Sequence[PossibleMatch], remembered: Iterable[RememberedMatch]) -> list[PossibleMatch]:
    done = {(one.list, one.entity, one.version) for one in remembered}
    return [one for one in alerts if (one.list, one.entity, one.version) not in done]


def _delta(snapshots: Snapshots, before: str, after: str) -> ListDelta | None:
    """The difference; all of the lists in use where a snapshot of it is not kept any more. None where none differs."""
    if before == after:
        return None
    try:
        return snapshots.delta(before, after)
    except NotFound as error:
        # Somebody may stand in what cannot be told any more: rather everybody is compared with everything.
        _log.warning("compared with all of the lists in use", before=before, after=after, error=error.what)
        current = snapshots.current()
        return snapshots.delta("", current.id) if current else None


def _snapshots(office: Office) -> Snapshots:
    if office.snapshots is None:
        raise Unavailable("no place for lists is set up", mend="Name one in the setting `lists`")
    return office.snapshots
