from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preclear.documents import read_chip_folder, read_dg1, read_portrait
from preclear.documents.chip import part_of, read_com, read_common
from preclear.documents.lds.files import MAX_FILE
from preclear.errors import InvalidInput
from preclear.specimens import encoding as der
from preclear.specimens import make_passport
from preclear.specimens.passport import data_group_2
from preclear.specimens.portrait import grey_portrait


@pytest.fixture
def chip(holder, country):
    return make_passport(holder, country=country).chip


def test_the_zone_in_dg1_is_read(chip, holder):
    assert holder == read_dg1(chip.files["DG1"]).fields


def test_the_portrait_comes_out_as_it_went_in(chip, holder):
    portrait = read_portrait(chip.files["DG2"])
    assert ("image/jpeg", grey_portrait(holder.document_number)) == (portrait.media_type, portrait.image)


def test_the_list_in_com_is_read(chip):
    assert {1, 2} == read_com(chip.files["COM"])


def test_a_folder_is_read_by_the_names_of_its_files(tmp_path, chip):
    for name, data in chip.files.items():
        (tmp_path / f"{name}.bin").write_bytes(data)
    (tmp_path / "photo.jpg").write_bytes(b"")
    assert chip == read_chip_folder(tmp_path)


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("SOD.bin", "SOD"),
        ("sod.bin", "SOD"),
        ("EF_SOD.bin", "SOD"),
        ("EF.SOD", "SOD"),
        ("EF.COM.bin", "COM"),
        ("DG1.bin", "DG1"),
        ("DG01.bin", "DG1"),
        ("dg16.dat", "DG16"),
        ("Datagroup1.bin", "DG1"),
        ("EF_DG2.bin", "DG2"),
        ("EF.DG14", "DG14"),
        ("AA.json", "AA"),
        ("ca.JSON", "CA"),
        ("DG0.bin", ""),
        ("DG17.bin", ""),
        ("DG1.bin.txt", ""),
        ("portrait.jpg", ""),
    ],
)
def test_files_are_known_by_the_names_that_tools_give_them(name, part):
    assert part == part_of(name)


def test_names_of_other_tools_make_the_same_chip(tmp_path, chip):
    for name, data in chip.files.items():
        (tmp_path / f"EF_{name}.BIN").write_bytes(data)
    assert chip == read_chip_folder(tmp_path)


def test_two_files_for_one_data_group_are_refused(tmp_path, chip):
    for name in ("DG1.bin", "DG01.bin"):
        (tmp_path / name).write_bytes(chip.files["DG1"])
    with pytest.raises(InvalidInput, match="twice"):
        read_chip_folder(tmp_path)


def test_evidence_alone_is_no_chip(tmp_path):
    (tmp_path / "AA.json").write_bytes(b"{}")
    with pytest.raises(InvalidInput):
        read_chip_folder(tmp_path)


def test_a_file_that_is_too_large_is_refused(tmp_path):
    with (tmp_path / "DG2.bin").open("wb") as file:
        file.truncate(MAX_FILE + 1)
    with pytest.raises(InvalidInput, match="larger"):
        read_chip_folder(tmp_path)


@pytest.mark.parametrize("kind", ["TD1", "TD2", "TD3"])
def test_every_size_of_zone_is_read(holder, country, kind):
    card = make_passport(replace(holder, document_code="I"), country=country, kind=kind)
    assert kind == read_dg1(card.chip.files["DG1"]).format


@pytest.mark.parametrize(
    "data",
    [
        der.element(0x61),
        der.element(0x75, der.element(0x5F1F, b"P<")),
        der.element(0x61, *[der.element(0x5F1F, b"P" + b"<" * 87)] * 2),
    ],
    ids=["empty", "another tag", "two zones"],
)
def test_a_group_without_its_one_zone_is_refused(data):
    with pytest.raises(InvalidInput):
        read_dg1(data)


def test_versions_stand_in_com_and_a_tag_twice_is_refused(chip):
    common = read_common(chip.files["COM"])
    assert ("0107", "040000", {1, 2}) == (common.lds_version, common.unicode_version, common.groups)
    with pytest.raises(InvalidInput):
        read_common(chip.files["COM"].replace(b"\x61\x75", b"\x61\x61"))


@pytest.mark.parametrize("place", ["", "absent", "a" * 300, "nul\0"])
def test_a_folder_without_a_chip_is_refused(tmp_path, place):
    with pytest.raises(InvalidInput):
        read_chip_folder(tmp_path / place)


@given(data=st.binary(max_size=120), read=st.sampled_from([read_dg1, read_com, read_portrait]))
@settings(max_examples=100, deadline=None)
def test_any_bytes_are_read_or_refused(data, read):
    with pytest.raises(InvalidInput):
        read(data)


@given(position=st.integers(0, 400), bit=st.integers(0, 7))
@settings(max_examples=80, deadline=None)
def test_a_flipped_bit_in_a_data_group_never_crashes(position, bit):
    from_dg2 = bytearray(data_group_2(grey_portrait("flip")))
    from_dg2[position % len(from_dg2)] ^= 1 << bit
    with suppress(InvalidInput):
        read_portrait(bytes(from_dg2))
