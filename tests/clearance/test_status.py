import zlib
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preclear.clearance import SigningKey, Status, StatusList, cose, pack, sign_status_list
from preclear.clearance.status import MAX_LIST, STATUS_LIST, TTL, TYPE, decode, status_of
from preclear.errors import InvalidInput

KEY = SigningKey.make()
MADE = datetime(2026, 5, 17, tzinfo=UTC)
LIST = StatusList(
    uri="https://preclear.example/status/1",
    issued_at=MADE,
    time_to_live=timedelta(hours=12),
    packed=pack({1: Status.INVALID, 5: Status.SUSPENDED}, 1000),
)


def test_a_signed_list_reads_back():
    signed = cose.read(sign_status_list(LIST, KEY))
    assert signed.signed_by(KEY.public)
    assert decode(signed) == LIST


def test_the_bits_lie_as_in_the_drafts_example_of_two_bits():
    values = [1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3]
    packed = pack(dict(enumerate(values)), len(values))
    assert packed.hex() == "c944f9"


@given(st.dictionaries(st.integers(0, 99), st.sampled_from(Status), max_size=20))
@settings(max_examples=30)
def test_each_credential_has_its_own_status(statuses):
    packed = StatusList(uri="u", issued_at=MADE, time_to_live=timedelta(1), packed=pack(statuses, 100))
    expected = [statuses.get(index, Status.VALID) for index in range(100)]
    assert expected == [status_of(packed, index) for index in range(100)]


def test_a_million_credentials_fit_into_kilobytes():
    many = StatusList(
        uri="u",
        issued_at=MADE,
        time_to_live=timedelta(1),
        packed=pack(dict.fromkeys(range(0, 1_000_000, 200), Status.INVALID), 1_000_000),
    )
    assert len(sign_status_list(many, KEY)) < 10_000


def test_what_a_list_does_not_have_is_no_status():
    with pytest.raises(InvalidInput):
        status_of(LIST, 1000)
    with pytest.raises(InvalidInput):
        status_of(StatusList(uri="u", issued_at=MADE, time_to_live=timedelta(1), packed=b"\x03"), 0)
    with pytest.raises(InvalidInput):
        pack({4: Status.INVALID}, 4)


def claims(**changes):
    ordinary = {"2": "u", "6": 1, str(TTL): 3600, str(STATUS_LIST): {"bits": 2, "lst": zlib.compress(b"\0")}}
    return {int(name): value for name, value in {**ordinary, **changes}.items()}


@pytest.mark.parametrize(
    "changes",
    [
        {"65534": 0},
        {"65534": -1},
        {"65534": 10**12},
        {"65533": {"bits": 1, "lst": b""}},
        {"65533": {"bits": 2, "lst": b"not packed"}},
        {"65533": {"bits": 2, "lst": zlib.compress(bytes(100))[:-5]}},
        {"65533": {"bits": 2, "lst": zlib.compress(b"") + b"more"}},
        {"65533": {"bits": 2, "lst": zlib.compress(bytes(MAX_LIST + 1))}},
        {"6": "yesterday"},
        {"6": 10**15},
        {"2": 5},
    ],
)
def test_a_list_that_is_none_is_refused(changes):
    with pytest.raises(InvalidInput):
        decode(cose.read(cose.sign(claims(**changes), KEY, type=TYPE)))


def test_a_credential_is_no_list():
    with pytest.raises(InvalidInput):
        decode(cose.read(cose.sign(claims(), KEY)))
