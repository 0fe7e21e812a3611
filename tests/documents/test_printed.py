from dataclasses import replace

import pytest

from preclear.documents import mrz, verify
from preclear.documents.printed import matches
from preclear.model.codes import CheckStatus
from preclear.specimens import make_passport

PASSED, FAILED, UNDETERMINED = CheckStatus.PASSED, CheckStatus.FAILED, CheckStatus.UNDETERMINED


def zone(holder, kind="TD3"):
    return mrz.parse(mrz.format(holder, kind))


def test_the_same_zone_matches(holder):
    assert PASSED is matches(zone(holder), zone(holder)).status


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"surname": "OTHER"}, "names"),
        ({"document_number": "S00000018"}, "document number"),
        ({"nationality": "NLD"}, "nationality"),
        ({"birth_date": "1990-02-04"}, "birth date"),
        ({"expiry_date": "2034-01-01"}, "expiry date"),
        ({"sex": "M"}, "sex"),
        ({"issuing_state": "NLD"}, "issuing state"),
    ],
)
def test_a_field_that_differs_is_named_and_not_shown(holder, changed, words):
    outcome = matches(zone(holder), zone(replace(holder, **changed)))
    assert (FAILED, True) == (outcome.status, words in outcome.reason)
    assert not [value for value in changed.values() if value in outcome.reason]


@pytest.mark.parametrize("kind", ["TD1", "TD2", "TD3"])
def test_optional_data_alone_leave_it_open(holder, kind):
    card = replace(holder, document_code="I")
    assert UNDETERMINED is matches(zone(card, kind), zone(replace(card, optional_data="X1"), kind)).status
    both = replace(card, optional_data="X1", sex="M")
    assert FAILED is matches(zone(card, kind), zone(both, kind)).status


def test_fillers_in_a_birth_date_are_excused(holder):
    assert PASSED is matches(zone(holder), zone(replace(holder, birth_date="1990-02"))).status
    assert FAILED is matches(zone(holder), zone(replace(holder, birth_date="1991-02"))).status


def test_the_rest_of_a_long_number_is_no_optional_data(holder):
    card = replace(holder, document_code="I", document_number="S0000001712345")
    other = replace(card, document_number="S0000001712346")
    assert FAILED is matches(zone(card, "TD1"), zone(other, "TD1")).status


def test_a_wrong_check_digit_on_the_page_is_a_difference(holder):
    first, second = mrz.format(holder, "TD3")
    page = mrz.parse([first, second[:-1] + str((int(second[-1]) + 1) % 10)])
    assert (FAILED, True) == ((outcome := matches(zone(holder), page)).status, "check digits" in outcome.reason)


def test_another_format_and_an_unread_chip(holder):
    card = zone(replace(holder, document_code="I"), "TD1")
    assert (FAILED, UNDETERMINED) == (matches(zone(holder), card).status, matches(None, card).status)


def test_a_chip_is_compared_with_its_page(holder, country):
    passport = make_passport(holder, country=country)
    step = verify(passport.chip, country.trust, country.noon, mrz=passport.mrz).step("mrz.matches")
    assert (PASSED, "BSI TR-03135-1, 5.7.2") == (step.status, step.standard)
