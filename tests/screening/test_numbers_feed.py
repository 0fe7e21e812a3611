"""CSV of document numbers: what is read, and what is refused with its line."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preclear.errors import InvalidInput
from preclear.screening.numbers import NumberKey
from preclear.screening.numbers.feed import Feed
from preclear.screening.numbers.rows import Encoder

KEY = NumberKey(secret=bytes(32))
OWNED = {"owner": "Police of Utopia", "legal_basis": "Example Act, section 1"}
TODAY = date(2026, 1, 1)


def read(path, defaults=OWNED, **how):
    encoder, feed = Encoder(KEY), Feed(path, defaults, TODAY, **how)
    return feed, sum(len(block) for block in feed.blocks(encoder)), encoder.kinds.all()


def test_columns_stand_in_any_order_with_marks_and_unknown_ones(tmp_path):
    path = tmp_path / "lost.csv"
    path.write_bytes(b'\xef\xbb\xbfStatus,note,number , issuing_state\r\nlost,"a, b",A1234567,uto\r\n\r\n')
    _, rows, kinds = read(path)
    assert (1, "lost", "Police of Utopia") == (rows, kinds[0].status, kinds[0].owner)


def test_each_row_may_have_its_own_owner(written):
    text = "number,issuing_state,owner,legal_basis\nA1234567,UTO,Police of Utopia,Act 1\nA1234568,XOM,Order,Act 2\n"
    _, rows, kinds = read(written("lost.csv", text), {})
    assert (2, ["Police of Utopia", "Order"]) == (rows, [kind.owner for kind in kinds])


def test_a_list_without_owner_is_refused(written):
    with pytest.raises(InvalidInput, match="line 2: no owner"):
        read(written("lost.csv", "number,issuing_state\nA1234567,UTO\n"), {"legal_basis": "Act 1"})


def test_entries_whose_last_day_has_passed_are_left_out_and_counted(written):
    text = "number,issuing_state,expires\nA1234567,UTO,2025-12-31\nA1234568,UTO,2026-01-01\nA1234569,UTO,9999-12-31\n"
    feed, rows, _ = read(written("lost.csv", text))
    assert (2, 1) == (rows, feed.expired)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("number,state\n", "line 1: has no column issuing_state"),
        ("", "line 1: has no column number"),
        ("action,number,issuing_state\n", "no whole list"),
        ("number,issuing_state\nA1234567,\n", "line 2: no number"),
        ("number,issuing_state\nA1234567,UTO,x\n", "line 2: has more fields"),
        ("number,issuing_state,since\nA1234567,UTO,2025-02-30\n", "line 2"),
        ("number,issuing_state,expires\nA1234567,UTO,soon\n", "line 2"),
        ("number,issuing_state\n" + "A" * 70_000 + ",UTO\n", "line 2: is longer than any row"),
        ('number,issuing_state\n"' + ("A" * 1000 + "\n") * 200, "field larger than field limit"),
        ("number,issuing_state,type\n" + "".join(f"A1234567,UTO,{at}\n" for at in range(66_000)), "exchanged"),
    ],
)
def test_what_cannot_be_used_is_named_with_its_line(written, text, said):
    with pytest.raises(InvalidInput, match=said):
        read(written("lost.csv", text))


def test_bytes_that_are_no_text_are_refused(tmp_path):
    (tmp_path / "lost.csv").write_bytes(b"number,issuing_state\nA123\xff567,UTO\n")
    with pytest.raises(InvalidInput, match="line 2: is not UTF-8"):
        read(tmp_path / "lost.csv")


def test_changes_need_an_action(written):
    with pytest.raises(InvalidInput, match="has no column action"):
        read(written("changes.csv", "number,issuing_state\nA1234567,UTO\n"), changes=True)
    with pytest.raises(InvalidInput, match="'' is no action"):
        read(written("changes.csv", "number,issuing_state,action\nA1234567,UTO,\n"), changes=True)


def test_a_default_that_means_nothing_is_refused(written):
    with pytest.raises(InvalidInput, match="colour"):
        read(written("lost.csv", "number,issuing_state\n"), {"colour": "red"})


@given(st.binary(max_size=200))
@settings(max_examples=60)
def test_any_bytes_are_rows_or_refused(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("feed") / "lost.csv"
    path.write_bytes(b"number,issuing_state,type,status,since\n" + data)
    try:
        _, rows, _ = read(path)
    except InvalidInput:
        return
    assert rows <= data.count(b"\n") + data.count(b"\r") + 1
