from __future__ import annotations

import json

import pytest

from preclear.cli.lists_documents import app
from preclear.errors import InvalidInput, Unavailable

LIST = "number,issuing_state,type,status,since\nO1234567,UTO,P,stolen,2025-03-04\nZ7654321,UTO,P,lost,\n"
CHANGES = (
    "action,number,issuing_state,type,status,since\nwithdraw,Z7654321,UTO,,,\nadd,N0000001,UTO,P,lost,2026-01-01\n"
)
OWNED = ("--default", "owner=Police of Utopia", "--default", "legal_basis=Example Act, section 1")


@pytest.fixture
def run(capsys):
    """Runs a command of the group and gives what it printed."""

    def ran(*tokens: object) -> str:
        app([str(token) for token in tokens], exit_on_error=False, print_error=False, result_action="return_value")
        return capsys.readouterr().out

    return ran


@pytest.fixture
def store(run, tmp_path):
    (tmp_path / "lost.csv").write_text(LIST)
    run("build", tmp_path / "lost.csv", "--store", tmp_path / "lost", *OWNED)
    return tmp_path / "lost"


def test_a_store_is_built_with_its_key_beside_it(run, store):
    shown = json.loads(run("show", store, "--json"))
    assert (2, 0, [{"owner": "Police of Utopia", "legal_basis": "Example Act, section 1"}]) == (
        shown["documents"],
        shown["changes"],
        shown["owners"],
    )
    assert 0o600 == (store.parent / "lost.key").stat().st_mode & 0o777
    assert "documents: 2" in run("show", store)


def test_a_number_is_looked_up_and_says_what_was_read_differently(run, store):
    answer = json.loads(run("look-up", "01234567", "UTO", "--store", store, "--json"))
    assert [("O1234567", "stolen", False)] == [
        (one["listed"], one["status"], one["exact"]) for one in answer["documents"]
    ]
    assert "Listed by Police of Utopia" in run("look-up", "O1234567", "UTO", "--store", store)
    assert "Not listed.\n" == run("look-up", "01234567", "UTO", "--store", store, "--exact")


def test_changes_are_applied(run, store, tmp_path):
    (tmp_path / "today.csv").write_text(CHANGES)
    done = json.loads(run("apply", tmp_path / "today.csv", "--store", store, *OWNED, "--json"))
    assert (1, 1, 2) == (done["added"], done["withdrawn"], done["entries"])
    assert "Not listed.\n" == run("look-up", "Z7654321", "UTO", "--store", store)
    assert "0 added, 1 changed" in run("apply", tmp_path / "today.csv", "--store", store, *OWNED)


def test_without_its_key_a_store_answers_nothing(run, store):
    (store.parent / "lost.key").unlink()
    with pytest.raises(Unavailable, match="key"):
        run("look-up", "O1234567", "UTO", "--store", store)


def test_a_key_made_elsewhere_is_refused(run, store, tmp_path):
    run("build", tmp_path / "lost.csv", "--store", tmp_path / "other", *OWNED)
    with pytest.raises(InvalidInput, match="another key"):
        run("look-up", "O1234567", "UTO", "--store", store, "--key", tmp_path / "other.key")


def test_options_that_make_no_sense_are_refused(run, store):
    with pytest.raises(InvalidInput, match="--exact"):
        run("look-up", "O1234567", "UTO", "--store", store, "--exact", "--wide")
    with pytest.raises(InvalidInput, match="two halves"):
        run("build", store, "--store", store, "--default", "owner")


@pytest.mark.parametrize(("number", "state"), [("<<<", "UTO"), ("O1234567", "Atlantis"), ("O1234567", "")])
def test_what_is_no_document_is_never_said_to_be_unlisted(run, store, number, state):
    with pytest.raises(InvalidInput, match="is no"):
        run("look-up", number, state, "--store", store)
