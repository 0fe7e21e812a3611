from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preclear.documents.der import MAX_DEPTH, definite, dotted, first_element, length_of, parts
from preclear.errors import InvalidInput
from preclear.specimens import encoding as der


def nested(depth: int) -> bytes:
    data = b""
    for _ in range(depth):
        data = der.sequence(data)
    return data


@pytest.mark.parametrize("data", [b"\x30\x00", b"\x02\x01\x05", nested(MAX_DEPTH), b"\x30\x80\x02\x01\x05\x00\x00"])
def test_a_whole_element_is_found_and_what_follows_is_left_out(data):
    assert data == first_element(data + b"tail", "test", limit=1000)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x30",
        b"\x30\x05\x02\x01",
        b"\x30\x85\x01\x01\x01\x01\x01",
        b"\x30\x80\x02\x01\x05",
        nested(MAX_DEPTH + 2),
    ],
)
def test_what_is_cut_or_too_deep_is_refused(data):
    with pytest.raises(InvalidInput):
        first_element(data, "test", limit=1000)


def test_what_is_too_large_is_refused_before_it_is_read():
    with pytest.raises(InvalidInput):
        first_element(b"\x04\x82\x01\x00" + bytes(256), "test", limit=100)


@given(st.binary(max_size=200))
@settings(max_examples=150, deadline=None)
def test_any_bytes_are_bounded_or_refused(data):
    with suppress(InvalidInput):
        assert data.startswith(first_element(data, "test", limit=1000))


@pytest.mark.parametrize(
    ("data", "plain"),
    [
        (b"\x30\x80\x02\x01\x05\x00\x00", b"\x30\x03\x02\x01\x05"),
        (b"\x30\x80\x24\x80\x04\x01a\x04\x01b\x00\x00\x00\x00", b"\x30\x04\x04\x02ab"),
        (b"\x24\x06\x04\x01a\x04\x01btail", b"\x04\x02ab"),
        (b"\x7f\x61\x80\x02\x01\x05\x00\x00", b"\x7f\x61\x03\x02\x01\x05"),
        (b"\x30\x81\x03\x02\x01\x05", b"\x30\x81\x03\x02\x01\x05"),
    ],
)
def test_indefinite_lengths_are_written_out_and_the_rest_stays(data, plain):
    assert plain == definite(data, "test")


@given(st.binary(max_size=80))
@settings(max_examples=100, deadline=None)
def test_any_bytes_are_taken_apart_or_refused(data):
    with suppress(InvalidInput):
        found = parts(data, 0, len(data), "test")
        assert [0, *(part.stop for part in found)] == [*(part.at for part in found), len(data)]
    with suppress(InvalidInput):
        assert definite(data, "test")


def test_more_parts_than_allowed_are_refused():
    with pytest.raises(InvalidInput):
        parts(b"\x05\x00" * 3, 0, 6, "test", most=2)


@pytest.mark.parametrize("content", [b"", b"\x86", b"\x01" * 65])
def test_an_object_identifier_that_ends_in_the_middle_is_refused(content):
    with pytest.raises(InvalidInput):
        dotted(content, "test")


@pytest.mark.parametrize("size", [0, 127, 128, 255, 256, 70_000])
def test_lengths_are_as_short_as_they_can_be(size):
    assert der.octets(bytes(size))[1 : len(length_of(size)) + 1] == length_of(size)
