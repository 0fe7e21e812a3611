"""A seal against the visa that it stands on, and against the passport that it belongs to."""

from dataclasses import replace

import pytest

from preclear.documents import TrustStore, mrz, seals
from preclear.model.codes import CheckStatus
from preclear.specimens import TestCountry
from preclear.specimens.seals import make_idb, make_vds, make_vds_nc

PASSED, FAILED, NOT_SUPPORTED = CheckStatus.PASSED, CheckStatus.FAILED, CheckStatus.NOT_SUPPORTED
COUNTRY = TestCountry(seed="comparing")


def read(seal):
    return seals.verify(seal.data, TrustStore.empty(), COUNTRY.noon)


@pytest.fixture(params=[make_vds, make_idb])
def seal(request, visa_holder):
    return read(request.param(visa_holder, country=COUNTRY, passport_number="S00000017"))


def statuses(steps):
    return {step.id: step.status for step in steps}


def test_the_visa_that_a_seal_stands_on_agrees_though_the_seal_holds_a_part_only(seal, visa_holder):
    printed = mrz.parse(mrz.format(replace(visa_holder, optional_data="PRINTED"), "MRV-B"))
    steps = seals.against(seal, printed, "S00000017")
    assert {"against.passport_number": PASSED, "against.mrz": PASSED} == statuses(steps)


def test_a_single_other_character_is_named_with_its_place(seal, visa_holder):
    printed = mrz.parse(mrz.format(replace(visa_holder, given_names="ANNA MARIO"), "MRV-B"))
    step = seals.against(seal, printed, None)[1]
    assert (FAILED, "against.mrz") == (step.status, step.id)
    assert step.reason.startswith("SEAL_VISA_MISMATCH: line 1, position 25")


def test_the_passport_agrees_in_its_holder(seal, holder):
    passport = mrz.parse(mrz.format(holder, "TD3"))
    steps = seals.against(seal, passport, "S0000001-7")
    assert {"against.passport_number": PASSED, "against.holder": PASSED} == statuses(steps)


@pytest.mark.parametrize(
    ("other", "named"),
    [({"birth_date": "1990-02-04"}, "birth date"), ({"surname": "OTHER"}, "surname"), ({"sex": "M"}, "sex")],
)
def test_a_passport_of_another_person_is_found(seal, holder, other, named):
    passport = mrz.parse(mrz.format(replace(holder, **other), "TD3"))
    step = seals.against(seal, passport, None)[1]
    assert (FAILED, True) == (step.status, named in step.reason)


@pytest.mark.parametrize("other", [{"sex": "X"}, {"birth_date": "1990-02"}, {"birth_date": None}])
def test_what_a_zone_leaves_open_is_no_difference(seal, holder, other):
    passport = mrz.parse(mrz.format(replace(holder, **other), "TD3"))
    assert PASSED is statuses(seals.against(seal, passport, None))["against.holder"]


def test_a_name_may_be_cut_in_the_smaller_zone(visa_holder, holder):
    long = "ANNA MARIA CLARA ELISABETH"
    seal = read(make_vds(replace(visa_holder, given_names=long), country=COUNTRY))
    passport = mrz.parse(mrz.format(replace(holder, given_names=long), "TD3"))
    assert PASSED is statuses(seals.against(seal, passport, None))["against.holder"]


def test_another_passport_number_is_a_mismatch(seal):
    step = seals.against(seal, None, "S00000018")[0]
    assert FAILED is step.status
    assert step.reason.startswith("SEAL_PASSPORT_MISMATCH")


def test_what_is_missing_is_not_supported(seal):
    assert {NOT_SUPPORTED} == set(statuses(seals.against(seal, None, None)).values())


def test_a_seal_in_json_is_compared_by_number_and_day_of_birth(holder):
    seal = read(make_vds_nc(holder, country=COUNTRY))
    passport = mrz.parse(mrz.format(holder, "TD3"))
    assert {"against.passport_number": PASSED, "against.holder": PASSED} == statuses(
        seals.against(seal, passport, "S00000017")
    )
    other = mrz.parse(mrz.format(replace(holder, birth_date="1991-02-03"), "TD3"))
    assert FAILED is statuses(seals.against(seal, other, None))["against.holder"]
