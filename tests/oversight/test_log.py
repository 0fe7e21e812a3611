import pytest

from preclear.errors import Conflict, InvalidInput, NotFound
from preclear.oversight import Log, LogKey, extends, includes, inclusion, leaf_hash, open_checkpoint
from preclear.testing.audit import MemoryLog, log_of, ordinary_entry


def test_entries_get_their_index_in_order():
    log = Log(MemoryLog())
    assert [log.append(ordinary_entry(number).format()) for number in range(3)] == [0, 1, 2]
    assert log.size == 3


def test_every_entry_is_proven_in_every_tree_that_holds_it():
    storage = log_of(20)
    log = Log(storage)
    for size in range(1, 21):
        for index in range(size):
            proof = log.inclusion(index, size)
            assert includes(leaf_hash(storage.rows[index]), index, size, proof, log.root(size))


def test_every_tree_is_proven_to_begin_with_every_smaller_one():
    log = Log(log_of(20))
    for new in range(21):
        for old in range(new + 1):
            assert extends(old, log.root(old), new, log.root(new), log.consistency(old, new))


def test_a_checkpoint_states_size_and_root():
    key = LogKey.make("preclear.example/log")
    log = Log(log_of(5))
    state = open_checkpoint(log.checkpoint(key), key.public)
    assert (5, log.root()) == (state.size, state.root)


def test_appending_reads_and_writes_few_hashes():
    class Counting(MemoryLog):
        asked = 0

        def hashes(self, nodes):
            self.asked = len(nodes)
            return super().hashes(nodes)

    storage = Counting()
    for number in range(300):
        Log(storage).append(ordinary_entry(number).format())
        assert storage.asked <= 9


@pytest.mark.parametrize("entry", [b"", bytes(65_536)])
def test_an_entry_that_no_tile_can_hold_is_refused(entry):
    with pytest.raises(InvalidInput):
        Log(MemoryLog()).append(entry)


def test_what_is_not_there_cannot_be_proven():
    log = Log(log_of(3))
    for ask in (
        lambda: log.inclusion(3, 3),
        lambda: log.inclusion(0, 4),
        lambda: log.consistency(1, 4),
        lambda: log.root(9),
    ):
        with pytest.raises(NotFound):
            ask()


def test_a_missing_hash_is_reported_and_not_guessed():
    storage = log_of(3)
    storage.stored.clear()
    with pytest.raises(NotFound):
        inclusion(storage, 0, 3)


def test_two_writers_cannot_take_the_same_place():
    storage = log_of(3)
    with pytest.raises(Conflict):
        storage.add(2, b"late", {})
