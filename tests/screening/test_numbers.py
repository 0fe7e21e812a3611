"""Document numbers: what is the same number, what reads alike, and what is never answered."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preclear.errors import InvalidInput, Unavailable
from preclear.screening import container
from preclear.screening.evidence import plain_number
from preclear.screening.numbers import (
    EXACT,
    WIDE,
    NumberKey,
    NumberRow,
    collect,
    pack,
    unpack,
)
from preclear.screening.numbers.identity import fold, plain, unfold

KEY = NumberKey(secret=bytes(32))
OTHER = NumberKey(secret=bytes([1]) * 32)
LOST = (
    NumberRow("O1234567", "UTO", "P", "stolen", "2025-03-04", "", "Police of Utopia", "Example Act, section 1"),
    NumberRow("Z7654321", "UTO", "P", "lost", "2024-11"),
    NumberRow("Z7654321", "UTO", "I", "blank stolen", "2023", "2026-06-30"),
    NumberRow("AB999999", "XOM", "P", "revoked"),
)
NUMBERS = st.text("0O1I2Z5S8BAX7", min_size=4, max_size=24)


@pytest.fixture(scope="module")
def lost():
    return collect(LOST, KEY)


def test_a_listed_number_is_found_with_what_the_list_says(lost):
    found = lost.look_up("o-123 4567<", "UTO")
    assert ("O1234567", "UTO", "P", "stolen", "2025-03-04", True) == (
        found.listed, found.issuing_state, found.type, found.status, found.since, found.exact,
    )  # fmt: skip
    assert ("Police of Utopia", "Example Act, section 1") == (found.owner, found.legal_basis)


def test_a_number_that_reads_alike_is_found_and_says_what_was_read_differently(lost):
    found = lost.look_up("0I234567", "UTO")
    assert not found.exact
    assert (
        "The document number 0I234567 is O1234567 if 0 (character 1) is read as O and I (character 2) is read as 1.",
        "The document number O1234567 of UTO is stolen since 2025-03-04.",
        "A look at the document itself would settle it.",
    ) == found.why


def test_an_exact_look_up_reads_nothing_differently(lost):
    assert None is lost.look_up("01234567", "UTO", alike=EXACT)


def test_what_only_machines_confuse_is_read_differently_on_request_alone(lost):
    assert None is lost.look_up("Z76S4321", "UTO")
    assert "Z7654321" == lost.look_up("Z76S4321", "UTO", alike=WIDE).listed


def test_the_same_number_of_another_state_is_a_collision_and_no_match(lost):
    assert None is lost.look_up("O1234567", "XOM")


@pytest.mark.parametrize(("number", "state"), [("O1234567", ""), ("", "UTO"), ("-", "UTO"), ("A" * 41, "UTO")])
def test_a_number_without_state_or_without_substance_is_no_identity(lost, number, state):
    assert None is lost.look_up(number, state)
    assert [None] == lost.look_up_many([(number, state)])


def test_a_passport_and_a_card_may_have_one_number(lost):
    assert ["I", "P"] == [one.type for one in lost.look_up_all("Z7654321", "UTO")]


def test_an_entry_ends_with_its_last_day(lost):
    assert ["I", "P"] == [one.type for one in lost.look_up_all("Z7654321", "UTO", on=date(2026, 6, 30))]
    assert ["P"] == [one.type for one in lost.look_up_all("Z7654321", "UTO", on=date(2026, 7, 1))]


def test_a_day_keeps_the_precision_that_the_list_gave(lost):
    assert {"2024-11", "2023"} == {one.since for one in lost.look_up_all("Z7654321", "UTO")}


def test_the_number_itself_is_nowhere_in_the_file(tmp_path):
    container.write(tmp_path / "list", "numbers", 1, pack(LOST, KEY))
    written = (tmp_path / "list").read_bytes()
    assert [] == [row.number for row in LOST if row.number.encode() in written]


def test_a_list_inside_another_file_answers_as_the_list_itself(tmp_path, lost):
    container.write(tmp_path / "list", "snapshot", 1, pack(LOST, KEY, "lost/"))
    opened = unpack(container.open_(tmp_path / "list", "snapshot", 1), KEY, "lost/")
    assert lost.look_up("Z7654321", "UTO").why == opened.look_up("Z7654321", "UTO").why


def test_another_key_is_an_error_and_never_a_no(tmp_path):
    container.write(tmp_path / "list", "numbers", 1, pack(LOST, KEY))
    with pytest.raises(InvalidInput, match="another key"):
        unpack(container.open_(tmp_path / "list", "numbers", 1), OTHER)


def test_a_flipped_bit_is_found(tmp_path):
    container.write(tmp_path / "list", "numbers", 1, pack(LOST, KEY))
    whole = (tmp_path / "list").read_bytes()
    for at in range(0, len(whole), 97):
        (tmp_path / "bad").write_bytes(whole[:at] + bytes([whole[at] ^ 4]) + whole[at + 1 :])
        with pytest.raises(InvalidInput):
            unpack(container.open_(tmp_path / "bad", "numbers", 1), KEY)


@pytest.mark.parametrize(
    "wrong",
    [
        {"about": b"[]"},
        {"about": b'{"key": 1, "kinds": [[1]]}'},
        {"about": b"\xff"},
        {"starts": b"raw"},
        {"tag": bytes(2)},
        {"hash": b""},
    ],
)
def test_sections_that_do_not_fit_together_are_refused(tmp_path, wrong):
    container.write(tmp_path / "list", "numbers", 1, {**pack(LOST, KEY), **wrong})
    with pytest.raises(InvalidInput):
        unpack(container.open_(tmp_path / "list", "numbers", 1), KEY)


@given(NUMBERS)
@settings(max_examples=60)
def test_folded_form_and_mask_are_the_number_again(number):
    folded, mask = fold(number)
    assert (number, True) == (unfold(folded, mask), mask < 1 << 16)


@given(st.text(st.characters(codec="ascii"), min_size=4, max_size=12))
@settings(max_examples=60)
def test_a_number_is_made_plain_as_everywhere_in_screening(number):
    assert plain_number(number) in {plain(number), ""}


def test_a_short_number_with_its_state_is_an_identity():
    assert "12" == collect([NumberRow("1-2", "UTO", "P", "lost")], KEY).look_up("12", "UTO").listed


@given(st.lists(st.tuples(NUMBERS, st.sampled_from(["UTO", "XOM"])), max_size=30), st.data())
@settings(max_examples=30)
def test_many_at_once_answer_as_one_by_one(listed, data):
    numbers = collect([NumberRow(number, state, "P", "lost") for number, state in listed], KEY)
    asked = data.draw(st.lists(st.sampled_from([*listed, ("0101", "UTO"), ("I1O0", "XOM")]), max_size=20))
    assert [numbers.look_up(*one) for one in asked] == numbers.look_up_many(asked)
    found = [numbers.look_up(*one) for one in listed]
    assert listed == [(one.listed, one.issuing_state) for one in found]


@pytest.mark.parametrize(
    "row",
    [
        NumberRow("-", "UTO"),
        NumberRow("A1234567", "nowhere"),
        NumberRow("A1234567", "UTO", since="yesterday"),
        NumberRow("A1234567", "UTO", since="1899-12-31"),
    ],
)
def test_a_row_that_cannot_be_used_is_named(row):
    with pytest.raises(InvalidInput, match="document 2"):
        collect([LOST[0], row], KEY)


def test_a_key_is_made_once_for_its_owner_alone(tmp_path):
    made = NumberKey.load_or_make(tmp_path / "numbers.key")
    assert (made, 0o600) == (
        NumberKey.load_or_make(tmp_path / "numbers.key"),
        (tmp_path / "numbers.key").stat().st_mode & 0o777,
    )
    assert made.secret.hex() not in f"{made!r} {made.id}"


def test_a_missing_key_is_unavailable(tmp_path):
    with pytest.raises(Unavailable, match="key"):
        NumberKey.load(tmp_path / "missing")


def test_a_key_that_others_can_read_is_refused(tmp_path):
    path = tmp_path / "numbers.key"
    NumberKey.load_or_make(path)
    path.chmod(0o644)
    with pytest.raises(InvalidInput, match="chmod 600"):
        NumberKey.load(path)


@given(st.binary(max_size=120))
@settings(max_examples=30)
def test_any_bytes_are_a_key_or_refused(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("keys") / "key"
    path.write_bytes(data)
    path.chmod(0o600)
    with pytest.raises(InvalidInput):
        NumberKey.load(path)
