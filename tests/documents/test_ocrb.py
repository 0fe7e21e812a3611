from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from preclear.documents.images.ocrb import Line, read_lines, reading
from preclear.documents.images.ocrb.straighten import HEIGHT, find_band, straighten
from preclear.errors import InvalidInput, Unavailable

EXAMPLES = Path(__file__).parent / "ocrb"
TEXTS = (
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
    "I<UTOD231458907<<<<<<<<<<<<<<<",
    "7408122F1204159UTO<<<<<<<<<<<6",
    "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
    "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    "L8988901C4XXX4009078F96121096ZE184226B<<<<<<",
    "D231458907UTO7408122F1204159<<<<<<<6",
)
ALPHABET = frozenset("<0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")
GREY = arrays.arrays(np.uint8, st.tuples(st.integers(0, 60), st.integers(0, 300)))


def example(number):
    return cv2.imread(str(EXAMPLES / f"{number}.jpg"), cv2.IMREAD_GRAYSCALE)


@pytest.mark.parametrize(("number", "text"), list(enumerate(TEXTS, start=1)))
def test_a_line_is_read_through_skew_wear_patterns_and_shadows(number, text):
    assert text == read_lines([example(number)])[0].text


def test_lines_come_back_in_the_order_of_the_strips():
    assert TEXTS[:3] == tuple(line.text for line in read_lines([example(1), example(2), example(3)]))


def test_a_second_reading_gives_the_same_to_the_last_digit():
    assert read_lines([example(4)]) == read_lines([example(4)])


def test_every_character_has_a_confidence_a_place_and_second_thoughts():
    (line,) = read_lines([example(2)])
    assert 44 == len(line.text) == len(line.confidence) == len(line.alternatives) == len(line.positions)
    assert line.text == "".join(choices[0] for choices in line.alternatives)
    assert {3} == {len(set(choices)) for choices in line.alternatives}


def test_characters_stand_at_even_distances_across_the_strip():
    (line,) = read_lines([example(2)])
    steps = np.diff(line.positions)
    assert 0 < line.positions[0] < line.positions[-1] < 1
    assert np.allclose(steps, np.median(steps), rtol=0.25)


def test_the_size_of_the_picture_does_not_change_the_text():
    large = cv2.resize(example(2), None, fx=3, fy=3, interpolation=cv2.INTER_CUBIC)
    assert TEXTS[1] == read_lines([large])[0].text


def test_white_around_the_line_does_not_change_the_text():
    loose = cv2.copyMakeBorder(example(2), 8, 8, 60, 60, cv2.BORDER_REPLICATE)
    assert TEXTS[1] == read_lines([loose])[0].text


def test_confidence_falls_where_the_picture_is_smeared():
    smeared = example(2)
    smeared[:, 300:400] = cv2.GaussianBlur(smeared, (0, 0), 6)[:, 300:400]
    assert min(read_lines([smeared])[0].confidence) < min(read_lines([example(2)])[0].confidence)


def test_a_character_that_is_painted_over_is_not_invented_with_confidence():
    (whole,) = read_lines([example(2)])
    painted = example(2)
    wide = painted.shape[1]
    start, stop = (round(wide * place) for place in (whole.positions[9] - 0.011, whole.positions[9] + 0.011))
    painted[:, start:stop] = int(np.median(painted))
    (line,) = read_lines([painted])
    assert TEXTS[1] != line.text
    assert min(line.confidence) <= 0.5


def test_an_even_surface_holds_no_text():
    assert (Line(text=""), Line(text="")) == read_lines(
        [np.full((40, 700), 230, np.uint8), np.zeros((40, 700), np.uint8)]
    )


@pytest.mark.parametrize("shape", [(0, 0), (0, 50), (3, 3), (1, 500), (500, 1)])
def test_a_strip_too_small_to_hold_a_letter_holds_no_text(shape):
    assert (Line(text=""),) == read_lines([np.random.default_rng(1).integers(0, 256, shape, dtype=np.uint8)])


@pytest.mark.parametrize(
    "strip",
    [
        np.zeros((30, 600, 3), np.uint8),
        np.zeros((30, 600), np.float32),
        np.zeros(600, np.uint8),
        np.zeros((), np.uint8),
    ],
)
def test_what_is_no_grey_picture_is_refused(strip):
    with pytest.raises(InvalidInput, match="strip 1: this is no grey picture"):
        read_lines([strip])


@pytest.mark.parametrize("shape", [(2100, 2100), (10, 20_000)])
def test_a_picture_larger_than_any_line_is_refused(shape):
    with pytest.raises(InvalidInput, match="more than a line has"):
        read_lines([np.zeros(shape, np.uint8)])


@settings(max_examples=40, deadline=None)
@given(GREY)
def test_any_grey_picture_gives_a_line(strip):
    (line,) = read_lines([strip])
    assert set(line.text) <= ALPHABET
    assert len(line.text) == len(line.confidence) == len(line.alternatives) == len(line.positions)
    assert all(0 <= sure <= 1 for sure in line.confidence)
    assert all(0 <= place <= 1 for place in line.positions)


def test_a_model_that_was_changed_is_not_used():
    with pytest.raises(Unavailable, match="not the one that was released"):
        reading.load(b"another model")


@pytest.mark.parametrize("degrees", [-3.0, -1.5, 0.0, 2.0, 3.0])
def test_skew_is_measured_to_half_a_degree(degrees):
    level = example(2)[3:-3]
    high, wide = level.shape
    tall = cv2.copyMakeBorder(level, 60, 60, 0, 0, cv2.BORDER_CONSTANT, value=int(np.median(level)))
    turn = cv2.getRotationMatrix2D((wide / 2, high / 2 + 60), -degrees, 1.0)
    turned = cv2.warpAffine(tall, turn, (wide, high + 120), borderMode=cv2.BORDER_REPLICATE)
    own = np.degrees(np.arctan(find_band(level).slope))
    assert abs(np.degrees(np.arctan(find_band(turned).slope)) - degrees - own) <= 0.5


def test_a_straightened_line_has_the_readers_height_and_knows_its_columns():
    line = straighten(example(2))
    scale, offset = line.across
    wide = line.ink.shape[1]
    assert HEIGHT == line.ink.shape[0]
    assert 0 == wide % 8
    assert offset <= 0
    assert example(2).shape[1] <= round(wide * scale + offset)
