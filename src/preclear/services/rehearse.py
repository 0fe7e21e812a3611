"""Play a synthetic population through the product: a month of work, so that a demo or an exercise has real cases.

Everything happens through the services, in the order of its time, with a clock that moves through the last 30 days.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

from preclear.services.lists_scene import BEFORE_THE_END, new_edition
from preclear.services.office import Office
from preclear.services.player import Player
from preclear.services.ports import Records
from preclear.services.scenes import Waits, only_apply
from preclear.services.script import SCRIPT
from preclear.services.tick import tick
from preclear.services.trust_scene import TAKES, hand_over
from preclear.services.work import work
from preclear.specimens import Population, Specimen

_TICK = timedelta(hours=6)
_WORKER = "rehearsal"


@dataclass(frozen=True, kw_only=True)
class _OneTransaction:
    """A store inside a transaction that is open already: what fails in it ends the whole rehearsal, unwritten."""

    records: Records

    @contextmanager
    def transaction(self) -> Iterator[Records]:
        """The transaction that is open, without a savepoint of its own."""
        yield self.records


@dataclass(kw_only=True)
class _Time:
    """The time of the scene that is being played."""

    now: datetime


def rehearse(office: Office, population: Population | None = None, *, next_lists: Path | None = None) -> None:
    """Play the population (the demo's, made for now, where none is given) until now, as one transaction.

    ``next_lists`` is a snapshot that comes into use some hours before the end. ``office`` must have the population's
    registers, lists and trust store, and the demo's accounts. The same population and office give the same cases,
    apart from numbers that are drawn at random.
    """
    people = population or Population(at=office.clock())
    begins = people.specimens[0].submitted_at
    time = _Time(now=begins)
    with office.store.transaction() as records:
        playing = replace(office, store=_OneTransaction(records=records), clock=lambda: time.now)
        scenes: list[tuple[datetime, Waits]] = [(begins, _passing(playing)), (people.at - TAKES, hand_over(playing))]
        if next_lists is not None:
            scenes.append((people.at - BEFORE_THE_END, new_edition(playing, next_lists)))
        scenes += [(player.specimen.submitted_at, scene) for player, scene in _cast(playing, people.specimens)]
        _play(playing, time, scenes, people.at.replace(microsecond=0))


def _cast(office: Office, specimens: tuple[Specimen, ...]) -> Iterator[tuple[Player, Waits]]:
    """Each specimen with its scene: the first one of a story plays the story's first scene, and so on."""
    places: dict[str, Iterator[int]] = {}
    for specimen in specimens:
        place = next(places.setdefault(specimen.story.name, count()))
        own = SCRIPT.get(specimen.story.name, ())
        player = Player(office=office, specimen=specimen)
        yield player, (own[place] if place < len(own) else only_apply)(player)


def _passing(office: Office) -> Waits:
    """Let clocks run out."""
    while True:
        tick(office)
        yield _TICK


def _play(office: Office, time: _Time, scenes: list[tuple[datetime, Waits]], until: datetime) -> None:
    """Play all scenes step by step in the order of time; after each step the jobs that it led to are done.

    What is handed in at the last moment waits for the worker, as in life.
    """
    waiting = [(at, place, scene) for place, (at, scene) in enumerate(scenes)]
    heapq.heapify(waiting)
    while waiting and waiting[0][0] <= until:
        time.now, place, scene = heapq.heappop(waiting)
        pause = next(scene, None)
        while time.now < until and work(office, _WORKER):
            pass
        if pause is not None:
            heapq.heappush(waiting, (time.now + pause, place, scene))
