import pytest

from preclear.errors import Conflict, InvalidInput, NotFound, NotTrusted
from preclear.oversight import Log, LogKey, TileFolder, export, includes, inclusion, leaf_hash, verify
from preclear.oversight.tiles import _number
from preclear.testing.audit import MemoryLog, log_of

KEY = LogKey.make("preclear.example/log")


def exported(storage, folder):
    export(storage, Log(storage).checkpoint(KEY), KEY.public, folder)
    return TileFolder(folder)


def files(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize(("number", "name"), [(0, "000"), (67, "067"), (1067, "x001/067"), (1234067, "x001/x234/067")])
def test_a_tile_number_is_written_in_groups_of_three(number, name):
    assert name == _number(number)


def test_the_folder_has_the_files_of_the_standard(tmp_path):
    exported(log_of(300), tmp_path)
    expected = [
        "checkpoint",
        "tile/0/000",
        "tile/0/001.p/44",
        "tile/1/000.p/1",
        "tile/entries/000",
        "tile/entries/001.p/44",
    ]
    assert expected == files(tmp_path)
    assert (tmp_path / "tile/0/000").stat().st_size == 256 * 32


def test_a_partner_verifies_and_proves_from_the_folder_alone(tmp_path):
    storage = log_of(300)
    folder = exported(storage, tmp_path)
    assert verify(folder, [folder.checkpoint], KEY.public).ok
    proof = inclusion(folder, 299, 300)
    assert includes(leaf_hash(storage.rows[299]), 299, 300, proof, folder.state(KEY.public).root)


def test_exporting_again_adds_what_is_new(tmp_path):
    exported(log_of(300), tmp_path)
    folder = exported(log_of(520), tmp_path)
    assert verify(folder, [folder.checkpoint], KEY.public).ok


def test_another_log_is_not_exported_over_it(tmp_path):
    exported(log_of(300), tmp_path)
    with pytest.raises(Conflict):
        exported(log_of(299), tmp_path)


def test_an_exported_checkpoint_needs_its_signature(tmp_path):
    with pytest.raises(NotTrusted):
        export(log_of(3), Log(log_of(3)).checkpoint(LogKey.make("other")), KEY.public, tmp_path)


def test_a_damaged_log_is_not_exported(tmp_path):
    storage = log_of(3)
    note = Log(storage).checkpoint(KEY)
    storage.stored.pop(next(node for node in storage.stored if node.level == 0))
    with pytest.raises(NotFound):
        export(storage, note, KEY.public, tmp_path)


@pytest.mark.parametrize(
    "name", ["tile/0/000", "tile/0/001.p/44", "tile/1/000.p/1", "tile/entries/000", "tile/entries/001.p/44"]
)
@pytest.mark.parametrize("damage", [lambda data: b"", lambda data: data[:-1], lambda data: b"\x00" + data[1:][::-1]])
def test_a_damaged_file_is_found(tmp_path, name, damage):
    exported(log_of(300), tmp_path)
    (tmp_path / name).write_bytes(damage((tmp_path / name).read_bytes()))
    folder = TileFolder(tmp_path)
    assert not verify(folder, [folder.checkpoint], KEY.public).ok


def test_a_folder_without_a_checkpoint_is_none(tmp_path):
    with pytest.raises(NotFound):
        TileFolder(tmp_path)
    (tmp_path / "checkpoint").write_bytes(b"\xff\xfe")
    with pytest.raises(InvalidInput):
        TileFolder(tmp_path)


def test_a_checkpoint_that_states_too_much_ends_at_the_first_missing_entry(tmp_path):
    exported(log_of(3), tmp_path)
    note = (tmp_path / "checkpoint").read_text()
    (tmp_path / "checkpoint").write_text(note.replace("\n3\n", "\n999999999999999999\n"))
    assert verify(TileFolder(tmp_path), [], KEY.public).fault.index == 0


def test_an_empty_log_exports_its_checkpoint_alone(tmp_path):
    exported(MemoryLog(), tmp_path)
    assert files(tmp_path) == ["checkpoint"]
