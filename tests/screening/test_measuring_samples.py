from collections import Counter

import pytest

from preclear.model.dates import PartialDate
from preclear.screening.entries import WEAK, BirthSpan, ListedDocument, ListedName, ListEntry
from preclear.screening.measuring.samples import (
    REPORT,
    TUNE,
    alterable,
    altered,
    exchanged,
    half,
    honest,
    numbered,
    sampled,
    spelled,
    wrong_dates,
)


def entry(id_, *names, born=None, **more):
    births = (BirthSpan.on(PartialDate.parse(born)),) if born else ()
    listed = tuple(ListedName(text=name) for name in names)
    return ListEntry(id=id_, owner="Owner", legal_basis="Act", names=listed, births=births, **more)


@pytest.fixture
def entries():
    return [entry(str(number), f"Arkadi{number} Testovich", born="1971-04-25") for number in range(40)]


def test_both_halves_are_about_equal():
    counts = Counter(half(f"name {number}") for number in range(1000))
    assert abs(counts[TUNE] - counts[REPORT]) < 100


def test_weak_aliases_single_names_other_scripts_and_organisations_are_not_altered():
    weak = ListedName(text="The Sample", kind=WEAK)
    person = ListEntry(
        id="1",
        owner="Owner",
        legal_basis="Act",
        names=(ListedName(text="Arkadi Testov"), ListedName(text="Testov"), ListedName(text="محمد المثالي"), weak),
    )
    trading = entry("2", "Imaginary Trading House", entity_type="organisation")
    assert ["Arkadi Testov"] == [one.text for one in alterable("ours", [person, trading])]


def test_each_name_is_altered_once_in_every_group(entries):
    groups = Counter(sample.group for sample in altered(alterable("ours", entries)))
    assert {"typing": 40, "order": 40, "zone": 40} == dict(groups)


def test_the_same_names_give_the_same_samples_in_any_order(entries):
    one = {sample.id: sample for sample in altered(sampled(alterable("ours", entries), 10))}
    other = {sample.id: sample for sample in altered(sampled(alterable("ours", reversed(entries)), 10))}
    assert one == other


def test_an_entity_lies_in_one_half(entries):
    halves = {(sample.wanted, sample.half) for sample in altered(alterable("ours", entries))}
    assert 40 == len(halves)


def test_the_birth_date_that_is_given_is_one_that_the_list_allows():
    year = entry("1", "Arkadi Testovich", born="1971")
    (sample, *_) = altered(alterable("ours", [year]))
    assert (1971, True) == (sample.born.year, sample.born.whole)


def test_wrong_dates_are_flipped_off_by_a_digit_or_a_year_only():
    listed = alterable("ours", [entry("1", "Arkadi Testovich", born="1971-04-05")])
    dates = {sample.kind: str(sample.born) for sample in wrong_dates(listed)}
    assert {"year only": "1971", "one digit": "1974-04-05", "day and month exchanged": "1971-05-04"} == dates


def test_a_number_of_another_state_must_find_nobody():
    passport = entry("1", "A B", documents=(ListedDocument(number="X1234567", issuing_state="UTO"),))
    wanted = {sample.kind: sample.wanted for sample in numbered("ours", [passport], "Somebody Else")}
    assert {"number, other name": ("ours", "1"), "number of another State": None} == wanted


def test_the_other_state_is_never_the_issuing_one():
    passport = entry("1", "A B", documents=(ListedDocument(number="X1234567", issuing_state="UTO"),))
    states = {sample.kind: sample.issuing_state for sample in numbered("ours", [passport], "Somebody Else")}
    assert {"number, other name": "UTO", "number of another State": "XXA"} == states


def test_son_and_father_change_places():
    samples = exchanged(alterable("ours", [entry("1", "Hasan bin Ahmad"), entry("2", "Arkadi Testov")]))
    assert [("Ahmad bin Hasan", None)] == [(sample.name, sample.wanted) for sample in samples]


@pytest.mark.parametrize("alias", ["Ahmad Hasan", "Hasan Mithal Ahmad", "HASAN, Ahmad bin"])
def test_an_entity_with_an_ambiguous_alias_is_not_asked_for_exchanged(alias):
    assert [] == [*exchanged(alterable("ours", [entry("1", "Hasan bin Ahmad", alias)]))]


def test_honest_people_without_a_birth_date_get_one():
    (sample,) = honest([("Arkadi Testov", None)], "global", 5)
    assert sample.born is not None
    assert sample.born.whole


def test_so_many_honest_people_are_taken_of_each_half():
    people = [(f"Arkadi Testov {number}", None) for number in range(100)]
    assert {TUNE: 5, REPORT: 5} == dict(Counter(sample.half for sample in honest(people, "global", 5)))


def test_a_name_with_two_spellings_is_asked_for_in_the_other_one():
    pairs = [(f"مثال {letter}رست", f"{name} {letter}") for letter in "بتجدكلم" for name in ("Mithal", "Misal")]
    listed, samples = spelled(pairs, 10)
    assert 7 == len(listed)
    assert {"other spelling", "script to latin", "latin to script"} >= {sample.kind for sample in samples}
    assert all(sample.name not in {name for _, name in listed} for sample in samples)
