from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preclear.documents.lds import DocumentDetails, PersonalDetails, read_dg11, read_dg12
from preclear.errors import InvalidInput
from preclear.specimens import encoding as der
from preclear.specimens.groups import details


def test_personal_details_are_read_with_names_and_places():
    values = {
        0x5F0E: b"SPECIMEN<<ANNA<MARIA",
        0x5F10: b"UTO-0001",
        0x5F2B: b"19900203",
        0x5F11: b"ZENITH<UTOPIA",
        0x5F42: b"1 Nowhere Road<Zenith",
        0x5F12: b"+447700900001",
        0x5F13: b"Baker",
        0x5F14: b"Dr",
        0x5F15: b"None",
        0x5F16: b"\xff\xd8\xff",
        0x5F17: b"S1<S2",
        0x5F18: b"Alone",
    }
    expected = PersonalDetails(
        full_name="SPECIMEN, ANNA MARIA",
        other_names=("FORMER, ANNA",),
        personal_number="UTO-0001",
        birth_date="1990-02-03",
        place_of_birth=("ZENITH", "UTOPIA"),
        address=("1 Nowhere Road", "Zenith"),
        telephone="+447700900001",
        profession="Baker",
        title="Dr",
        summary="None",
        other_documents=("S1", "S2"),
        custody="Alone",
        proof_of_citizenship=True,
    )
    assert expected == read_dg11(details(11, values, ["FORMER<<ANNA"]))


def test_names_in_their_own_script_stay():
    assert "نمونہ, انا" == read_dg11(details(11, {0x5F0E: "نمونہ<<انا".encode()})).full_name


@pytest.mark.parametrize(
    ("written", "day"),
    [
        (b"20200131", "2020-01-31"),
        (bytes.fromhex("20200131"), "2020-01-31"),
        (b"20200100", "2020-01"),
        (b"20200000", "2020"),
        (b"00000000", None),
        (b"2020AB01", None),
        (b"20201301", None),
        (b"", None),
    ],
)
def test_a_day_is_read_in_both_encodings_and_with_unknown_parts(written, day):
    assert day == read_dg12(details(12, {0x5F26: written})).issued
    assert day == read_dg11(details(11, {0x5F2B: written})).birth_date


@pytest.mark.parametrize("tags", [(0x5F55, 0x5F56), (0x5F85, 0x5F86)])
@pytest.mark.parametrize("moment", [b"20200131120000", bytes.fromhex("20200131120000")])
def test_document_details_are_read_with_old_and_new_tags(tags, moment):
    values = {0x5F19: b"Office of Specimens", 0x5F1B: b"None", 0x5F1C: b"-", 0x5F1D: b"\xff\xd8", tags[0]: moment}
    expected = DocumentDetails(
        issuing_authority="Office of Specimens",
        other_persons=("SPECIMEN, CHILD",),
        endorsements="None",
        tax_or_exit="-",
        personalised="2020-01-31T12:00:00",
        personalisation_serial="P-1",
        pictures=("front",),
    )
    assert expected == read_dg12(details(12, {**values, tags[1]: b"P-1"}, ["SPECIMEN<<CHILD"]))


def test_what_the_standard_does_not_name_is_listed_and_left_alone():
    assert ("5F7F",) == read_dg11(details(11, {0x5F7F: b"x"})).unknown
    assert ("80",) == read_dg12(der.element(0x6C, der.element(0x80, b"x"))).unknown


def test_text_in_latin_1_is_read_and_control_characters_are_gone():
    assert "Zürich" == read_dg12(details(12, {0x5F19: b"Z\xfcrich"})).issuing_authority
    assert "a b" == read_dg12(details(12, {0x5F19: b"a\x1bb"})).issuing_authority


@pytest.mark.parametrize("data", [der.element(0x6B, *[der.element(0x5F10, b"1")] * 2), b"\x6c\x00", b"\x6b\x03\x5f"])
def test_an_element_twice_and_a_wrong_tag_are_refused(data):
    with pytest.raises(InvalidInput):
        read_dg11(data)


@given(data=st.binary(max_size=60), outer=st.sampled_from([b"\x6b", b"\x6c", b""]))
@settings(max_examples=150, deadline=None)
def test_any_bytes_are_read_or_refused(data, outer):
    whole = outer + bytes([len(data)]) + data
    for read, kind in ((read_dg11, PersonalDetails), (read_dg12, DocumentDetails)):
        with suppress(InvalidInput):
            assert isinstance(read(whole), kind)
