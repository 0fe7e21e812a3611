import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preclear.documents import mrz
from preclear.documents.mrz.confusions import EITHER, LIKE_DIGITS
from preclear.documents.mrz.digits import ALPHABET
from preclear.errors import InvalidInput
from preclear.model.codes import CheckStatus

CORPUS = json.loads((Path(__file__).parents[2] / "corpus/mrz/repairing.json").read_text())
TODAY = date(2026, 7, 1)
TD3 = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")
DAYS = [*range(13, 20), *range(21, 28)]


@pytest.mark.parametrize("example", CORPUS, ids=lambda example: example["case"])
def test_the_corpus_of_misread_zones_is_repaired_as_it_says(example):
    alternatives = example["alternatives"] and [
        [line.get(str(position), "") for position in range(1, len(text) + 1)]
        for line, text in zip(example["alternatives"], example["lines"], strict=True)
    ]
    found = mrz.repair(example["lines"], today=TODAY, alternatives=alternatives)
    repairs = [[each.line, each.position, each.before, each.after] for each in found.repairs]
    assert example["because"]
    assert (example["repaired"], example["repairs"]) == (list(found.mrz.lines), repairs)
    assert (example["status"], "repair") == (found.step.status.value, found.step.id)


@given(at=st.lists(st.sampled_from(DAYS), unique=True, max_size=4), pick=st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_letters_read_for_figures_in_days_are_always_undone(at, pick):
    letters = list(TD3[1])
    for place in at:
        twins = [letter for letter, digit in LIKE_DIGITS.items() if digit == letters[place]]
        letters[place] = pick.choice(twins) if twins else letters[place]
    found = mrz.repair((TD3[0], "".join(letters)), today=TODAY)
    assert TD3 == found.mrz.lines


@given(changes=st.dictionaries(st.integers(0, 43), st.sampled_from(ALPHABET), max_size=5))
@settings(max_examples=60, deadline=None)
def test_every_difference_is_listed_and_none_is_in_a_name(changes):
    line = "".join(changes.get(at, character) for at, character in enumerate(TD3[1]))
    found = mrz.repair((TD3[0], line), today=TODAY)
    rebuilt = list(line)
    for each in found.repairs:
        assert (2, rebuilt[each.position - 1]) == (each.line, each.before)
        rebuilt[each.position - 1] = each.after
    assert ("".join(rebuilt), TD3[0]) == (found.mrz.lines[1], found.mrz.lines[0])
    assert CheckStatus.FAILED is not found.step.status


@given(changes=st.dictionaries(st.integers(0, 43), st.sampled_from(ALPHABET), max_size=4))
@settings(max_examples=60, deadline=None)
def test_a_repaired_character_passes_no_zone_that_still_contradicts_itself(changes):
    line = "".join(changes.get(at, character) for at, character in enumerate(TD3[1]))
    found = mrz.repair((TD3[0], line), today=TODAY)
    assert not (found.step.status is CheckStatus.PASSED and not found.mrz.valid)


def test_a_change_that_a_digit_alone_asks_for_needs_a_look_at_the_page():
    at = next(place for place in range(9) if TD3[1][place] in EITHER and TD3[1][place] == "0")
    line = TD3[1][:at] + "O" + TD3[1][at + 1 :]
    found = mrz.repair((TD3[0], line), today=TODAY)
    assert (CheckStatus.UNDETERMINED, True) == (found.step.status, "page" in found.step.reason)


def test_foreign_signs_outside_names_are_repaired():
    found = mrz.repair((TD3[0], TD3[1].replace("1<<<<<10", "x").replace("B<<<<<10", "B\u00ab<<<<1o")), today=TODAY)
    assert (True, 2) == (found.mrz.valid, len(found.repairs))


def test_a_foreign_sign_in_a_name_is_refused():
    with pytest.raises(InvalidInput):
        mrz.repair((TD3[0].replace("ANNA<", "ANNA\u00ab"), TD3[1]), today=TODAY)


def test_second_thoughts_of_another_width_do_no_harm():
    assert TD3 == mrz.repair(TD3, today=TODAY, alternatives=[["O"], []]).mrz.lines


def test_a_hopeless_line_ends_soon():
    found = mrz.repair((TD3[0], "OIBSZGQD" * 5 + "OIBS"), today=TODAY, alternatives=[["0123456789"] * 44] * 2)
    assert CheckStatus.UNDETERMINED is found.step.status


@given(st.lists(st.text(max_size=45), max_size=4) | st.lists(st.text(min_size=44, max_size=44), max_size=2))
@settings(max_examples=60, deadline=None)
def test_any_text_is_repaired_or_refused(lines):
    try:
        found = mrz.repair(lines, today=TODAY)
    except InvalidInput:
        return
    assert found.mrz.format in mrz.LAYOUTS
