"""A store of document numbers: built, changed every day, killed at any moment, and never wrong about what it holds."""

from __future__ import annotations

import os
import random
import sys
from datetime import date

import numpy as np
import pytest

from preclear.errors import Conflict, InvalidInput, Unavailable
from preclear.screening.numbers import (
    NumberKey,
    NumberStore,
    apply,
    build,
    is_store,
    partitions,
    read_manifest,
    reference,
    referred,
)

KEY = NumberKey(secret=bytes(32))
OWNED = {"owner": "Police of Utopia", "legal_basis": "Example Act, section 1"}
TODAY = date(2026, 1, 1)
HEAD = "number,issuing_state,type,status,since\n"
LIST = HEAD + "O1234567,UTO,P,stolen,2025-03-04\nZ7654321,UTO,P,lost,\nZ7654321,UTO,I,lost,2024\n"
CHANGES = "action," + HEAD


@pytest.fixture
def store(tmp_path, written):
    build(written("lost.csv", LIST), tmp_path / "store", KEY, OWNED, as_of=TODAY)
    return tmp_path / "store"


@pytest.fixture
def changed(store, written):
    """Applies changes to the store and gives what they did, and the store."""

    def change(*rows, **how):
        text = CHANGES + "".join(f"{row}\n" for row in rows)
        return apply(written("changes.csv", text), store, KEY, OWNED, as_of=TODAY, **how), NumberStore.open(store, KEY)

    return change


def statuses(store, number, state="UTO"):
    return {one.type: one.status for one in store.look_up_all(number, state)}


def test_a_list_becomes_a_store(store):
    opened = NumberStore.open(store, KEY)
    assert (True, 3, "lost", {"P": "lost", "I": "lost"}) == (
        is_store(store),
        opened.manifest.entries,
        opened.manifest.name,
        statuses(opened, "Z7654321"),
    )
    assert opened.id == opened.look_up("O1234567", "UTO").numbers


def test_changes_add_change_and_withdraw(changed):
    applied, store = changed(
        "add,N0000001,UTO,P,lost,2026-01-01",
        "change,O1234567,UTO,P,revoked,",
        "withdraw,Z7654321,UTO,P,,",
        "withdraw,Q0000000,UTO,P,,",
    )
    assert (1, 1, 1, 1, 3) == (applied.added, applied.changed, applied.withdrawn, applied.unknown, applied.entries)
    assert [{"P": "lost"}, {"P": "revoked"}, {"I": "lost"}] == [
        statuses(store, number) for number in ("N0000001", "O1234567", "Z7654321")
    ]


def test_a_withdrawal_without_type_ends_every_type_and_a_later_entry_holds(changed):
    applied, store = changed("withdraw,Z7654321,UTO,,,", "add,Z7654321,UTO,V,stolen,")
    assert (1, 2, 2) == (applied.added, applied.withdrawn, applied.entries)
    assert {"V": "stolen"} == statuses(store, "Z7654321")


def test_a_withdrawn_number_may_come_back(changed):
    changed("withdraw,Z7654321,UTO,,,")
    applied, store = changed("add,Z7654321,UTO,P,stolen,")
    assert ({"P": "stolen"}, 2) == (statuses(store, "Z7654321"), applied.entries)


def test_the_same_changes_twice_do_no_harm(changed):
    rows = ("add,N0000001,UTO,P,lost,", "withdraw,Z7654321,UTO,P,,")
    _, once = changed(*rows)
    applied, twice = changed(*rows)
    assert (once.id, 0, 1, 0, 1) == (twice.id, applied.added, applied.changed, applied.withdrawn, applied.unknown)


def test_changes_of_a_number_that_only_reads_alike_leave_the_listed_one(changed):
    applied, store = changed("withdraw,01234567,UTO,P,,")
    assert (1, {"P": "stolen"}) == (applied.unknown, statuses(store, "O1234567"))


def test_a_bad_line_changes_nothing(store, changed):
    before = read_manifest(store)
    with pytest.raises(InvalidInput, match="line 3"):
        changed("add,N0000001,UTO,P,lost,", "remove,O1234567,UTO,P,,")
    assert before == read_manifest(store)
    assert sorted([*before.files, "lock", "manifest"]) == sorted(path.name for path in store.iterdir())


