"""``preclear lists calibrate`` on made-up lists and labelled names."""

import gzip
import json

import pytest

from preclear.cli.lists import app
from preclear.errors import InvalidInput, Unavailable

SDN = '{},"TESTOVICH, Arkadi{}","individual","EXAMPLE",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"DOB 05 Apr 1971."\r\n'
UN = """<CONSOLIDATED_LIST dateGenerated="2026-01-01T00:00:00.000Z"><INDIVIDUALS><INDIVIDUAL><DATAID>1</DATAID>
<FIRST_NAME>ARKADI</FIRST_NAME><SECOND_NAME>EXEMPLARI</SECOND_NAME><REFERENCE_NUMBER>QDi.900</REFERENCE_NUMBER>
</INDIVIDUAL></INDIVIDUALS><ENTITIES/></CONSOLIDATED_LIST>"""
LABELLED = {
    "un_treated": "listed_name,treated_name,birth_date,changed\nA B,B A,1971,1\n",
    "clean_global": "full_name,date_of_birth\nZoe Quartermain,1971-04-05\nYan Quillfeather,1972-04-05\n",
    "clean_mixed": "full_name,date_of_birth\nZoe Quartermain,1971-04-05\n",
    "arabic_latin": "script_name,latin,country\nمثال نمونه,Mithal Namuna,PK\n",
}


@pytest.fixture
def world(tmp_path):
    for folder in ("ofac", "un"):
        (tmp_path / folder).mkdir()
    (tmp_path / "ofac" / "sdn.csv").write_text("".join(SDN.format(at, "abcdefgh"[at]) for at in range(8)))
    for name in ("alt", "add"):
        (tmp_path / "ofac" / f"{name}.csv").write_text("")
    (tmp_path / "un" / "consolidated.xml").write_text(UN)
    for name, text in LABELLED.items():
        with gzip.open(tmp_path / f"{name}.csv.gz", "wt", encoding="utf-8") as file:
            file.write(text)
    return tmp_path


def calibrate(world, *more):
    given = ["calibrate", "--lists", str(world), "--labelled", str(world), "--out", str(world / "made.json"), *more]
    return app(given, exit_on_error=False, print_error=False, result_action="return_value")


def test_a_calibration_is_written_with_its_inputs_and_its_page(world):
    calibrate(world, "--report", str(world / "made.md"))
    made = json.loads((world / "made.json").read_text("utf-8"))
    assert ("preclear-screening-calibration/1", 0.98) == (made["format"], made["wanted_recall"])
    assert {"ofac", "un", *LABELLED} == set(made["inputs"])
    assert (world / "made.md").read_text("utf-8").startswith("# Screening quality\n")


def test_json_is_one_document_and_the_same_as_the_file(world, capsys):
    calibrate(world, "--json")
    assert json.loads(capsys.readouterr().out) == json.loads((world / "made.json").read_text("utf-8"))


def test_a_person_reads_recall_and_alerts(world, capsys):
    calibrate(world)
    shown = capsys.readouterr().out
    assert "found, typing: " in shown
    assert "alerts per 1,000, Pakistan" in shown


@pytest.mark.parametrize("more", [("--recall", "0"), ("--recall", "1.5"), ("--names", "0"), ("--honest", "0")])
def test_what_cannot_be_measured_is_refused(world, more):
    with pytest.raises(InvalidInput):
        calibrate(world, *more)


def test_a_missing_folder_is_an_input_error(world):
    (world / "clean_global.csv.gz").unlink()
    with pytest.raises(InvalidInput, match="clean_global"):
        calibrate(world)


def test_a_place_that_cannot_be_written_is_unavailable(world):
    with pytest.raises(Unavailable):
        calibrate(world, "--report", str(world / "nowhere" / "made.md"))
