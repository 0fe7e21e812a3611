import numpy as np

from preclear.documents.images.ocrb.peaks import Peak, chances_of, evened, peaks_of

CLASSES = 38
SURE = 9.0
FAINT = 0.5
"""Scores of a character above the rest: nearly certain, and less than an even chance."""


def scores(columns, peaks):
    """Blank everywhere but at the given columns: class and score of each."""
    made = np.zeros((columns, CLASSES), np.float32)
    made[:, 0] = 6.0
    for column, (kind, above) in peaks.items():
        made[column] = 0
        made[column, kind] = above
    return made


def read(columns, peaks):
    chances = chances_of(scores(columns, peaks))
    return [int(peak.chances[1:].argmax()) + 1 for peak in evened(peaks_of(chances), chances)]


def row(*kinds):
    """Characters four columns apart, from column 4 on; 0 leaves a place empty."""
    return {4 + 4 * place: (kind, SURE) for place, kind in enumerate(kinds) if kind}


def test_no_scores_above_blank_give_no_character():
    assert [] == peaks_of(chances_of(scores(20, {})))


def test_a_run_of_columns_is_one_character():
    assert [7] == [
        int(peak.chances[1:].argmax()) + 1 for peak in peaks_of(chances_of(scores(9, {3: (7, 5), 4: (7, 9)})))
    ]


def test_the_same_character_after_a_blank_is_a_second_one():
    assert [1, 1, 1] == read(20, row(1, 1, 1))


def test_even_characters_stay_as_they_are():
    assert [*range(1, 13)] == read(60, row(*range(1, 13)))


def test_an_empty_place_gets_the_likeliest_character_and_little_confidence():
    seen = row(1, 2, 3, 4, 5, 0, 7, 8, 9, 10)
    made = scores(50, seen)
    made[24, 6] = 3.0
    chances = chances_of(made)
    whole = evened(peaks_of(chances), chances)
    assert 10 == len(whole)
    assert 6 == int(whole[5].chances[1:].argmax()) + 1
    assert whole[5].sure < 0.1


def test_a_mark_off_the_first_or_last_character_is_no_character():
    text = row(0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9)
    assert [*range(1, 10)] == read(80, {2: (30, SURE), **text, 72: (31, SURE)})


def test_a_faint_mark_near_the_first_character_is_no_character():
    text = row(0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9)
    assert [*range(1, 10)] == read(60, {6: (30, FAINT), **text})


def test_a_faint_mark_between_two_characters_is_no_character():
    assert [*range(1, 11)] == read(60, {**row(*range(1, 11)), 18: (30, FAINT)})


def test_a_few_characters_are_left_as_they_are():
    lonely = [Peak(column=float(column), chances=np.full(CLASSES, 1 / CLASSES, np.float32)) for column in (1, 9, 40)]
    assert lonely == evened(lonely, np.zeros((50, CLASSES), np.float32))
