import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preclear.cli import main
from preclear.specimens import TestCountry
from preclear.specimens.publications import Faulty, deviation_list

COUNTRY = TestCountry(seed="trust command")
DAY = f"{COUNTRY.day}"


@pytest.fixture
def folder(tmp_path):
    COUNTRY.write(tmp_path)
    (tmp_path / "list.ml").write_bytes(COUNTRY.master_list(TestCountry(state="NLD", seed="listed").csca))
    (tmp_path / "list.dl").write_bytes(deviation_list(COUNTRY, Faulty(kind="2.3", numbers=["S1"])))
    return tmp_path


@pytest.fixture
def run(capsys):
    def call(*tokens):
        with pytest.raises(SystemExit) as end:
            main([f"{token}" for token in tokens])
        return end.value.code, *capsys.readouterr()

    return call


def test_sources_are_shown_with_who_vouches_for_them(run, folder):
    status, out, _ = run("trust", "show", folder, "--at", DAY, "--json")
    shown = json.loads(out)
    assert (0, 2, 2, 1, 1) == (
        status,
        shown["certificates"],
        shown["countries"],
        shown["revocation_lists"],
        shown["deviations"],
    )
    assert [
        ("certificate", "not_supported", "configured"),
        ("crl", "passed", "configured"),
        ("deviation_list", "passed", "published"),
        ("master_list", "passed", "published"),
    ] == sorted((one["kind"], one["signature"], one["level"]) for one in shown["sources"])
    assert ["NLD", "UTO"] == [one["state"] for one in shown["states"]]


def test_one_state_is_shown_in_full(run, folder):
    _, out, _ = run("trust", "show", folder, "--state", "UTO", "--json")
    shown = json.loads(out)
    assert ("UT", 1, "configured") == (shown["state"], len(shown["details"]), shown["details"][0]["level"])
    _, out, _ = run("trust", "show", folder, "--state", "UTO")
    assert shown["details"][0]["sha256"] in out


def test_a_state_of_which_nothing_is_held_is_no_error(run, folder):
    status, out, _ = run("trust", "show", folder, "--state", "PAK")
    assert (0, True) == (status, out.startswith("Nothing of PAK"))


def test_a_person_reads_sources_states_and_totals(run, folder):
    status, out, _ = run("trust", "show", folder, "--at", DAY)
    assert (0, True, True) == (status, "UTO (UT)" in out, "2 different certificates of 2 countries (NL, UT)" in out)


def test_a_day_that_is_none_is_an_input_error(run, folder):
    assert 2 == run("trust", "show", folder, "--at", "tomorrow")[0]


@given(data=st.binary(min_size=1, max_size=200))
@settings(max_examples=20, deadline=None)
def test_any_file_is_shown_or_refused(data, tmp_path_factory):
    path = tmp_path_factory.mktemp("any") / "file"
    path.write_bytes(data)
    with pytest.raises(SystemExit) as end:
        main(["trust", "show", f"{path}"])
    assert end.value.code in {0, 2}
