"""A rehearsal: the synthetic population, played through the services."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from made_up_lists import MadeUpLists, MadeUpShelf, entry
from population_house import AT, House, population

from preclear.model.codes import ApplicationState as S
from preclear.model.codes import Outcome
from preclear.oversight import Log, LogKey
from preclear.services.rehearse import rehearse
from preclear.services.script import SCRIPT
from preclear.specimens.stories import LOOK_ALIKES, ORDINARY, STORIES

_FEW = (
    "expired",
    "expires_during_stay",
    "permit_of_another",
    "listed",
    "namesake",
    "under_pressure",
    "too_little_money",
)


def few():
    """Applications of those stories alone."""
    return replace(population(), only=frozenset(_FEW))


@pytest.fixture(scope="module")
def played() -> House:
    house = House()
    rehearse(house.office, few())
    return house


def cases(house: House) -> list:
    with house.store.transaction() as records:
        return [records.cases.get(one.reference) for one in few().specimens]


def test_every_application_of_the_population_is_there(played):
    assert len(few().specimens) == len(cases(played))


def test_no_job_failed_and_none_waits(played):
    with played.store.transaction() as records:
        assert ((), None) == (records.jobs.failed(), records.jobs.lease(AT, "test"))


def test_every_refusal_has_two_people_and_reasons(played):
    refusals = [one.decision for one in cases(played) if one.decision and one.decision.outcome is Outcome.REFUSE]
    assert refusals
    for decision in refusals:
        assert decision.confirmed_by
        assert decision.confirmed_by != decision.proposed_by
        assert decision.reasons.facts


def test_what_lies_in_the_future_has_not_happened(played):
    waiting = Counter(one.state for one in cases(played))
    assert {S.REFERRED, S.IN_REVIEW, S.PUT_TO_APPLICANT, S.MATCHES} <= waiting.keys()
    assert all(entry.at <= AT for one in cases(played) for entry in one.history)


def test_the_log_is_in_the_order_of_time(played):
    with played.store.transaction() as records:
        histories = [records.audit.of(one.reference) for one in few().specimens]
    times = [entry["at"] for entry in sorted((e for one in histories for e in one), key=lambda e: e["index"])]
    assert sorted(times) == times
    assert Log(played.store.log).checkpoint(LogKey.make("rehearsal/log"))


def test_every_scene_belongs_to_an_application():
    ages = {story.name: len(story.ages) for story in STORIES}
    assert {} == {name: len(own) for name, own in SCRIPT.items() if len(own) > ages.get(name, 0)}


@pytest.mark.slow
def test_what_is_not_ordinary_leaves_something_in_every_state_that_waits_or_ends():
    house = House()
    told = frozenset(story.name for story in STORIES if story not in (*ORDINARY, *LOOK_ALIKES))
    rehearse(house.office, replace(population(), only=told))
    with house.store.transaction() as records:
        states = records.cases.count()
    passing = {S.DRAFT, S.ADMISSIBLE, S.CHECKED_CLEAR, S.FALSE_MATCH}
    assert set(S) - passing == states.keys()
    assert 3 == states[S.SUBMITTED], "what was handed in at the last moment waits for the worker"
    assert states[S.REFUSED] >= 8


def test_a_population_needs_no_folder_of_its_own(tmp_path: Path):
    few().write(tmp_path)
    assert {"registers.yaml", "trust", "xar-demo-list.csv", "lost-or-stolen.csv"} <= {
        one.name for one in tmp_path.iterdir()
    }


def test_one_import_was_made_by_two_people_and_one_waits(played):
    with played.store.transaction() as records:
        stands = [(one.proposal.by, one.standing, one.confirmed_by) for one in records.trust_imports.newest()]
    assert [("trust.karim", "waiting", ""), ("trust.jamila", "confirmed", "trust.karim")] == stands


def test_a_new_edition_of_the_list_sends_cleared_travellers_to_the_desk():
    house = House()
    shelf = MadeUpShelf(used="old").put(MadeUpLists("old"))
    house.office = replace(house.office, snapshots=shelf)
    people = replace(population(), only=frozenset({"listed_later"}))
    named = [entry(one.application["applicant"]["surname"], f"e{at}") for at, one in enumerate(people.specimens)]
    shelf.put(MadeUpLists("new", tuple(named)))
    rehearse(house.office, people, next_lists=Path("new"))
    with house.store.transaction() as records:
        answers = {one.reference: one.review.decision for one in records.late_matches.waiting()}
        answered, waits = [records.late_matches.of(one.reference)[0] for one in people.specimens]
    assert (1, "not_same", True) == (len(answers), answered.review.decision, waits.waits)


def test_somebody_who_comes_back_is_not_stopped_for_the_same_entry(played):
    with played.store.transaction() as records:
        again = records.cases.get("PC-BACK-2345")
        held = records.dossiers.latest("PC-BACK-2345").dossier.ruled_out
    assert (S.GRANTED, 1, ()) == (again.state, len(held), again.matches)