def test_whoever_has_the_list_open_keeps_it_and_can_ask_for_the_newer_one(store, changed):
    opened = NumberStore.open(store, KEY)
    changed("withdraw,O1234567,UTO,P,,")
    assert ("stolen", None) == (
        opened.look_up("O1234567", "UTO").status,
        opened.current().look_up("O1234567", "UTO"),
    )
    assert opened.current().id != opened.id
    assert opened.current().current().id == opened.current().id


def test_a_list_that_shrinks_beyond_its_bounds_is_refused_unless_a_person_looked(tmp_path, written):
    many = written("many.csv", HEAD + "".join(f"N{at:07},UTO,P,lost,\n" for at in range(3000)))
    few = written("few.csv", LIST)
    build(many, tmp_path / "store", KEY, OWNED, as_of=TODAY)
    with pytest.raises(Conflict, match="3,000 documents to 3"):
        build(few, tmp_path / "store", KEY, OWNED, as_of=TODAY)
    assert 3000 == NumberStore.open(tmp_path / "store", KEY).manifest.entries
    assert 3 == build(few, tmp_path / "store", KEY, OWNED, as_of=TODAY, accept=True).entries


def test_many_changes_and_the_list_become_one(changed, store):
    rows = [f"add,N{at:07},UTO,P,lost," for at in range(7000)]
    applied, opened = changed(*rows, "withdraw,O1234567,UTO,P,,", accept=True)
    assert (True, None, 7002) == (applied.compacted, opened.manifest.delta, opened.manifest.entries)
    assert [{}, {"P": "lost"}, {"P": "lost", "I": "lost"}] == [
        statuses(opened, number) for number in ("O1234567", "N0006999", "Z7654321")
    ]
    assert {opened.manifest.base.file, "lock", "manifest"} == {path.name for path in store.iterdir()}


def test_a_list_that_is_too_large_for_the_memory_is_scattered_over_files(tmp_path):
    rng = np.random.default_rng(1)
    rows = np.zeros(partitions.MOST_HELD + 5000, partitions.ROW)
    rows["hash"] = rng.integers(0, 1 << 64, len(rows), np.uint64)
    put = partitions.Partitions(tmp_path)
    for block in np.array_split(rows, 3):
        put.put(block)
    taken = [put.take(part) for part in range(partitions.PARTS)]
    assert len(rows) == sum(map(len, taken))
    assert all(
        low <= int(one["hash"].min()) <= int(one["hash"].max()) < high
        for one, (low, high) in zip(taken, map(partitions.bounds, range(partitions.PARTS)), strict=True)
    )
    assert np.array_equal(np.sort(rows["hash"]), np.sort(np.concatenate(taken)["hash"]))
    assert [] == list(tmp_path.iterdir())


def test_a_random_life_is_the_same_as_a_dictionary(tmp_path, written):
    chance = random.Random(7)
    numbers = [f"{letter}{at:06}" for letter in "OI0" for at in range(12)]
    kept = {}
    build(written("none.csv", HEAD), tmp_path / "store", KEY, OWNED, as_of=TODAY)
    for day in range(12):
        rows = []
        for _ in range(10):
            number, type_ = chance.choice(numbers), chance.choice(["P", "I", ""])
            if chance.random() < 0.4:
                rows.append(f"withdraw,{number},UTO,{type_},,")
                for key in [key for key in kept if key[0] == number and type_ in ("", key[1])]:
                    del kept[key]
            else:
                kept[number, type_] = f"status {day}"
                rows.append(f"add,{number},UTO,{type_},status {day},")
        text = CHANGES + "\n".join(rows)
        applied = apply(written("changes.csv", text), tmp_path / "store", KEY, OWNED, as_of=TODAY)
        store = NumberStore.open(tmp_path / "store", KEY)
        found = {
            (number, one.type): one.status
            for number in numbers
            for one in store.look_up_all(number, "UTO", alike=frozenset())
        }
        assert (kept, len(kept)) == (found, applied.entries)


