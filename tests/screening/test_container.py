from __future__ import annotations

import hashlib
import json
import os

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from preclear.errors import InvalidInput, Unavailable
from preclear.screening.container import in_memory, open_, write

SECTIONS = {
    "words": b"one two",
    "numbers": np.array([1, 70_000, 3], np.uint32),
    "reals": np.array([0.5], np.float32),
    "nothing": np.array([], np.uint64),
}


@pytest.fixture
def file(tmp_path):
    write(tmp_path / "made", "example", 3, SECTIONS)
    return tmp_path / "made"


def test_what_was_written_is_read(file):
    container = open_(file, "example", 3)
    assert frozenset(SECTIONS) == container.names
    assert (b"one two", b"one two") == (container.bytes("words"), bytes(container.view("words")))
    assert [1, 70_000, 3] == container.array("numbers").tolist()
    assert ([0.5], []) == (container.array("reals").tolist(), container.array("nothing").tolist())


def test_a_container_in_memory_reads_like_one_on_disk(file):
    here, there = in_memory("example", SECTIONS), open_(file, "example", 3)
    assert {name: here.bytes(name) for name in here.names} == {name: there.bytes(name) for name in there.names}
    assert here.array("numbers").tolist() == there.array("numbers").tolist()


def test_arrays_cannot_be_changed(file):
    with pytest.raises(ValueError, match="read-only"):
        open_(file, "example", 3).array("numbers")[0] = 5


def test_the_same_sections_give_the_same_bytes_and_the_hash_of_the_file(tmp_path):
    hashes = [write(tmp_path / name, "example", 3, SECTIONS) for name in ("one", "other")]
    assert hashes[0] == hashes[1] == open_(tmp_path / "one", "example", 3).sha256
    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()


def test_an_open_container_keeps_the_file_that_it_opened(file):
    before = open_(file, "example", 3)
    write(file, "example", 3, {"words": b"other words"})
    assert b"one two" == before.bytes("words")
    assert b"other words" == open_(file, "example", 3).bytes("words")
    assert ["made"] == [path.name for path in file.parent.iterdir()]


@pytest.mark.parametrize(("kind", "format_"), [("other", 3), ("example", 4)])
def test_another_kind_or_format_is_refused(file, kind, format_):
    with pytest.raises(InvalidInput):
        open_(file, kind, format_)


def test_a_missing_section_is_an_input_error(file):
    container = open_(file, "example", 3)
    for read in (container.bytes, container.view, container.array):
        with pytest.raises(InvalidInput):
            read("missing")
    with pytest.raises(InvalidInput):
        container.array("words")


def test_a_damaged_file_opens_only_without_verifying(file):
    data = bytearray(file.read_bytes())
    data[-80] ^= 1
    file.write_bytes(data)
    with pytest.raises(InvalidInput):
        open_(file, "example", 3)
    assert "example" == open_(file, "example", 3, verify=False).kind


json_value = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 10**12) | st.sampled_from(["raw", "<u4", "|O", "", "<u8"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    table=json_value.map(lambda value: json.dumps(value).encode()) | st.binary(max_size=60), rest=st.binary(max_size=60)
)
def test_any_table_with_a_good_hash_gives_a_container_or_an_input_error(tmp_path, table, rest):
    body = table + b"\n" + rest
    first = f"preclear-example 3 {hashlib.sha256(body).hexdigest()}".encode()
    (tmp_path / "foreign").write_bytes(first.ljust(119) + b"\n" + body)
    try:
        container = open_(tmp_path / "foreign", "example", 3)
    except InvalidInput:
        return
    for name in container.names:
        assert len(container.bytes(name)) <= len(rest)


def test_a_disk_that_refuses_is_unavailable_and_leaves_nothing(tmp_path):
    (tmp_path / "folder").write_bytes(b"a file where a folder should be")
    with pytest.raises(Unavailable):
        write(tmp_path / "folder" / "made", "example", 3, SECTIONS)
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "inside").touch()
    with pytest.raises(Unavailable):
        write(tmp_path / "taken", "example", 3, SECTIONS)
    assert ["folder", "taken"] == sorted(os.listdir(tmp_path))  # noqa: PTH208 -- names alone are compared


def test_an_array_of_objects_is_not_kept(tmp_path):
    with pytest.raises(ValueError, match="cannot be kept"):
        write(tmp_path / "made", "example", 3, {"things": np.array(["a"], object)})


def test_a_device_is_never_replaced(tmp_path):
    (tmp_path / "folder").mkdir()
    with pytest.raises(Unavailable, match="it is no file"):
        write(tmp_path / "folder", "example", 1, {})
