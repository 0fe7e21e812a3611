import sqlite3
import tempfile
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path

import pytest
from carriers_kit import AT, ENTRY, SCOPE, entry
from hypothesis import given, settings
from hypothesis import strategies as st

from preclear.errors import InvalidInput, Unavailable
from preclear.gateway.sealing import Seal
from preclear.gateway.store import ReadStore, Standing, StoreReader
from preclear.model.carriage import CarrierState


@pytest.fixture
def reader(options, seal):
    reader = StoreReader(options.store, seal)
    yield reader
    reader.close()


def test_what_was_published_is_read(filled, reader):
    assert (Standing(position=7, heard_at=AT, scope=SCOPE), (ENTRY,)) == (
        reader.standing(),
        reader.entries(["UTO100001"]),
    )


def test_look_alike_numbers_are_found_with_it(filled, reader):
    assert (ENTRY,) == reader.entries(["UT0100OO1", "UTO1OOOO1"])


def test_other_numbers_find_nothing(filled, reader):
    assert ((), ()) == (reader.entries(["UTO100002"]), reader.entries([]))


def test_a_newer_version_replaces_and_an_older_one_does_not(filled, reader):
    revoked = entry(state=CarrierState.NOT_OK, version=3)
    filled.publish([revoked], 9, AT)
    filled.publish([entry(version=2)], 8, AT)
    assert ((revoked,), 9) == (reader.entries(["UTO100001"]), reader.standing().position)


def test_a_clearance_moved_to_another_document_leaves_the_old_one(filled, reader):
    moved = entry(document_number="UTO200002", version=2)
    filled.publish([moved], 8, AT)
    assert ((), (moved,)) == (reader.entries(["UTO100001"]), reader.entries(["UTO200002"]))


def test_a_beat_is_seen_by_an_open_reader(filled, reader):
    reader.standing()
    filled.beat(AT + timedelta(minutes=1))
    assert AT + timedelta(minutes=1) == reader.standing().heard_at


def test_entries_long_over_are_forgotten(filled, reader):
    filled.publish([entry(number="CL-OLD", valid_until=date(2026, 1, 31))], 8, AT)
    assert (1, (ENTRY,)) == (filled.forget(date(2026, 2, 1)), reader.entries(["UTO100001"]))


def test_a_scope_without_routes_is_refused(store):
    with pytest.raises(InvalidInput):
        store.set_scope(SCOPE.__class__(routes=(), desk_phone="+15550100"))


def test_a_store_without_scope_says_so(store, reader):
    store.beat(AT)
    assert Standing(position=0, heard_at=AT, scope=None) == reader.standing()


def test_a_missing_store_is_unavailable_and_a_new_one_is_found(filled, reader, options):
    reader.standing()
    for end in ("", "-wal", "-shm"):
        options.store.with_name("store.db" + end).unlink(missing_ok=True)
    with pytest.raises(Unavailable):
        reader.standing()
    filled.set_scope(SCOPE)
    filled.publish([ENTRY], 1, AT)
    assert (1, (ENTRY,)) == (reader.standing().position, reader.entries(["UTO100001"]))


def test_a_store_is_rebuilt_under_a_reader(filled, reader):
    reader.standing()
    other = entry(number="CL-NEW", document_number="UTO300003")
    filled.rebuild([other], SCOPE, 20, AT)
    filled.beat(AT + timedelta(seconds=1))
    assert (20, (), (other,)) == (
        reader.standing().position,
        reader.entries(["UTO100001"]),
        reader.entries(["UTO300003"]),
    )


def test_another_key_opens_nothing(filled, options):
    reader = StoreReader(options.store, Seal(bytes(32)))
    with pytest.raises(Unavailable):
        reader.standing()


def test_another_format_is_neither_read_nor_written(filled, reader, options):
    with sqlite3.connect(options.store) as raw:
        raw.execute("PRAGMA user_version = 99")
    for use in (reader.standing, lambda: filled.beat(AT)):
        with pytest.raises(Unavailable):
            use()


def test_a_stolen_store_shows_no_person(filled, options):
    content = b"".join(path.read_bytes() for path in options.folder.glob("store.db*"))
    assert [] == [secret for secret in (b"SPECIMEN", b"UTO100001", b"1990", b"ALI") if secret in content]


def test_the_store_and_its_key_are_for_their_owner_only(filled, options):
    assert [0o600, 0o600] == [path.stat().st_mode & 0o777 for path in (options.store, options.store_key)]


def test_a_key_is_made_once(options):
    one, other = Seal.of(options.store_key), Seal.of(options.store_key)
    assert one.find("X1") == other.find("X1")


@settings(max_examples=25, deadline=None)
@given(st.integers(0), st.integers(0, 7))
def test_a_flipped_bit_is_unavailable_or_changes_nothing(place, bit):
    numbers, seal = [f"UTO10000{n}" for n in range(9)], Seal(bytes(32))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "store.db"
        store = ReadStore(path, seal)
        store.publish([entry(number=f"CL-{number}", document_number=number) for number in numbers], 7, AT)
        content = bytearray(path.read_bytes())
        content[place % len(content)] ^= 1 << bit
        path.write_bytes(content)
        reader = StoreReader(path, seal)
        with suppress(Unavailable):
            assert [True] * 9 == [bool(reader.entries([number])) for number in numbers]
        reader.close()
