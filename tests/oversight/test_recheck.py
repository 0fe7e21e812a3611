import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preclear.errors import InvalidInput, NotTrusted
from preclear.oversight import Log, LogKey, leaf_hash, verify
from preclear.oversight.merkle import Growth, Node
from preclear.testing.audit import MemoryLog, log_of, ordinary_entry

KEY = LogKey.make("preclear.example/log")


def kept_at(storage, *sizes):
    notes = []
    for size in sizes:
        part = MemoryLog()
        part.rows, part.stored = storage.rows[:size], storage.stored
        notes.append(Log(part).checkpoint(KEY))
    return notes


def rehashed(rows):
    """What somebody writes who owns the database: changed entries, and hashes that fit them."""
    storage = MemoryLog()
    storage.rows = rows
    growth = Growth()
    for row in rows:
        storage.stored.update(growth.add(leaf_hash(row)))
    return storage


def flip(rows, place, bit):
    row = bytearray(rows[place])
    row[bit // 8 % len(row)] ^= 1 << bit % 8
    return [*rows[:place], bytes(row), *rows[place + 1 :]]


def remove(rows, place, bit):
    return rows[:place] + rows[place + 1 :]


def insert(rows, place, bit):
    return [*rows[:place], ordinary_entry(10_000 + bit).format(), *rows[place:]]


def reorder(rows, place, bit):
    other = (place + 1 + bit % (len(rows) - 1)) % len(rows)
    changed = list(rows)
    changed[place], changed[other] = rows[other], rows[place]
    return changed


def test_a_log_that_nobody_touched_holds():
    storage = log_of(600)
    report = verify(storage, kept_at(storage, 0, 7, 256, 590), KEY.public)
    assert (
        report.ok,
        report.size,
        report.checked,
        report.checkpoints,
        report.unwitnessed,
    ) == (True, 600, 600, 4, 10)
    assert Log(storage).root() == report.root


def test_an_empty_log_holds():
    assert verify(MemoryLog(), [], KEY.public).ok


@given(st.sampled_from([flip, remove, insert, reorder]), st.integers(0, 19), st.integers(0, 4000), st.booleans())
@settings(max_examples=150, deadline=None)
def test_whatever_is_changed_below_a_kept_checkpoint_is_found(tamper, place, bit, covers_tracks):
    honest = log_of(25)
    kept = kept_at(honest, 12, 20)
    rows = tamper(honest.rows, place, bit)
    changed = rehashed(rows) if covers_tracks else MemoryLog()
    if not covers_tracks:
        changed.rows, changed.stored = rows, honest.stored
    first = next(index for index, pair in enumerate(zip(honest.rows, rows, strict=False)) if pair[0] != pair[1])
    fault = verify(changed, kept, KEY.public).fault
    assert fault is not None
    assert fault.index <= first <= fault.last or fault.index == first


def test_a_flipped_bit_is_named_exactly_while_its_hash_stands():
    storage = log_of(300)
    storage.rows = flip(storage.rows, 280, 99)
    fault = verify(storage, [], KEY.public).fault
    assert (fault.index, fault.last) == (280, 280)


def test_a_changed_stored_hash_is_found():
    storage = log_of(10)
    storage.stored[Node(2, 0)] = bytes(32)
    assert verify(storage, [], KEY.public).fault.index == 3


def test_entries_cut_off_below_a_kept_checkpoint_are_found():
    honest = log_of(10)
    fault = verify(rehashed(honest.rows[:6]), kept_at(honest, 10), KEY.public).fault
    assert (fault.index, fault.last) == (6, 9)


def test_entries_that_are_not_there_are_missing():
    class Gap(MemoryLog):
        def size(self):
            return len(self.rows) + 1

    storage = Gap()
    storage.rows, storage.stored = log_of(4).rows, log_of(4).stored
    fault = verify(storage, [], KEY.public).fault
    assert (fault.index, fault.why) == (4, "it is missing")


def test_an_entry_that_is_none_is_found_even_where_all_hashes_fit():
    report = verify(rehashed([ordinary_entry().format(), b"{}"]), [], KEY.public)
    assert (report.fault.index, report.checked) == (1, 1)


def test_a_checkpoint_of_somebody_else_is_no_witness():
    storage = log_of(3)
    with pytest.raises(NotTrusted):
        verify(storage, [Log(storage).checkpoint(LogKey.make("other.example/log"))], KEY.public)
    with pytest.raises(InvalidInput):
        verify(storage, ["not a note"], KEY.public)


def test_what_no_checkpoint_covers_can_be_rewritten_and_is_counted():
    honest = log_of(10)
    report = verify(rehashed(remove(honest.rows, 8, 0)), kept_at(honest, 8), KEY.public)
    assert (report.ok, report.unwitnessed) == (True, 1)
