import io

import pytest
from PIL import Image

from preclear.model.verification import MrzFields
from preclear.specimens.page import Shot, draw_page, photograph

HOLDER = MrzFields(
    document_code="I",
    issuing_state="UTO",
    surname="SPECIMEN",
    given_names="ANNA",
    document_number="S00000017",
    nationality="UTO",
    birth_date="1990",
    sex="",
    expiry_date="2033-01-01",
    optional_data="",
)


@pytest.mark.parametrize(
    ("kind", "shape"), [("TD1", 1.58), ("TD2", 1.42), ("TD3", 1.42), ("MRV-A", 1.5), ("MRV-B", 1.42)]
)
def test_a_page_has_the_shape_of_its_format(kind, shape):
    with Image.open(io.BytesIO(draw_page(HOLDER, kind))) as page:
        assert shape == round(page.width / page.height, 2)


def test_the_same_seed_gives_the_same_photograph():
    page, shot = draw_page(HOLDER), Shot.of("seed", hard=0.3)
    assert shot == Shot.of("seed", hard=0.3)
    assert photograph(page, shot, "seed") == photograph(page, shot, "seed")


def test_a_clean_shot_is_a_larger_file_than_a_poor_one():
    page = draw_page(HOLDER)
    assert len(photograph(page, Shot(width=400))) > len(photograph(page, Shot(width=400, quality=30)))
