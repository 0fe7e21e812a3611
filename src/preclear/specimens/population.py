"""A whole synthetic population with its surroundings: applications, registers, lists and a trust store.

The same seed and time give the same bytes on every machine. Each application has its own randomness, so that one
story more or less changes nobody else's name; numbers count everybody.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from random import Random
from typing import Any

from preclear.specimens.draft import Draft, start
from preclear.specimens.lists import write_lists
from preclear.specimens.people import Person, make_person
from preclear.specimens.pictures import arcadia
from preclear.specimens.pki import TestCountry
from preclear.specimens.registers import Rows, write_registers
from preclear.specimens.seals import barcode_signer
from preclear.specimens.stories import STORIES, Story, Truth

SEED = "demo"

_CAST: Mapping[tuple[str, int], str] = {
    ("visitor", 46): "applicant.zara",
    ("transit_without_right", 2): "applicant.zara",
    ("revoked_signer", 0): "applicant.yusuf",
    ("slip_in_birth_date", 2): "applicant.yusuf",
}
"""Who is played by visitors of the demo: one granted, one asked, one refused, one who is to explain."""


@dataclass(frozen=True, kw_only=True)
class Specimen:
    """One synthetic application with its ground truth.

    ``application`` follows ``application.schema.json`` (with the answers about protection, where there are any);
    ``files`` are the bytes of its files by id; ``account`` is whose it is.
    """

    person: Person
    application: Mapping[str, Any]
    files: Mapping[str, bytes]
    truth: Truth
    story: Story
    account: str

    @property
    def reference(self) -> str:
        """The application's reference."""
        return str(self.application["reference"])

    @property
    def submitted_at(self) -> datetime:
        """When it is handed in."""
        return datetime.fromisoformat(self.application["submitted_at"])


@dataclass(frozen=True, kw_only=True)
class Population:
    """Everybody who applied within the 30 days before ``at``, and what surrounds them.

    ``only`` keeps the applications of these stories, by name; everybody else stays in registers and lists.
    """

    at: datetime
    seed: str = SEED
    stories: tuple[Story, ...] = STORIES
    only: frozenset[str] = frozenset()

    @cached_property
    def country(self) -> TestCountry:
        """Utopia, which signs the passports."""
        return TestCountry(state="UTO", seed=self.seed, day=self.at.date())

    @cached_property
    def arcadia(self) -> TestCountry:
        """Arcadia, which seals the visas."""
        return arcadia(self.country)

    @cached_property
    def specimens(self) -> tuple[Specimen, ...]:
        """All applications, in the order in which they are handed in."""
        wanted = self.only or {story.name for story in self.stories}
        made = (self._specimen(story, draft) for story, draft in self._drafts if story.name in wanted)
        return tuple(sorted(made, key=lambda one: one.submitted_at))

    @property
    def registers(self) -> Rows:
        """Rows of every register, by its name."""
        merged: dict[str, dict[str, dict[str, str]]] = {}
        for _, draft in self._drafts:
            for name, rows in draft.registers.items():
                known = merged.setdefault(name, {})
                for number, row in rows.items():
                    known.setdefault(number, {}).update(row)
        return {name: tuple(rows.values()) for name, rows in merged.items()}

    @property
    def listed(self) -> Iterator[Mapping[str, str]]:
        """Rows of the list of persons."""
        return (row for _, draft in self._drafts for row in draft.listed)

    @property
    def listed_next(self) -> Iterator[Mapping[str, str]]:
        """Rows that the next edition of the list of persons has more."""
        return (row for _, draft in self._drafts for row in draft.listed_next)

    @property
    def lost(self) -> Iterator[Mapping[str, str]]:
        """Rows of the list of lost and stolen documents."""
        return (row for _, draft in self._drafts for row in draft.lost)

    def write(self, folder: Path) -> None:
        """Write registers, lists and the folder ``trust`` for a demo or a test."""
        folder.mkdir(parents=True, exist_ok=True)
        write_registers(folder, self.registers)
        write_lists(folder, self.listed, self.lost, self.listed_next)
        self.country.write(folder / "trust")
        self.arcadia.write(folder / "trust")
        (folder / "trust" / "XAR-bar-codes.cer").write_bytes(barcode_signer(self.arcadia).certificate)

    @cached_property
    def _drafts(self) -> tuple[tuple[Story, Draft], ...]:
        planned = [(story, place) for story in self.stories for place in range(len(story.ages))]
        return tuple((story, self._draft(number, story, place)) for number, (story, place) in enumerate(planned, 1))

    def _draft(self, number: int, story: Story, place: int) -> Draft:
        rng = Random(f"{self.seed}/{story.name}/{place}")  # noqa: S311 -- a seed that gives the same people everywhere
        on_list = "watchlist.possible_match" in story.speaks or story.name == "listed_later"
        person = make_person(rng, number, plays=_CAST.get((story.name, place), ""), rare=on_list)
        handed_in = (self.at - timedelta(days=story.ages[place])).replace(microsecond=0)
        draft = start(rng, person, handed_in)
        story.basis(draft)
        story.change(draft)
        return draft

    def _specimen(self, story: Story, draft: Draft) -> Specimen:
        draft.print_passport(self.country)
        return Specimen(
            person=draft.person,
            application=draft.form,
            files=draft.files,
            truth=story.truth,
            story=story,
            account=draft.person.account,
        )


def write_surroundings(folder: Path, at: datetime | None = None, *, seed: str = SEED) -> None:
    """Write what surrounds the demo's population: ``registers.yaml``, CSV registers and lists, and ``trust``.

    ``at`` is now where it is not given; the population that is then played may be made a little later.
    """
    Population(at=at or datetime.now(UTC), seed=seed).write(folder)
