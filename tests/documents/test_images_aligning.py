import numpy as np

from preclear.documents.images.aligning import align, lengthening
from preclear.documents.images.lines import Line

NAMES = "P<UTOSPECIMEN<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
DATA = "S000000176UTO9002030F3301018<<<<<<<<<<<<<<08"


def line(text, *, without=(), pitch=0.021, start=0.03, bend=0.0):
    """What a reader answers for ``text``, but for the characters at some offsets."""
    kept = [at for at in range(len(text)) if at not in without]
    return Line(
        text="".join(text[at] for at in kept),
        confidence=(0.9,) * len(kept),
        positions=tuple(start + pitch * at + bend * at * at for at in kept),
        alternatives=tuple(text[at] for at in kept),
    )


def rows(*lines):
    cells = align(lines)
    return None if cells is None else tuple("".join(cell.character for cell in row) for row in cells)


def test_whole_lines_fill_their_cells():
    assert (NAMES, DATA) == rows(line(NAMES), line(DATA))


def test_a_lost_filler_is_put_back_where_it_was():
    assert (NAMES, DATA) == rows(line(NAMES, without={30}), line(DATA, without={30, 31}))


def test_a_lost_filler_beside_a_letter_is_left_open():
    assert (NAMES[:14] + "?" + NAMES[15:], DATA) == rows(line(NAMES, without={14}), line(DATA))


def test_a_lost_letter_is_left_open():
    assert ("P<UTOSPE?IMEN<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", DATA) == rows(line(NAMES, without={8}), line(DATA))


def test_a_lost_first_character_is_left_open():
    assert ("?" + NAMES[1:], DATA) == rows(line(NAMES, without={0}), line(DATA))


def test_a_lost_last_figure_is_left_open():
    assert (NAMES, DATA[:-1] + "?") == rows(line(NAMES), line(DATA, without={43}))


def test_a_mark_before_the_line_is_dropped():
    assert (NAMES, DATA) == rows(line("I" + NAMES, start=0.03 - 0.021), line(DATA))


def test_a_character_seen_twice_counts_once():
    doubled = line(NAMES)
    twice = Line(
        text=NAMES[:5] + "S" + NAMES[5:],
        confidence=(0.9,) * 5 + (0.4,) + (0.9,) * 39,
        positions=(*doubled.positions[:5], doubled.positions[5] - 0.004, *doubled.positions[5:]),
        alternatives=("",) * 45,
    )
    assert (NAMES, DATA) == rows(twice, line(DATA))


def test_a_line_photographed_from_one_side_is_aligned():
    assert (NAMES, DATA) == rows(
        line(NAMES, pitch=0.016, bend=0.00012, without={30}), line(DATA, pitch=0.016, bend=0.00012)
    )


def test_three_lines_of_thirty_are_a_card():
    assert ("I" * 30, "1" * 30, "A" * 30) == rows(*(line(letter * 30, pitch=0.03) for letter in "I1A"))


def test_lines_of_no_format_are_none():
    assert rows(line("A" * 60, pitch=0.015), line("B" * 60, pitch=0.015)) is None


def test_short_or_empty_lines_are_none():
    assert (None, None) == (rows(line(NAMES), line("AB")), rows(line(""), line("")))


def test_lines_that_end_under_a_reflection_must_be_longer():
    half = line(NAMES[:25]), line(DATA[:26])
    assert (44 / 26, 0.0) == (lengthening(half), lengthening((line(NAMES), line(DATA))))


def test_positions_in_whole_steps_are_enough():
    coarse = [
        Line(
            text=text,
            confidence=(0.9,) * 44,
            positions=tuple(float(step) for step in np.rint(np.arange(44) * 2.6 + 2) / 120),
            alternatives=("",) * 44,
        )
        for text in (NAMES, DATA)
    ]
    assert (NAMES, DATA) == rows(*coarse)
