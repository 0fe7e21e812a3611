import json

import pytest

from preclear.cli.paper import look
from preclear.errors import InvalidInput
from preclear.specimens import TestCountry
from preclear.specimens.papers import Past, make_letter

COUNTRY = TestCountry(seed="paper cli")


@pytest.fixture
def letter(tmp_path):
    path = tmp_path / "letter.pdf"
    path.write_bytes(make_letter(COUNTRY, Past.SIGNED_THEN_EDITED))
    return path


@pytest.mark.slow
def test_of_several_a_bad_one_is_a_row_and_the_others_go_on(letter, tmp_path, capsys):
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(b"no paper")
    look(bad, letter, json=True)
    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert ("invalid_input", "pdf") == (first["error"]["code"], second["kind"])
    assert (str(letter), 3) == (second["file"], len(second["revisions"]))


@pytest.mark.slow
def test_a_person_reads_the_innocent_explanation_beside_each_hint(letter, capsys):
    look(letter)
    shown = capsys.readouterr().out
    assert shown.count("look: ") == shown.count("It may be innocent: ") == 3


def test_a_missing_file_is_an_input_error(tmp_path):
    with pytest.raises(InvalidInput):
        look(tmp_path / "none.pdf")
    with pytest.raises(InvalidInput):
        look()