def test_another_key_or_a_damaged_file_is_an_error_and_never_a_no(store):
    with pytest.raises(InvalidInput, match="another key"):
        NumberStore.open(store, NumberKey(secret=bytes([1]) * 32))
    for name in (read_manifest(store).base.file, "manifest"):
        path = store / name
        whole = path.read_bytes()
        path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
        with pytest.raises(InvalidInput):
            NumberStore.open(store, KEY)
        path.write_bytes(whole)
    (store / read_manifest(store).base.file).unlink()
    with pytest.raises(InvalidInput):
        NumberStore.open(store, KEY)


def test_a_damaged_store_can_be_built_again(store, written):
    (store / "manifest").write_bytes(b"preclear-numberstore 1")
    build(written("lost.csv", LIST), store, KEY, OWNED, as_of=TODAY)
    assert {"P": "stolen"} == statuses(NumberStore.open(store, KEY), "O1234567")


def test_two_programs_do_not_change_one_store_at_once(store, changed):
    import fcntl

    with (store / "lock").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(Conflict):
            changed("withdraw,O1234567,UTO,P,,")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the child is a copy of this process")
def test_a_program_that_is_killed_at_any_line_leaves_the_old_list_or_the_new_one(store, written):
    rows = [f"add,N{at:07},UTO,P,lost,\n" for at in range(6500)]
    changes = written("changes.csv", CHANGES + "withdraw,Z7654321,UTO,,,\n" + "".join(rows))
    old = NumberStore.open(store, KEY).id
    lines = _run_until(None, changes, store)
    seen = set()
    ids = {NumberStore.open(store, KEY).id}
    assert old not in ids
    for at in sorted({*range(1, lines, lines // 14), *range(lines - 60, lines, 6)}):
        build(written("lost.csv", LIST), store, KEY, OWNED, as_of=TODAY, accept=True)
        _run_until(at, changes, store)
        opened = NumberStore.open(store, KEY)
        state = (len(statuses(opened, "Z7654321")), opened.look_up("N0006499", "UTO") is not None)
        assert state in {(2, False), (0, True)}
        seen.add(state)
    assert {(2, False), (0, True)} == seen
    build(written("lost.csv", LIST), store, KEY, OWNED, as_of=TODAY, accept=True)
    assert {*read_manifest(store).files, "lock", "manifest"} == {path.name for path in store.iterdir()}


def _run_until(line, changes, store):
    """Apply changes in a child that dies before it runs the given line; without one, gives how many lines it runs."""
    read, write = os.pipe()
    child = os.fork()
    if not child:
        count = 0

        def trace(frame, event, argument):
            nonlocal count
            name = frame.f_code.co_filename
            if "numbers/store" not in name and "screening/container" not in name and "numbers/partitions" not in name:
                return None
            if event == "line":
                count += 1
                if count == line:
                    os._exit(9)
            return trace

        status = 1
        try:
            sys.settrace(trace)
            apply(changes, store, KEY, OWNED, as_of=TODAY, accept=True)
            os.write(write, str(count).encode())
            status = 0
        finally:
            os._exit(status)
    os.close(write)
    with os.fdopen(read) as told:
        text = told.read()
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) in {0, 9}
    return int(text or 0)


def test_another_file_may_refer_to_a_store_and_finds_what_changed_since(store, changed, tmp_path):
    kept = reference(store)
    assert NumberStore.open(store, KEY).id in kept.decode()
    changed("withdraw,O1234567,UTO,P,,")
    (tmp_path / "a.key").write_text(f"preclear-number-key 1 {KEY.secret.hex()}\n")
    (tmp_path / "a.key").chmod(0o600)
    opened = referred(kept, tmp_path / "a.key")
    assert (None, "Police of Utopia") == (opened.look_up("O1234567", "UTO"), opened.manifest.owner)
    with pytest.raises(Unavailable, match="key"):
        referred(kept)


@pytest.mark.parametrize("data", [b"", b"[]", b'{"store": 1}', b'{"id": "x"}', b"[" * 100_000])
def test_what_refers_to_no_store_is_refused(data):
    with pytest.raises((InvalidInput, Unavailable)):
        referred(data)
