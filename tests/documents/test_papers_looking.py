from datetime import datetime

import pytest

from preclear.documents import papers
from preclear.documents.papers.reading import read
from preclear.errors import InvalidInput
from preclear.specimens import TestCountry
from preclear.specimens.papers import Past, make_letter

COUNTRY = TestCountry(seed="papers")


def test_a_process_of_its_own_says_the_same():
    letter = make_letter(COUNTRY, Past.SIGNED_THEN_EDITED)
    assert read(letter, COUNTRY.noon) == papers.look(letter, COUNTRY.noon)


def test_what_is_no_paper_says_why():
    with pytest.raises(InvalidInput, match="neither PDF nor JPEG nor PNG"):
        papers.look(b"text")


@pytest.mark.slow
def test_a_flood_of_memory_ends_in_the_other_process():
    swollen = make_letter(COUNTRY, Past.SWOLLEN)
    assert len(swollen) < 20_000
    with pytest.raises(InvalidInput, match=r"more memory|cannot be read"):
        papers.look(swollen)


def test_a_paper_that_takes_too_long_is_an_input_error():
    with pytest.raises(InvalidInput, match="seconds"):
        papers.look(make_letter(COUNTRY), seconds=0.001)


def test_a_file_that_is_too_large_is_not_even_read():
    with pytest.raises(InvalidInput, match="larger"):
        papers.look(bytes(papers.MAX_SIZE + 1))


def test_a_time_without_zone_is_refused():
    with pytest.raises(InvalidInput):
        papers.look(make_letter(COUNTRY), datetime(2026, 1, 1))
