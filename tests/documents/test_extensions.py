from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preclear.documents.extensions import AUTHORITY_KEY, KEY_USAGE, USAGE_PERIOD, moment, read_extensions
from preclear.errors import InvalidInput
from preclear.specimens import encoding as der
from preclear.specimens.pki import private_key_usage

AT = datetime(2026, 1, 1, 12, tzinfo=UTC)


def extensions(*values):
    listed = [
        der.sequence(der.oid(oid), *([der.boolean(True)] if critical else []), der.octets(value))
        for oid, critical, value in values
    ]
    return der.sequence(*listed)


def test_a_broken_extension_costs_only_itself():
    found = read_extensions(extensions((KEY_USAGE, True, b"\x03"), (USAGE_PERIOD, False, private_key_usage(AT, None))))
    assert (None, (AT, None), 1) == (found.get(KEY_USAGE), found.get(USAGE_PERIOD), len(found.defects))


def test_an_extension_that_stands_there_twice_counts_once():
    found = read_extensions(extensions((USAGE_PERIOD, False, private_key_usage(AT, AT)), (USAGE_PERIOD, False, b"")))
    assert ((AT, AT), ("the extension 2.5.29.16 stands there twice",)) == (found.get(USAGE_PERIOD), found.defects)


def test_only_critical_extensions_that_nobody_knows_are_unknown():
    found = read_extensions(
        extensions(("2.999.1", True, b""), ("2.999.2", False, b""), (AUTHORITY_KEY, True, b"\x30\x00"))
    )
    assert frozenset({"2.999.1"}) == found.unknown


def test_a_usage_period_without_any_side_is_a_defect():
    assert 1 == len(read_extensions(extensions((USAGE_PERIOD, False, der.sequence()))).defects)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b"260101120000Z", AT),
        (b"2601011200Z", AT),
        (b"20260101120000Z", AT),
        (b"20260101120000.999Z", AT),
        (b"20260101140000+0200", AT),
        (b"260101070000-0500", AT),
    ],
)
def test_times_are_read_in_all_the_forms_that_occur(text, expected):
    assert expected == moment(text)


@pytest.mark.parametrize("text", [b"", b"261301120000Z", b"99999", b"20260101120000X", b"00000101000000Z"])
def test_what_is_no_time_is_refused(text):
    with pytest.raises(ValueError, match=r"."):
        moment(text)


@given(st.binary(max_size=120) | st.binary(max_size=60).map(lambda data: b"\x30\x3c\x30\x3a" + data))
@settings(max_examples=100, deadline=None)
def test_any_bytes_are_extensions_or_refused(data):
    with suppress(InvalidInput):
        read_extensions(data)
