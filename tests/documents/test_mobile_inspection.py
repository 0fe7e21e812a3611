from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from preclear.documents import TrustStore, mobile
from preclear.documents.certificates import Certificate
from preclear.errors import InvalidInput
from preclear.model.codes import CheckStatus
from preclear.specimens import Break, TestCountry, make_passport
from preclear.specimens.keys import elliptic_key
from preclear.specimens.mobile import PHOTO_ID, Flaw, Wallet
from preclear.writing import cbor

PASSED, FAILED = CheckStatus.PASSED, CheckStatus.FAILED
UNDETERMINED, NOT_SUPPORTED = CheckStatus.UNDETERMINED, CheckStatus.NOT_SUPPORTED

STATUS_LIST = {"status_list": {"idx": 412, "uri": "https://status.example/1"}}


@pytest.fixture(scope="module")
def country():
    return TestCountry(seed="mobile")


@pytest.fixture(scope="module")
def wallet(country):
    return Wallet(country=country)


def not_passed(verification):
    return {step.id: step.status for step in verification.checks if step.status is not PASSED}


def verified(wallet, data=None, trust=None, *, session=True, at=None):
    country = wallet.country
    return mobile.verify(
        data or wallet.response(),
        country.trust if trust is None else trust,
        at or country.noon,
        session=wallet.session if session else b"",
    )


@pytest.mark.parametrize("doc_type", ["org.iso.18013.5.1.mDL", PHOTO_ID])
def test_a_good_document_passes_with_every_step(wallet, doc_type):
    verification = verified(replace(wallet, doc_type=doc_type))
    silent = dict.fromkeys(("validity.private_key", "status"), NOT_SUPPORTED)
    assert (PASSED, silent) == (verification.result, not_passed(verification))
    assert ("mdoc", "UT") == (verification.kind, verification.signer.country)


def test_the_fields_are_plain_values_by_namespace(wallet):
    message = verified(wallet).message
    elements = message["elements"]["org.iso.18013.5.1"]
    assert ("SPECIMEN", "1990-02-03") == (elements["family_name"], elements["birth_date"])
    assert "2025-11-02T12:00:00Z" == message["valid_from"]


def test_every_step_names_its_standard(wallet):
    assert all("ISO/IEC 18013-5, " in step.standard for step in verified(wallet).checks)


@pytest.mark.parametrize(
    ("flaw", "found_by"),
    [
        (Flaw.ALTERED_ELEMENT, "digest.org.iso.18013.5.1.family_name"),
        (Flaw.ADDED_ELEMENT, "digest.org.iso.18013.5.1.resident_address"),
        (Flaw.BAD_SIGNATURE, "issuer.signature"),
        (Flaw.OTHER_TYPE, "document_type"),
        (Flaw.EXPIRED, "validity.at_check"),
        (Flaw.NOT_YET_VALID, "validity.at_check"),
        (Flaw.REVOKED_SIGNER, "revocation"),
        (Flaw.FORGED_SIGNER, "chain"),
        (Flaw.READER_CERTIFICATE, "signer.profile"),
        (Flaw.OTHER_COUNTRY, "issuer.matches"),
        (Flaw.OTHER_DEVICE, "device.authentication"),
        (Flaw.DEVICE_SAYS_MORE, "device.authorization"),
    ],
)
def test_each_flaw_fails_its_own_step(wallet, flaw, found_by):
    verification = verified(replace(wallet, flaw=flaw))
    failed = [step.id for step in verification.checks if step.status is FAILED]
    assert (FAILED, [found_by]) == (verification.result, failed)


def test_an_expired_signer_fails_at_check_and_at_signing(wallet):
    verification = verified(replace(wallet, flaw=Flaw.EXPIRED_SIGNER))
    failed = {step.id for step in verification.checks if step.status is FAILED}
    assert {"validity.at_check", "validity.at_signing"} == failed


def test_without_a_root_nothing_is_true(wallet):
    verification = verified(wallet, trust=TrustStore.empty())
    assert (UNDETERMINED, UNDETERMINED) == (verification.result, verification.step("chain").status)


def test_the_root_of_another_authority_is_no_root_of_this_one(wallet):
    other = TestCountry(seed="another authority")
    assert UNDETERMINED is verified(wallet, trust=other.trust).result


