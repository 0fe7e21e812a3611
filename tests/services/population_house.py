"""A whole office in memory, with a clock that a test moves, and the synthetic population to play in it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from preclear import bootstrap, checks, connectors, screening, specimens
from preclear.clearance import Issuer
from preclear.clearance.keys import SigningKey, make_root, make_signer
from preclear.services.means import Means
from preclear.services.office import Office
from preclear.services.player import PEOPLE, Player
from preclear.services.tick import tick
from preclear.services.work import work
from preclear.specimens import Population
from preclear.testing.store import MemoryStore

AT = datetime(2026, 5, 17, 9, 0, tzinfo=UTC)
OFFICER, COLLEAGUE = PEOPLE["officer.amna"], PEOPLE["officer.bilal"]


@cache
def population() -> Population:
    return Population(at=AT)


@cache
def surroundings() -> TemporaryDirectory:
    folder = TemporaryDirectory(prefix="preclear-population-")
    population().write(Path(folder.name))
    return folder


@cache
def means() -> Means:
    folder = Path(surroundings().name)
    return Means(
        catalogue=checks.catalogue(),
        rulebook=bootstrap.rulebook.base(),
        agreement=bootstrap.agreement(""),
        lists=screening.build(specimens.list_sources(folder), folder / "lists.snapshot", as_of=AT.date()),
        trust=population().country.trust,
        registers=connectors.load(folder / "registers.yaml"),
    )


@cache
def issuer() -> Issuer:
    root_key, key = SigningKey.make(), SigningKey.make()
    root = make_root(root_key, country="ZZ", at=AT)
    return Issuer(state="XAR", key=key, certificate=make_signer(root, root_key, key, AT), root=root)


class House:
    """An office in memory. ``at`` is its time."""

    def __init__(self) -> None:
        self.at = AT
        self.store = MemoryStore()
        self.office = Office(
            store=self.store,
            means=means(),
            agreement=bootstrap.agreement(""),
            clock=lambda: self.at,
            issuer=issuer(),
            status_uri="https://preclear.example/status/1",
            choose=lambda waiting: waiting[0],
        )

    def player(self, story: str, place: int = 0) -> Player:
        """The application of this story, not handed in yet; its time is now."""
        of_story = [one for one in population().specimens if one.story.name == story]
        return Player(office=self.office, specimen=of_story[place])

    def handed_in(self, story: str, place: int = 0) -> Player:
        """The application of this story after the machine did what it can."""
        player = self.player(story, place)
        self.at = player.specimen.submitted_at
        player.hand_in()
        self.settle()
        return player

    def in_review(self, story: str, place: int = 0) -> Player:
        """The application of this story, given to its officer."""
        player = self.handed_in(story, place)
        assert player.take()
        self.later(hours=1)
        return player

    def heard(self, story: str, *, accepted: bool) -> Player:
        """The application of this story after its contradiction was put and answered."""
        player = self.in_review(story)
        player.put(player.open_findings()[0])
        self.later(hours=30)
        player.answer("The agent gave me the number on 2 May.")
        self.settle()
        player.judge_answer(accepted=accepted)
        self.settle()
        return player

    def proposed(self, story: str = "expired") -> Player:
        """The application of this story with a refusal proposed, and given to a second person."""
        player = self.in_review(story)
        player.propose_refusal("R01", "Agreement UTO-XAR-2026, article 6(1)")
        assert player.take_proposal()
        return player

    def refused(self, story: str = "expired") -> Player:
        """The application of this story, refused by two people."""
        player = self.proposed(story)
        player.confirm("The passport expired before the day of travel.")
        return player

    def settle(self) -> None:
        """Do all jobs that are due."""
        while work(self.office, "test"):
            pass

    def later(self, **time: float) -> int:
        """Let time pass; answers how many cases moved because of it."""
        self.at += timedelta(**time)
        moved = tick(self.office)
        self.settle()
        return moved

    def without_registers(self) -> "House":
        """The same house, where no register is set up."""
        self.office = replace(self.office, means=replace(means(), registers={}))
        return self

    def letters(self, kind: str) -> tuple:
        with self.store.transaction() as records:
            return tuple(one for one in records.letters.newest(limit=1000) if one.kind == kind)

    def clearances(self, player: Player) -> tuple:
        with self.store.transaction() as records:
            return records.clearances.of(player.reference)

    def feed(self) -> Iterator:
        with self.store.transaction() as records:
            return (entry for _, entry in records.feed.after(0))

    def judged(self, player: Player):
        with self.store.transaction() as records:
            return records.dossiers.latest(player.reference)
