from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preclear.documents.der import MAX_DEPTH, first_element
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