def test_a_root_that_the_document_brings_itself_anchors_nothing(wallet):
    value = cbor.loads(wallet.response(), strict=False, depth=16)
    chain = [wallet.signer.certificate, wallet.country.csca]
    value["documents"][0]["issuerSigned"]["issuerAuth"][1][33] = chain
    verification = verified(wallet, data=cbor.dumps(value), trust=TrustStore.empty())
    assert UNDETERMINED is verification.step("chain").status
    assert PASSED is verified(wallet, data=cbor.dumps(value)).result


def test_a_validity_that_has_passed_is_never_accepted(wallet):
    later = wallet.country.noon + timedelta(days=301)
    step = verified(wallet, at=later).step("validity.at_check")
    assert (FAILED, True) == (step.status, "valid from 2025-11-02" in step.reason)


def test_a_security_object_that_cannot_be_read_is_said_and_not_swallowed(wallet):
    value = cbor.loads(wallet.response(), strict=False, depth=16)
    value["documents"][0]["issuerSigned"]["issuerAuth"][2] = b"no security object"
    verification = verified(wallet, data=cbor.dumps(value))
    assert (FAILED, FAILED) == (verification.result, verification.step("mdoc.parse").status)
    assert {"SPECIMEN"} == {names["family_name"] for names in verification.message["unverified"].values()}


def test_a_signer_that_cannot_be_read_is_said_and_not_swallowed(wallet):
    value = cbor.loads(wallet.response(), strict=False, depth=16)
    value["documents"][0]["issuerSigned"]["issuerAuth"][1][33] = b"\x30\x03\x02\x01\x05"
    step = verified(wallet, data=cbor.dumps(value)).step("issuer.signature")
    assert (UNDETERMINED, True) == (step.status, "cannot be read" in step.reason)


@pytest.mark.parametrize(
    ("word", "other", "undetermined"),
    [
        (b"gSHA-256", b"gSHA-999", "digest.org.iso.18013.5.1.family_name"),
        (b"gversionc1.0", b"gversionc7.0", "mdoc.parse"),
    ],
)
def test_what_a_later_edition_may_bring_is_undetermined(wallet, word, other, undetermined):
    value = cbor.loads(wallet.response(), strict=False, depth=16)
    auth = value["documents"][0]["issuerSigned"]["issuerAuth"]
    assert word in auth[2]
    auth[2] = auth[2].replace(word, other)
    assert UNDETERMINED is verified(wallet, data=cbor.dumps(value)).step(undetermined).status


def test_a_document_without_its_signers_certificate_is_undetermined(wallet):
    value = cbor.loads(wallet.response(), strict=False, depth=16)
    value["documents"][0]["issuerSigned"]["issuerAuth"][1] = {}
    verification = verified(wallet, data=cbor.dumps(value))
    assert (UNDETERMINED, None) == (verification.result, verification.signer)


def test_an_element_that_nobody_signed_stands_apart(wallet):
    message = verified(replace(wallet, flaw=Flaw.ADDED_ELEMENT)).message
    space = "org.iso.18013.5.1"
    assert "resident_address" not in message["elements"][space]
    assert {"resident_address": "Somewhere 1"} == message["unverified"][space]


def test_without_the_session_the_devices_answer_is_undetermined_and_does_not_count(wallet):
    verification = verified(wallet, session=False)
    step = verification.step("device.authentication")
    assert (PASSED, UNDETERMINED, True) == (verification.result, step.status, "copy" in step.reason)


def test_the_answer_of_another_session_fails(wallet):
    other = cbor.dumps([None, None, ["OpenID4VPHandover", b"another session"]])
    verification = mobile.verify(wallet.response(), wallet.country.trust, wallet.country.noon, session=other)
    assert FAILED is verification.step("device.authentication").status


def test_a_session_transcript_may_be_kept_with_its_tag(wallet):
    tagged = cbor.dumps(cbor.Tagged(24, wallet.session))
    verification = mobile.verify(wallet.response(), wallet.country.trust, wallet.country.noon, session=tagged)
    assert PASSED is verification.step("device.authentication").status


