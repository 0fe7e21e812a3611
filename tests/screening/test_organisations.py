from __future__ import annotations

import pytest

from preclear.screening.organisations import analyse_organisation, word_rarities
from preclear.writing.sounds import sound


@pytest.mark.parametrize(
    "written", ["Specimen Trading", "Specimen Trading Co. Ltd", "SPECIMEN TRADING LLC", "Specimen Trading (Pvt.) Ltd."]
)
def test_a_legal_form_says_nothing_and_is_kept_apart(written):
    assert ("specimen", "trading") == analyse_organisation(written).tokens


def test_a_name_of_legal_forms_only_is_all_there_is():
    assert analyse_organisation("Co Ltd").tokens


def test_a_vessel_is_known_without_its_prefix():
    assert analyse_organisation("MV Specimen Dawn").tokens == analyse_organisation("Specimen Dawn").tokens


def test_an_organisation_has_no_father():
    assert analyse_organisation("Specimen bin Example Trading").patronymic is None


def test_words_that_organisations_have_everywhere_say_less_than_their_own():
    found = word_rarities([["specimen", "trading"], ["example", "shipping"]], 2)
    assert found[sound("trading")] < found[sound("shipping")] < found[sound("specimen")]


def test_a_word_that_many_listed_ones_have_says_less():
    found = word_rarities([["specimen", "example"]] * 500 + [["solitary"]], 501)
    assert found[sound("specimen")] < found[sound("solitary")]


def test_every_legal_form_is_a_word():
    assert ("specimen",) == analyse_organisation("Specimen OHG Establishment KG").tokens


@pytest.mark.parametrize("written", ["M/V Wondersample", "MV Wondersample", "m/t. Wondersample", "F/V WONDERSAMPLE"])
def test_the_prefix_of_a_ship_is_no_part_of_its_name(written):
    assert ("wondersample",) == analyse_organisation(written).tokens
