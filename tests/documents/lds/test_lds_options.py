from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preclear.documents.lds import SecurityOptions, read_contents, read_dg14, read_dg15
from preclear.documents.lds.options import ChipKey, ChipProtocol
from preclear.errors import InvalidInput
from preclear.model.verification import Chip
from preclear.specimens import encoding as der
from preclear.specimens import make_passport
from preclear.specimens.evidence import ActiveChip, AgreeingChip
from preclear.specimens.groups import active_key, details, person_to_notify, security_info, security_options
from preclear.specimens.passport import data_group_2
from preclear.specimens.portrait import grey_portrait


def test_every_kind_of_option_is_read():
    chip, active = AgreeingChip("options"), ActiveChip("options")
    infos = (
        *chip.infos,
        active.info,
        security_info("0.4.0.127.0.7.2.2.4.2.2", der.integer(2), der.integer(12)),
        security_info("0.4.0.127.0.7.2.2.2", der.integer(1)),
        security_info("1.2.3.4", der.integer(1)),
    )
    expected = SecurityOptions(
        keys=(ChipKey(agreement="ECDH", spki=chip.spki),),
        protocols=(ChipProtocol(name="ECDH AES-128", version=1),),
        active_authentication="0.4.0.127.0.7.1.1.4.1.3",
        pace=("0.4.0.127.0.7.2.2.4.2.2",),
        terminal_authentication=True,
        unknown=("1.2.3.4",),
    )
    assert expected == read_dg14(security_options(*infos))


def test_a_key_may_have_a_number():
    chip = AgreeingChip("options")
    info = security_info("0.4.0.127.0.7.2.2.1.2", chip.spki, der.integer(7))
    assert 7 == read_dg14(security_options(info)).keys[0].id


@pytest.mark.parametrize("data", [b"\x6e\x00", security_options(der.integer(1)), security_options(der.sequence())])
def test_options_that_are_none_are_refused(data):
    with pytest.raises(InvalidInput):
        read_dg14(data)


def test_the_key_of_active_authentication_comes_out_as_it_went_in():
    spki = ActiveChip("options").spki
    assert spki == read_dg15(active_key(spki))
    with pytest.raises(InvalidInput):
        read_dg15(b"\x6f\x00")


@given(data=st.binary(max_size=80), tag=st.sampled_from([b"\x6e", b"\x6f"]))
@settings(max_examples=100, deadline=None)
def test_any_bytes_are_read_or_refused(data, tag):
    whole = tag + bytes([len(data)]) + data
    with suppress(InvalidInput):
        assert isinstance(read_dg14(whole), SecurityOptions)


def test_contents_name_every_group_and_show_no_sensitive_one(holder, country):
    further = {
        3: b"\x63\x00",
        11: details(11, {0x5F10: b"UTO-0001"}),
        13: b"\x6d\x03abc",
        14: security_options(*AgreeingChip("contents").infos),
        15: active_key(ActiveChip("contents").spki),
        16: person_to_notify("SPECIMEN<<BERTA"),
    }
    contents = read_contents(make_passport(holder, country=country, further=further).chip)
    assert [1, 2, 3, 11, 13, 14, 15, 16] == [group.number for group in contents.groups]
    assert {""} == {group.problem for group in contents.groups}
    assert ("UTO-0001", 240, 1) == (
        contents.personal.personal_number,
        contents.portraits[0].width,
        len(contents.options.keys),
    )
    assert "BERTA" not in repr(contents)


def test_contents_say_what_cannot_be_understood():
    files = {"DG2": data_group_2(grey_portrait("x"))[:-1], "DG3": b"\x76\x00", "DG7": b"", "DG13": b"\x6d\x01x"}
    problems = [group.problem for group in read_contents(Chip(files=files)).groups]
    assert [True, True, True, False] == [bool(problem) for problem in problems]
