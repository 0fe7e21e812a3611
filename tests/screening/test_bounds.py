from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from preclear.errors import InvalidInput
from preclear.model.screening import ListSource
from preclear.screening import SourceSpec, build
from preclear.screening.bounds import Bounds, check

ON = date(2026, 1, 1)
OWNED = {"owner": "Ministry of Examples", "legal_basis": "Example Act, section 1"}


def source(name="national", entities=1000, **other):
    counts = {"names": entities * 2, "documents": 0, "expired": 0} | other
    return ListSource(list=name, owner="O", legal_basis="B", sha256="", entities=entities, **counts)


def said(before, now, *, bounds=None, accept=()):
    """What a comparison refuses; empty where it passes."""
    try:
        check(before, now, bounds or {}, accept)
    except InvalidInput as refused:
        return str(refused)
    return ""


@pytest.mark.parametrize("entities", [900, 1000, 1300])
def test_a_list_within_its_bounds_passes(entities):
    assert said([source()], [source(entities=entities)]) == ""


@pytest.mark.parametrize("entities", [1, 899, 1301, 100_000])
def test_a_list_beyond_its_bounds_is_refused_with_what_changed(entities):
    refused = said([source()], [source(entities=entities)])
    assert f"national: {entities:,} entities where 1,000 stood (900 to 1,300 pass)" in refused
    assert "--accept national" in refused


def test_names_and_documents_have_bounds_of_their_own():
    refused = said([source(documents=500)], [source(names=900, documents=100)])
    assert "900 names where 2,000 stood" in refused
    assert "100 documents where 500 stood" in refused
    assert "entities" not in refused


def test_a_few_entries_may_always_come_and_go():
    assert said([source(entities=6)], [source(entities=3, names=7)]) == ""


def test_what_a_person_states_holds_exactly():
    stated = {"national": Bounds.parse("0:0")}
    assert "1,001 entities" in said([source()], [source(entities=1001)], bounds=stated)
    assert said([source()], [source()], bounds=stated) == ""


def test_a_list_that_vanished_is_refused():
    assert "lost: is gone (had 1,000 entries)" in said([source(), source("lost")], [source()])


def test_a_list_that_a_person_looked_at_is_accepted():
    before = [source(), source("lost")]
    assert said(before, [source(entities=1)], accept={"national", "lost"}) == ""
    assert "national" in said(before, [source(entities=1)], accept={"lost"})


def test_a_new_list_has_nothing_to_be_compared_with():
    assert said([], [source()]) == ""


def test_entries_whose_last_day_passed_are_no_shrinkage():
    assert said([source()], [source(entities=500, expired=500)]) == ""
    assert said([source()], [source(entities=500, expired=0)]) != ""


def test_accepting_a_list_that_is_not_there_is_refused():
    assert "'natoinal' is no list" in said([source()], [source()], accept={"natoinal"})


@pytest.mark.parametrize("text", ["", "10", "10:", "a:b", "101:5", "-1:5", "1e3:4", "10:30:50", "9" * 400 + ":1"])
def test_bounds_that_cannot_be_read_are_refused(text):
    with pytest.raises(InvalidInput, match="SHRINK:GROW"):
        Bounds.parse(text)


@given(st.integers(0, 10**6))
def test_what_stood_always_passes(before):
    least, most = Bounds().allowed(before)
    assert 0 <= least <= before <= most


@pytest.fixture
def national(written):
    """Writes the national list with this many entries, and gives its source."""

    def made(entries: int) -> SourceSpec:
        rows = "".join(f"{number},Arkadi Testovich\n" for number in range(entries))
        return SourceSpec(kind="csv", path=written("national.csv", "entity_id,name\n" + rows), defaults=OWNED)

    return made


def test_a_refused_build_leaves_the_old_snapshot(national, tmp_path):
    out = tmp_path / "lists.snapshot"
    standing = build([national(100)], out, as_of=ON)
    before = out.read_bytes()
    with pytest.raises(InvalidInput, match="10 entities where 100 stood"):
        build([national(10)], out, as_of=ON, previous=standing)
    assert before == out.read_bytes()


def test_an_accepted_build_replaces_it(national, tmp_path):
    standing = build([national(100)], tmp_path / "lists.snapshot", as_of=ON)
    built = build([national(10)], tmp_path / "lists.snapshot", as_of=ON, previous=standing, accept={"national"})
    assert built.counts.entities == 10


def test_a_snapshot_says_which_bounds_held(national, tmp_path):
    (kept,) = build([national(3)], tmp_path / "lists.snapshot", as_of=ON).sources
    assert (kept.bounds, kept.built, kept.kind) == ("-10 % to +30 %, at least 5", ON, "csv")


def test_lists_of_one_name_are_told_apart(national, written, tmp_path):
    specs = [
        national(3),
        national(3),
        SourceSpec(kind="csv", path=written("national-2.csv", "entity_id,name\n1,Z A\n"), defaults=OWNED),
    ]
    built = build(specs, tmp_path / "lists.snapshot", as_of=ON)
    assert ["national", "national-2", "national-2-2"] == [source.list for source in built.sources]
