from dataclasses import replace
from datetime import date, timedelta

import pytest

from preclear.documents import TrustStore, mrz, read_dg1, verify
from preclear.documents.certificates import Certificate
from preclear.model.codes import CheckStatus
from preclear.model.verification import MrzFields
from preclear.specimens import Break, TestCountry, make_passport
from preclear.specimens.portrait import grey_portrait

HOLDER = MrzFields(
    document_code="P",
    issuing_state="UTO",
    surname="SPECIMEN",
    given_names="ANNA",
    document_number="S00000009",
    nationality="UTO",
    birth_date="1990-02-03",
    sex="F",
    expiry_date="2033-01-01",
    optional_data="",
)


@pytest.fixture(scope="module")
def country():
    return TestCountry(seed="specimens")


def test_the_printed_zone_is_the_one_in_the_chip(country):
    passport = make_passport(HOLDER, country=country)
    assert passport.mrz == read_dg1(passport.chip.files["DG1"]).lines


def test_an_altered_passport_still_has_right_check_digits(country):
    zone = mrz.parse(make_passport(HOLDER, country=country, broken=Break.ALTERED_DG1).mrz)
    assert (True, "S00000000") == (zone.valid, zone.fields.document_number)


@pytest.mark.parametrize("kind", ["TD1", "TD2"])
def test_cards_are_made_as_well_as_books(country, kind):
    card = make_passport(replace(HOLDER, document_code="I"), country=country, kind=kind)
    verification = verify(card.chip, country.trust, country.noon)
    assert (CheckStatus.PASSED, HOLDER.surname) == (verification.result, verification.holder.surname)


@pytest.mark.parametrize("days", [-39, 0, 49])
def test_a_country_is_in_order_around_its_day(days):
    country = TestCountry(day=date(2030, 6, 1))
    passport = make_passport(HOLDER, country=country)
    at = country.noon + timedelta(days=days)
    assert CheckStatus.PASSED is verify(passport.chip, country.trust, at).result


def test_what_is_written_to_a_folder_can_be_trusted(tmp_path, country):
    country.write(tmp_path / "trust")
    trust = TrustStore.load([tmp_path / "trust"])
    assert country.trust.version == trust.version
    passport = make_passport(HOLDER, country=country)
    assert CheckStatus.PASSED is verify(passport.chip, trust, country.noon).result


def test_names_and_serials_say_that_it_is_a_specimen(country):
    csca = Certificate.parse(country.csca)
    assert ("UT", True, ()) == (csca.country, "not a real authority" in csca.subject, csca.defects)


def test_the_portrait_is_a_whole_jpeg_that_follows_from_its_seed():
    picture = grey_portrait("one")
    assert (b"\xff\xd8\xff\xdb", b"\xff\xd9") == (picture[:4], picture[-2:])
    assert picture == grey_portrait("one")
    assert len({grey_portrait(str(seed)) for seed in range(10)}) > 1
