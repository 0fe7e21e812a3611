from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preclear.errors import InvalidInput
from preclear.oversight import AuditEntry, commit, new_salt, opens
from preclear.testing.audit import START
from preclear.testing.audit import ordinary_entry as entry

SALT = bytes(range(16))


def test_an_entry_reads_back_as_it_was_written():
    assert entry(3) == AuditEntry.parse(entry(3).format())


def test_its_bytes_are_sorted_json_in_utc():
    local = entry(at=datetime(2026, 5, 17, 14, 30, tzinfo=timezone(timedelta(hours=5))), details={"b": 1, "a": None})
    expected = (
        b'{"about":"A-00000","actor":"officer-17","at":"2026-05-17T09:30:00.000000Z",'
        b'"commitment":"' + b"0" * 64 + b'","details":{"a":null,"b":1},"verb":"application.submitted"}'
    )
    assert expected == local.format()


@pytest.mark.parametrize(
    "change",
    [
        {"verb": "submitted"},
        {"verb": "Application.Submitted"},
        {"actor": ""},
        {"about": "x" * 257},
        {"about": "A\n1"},
        {"about": "e\u0301"},
        {"commitment": "abc"},
        {"at": START.replace(tzinfo=None)},
        {"details": {"score": 0.5}},
        {"details": {"document": {"number": "X1"}}},
        {"details": {"letter": "x" * 257}},
        {"details": {"count": 2**53}},
        {"details": {str(number): number for number in range(33)}},
    ],
)
def test_what_does_not_belong_in_the_log_is_refused(change):
    with pytest.raises(InvalidInput):
        entry(**change)


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data.replace(b'"actor"', b' "actor"'),
        lambda data: data + b"\n",
        lambda data: data.replace(b"{", b'{"about":"A-00009",', 1),
        lambda data: data.replace(b".000000Z", b"+00:00"),
        lambda data: b"[" * 60_000,
        lambda data: b"null",
        lambda data: data.replace(b'"officer-17"', b"17"),
    ],
)
def test_another_writing_of_the_same_entry_is_refused(change):
    with pytest.raises(InvalidInput):
        AuditEntry.parse(change(entry().format()))


@given(st.binary(max_size=200))
@settings(max_examples=50)
def test_any_bytes_give_an_entry_or_an_input_error(data):
    with pytest.raises(InvalidInput):
        AuditEntry.parse(data)


def test_a_commitment_opens_with_its_record_and_salt_alone():
    record = {"surname": "SPECIMEN", "amounts": [1.5, 2]}
    commitment = commit(record, SALT)
    assert opens(commitment, {"amounts": [1.5, 2.0], "surname": "SPECIMEN"}, SALT)
    assert not opens(commitment, {"amounts": [1.5, 3], "surname": "SPECIMEN"}, SALT)
    assert not opens(commitment, record, new_salt())


def test_composed_and_decomposed_letters_are_the_same_record():
    assert commit({"name": "\u00e9"}, SALT) == commit({"name": "e\u0301"}, SALT)


@pytest.mark.parametrize("record", [{"a": float("nan")}, {"a": object()}, {"a": 2**60}])
def test_what_is_no_json_cannot_be_committed_to(record):
    with pytest.raises(InvalidInput):
        commit(record, SALT)


def test_a_short_salt_is_refused():
    with pytest.raises(InvalidInput):
        commit({}, b"short")
