from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preclear.documents import TrustStore, standing
from preclear.documents.certificates import Certificate
from preclear.documents.revocation import RevocationList
from preclear.errors import InvalidInput
from preclear.model.codes import CheckStatus
from preclear.specimens import TestCountry
from preclear.specimens import encoding as der
from preclear.specimens.keys import elliptic_key
from preclear.specimens.pki import distinguished_name
from preclear.specimens.publications import Revoked, make_crl, renaming_link

PASSED, FAILED, UNDETERMINED = CheckStatus.PASSED, CheckStatus.FAILED, CheckStatus.UNDETERMINED
COUNTRY = TestCountry(seed="revocation")
SIGNER = Certificate.parse(COUNTRY.signer.certificate)
CSCA = Certificate.parse(COUNTRY.csca)
MONTH_AGO = COUNTRY.noon - timedelta(days=30)


def look(*lists, signer=SIGNER, certificates=(CSCA,), at=COUNTRY.noon, signed_at=None):
    trust = TrustStore.of(certificates, [RevocationList.parse(one) for one in lists])
    examined = standing.examine(signer, trust, at, signed_at=signed_at)
    step = next(step for step in examined.steps if step.id == "revocation")
    return step.status, step.reason


def test_a_list_without_entries_acquits():
    assert (PASSED, "not in the CRL of 2025-12-31") == look(make_crl(COUNTRY))


def test_a_revoked_signer_fails_with_reason_and_order():
    crl = make_crl(COUNTRY, {SIGNER.serial: Revoked(since=MONTH_AGO, reason=1)})
    status, reason = look(crl, signed_at=MONTH_AGO - timedelta(days=400))
    assert (FAILED, True, True) == (status, "its key was compromised" in reason, "signed before that" in reason)
    assert "signed after that" in look(crl, signed_at=COUNTRY.noon - timedelta(days=2))[1]


def test_a_later_revocation_is_told_and_no_failure():
    crl = make_crl(COUNTRY, {SIGNER.serial: Revoked(since=COUNTRY.noon + timedelta(days=5))})
    assert (UNDETERMINED, "the signer was revoked later, on 2026-01-06") == look(crl)


def test_four_reasons_differ():
    old = make_crl(COUNTRY, this_update=COUNTRY.noon - timedelta(days=400))
    reasons = [
        look(certificates=())[1],
        look()[1],
        look(old)[1],
        look(make_crl(COUNTRY, {SIGNER.serial: Revoked(since=MONTH_AGO)}))[1],
    ]
    assert (4, "there is no trust source", "there is no CRL of the signer's issuer") == (
        len(set(reasons)),
        *reasons[:2],
    )
    assert ("too old" in reasons[2], "was revoked" in reasons[3]) == (True, True)


def test_a_list_that_states_no_next_one_is_due_after_ninety_days():
    crl = make_crl(COUNTRY, days=None)
    assert PASSED is look(crl, at=COUNTRY.noon + timedelta(days=88))[0]
    assert UNDETERMINED is look(crl, at=COUNTRY.noon + timedelta(days=91))[0]


def test_a_list_of_tomorrow_says_nothing_today():
    status, reason = look(make_crl(COUNTRY, this_update=COUNTRY.noon + timedelta(days=1)))
    assert (UNDETERMINED, "the CRL is not yet valid: it begins on 2026-01-02") == (status, reason)


def test_a_list_that_a_stranger_signed_is_not_used():
    crl = make_crl(COUNTRY, {SIGNER.serial: Revoked(since=MONTH_AGO)}, key=elliptic_key("stranger"))
    assert (UNDETERMINED, "no CRL of the signer's issuer has a signature that holds") == look(crl)


@pytest.mark.parametrize(
    ("oid", "word"), [("2.5.29.27", "delta"), ("2.5.29.28", "only a part"), ("2.999.5", "2.999.5 is unknown")]
)
def test_a_list_that_is_not_whole_revokes_and_never_acquits(oid, word):
    further = {oid: (True, der.integer(1))}
    status, reason = look(make_crl(COUNTRY, extensions=further))
    assert (UNDETERMINED, True) == (status, word in reason)
    revoking = make_crl(COUNTRY, {SIGNER.serial: Revoked(since=MONTH_AGO)}, extensions=further)
    assert FAILED is look(revoking)[0]


def test_a_whole_list_beside_a_delta_acquits():
    delta = make_crl(COUNTRY, extensions={"2.5.29.27": (True, der.integer(1))})
    assert PASSED is look(delta, make_crl(COUNTRY))[0]


def test_an_unknown_critical_extension_of_an_entry_takes_the_acquittal_away():
    crl = make_crl(COUNTRY, {77: Revoked(since=MONTH_AGO, unknown_extension=True)})
    assert UNDETERMINED is look(crl)[0]


def test_what_a_newer_list_takes_back_is_good_again():
    held = make_crl(COUNTRY, {SIGNER.serial: Revoked(since=MONTH_AGO, reason=6)}, this_update=MONTH_AGO)
    released = make_crl(COUNTRY, {SIGNER.serial: Revoked(since=MONTH_AGO, reason=8)})
    assert (FAILED, PASSED) == (look(held)[0], look(held, released)[0])


def test_an_indirect_list_names_whose_certificates_it_revokes():
    other = distinguished_name("UT", "Specimens", "another CA")
    crl = make_crl(COUNTRY, {SIGNER.serial: Revoked(since=MONTH_AGO, issuer=other)})
    assert PASSED is look(crl)[0]
    own = make_crl(COUNTRY, {SIGNER.serial: Revoked(since=MONTH_AGO, issuer=COUNTRY.name)})
    assert FAILED is look(own)[0]


def test_a_list_under_the_new_name_covers_certificates_under_the_old_one():
    newer, name = elliptic_key("renamed"), distinguished_name("UT", "Specimens", "CSCA renamed")
    link = Certificate.parse(renaming_link(COUNTRY, newer, name))
    crl = make_crl(COUNTRY, {SIGNER.serial: Revoked(since=MONTH_AGO)}, key=newer, name=name)
    assert FAILED is look(crl, certificates=(CSCA, link))[0]
    assert PASSED is look(make_crl(COUNTRY, key=newer, name=name), certificates=(CSCA, link))[0]


def test_a_list_of_another_csca_of_the_state_says_nothing():
    other = TestCountry(seed="second CSCA")
    status, reason = look(make_crl(other), certificates=(CSCA, Certificate.parse(other.csca)))
    assert (UNDETERMINED, True) == (status, "another CSCA of UT" in reason)


def test_a_revoked_csca_takes_its_signers_with_it():
    status, reason = look(make_crl(COUNTRY, {CSCA.serial: Revoked(since=MONTH_AGO, reason=2)}))
    assert (FAILED, True) == (status, reason.startswith("a certificate above the signer no longer counts"))


@given(position=st.integers(0, 2000), bit=st.integers(0, 7))
@settings(max_examples=150, deadline=None)
def test_a_flipped_bit_never_acquits_and_never_crashes(position, bit):
    data = bytearray(make_crl(COUNTRY, {SIGNER.serial: Revoked(since=MONTH_AGO, reason=1, issuer=COUNTRY.name)}))
    data[position % len(data)] ^= 1 << bit
    try:
        status, _ = look(bytes(data))
    except InvalidInput:
        return
    assert status is not PASSED
