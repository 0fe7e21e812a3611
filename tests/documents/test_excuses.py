from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preclear.documents import TrustStore, verify
from preclear.documents.certificates import Certificate
from preclear.documents.defects import read_defects
from preclear.documents.deviations import read_deviations
from preclear.documents.excuses import explain
from preclear.documents.publications import read_publication
from preclear.errors import InvalidInput
from preclear.model.codes import CheckStatus
from preclear.model.verification import Step
from preclear.specimens import Break, TestCountry, make_passport
from preclear.specimens.publications import Defect, Faulty, defect_list, deviation_list

PASSED, FAILED, UNDETERMINED = CheckStatus.PASSED, CheckStatus.FAILED, CheckStatus.UNDETERMINED
COUNTRY = TestCountry(seed="faulty")
DER = COUNTRY.signer.certificate
SIGNER = Certificate.parse(DER)
NUMBER = "S00000017"
YEAR = timedelta(days=365)


def store(*lists, anchor=COUNTRY.csca):
    given = [TrustStore.read("root.cer", anchor)] if anchor else []
    return TrustStore.join(*given, *(TrustStore.read(f"{number}.dl", data) for number, data in enumerate(lists)))


def outcome(trust, id_, status=FAILED, **document):
    known = {"signer": SIGNER, "issuing_state": "UTO", "document_type": "P", "document_number": NUMBER} | document
    (step,) = explain([Step(id=id_, status=status, reason="it does not hold", standard="s")], trust, **known)
    return step.status


def test_a_wrong_hash_of_a_known_series_is_undetermined_and_says_why():
    trust = store(deviation_list(COUNTRY, Faulty(kind="2.2", part=12, text="WRONG DG12", signer=DER)))
    before = [Step(id="dg.12.hash", status=FAILED, reason="it differs", standard="s"), Step(id="chain", status=FAILED)]
    changed, same = explain(before, trust, signer=SIGNER)
    assert (UNDETERMINED, "s; BSI TR-03135-1, 5.8.2") == (changed.status, changed.standard)
    reason = "known from the deviation list of UT: the hash of a data group in EF.SOD is wrong (WRONG DG12)"
    assert (f"it differs; {reason}", before[1]) == (changed.reason, same)


@pytest.mark.parametrize(
    ("kind", "part", "id_"),
    [
        ("1.1", None, "chain"),
        ("1.2", 5, "validity.at_check"),
        ("1.2", 9, "chain"),
        ("1.3", None, "chain"),
        ("2.1", 20, "sod.parse"),
        ("2.1", 21, "com.matches"),
        ("2.3", None, "sod.signature"),
        ("2.4", None, "com.matches"),
        ("3.1", 3, "mrz.matches"),
        ("3.2", 4, "digit.document_number"),
        ("3.2", 8, "digit.composite"),
        ("4", None, "sod.parse"),
    ],
)
def test_each_kind_of_deviation_excuses_its_own_step(kind, part, id_):
    trust = store(deviation_list(COUNTRY, Faulty(kind=kind, part=part, signer=DER)))
    assert (UNDETERMINED, FAILED, PASSED) == (
        outcome(trust, id_),
        outcome(trust, "dg.2.hash"),
        outcome(trust, id_, PASSED),
    )


def test_a_compromised_key_of_active_authentication_proves_nothing_any_more():
    trust = store(deviation_list(COUNTRY, Faulty(kind="1.4", signer=DER)))
    assert (UNDETERMINED, FAILED) == (outcome(trust, "aa.signature", PASSED), outcome(trust, "aa.signature"))


@pytest.mark.parametrize("named_by", ["serial", "key", "hash"])
def test_the_signer_may_be_named_in_three_ways(named_by):
    trust = store(deviation_list(COUNTRY, Faulty(kind="2.3", signer=DER, named_by=named_by)))
    other = Certificate.parse(COUNTRY.make_signer("another").certificate)
    assert UNDETERMINED is outcome(trust, "sod.signature")
    assert FAILED is outcome(trust, "sod.signature", signer=other)
    assert FAILED is outcome(trust, "sod.signature", signer=None)


def test_all_conditions_have_to_hold_together():
    series = Faulty(
        kind="2.3",
        signer=DER,
        document_type="P",
        issued=(COUNTRY.noon - YEAR, COUNTRY.noon),
        numbers=[NUMBER, "S00000025"],
    )
    trust = store(deviation_list(COUNTRY, series))
    assert UNDETERMINED is outcome(trust, "sod.signature", issued=date(2025, 6, 1))
    assert UNDETERMINED is outcome(trust, "sod.signature")
    for unlike in ({"issued": date(2020, 1, 1)}, {"document_number": "X"}, {"document_type": "V"}):
        assert FAILED is outcome(trust, "sod.signature", **unlike)