def test_a_session_that_is_no_cbor_is_undetermined(wallet):
    verification = mobile.verify(wallet.response(), wallet.country.trust, wallet.country.noon, session=b"\xff")
    assert UNDETERMINED is verification.step("device.authentication").status


def test_a_mac_needs_the_reader_of_the_session(wallet):
    step = verified(wallet, data=wallet.response(mac=True)).step("device.authentication")
    assert (UNDETERMINED, True) == (step.status, "MAC" in step.reason)


def test_a_status_list_that_nobody_asked_counts(wallet):
    listed = replace(wallet, status=STATUS_LIST)
    verification = verified(listed)
    step = verification.step("status")
    assert (UNDETERMINED, UNDETERMINED) == (verification.result, step.status)
    assert "https://status.example/1 (entry 412)" in step.reason


def test_the_issuer_signed_part_alone_passes_and_says_what_is_missing(wallet):
    verification = verified(wallet, data=wallet.issuer_signed())
    silent = ("document_type", "validity.private_key", "status", "device.authentication")
    missing = dict.fromkeys(silent, NOT_SUPPORTED)
    assert (PASSED, missing) == (verification.result, not_passed(verification))


def test_a_document_alone_passes(wallet):
    assert PASSED is verified(wallet, data=wallet.document()).result


def test_one_bad_document_of_two_fails_both_and_is_named(wallet):
    bad = replace(wallet, doc_type=PHOTO_ID, flaw=Flaw.BAD_SIGNATURE)
    verification = verified(wallet, data=wallet.response(bad))
    failed = [step.id for step in verification.checks if step.status is FAILED]
    assert (FAILED, ["document.2.issuer.signature"]) == (verification.result, failed)
    assert PHOTO_ID == verification.message["further_documents"][0]["document_type"]


def test_a_wallet_that_gives_no_document_is_not_a_forger(wallet):
    data = cbor.dumps({"version": "1.0", "documentErrors": [{"org.iso.18013.5.1.mDL": 0}], "status": 0})
    verification = verified(wallet, data=data)
    assert (UNDETERMINED, ["org.iso.18013.5.1.mDL"]) == (verification.result, verification.message["refused"])


def test_a_missing_crl_is_undetermined(wallet):
    trust = TrustStore.of([Certificate.parse(wallet.country.csca)])
    verification = verified(wallet, trust=trust)
    assert (UNDETERMINED, UNDETERMINED) == (verification.result, verification.step("revocation").status)


def test_an_issuing_country_that_is_withheld_does_not_count(wallet):
    value = cbor.loads(wallet.response(), strict=False, depth=16)
    items = value["documents"][0]["issuerSigned"]["nameSpaces"]["org.iso.18013.5.1"]
    value["documents"][0]["issuerSigned"]["nameSpaces"]["org.iso.18013.5.1"] = items[:2]
    verification = verified(wallet, data=cbor.dumps(value))
    assert (PASSED, UNDETERMINED) == (verification.result, verification.step("issuer.matches").status)


def test_a_forger_who_signs_with_a_root_of_the_same_name_gets_nowhere(wallet):
    forged = replace(wallet.country, csca_key=elliptic_key("forger of roots"))
    assert UNDETERMINED is verified(replace(wallet, country=forged), trust=wallet.country.trust).result


def test_the_passport_inside_a_photo_id_is_verified_too(wallet, holder):
    whole = make_passport(holder, country=wallet.country)
    verification = verified(replace(wallet, doc_type=PHOTO_ID, chip=whole.chip))
    steps = verification.step("passport"), verification.step("passport.sod.signature")
    assert (PASSED, [PASSED, PASSED]) == (verification.result, [step.status for step in steps])
    forged = make_passport(holder, country=wallet.country, broken=Break.ALTERED_DG1)
    verification = verified(replace(wallet, doc_type=PHOTO_ID, chip=forged.chip))
    failed = [step.id for step in verification.checks if step.status is FAILED]
    assert (FAILED, ["passport", "passport.dg.1.hash"]) == (verification.result, failed)


def test_a_time_without_zone_is_refused(wallet):
    with pytest.raises(InvalidInput):
        mobile.verify(wallet.response(), wallet.country.trust, datetime(2026, 1, 1))
