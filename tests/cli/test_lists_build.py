from __future__ import annotations

import json

import pytest

from preclear.cli.lists import app
from preclear.errors import InvalidInput
from preclear.screening import Snapshot


@pytest.fixture
def built(capsys, tmp_path):
    """Builds a snapshot of a list with this many entries, always at the same place; gives what was printed."""

    def run(entries: int, *more: str, name: str = "own") -> str:
        rows = "".join(f"{number},Arkadi Testovich\n" for number in range(entries))
        (tmp_path / f"{name}.csv").write_text("entity_id,name\n" + rows, encoding="utf-8")
        words = ["build", "--out", str(tmp_path / "lists.snapshot"), "--source", f"csv={tmp_path / name}.csv"]
        words += ["--default", "owner=Ministry of Examples", "--default", "legal_basis=Example Act", *more]
        app(words, exit_on_error=False, print_error=False, result_action="return_value")
        return capsys.readouterr().out

    return run


def test_a_list_that_shrank_is_refused_until_a_person_accepts_it(built, tmp_path):
    built(100)
    standing = Snapshot.open(tmp_path / "lists.snapshot").id
    with pytest.raises(InvalidInput, match="20 entities where 100 stood"):
        built(20)
    assert standing == Snapshot.open(tmp_path / "lists.snapshot").id
    assert json.loads(built(20, "--accept", "own", "--json"))["entities"] == 20


def test_stated_bounds_hold_and_are_kept(built, tmp_path):
    built(100)
    with pytest.raises(InvalidInput, match="97 entities"):
        built(97, "--bounds", "own=2:10")
    assert "May change" in built(97, "--bounds", "own=5:10")
    assert [source.bounds for source in Snapshot.open(tmp_path / "lists.snapshot").sources] == ["-5 % to +10 %"]


def test_nothing_is_compared_when_so_asked(built):
    built(100)
    assert json.loads(built(1, "--no-previous", "--json"))["entities"] == 1


def test_a_list_that_is_not_given_any_more_is_refused(built):
    built(10)
    with pytest.raises(InvalidInput, match="own: is gone"):
        built(10, name="other")


def test_bounds_for_a_list_that_is_not_built_are_refused(built):
    with pytest.raises(InvalidInput, match="'onw' is no list of this build"):
        built(10, "--bounds", "onw=2:10")


def test_a_file_in_the_way_says_how_to_build_all_the_same(built, tmp_path):
    (tmp_path / "lists.snapshot").write_text("junk", encoding="utf-8")
    with pytest.raises(InvalidInput, match="--no-previous"):
        built(10)
    assert json.loads(built(10, "--no-previous", "--json"))["entities"] == 10
