from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preclear.documents import read_chip_folder, read_dg1, read_portrait
from preclear.documents.chip import read_com
from preclear.errors import InvalidInput
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
