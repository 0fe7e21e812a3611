"""Calibration on a made-up world: lists and labelled names written in the test."""

import csv
import gzip
import json
from datetime import date
from itertools import product
from pathlib import Path

import pytest

from preclear.errors import InvalidInput
from preclear.screening.entries import ListedName, ListEntry
from preclear.screening.measuring.calibrating import Measured, calibrate, figures, measure
from preclear.screening.measuring.labelled import Material, gather, rows
from preclear.screening.measuring.report import markdown, plain_calibration
from preclear.screening.measuring.samples import HONEST, REPORT, TUNE, Sample, alterable, altered, honest, sampled
from preclear.screening.measuring.trials import Outcome
from preclear.screening.sources.catalogue import SourceSpec

GIVEN = ["Arkadi", "Benedikt", "Caspian", "Dorothea", "Evander", "Florimond"]
SURNAMES = ["Testovich", "Exemplari", "Mithalzai", "Beispielmann", "Muestrado", "Voorbeeld", "Namoonawala", "Ornekoglu"]
OWNED = {"owner": "Ministry of Examples", "legal_basis": "Example Act, section 1"}


@pytest.fixture(scope="module")
def material(tmp_path_factory):
    names = [f"{given} {surname}" for given, surname in product(GIVEN, SURNAMES)]
    path = tmp_path_factory.mktemp("lists") / "made.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("entity_id", "name", "kind"))
        writer.writerows((f"E{at}", name, "primary") for at, name in enumerate(names))
    entries = [ListEntry(id=f"E{at}", names=(ListedName(text=name),), **OWNED) for at, name in enumerate(names)]
    clean = [(f"Zebulon{number} Quartermain", None) for number in range(30)]
    return Material(
        sources=(SourceSpec(kind="csv", path=path, defaults=OWNED),),
        spellings=(("S1", "Mithal Namuna"),),
        samples=(
            *altered(sampled(alterable("made", entries), 20)),
            *honest(clean, "global", 10),
            *honest(clean, "Utopia", 10),
            *(sample(half) for half in (TUNE, REPORT)),
        ),
        hashes={"made": "0" * 64},
    )


def sample(half):
    return Sample(
        id=half, group="script", kind="script to latin", name="مثال نمونه", half=half, wanted=("spellings", "S1")
    )


@pytest.fixture(scope="module")
def calibration(material):
    return calibrate(material, recall=0.9, on=date(2026, 1, 1))


def test_the_chosen_score_finds_at_least_the_wanted_share(calibration):
    within = [row.named for row in calibration.tuned.recall if row.label in {"typing", "order", "zone"}]
    assert sum(share.count for share in within) >= 0.9 * sum(share.total for share in within)


def test_figures_are_of_the_half_that_was_not_chosen_on(material, calibration):
    asked = sum(1 for one in material.samples if one.half == REPORT and one.group == "typing")
    assert {asked} == {row.named.total for row in calibration.reported.recall if row.label == "typing"}


def test_names_that_are_like_nobody_raise_no_alert(calibration):
    assert {0} == {row.named.count for row in calibration.reported.alerts}


def test_each_culture_is_compared_with_the_reference(calibration):
    assert ["Utopia"] == list(calibration.reported.ratios)


def test_spellings_are_asked_of_their_own_list(material):
    asked = []
    measure(material.samples, TUNE, lambda _: [], lambda query: asked.append(query.id) or [])
    assert ["tune", "tune"] == asked


def test_the_plain_form_can_be_written_as_json(calibration):
    plain = json.loads(json.dumps(plain_calibration(calibration)))
    assert ("2026-01-01", {"made": "0" * 64}) == (plain["made"], plain["inputs"])


def test_the_page_says_when_it_was_made_and_of_what(calibration):
    page = markdown(calibration)
    assert "Measured on 2026-01-01" in page
    assert f"| made | `{'0' * 64}` |" in page


def test_a_score_of_its_own_for_the_dated():
    one = Sample(id="1", group=HONEST, kind="global", name="A B", half=REPORT)
    measured = Measured(
        named=(Outcome(sample=one, score=0.6, alert=True),), dated=(Outcome(sample=one, score=0.4, alert=False),)
    )
    (row,) = figures(measured, 0.5, 0.3).alerts
    assert (1, 1) == (row.named.count, row.dated.count)


def test_progress_can_be_shown(material):
    seen = []
    calibrate(material, recall=0.9, on=date(2026, 1, 1), watch=lambda samples, title: seen.append(title) or samples)
    assert ["tune, name only", "tune, with birth date", "report, name only", "report, with birth date"] == seen


def packed(path: Path, text: str) -> Path:
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.write(text)
    return path


@pytest.mark.parametrize("data", [b"", b"plain text", b"\x1f\x8b\x08\x00broken"])
def test_what_is_no_packed_csv_is_an_input_error(tmp_path, data):
    path = tmp_path / "names.csv.gz"
    path.write_bytes(data)
    with pytest.raises(InvalidInput):
        rows(path, "latin")


def test_a_missing_column_is_named(tmp_path):
    with pytest.raises(InvalidInput, match="has no column latin"):
        rows(packed(tmp_path / "names.csv.gz", "script,country\nx,PK\n"), "latin")


def test_folders_of_lists_and_labelled_names_become_samples(tmp_path):
    (tmp_path / "ofac").mkdir()
    (tmp_path / "un").mkdir()
    row = '{},"TESTOVICH, Arkadi{}","individual","EXAMPLE",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"DOB 05 Apr 1971."\r\n'
    (tmp_path / "ofac" / "sdn.csv").write_text("".join(row.format(at, "abcdefgh"[at]) for at in range(8)))
    (tmp_path / "ofac" / "alt.csv").write_text("")
    (tmp_path / "ofac" / "add.csv").write_text("")
    (tmp_path / "un" / "consolidated.xml").write_text(
        '<CONSOLIDATED_LIST dateGenerated="2026-01-01T00:00:00.000Z"><INDIVIDUALS><INDIVIDUAL><DATAID>1</DATAID>'
        "<FIRST_NAME>ARKADI</FIRST_NAME><SECOND_NAME>EXEMPLARI</SECOND_NAME>"
        "<REFERENCE_NUMBER>QDi.900</REFERENCE_NUMBER></INDIVIDUAL></INDIVIDUALS><ENTITIES/></CONSOLIDATED_LIST>"
    )
    packed(tmp_path / "un_treated.csv.gz", "listed_name,treated_name,birth_date,changed\nA B,B A,1971,1\n")
    for name in ("clean_global", "clean_mixed"):
        packed(tmp_path / f"{name}.csv.gz", "full_name,date_of_birth\nZoe Quartermain,1971-04-05\n")
    packed(tmp_path / "arabic_latin.csv.gz", "script_name,latin,country\nمثال نمونه,Mithal Namuna,PK\n")
    found = gather(tmp_path, tmp_path, most=5, clean=5)
    groups = {one.group for one in found.samples}
    assert {"typing", "order", "zone", "initials", "together", "apart", "birth date", "script", HONEST} <= groups
    assert {"ofac", "un", "un_treated", "clean_global", "clean_mixed", "arabic_latin"} == set(found.hashes)
