"""The synthetic population: everything is invented, follows from a seed, and is what its story says."""

import csv
import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from preclear import bootstrap, checks, connectors, screening, specimens
from preclear.bootstrap import LatePages, LateSeals
from preclear.documents import TrustStore
from preclear.model.codes import Recommendation
from preclear.services.clear import clear
from preclear.services.means import Means
from preclear.services.missing import missing
from preclear.specimens import Population, Truth
from preclear.specimens.names import _names
from preclear.specimens.registers import UNAVAILABLE
from preclear.specimens.stories import LOOK_ALIKES, ORDINARY, STORIES
from preclear.writing import application as forms
from preclear.writing.names import analyse

AT = datetime(2026, 5, 17, 9, 0, tzinfo=UTC)
AGREEMENT = bootstrap.agreement("")
ONE_OF_EACH = tuple(replace(story, ages=story.ages[:1]) for story in STORIES)
_FOR_DRAMA = re.compile(r"\+447700900\d{3}|\+120255501\d{2}")


@pytest.fixture(scope="module")
def population():
    return Population(at=AT, stories=ONE_OF_EACH)


@pytest.fixture(scope="module")
def folder(population, tmp_path_factory):
    place = tmp_path_factory.mktemp("surroundings")
    population.write(place)
    return place


@pytest.fixture(scope="module")
def lists(folder):
    return screening.build(specimens.list_sources(folder), folder / "lists.snapshot", as_of=AT.date())


@pytest.fixture(scope="module")
def means(population, folder, lists, tmp_path_factory):
    """Every register answers here, also the one that is missing in the demo."""
    all_of_them = tmp_path_factory.mktemp("registers")
    for file in (*folder.glob("*.csv"), folder / "registers.yaml"):
        (all_of_them / file.name).write_bytes(file.read_bytes())
    rows = population.registers[UNAVAILABLE]
    with (all_of_them / f"{UNAVAILABLE}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return Means(
        catalogue=checks.catalogue(),
        rulebook=bootstrap.rulebook.base(),
        agreement=AGREEMENT,
        lists=lists,
        trust=TrustStore.load([folder / "trust"]),
        pages=LatePages(),
        seals=LateSeals(),
        registers=connectors.load(all_of_them / "registers.yaml"),
    )


@pytest.mark.parametrize("place", range(len(STORIES)), ids=[story.name for story in STORIES])
def test_the_checks_say_what_the_story_says(population, means, place):
    story = STORIES[place]
    (specimen,) = [one for one in population.specimens if one.story.name == story.name]
    _, assessment = clear(forms.parse(specimen.application), specimen.files, means, specimen.submitted_at)
    assert story.speaks == {finding.check for finding in assessment.findings}
    if story in ORDINARY or story in LOOK_ALIKES:
        assert Recommendation.GRANT == assessment.recommendation


def test_every_check_speaks_in_some_story():
    spoken = {check for story in STORIES for check in story.speaks}
    assert {check.id for check in checks.catalogue().checks} == spoken


def test_every_story_says_what_it_is_about_and_has_a_name_of_its_own():
    assert len(STORIES) == len({story.name for story in STORIES})
    assert [] == [story.name for story in STORIES if not story.because]


def test_the_population_is_large_and_mostly_honest():
    ages = {truth: sum(len(story.ages) for story in STORIES if story.truth is truth) for truth in Truth}
    assert sum(ages.values()) >= 300
    assert ages[Truth.HONEST] > 0.8 * sum(ages.values())


def test_nothing_is_missing_but_a_guardian(population):
    lacking = {
        one.story.name: missing(forms.parse(one.application), AGREEMENT, AT.date()) for one in population.specimens
    }
    assert {"child_without_guardian": ("guardian",)} == {name: paths for name, paths in lacking.items() if paths}


def test_the_same_seed_gives_the_same_people_and_papers(population):
    again = Population(at=AT, stories=ONE_OF_EACH)
    assert [(one.application, one.files) for one in population.specimens] == [
        (one.application, one.files) for one in again.specimens
    ]


def test_another_seed_gives_other_people(population):
    other = Population(at=AT, stories=ONE_OF_EACH, seed="another")
    assert not {one.reference for one in population.specimens} & {one.reference for one in other.specimens}


def test_one_story_less_changes_nobody_else(population):
    fewer = Population(at=AT, stories=ONE_OF_EACH[1:])
    assert {one.person.name for one in fewer.specimens} <= {one.person.name for one in population.specimens}


def test_references_and_passports_are_nobody_elses():
    everybody = Population(at=AT).specimens
    assert len(everybody) == len({one.reference for one in everybody})
    assert len(everybody) == len({one.person.passport for one in everybody})


def test_telephones_and_mail_reach_nobody(population):
    for one in population.specimens:
        text = repr(one.application)
        assert [] == [number for number in re.findall(r"\+\d{8,}", text) if not _FOR_DRAMA.fullmatch(number)]
        for mailbox, domain in re.findall(r"'([^'@ ]+)@([^'@ ]+)'", text):
            assert domain.endswith(".example") or ".." in mailbox


def test_everybody_comes_from_the_specimen_state(population):
    assert {"UTO"} == {state for one in population.specimens for state in one.application["applicant"]["nationality"]}


def test_names_agree_in_both_scripts():
    names = _names()
    pairs = [(one.latin, one.urdu) for kind in ("woman", "man") for one in names[kind]] + [
        (first.latin + last.latin, first.urdu + last.urdu)
        for kinds in (("first", "last"), ("rare_first", "rare_last"))
        for first in names[kinds[0]]
        for last in names[kinds[1]]
    ]
    assert [] == [pair for pair in pairs if analyse(pair[0]).skeletons != analyse(pair[1]).skeletons]


def test_one_register_does_not_answer_and_the_others_do(population, folder):
    registers = connectors.load(folder / "registers.yaml")
    asked = {name: registers[name].ask(rows[0]["number"]) for name, rows in population.registers.items()}
    assert {UNAVAILABLE} == {name for name, answer in asked.items() if answer.unavailable}
    assert all(answer.found for name, answer in asked.items() if name != UNAVAILABLE)


def test_the_lists_say_that_owner_and_legal_basis_are_invented(lists):
    assert {True} == {"invented" in source.owner and "invented" in source.legal_basis for source in lists.sources}
