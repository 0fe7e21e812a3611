import io

import numpy as np
import pytest
from PIL import Image

from preclear.documents import images, mrz
from preclear.documents.images import tesseract
from preclear.documents.images.lines import Line
from preclear.errors import InvalidInput
from preclear.model.codes import CheckStatus
from preclear.specimens.page import Shot, draw_page, photograph

pytestmark = pytest.mark.slow


class Deaf:
    """A reader that sees nothing."""

    name, version = "deaf", "1"

    def read(self, strips):
        return tuple(Line(text="", confidence=(), positions=(), alternatives=()) for _ in strips)


def statuses(reading):
    return {step.id: step.status for step in reading.checks}


@pytest.fixture
def picture(holder):
    return photograph(draw_page(holder), Shot(width=800, turn=183, noise=4, shade=0.3))


def test_a_photographed_passport_is_read_and_both_readers_agree(holder, picture):
    reading = images.read(picture)
    assert mrz.format(holder) == reading.mrz.lines
    assert (True, True, ()) == (reading.agreed, reading.mrz.valid, reading.repairs)
    assert {"ocrb", "pp-ocr"} == {sight.reader for sight in reading.readers}
    assert 0 < reading.confidence <= 1


def test_a_card_on_a_sheet_of_a_pdf_is_read(holder):
    sheet = Image.new("RGB", (1000, 1414), "white")
    with Image.open(io.BytesIO(draw_page(holder, "TD1"))) as card:
        sheet.paste(card.resize((500, 315)), (200, 300))
    written = io.BytesIO()
    sheet.save(written, "PDF")
    reading = images.read(written.getvalue())
    assert (mrz.format(holder, "TD1"), True) == (reading.mrz.lines, reading.agreed)


def test_the_printed_zone_is_compared_on_request(holder, picture):
    reading = images.read(picture, printed=True)
    assert {CheckStatus.PASSED} == {status for id_, status in statuses(reading).items() if id_.startswith("printed.")}
    assert "S00000017" == reading.printed["document_number"]


def test_one_reader_alone_never_agrees(picture):
    reading = images.read(picture, readers=images.installed()[:1])
    assert (True, CheckStatus.UNDETERMINED) == (reading.mrz.valid, statuses(reading)["readers.agree"])


@pytest.mark.skipif(not tesseract.is_there(), reason="tesserocr is not installed")
def test_tesseract_reads_where_it_is_present(picture):
    reading = images.read(picture, readers=(tesseract.TesseractReader(), images.installed()[0]))
    assert {"tesseract", "ocrb"} == {sight.reader for sight in reading.readers}


def test_readers_that_see_nothing_find_no_zone(picture):
    reading = images.read(picture, readers=(Deaf(),))
    assert (None, 0.0, CheckStatus.UNDETERMINED) == (reading.mrz, reading.confidence, statuses(reading)["page.zone"])


def test_a_page_of_plain_text_has_no_zone():
    page = np.full((400, 600), 255, np.uint8)
    page[::20] = 0
    reading = images.read(_png(page))
    assert (None, ["page.decode", "page.zone"]) == (reading.mrz, [step.id for step in reading.checks])


def test_bytes_that_are_no_picture_are_refused():
    with pytest.raises(InvalidInput):
        images.read(b"P<UTOSPECIMEN")


@pytest.mark.shared
def test_no_shared_picture_is_accepted_with_wrong_check_digits(shared_data):
    """The small set of published specimens; their texts stay beside the data."""
    pictures = sorted((shared_data / "documents" / "images").glob("pass-*"))[:4]
    readings = [images.read(picture.read_bytes()) for picture in pictures]
    assert pictures
    assert all(reading.mrz is not None for reading in readings)
    assert all(reading.mrz.valid for reading in readings if reading.agreed)


def _png(points):
    written = io.BytesIO()
    Image.fromarray(points).save(written, "PNG")
    return written.getvalue()