def test_a_period_alone_needs_a_known_day():
    trust = store(deviation_list(COUNTRY, Faulty(kind="2.3", issued=(COUNTRY.noon - YEAR, COUNTRY.noon))))
    assert FAILED is outcome(trust, "sod.signature")
    assert UNDETERMINED is outcome(trust, "sod.signature", issued=date(2025, 6, 1))


def test_a_deviation_without_conditions_excuses_nothing():
    assert FAILED is outcome(store(deviation_list(COUNTRY, Faulty(kind="2.3"))), "sod.signature")


def test_a_list_speaks_for_its_own_state_only():
    other = TestCountry(state="NLD", seed="other")
    trust = store(deviation_list(other, Faulty(kind="2.3", numbers=[NUMBER])), anchor=other.csca)
    assert FAILED is outcome(trust, "sod.signature")
    assert FAILED is outcome(trust, "sod.signature", signer=None)
    assert UNDETERMINED is outcome(trust, "sod.signature", signer=None, issuing_state="NLD")


def test_a_list_that_nobody_vouches_for_or_that_the_wrong_one_signed_excuses_nothing():
    series = Faulty(kind="2.3", signer=DER)
    assert FAILED is outcome(store(deviation_list(COUNTRY, series), anchor=None), "sod.signature")
    assert FAILED is outcome(store(deviation_list(COUNTRY, series, usages=("2.23.136.1.1.3",))), "sod.signature")


@pytest.mark.parametrize(
    ("code", "status"), [(0, FAILED), (1, UNDETERMINED), (2, FAILED), (3, FAILED), (4, FAILED), (5, UNDETERMINED)]
)
def test_a_defect_list_revokes_a_signer_as_its_code_says(code, status):
    trust = store(defect_list(COUNTRY, Defect(kind="1.1", signer=DER, code=code)))
    assert status is outcome(trust, "revocation", PASSED)


@pytest.mark.parametrize(
    ("kind", "id_", "before", "after"),
    [
        ("1.3", "ca.evidence", PASSED, FAILED),
        ("1.4", "aa.signature", PASSED, FAILED),
        ("1.4", "ca.evidence", PASSED, PASSED),
        ("2.2", "sod.signature", FAILED, UNDETERMINED),
        ("2.3", "com.matches", FAILED, UNDETERMINED),
        ("4.4", "chain", FAILED, UNDETERMINED),
        ("2.1", "chain", FAILED, FAILED),
        ("9.9", "chain", FAILED, FAILED),
    ],
)
def test_each_kind_of_defect_has_its_effect(kind, id_, before, after):
    trust = store(defect_list(COUNTRY, Defect(kind=kind, signer=DER, groups=[1, 2], named_by="key", hashed=True)))
    assert after is outcome(trust, id_, before)


def test_a_document_signer_may_not_sign_defect_lists():
    trust = store(defect_list(COUNTRY, Defect(kind="1.1", signer=DER), usages=()))
    assert (FAILED, PASSED) == (trust.sources[1].signature, outcome(trust, "revocation", PASSED))


def test_a_passport_of_a_faulty_series_is_undetermined_and_not_failed(holder):
    passport = make_passport(holder, country=COUNTRY, broken=Break.WRONG_HASH)
    series = Faulty(kind="2.2", part=2, signer=DER, document_type="P", issued=(COUNTRY.noon - 2 * YEAR, COUNTRY.noon))
    results = [
        verify(passport.chip, TrustStore.join(COUNTRY.trust, store(*lists)), COUNTRY.noon).result
        for lists in ([], [deviation_list(COUNTRY, series)])
    ]
    assert [FAILED, UNDETERMINED] == results


@given(st.binary(max_size=300))
@settings(max_examples=80, deadline=None)
def test_any_bytes_are_a_list_of_faults_or_refused(data):
    for read in (read_deviations, read_defects):
        with suppress(InvalidInput):
            read(data)


LISTS = (
    deviation_list(COUNTRY, Faulty(kind="2.2", part=3, text="T", signer=DER, document_type="P", numbers=["A", "B"])),
    defect_list(COUNTRY, Defect(kind="1.1", signer=DER, code=3, hashed=True)),
)


@given(which=st.integers(0, 1), position=st.integers(0, 5000), bit=st.integers(0, 7))
@settings(max_examples=150, deadline=None)
def test_a_flipped_bit_never_crashes(which, position, bit):
    data = bytearray(LISTS[which])
    data[position % len(data)] ^= 1 << bit
    with suppress(InvalidInput):
        read_publication(bytes(data), "list")
