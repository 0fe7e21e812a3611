import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preclear.documents.seals import c40
from preclear.errors import InvalidInput

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 "


@pytest.mark.parametrize(
    ("text", "written"),
    [("XK<CD", "eb0466a9"), ("XKCD", "eb11fe45"), ("VISA01", "de515826"), ("", ""), ("D<<", "6abc")],
)
def test_the_examples_of_doc_9303_13_are_written_and_read(text, written):
    assert written == c40.encode(text).hex()
    assert text.replace("<", " ") == c40.decode(bytes.fromhex(written))


@settings(max_examples=60, deadline=None)
@given(st.text(ALPHABET, max_size=100))
def test_what_is_written_is_read_again_and_has_the_least_even_length(text):
    written = c40.encode(text)
    assert text == c40.decode(written)
    assert len(text) + len(text) % 2 >= len(written)
    assert len(written) % 2 == 0


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=60))
def test_any_bytes_give_printable_text_or_an_input_error(data):
    try:
        text = c40.decode(data)
    except InvalidInput:
        return
    assert not text or text.isprintable()


@pytest.mark.parametrize("text", ["a", "Ä", "A-B", "A\n"])
def test_other_characters_cannot_be_written(text):
    with pytest.raises(InvalidInput):
        c40.encode(text)


@pytest.mark.parametrize("data", ["eb", "0000", "ffff", "00010001", "fe00", "fe82"])
def test_what_stands_for_nothing_is_refused(data):
    with pytest.raises(InvalidInput):
        c40.decode(bytes.fromhex(data))


def test_a_national_profile_may_hold_small_letters_and_points():
    first = 1600 * 1 + 40 * 13 + 2 + 1  # shift 2, ".", shift 3
    second = 1600 * 1 + 40 * 14 + 15 + 1  # "a", "A", "B"
    assert ".aAB" == c40.decode(first.to_bytes(2) + second.to_bytes(2))
