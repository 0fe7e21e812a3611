"""Made-up lists for tests of services: entries by surname, and a shelf on which they are replaced."""

from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from preclear.errors import InvalidInput, NotFound, Unavailable
from preclear.model.screening import AlignedPart, ListSource, PossibleMatch, ScreeningAnswer
from preclear.services.ports import ListDelta


def entry(surname, entity="e7", version="v1", list_="stop", **fields):
    return PossibleMatch(
        list=list_,
        entity=entity,
        name=surname,
        score=0.9,
        alert=True,
        why=("The names agree.",),
        parts=(AlignedPart(asked=surname, listed=surname, how="same", one_in=900),),
        version=version,
        **fields,
    )


@dataclass(frozen=True)
class MadeUpLists:
    """Everybody with one of these surnames may be that entry."""

    id: str
    entries: tuple[PossibleMatch, ...] = ()
    built: date | None = None
    down: bool = False

    @property
    def sources(self):
        return (
            ListSource(
                list="stop", owner="UTO", legal_basis="Act 7", sha256="", entities=1, names=1, documents=0,
                built=self.built,
            ),
        )  # fmt: skip

    def screen(self, query, top=10, *, on=None):
        if self.down:
            raise Unavailable("the lists do not answer")
        kind = "organisation" if query.entity_type == "organisation" else "person"
        found = tuple(
            one for one in self.entries if one.name in query.name and (one.list == "firms") == (kind != "person")
        )
        return ScreeningAnswer(id=query.id, candidates=found[:top], snapshot=self.id)


@dataclass
class MadeUpShelf:
    """``Snapshots`` in memory: files are named by the id of the lists."""

    known: dict = field(default_factory=dict)
    used: str = ""
    trouble: str = ""

    def put(self, *lists):
        self.known |= {one.id: one for one in lists}
        return self

    def current(self):
        return self.known[self.used] if self.used else None

    def keep(self, source: Path, accept=()):
        if source.name not in self.known:
            raise InvalidInput("is no snapshot", where=source.name)
        return self.used, source.name

    def use(self, id_):
        self.used = id_

    def delta(self, before, after):
        if after not in self.known:
            raise NotFound("not kept")
        old = {(one.list, one.entity): one.version for one in self.known[before].entries} if before else {}
        new = self.known[after]
        fresh = tuple(one for one in new.entries if old.get((one.list, one.entity)) != one.version)
        now = {(one.list, one.entity) for one in new.entries}
        removed = frozenset(key for key in old if key not in now)
        touched = removed | {(one.list, one.entity) for one in fresh}
        return ListDelta(new=replace(new, entries=fresh), touched=frozenset(touched), removed=removed)
