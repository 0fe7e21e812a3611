import cbor2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preclear.errors import InvalidInput
from preclear.writing import cbor

FLAT = st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.binary(max_size=8) | st.text(max_size=8)
LISTS = st.lists(FLAT, max_size=3)
VALUES = FLAT | st.dictionaries(st.integers(-99999, 99999) | st.text(max_size=3), FLAT | LISTS, max_size=5)


@given(VALUES)
@settings(max_examples=60)
def test_what_is_written_reads_back(value):
    assert value == cbor.loads(cbor.dumps(value))


@given(st.binary(max_size=60))
@settings(max_examples=100)
def test_any_bytes_give_a_value_or_an_input_error(data):
    try:
        value = cbor.loads(data)
    except InvalidInput:
        return
    assert isinstance(value, cbor.Tagged) or value == cbor2.loads(data)


@pytest.mark.parametrize(
    ("data", "what"),
    [
        ("", "ends too early"),
        ("0000", "bytes after the end"),
        ("9bffffffffffffffff", "ends too early"),
        ("5bffffffffffffffff", "ends too early"),
        ("baffffffff", "ends too early"),
        ("81" * 2000, "nested too deeply"),
        ("1800", "longer than it needs"),
        ("9fff", "indefinite"),
        ("fb3ff0000000000000", "float"),
        ("a201000100", "twice"),
        ("a1f500", "neither number nor text"),
        ("61ff", "not UTF-8"),
        ("f7", "simple"),
    ],
)
def test_each_other_form_is_refused(data, what):
    with pytest.raises(InvalidInput, match=what):
        cbor.loads(bytes.fromhex(data))


def test_a_tag_is_never_acted_upon():
    assert cbor.Tagged(35, "(a+)+$") == cbor.loads(cbor2.dumps(cbor2.CBORTag(35, "(a+)+$")))
    assert cbor.Tagged(4, [99999, 1]) == cbor.loads(cbor2.dumps(cbor2.CBORTag(4, [99999, 1])))
