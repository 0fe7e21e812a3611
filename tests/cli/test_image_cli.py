import io
import json

import pytest
from PIL import Image

from preclear.cli.image import as_json, read
from preclear.documents import mrz
from preclear.errors import InvalidInput
from preclear.model.verification import MrzFields, PageReading, Repair
from preclear.specimens.page import Shot, draw_page, photograph

HOLDER = MrzFields(
    document_code="P",
    issuing_state="UTO",
    surname="SPECIMEN",
    given_names="ANNA MARIA",
    document_number="S00000017",
    nationality="UTO",
    birth_date="1990-02-03",
    sex="F",
    expiry_date="2033-01-01",
    optional_data="",
)


@pytest.mark.slow
def test_a_picture_is_read_as_the_contract_says(tmp_path, capsys):
    file = tmp_path / "page.jpg"
    file.write_bytes(photograph(draw_page(HOLDER), Shot(width=800)))
    read(file, json=True)
    answer = json.loads(capsys.readouterr().out)
    assert list(mrz.format(HOLDER)) == answer["mrz"]
    assert {"mrz", "fields", "checks", "confidence", "readers", "repairs"} <= answer.keys()
    assert "SPECIMEN" == answer["fields"]["surname"]


@pytest.mark.slow
def test_a_picture_without_a_zone_is_an_answer_too(tmp_path, capsys):
    file = tmp_path / "page.png"
    file.write_bytes(_blank())
    read(file, json=True)
    answer = json.loads(capsys.readouterr().out)
    assert (None, None, []) == (answer["mrz"], answer["fields"], answer["repairs"])


def test_repairs_say_from_what_to_what():
    reading = PageReading(
        mrz=None, checks=(), confidence=0.0, repairs=(Repair(line=2, position=14, before="O", after="0"),)
    )
    assert [{"line": 2, "position": 14, "from": "O", "to": "0"}] == as_json(reading)["repairs"]


def test_a_file_that_is_not_there_is_an_input_error(tmp_path):
    with pytest.raises(InvalidInput):
        read(tmp_path / "none.jpg")


def _blank():

    written = io.BytesIO()
    Image.new("L", (200, 120), 220).save(written, "PNG")
    return written.getvalue()
