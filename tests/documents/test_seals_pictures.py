"""Pictures with codes: found, several, none, faint, in a PDF, too large."""

import io

import pytest
from PIL import Image

from preclear.documents import TrustStore, seals
from preclear.errors import InvalidInput
from preclear.model.codes import CheckStatus
from preclear.specimens import TestCountry
from preclear.specimens.seals import as_picture, make_idb, make_vds

COUNTRY = TestCountry(seed="pictures")


@pytest.fixture(scope="module")
def seal(visa_holder):
    return make_vds(visa_holder, country=COUNTRY)


def page(*codes, form="PNG", ink=0, paper=255, size=(1200, 900)):
    sheet = Image.new("L", size, paper)
    for number, code in enumerate(codes):
        picture = Image.open(io.BytesIO(code)).convert("L").point(lambda grey: ink if grey < 128 else paper)
        sheet.paste(picture, (60 + 560 * number, 80))
    written = io.BytesIO()
    sheet.save(written, form)
    return written.getvalue()


@pytest.mark.parametrize("form", ["PNG", "JPEG", "PDF"])
def test_a_code_is_found_on_a_page(seal, form):
    assert (seal.data,) == seals.find(page(as_picture(seal.data), form=form))


def test_a_faint_code_on_grey_paper_is_found(seal):
    assert (seal.data,) == seals.find(page(as_picture(seal.data), ink=120, paper=160))


def test_a_small_code_is_found(seal):
    assert (seal.data,) == seals.find(as_picture(seal.data, scale=1))


def test_other_codes_beside_a_seal_are_left_alone(seal):
    label = as_picture(b"https://example.org/", code="QRCode")
    both = page(as_picture(seal.data), label)
    assert (seal.data,) == seals.find(both)
    assert CheckStatus.PASSED is seals.verify(both, seal.trust, COUNTRY.noon).result


def test_two_different_seals_abort_the_check(seal, visa_holder):
    other = make_idb(visa_holder, country=COUNTRY)
    verification = seals.verify(page(as_picture(seal.data), as_picture(other.data)), seal.trust, COUNTRY.noon)
    assert (CheckStatus.ABORTED, "") == (verification.result, verification.kind)


@pytest.mark.parametrize("codes", [[], [b"a label"]])
def test_without_a_seal_nothing_was_read_and_nothing_failed(codes):
    picture = page(*(as_picture(code) for code in codes), size=(400, 300))
    verification = seals.verify(picture, TrustStore.empty(), COUNTRY.noon)
    assert CheckStatus.UNDETERMINED is verification.result
    assert verification.step("seal.read").reason.startswith("READ_ERROR")


def test_a_picture_of_too_many_points_is_refused_before_it_is_decoded():
    written = io.BytesIO()
    Image.new("1", (9000, 9000)).save(written, "PNG")
    with pytest.raises(InvalidInput):
        seals.find(written.getvalue())


def test_a_cut_picture_is_an_input_error(seal):
    with pytest.raises(InvalidInput):
        seals.find(as_picture(seal.data)[:200])
