"""Verifying seals: each break is found by the step that is named for it, and nothing else fails."""

import base64
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preclear.documents import TrustStore, seals
from preclear.documents.certificates import Certificate
from preclear.errors import InvalidInput
from preclear.model.codes import CheckStatus
from preclear.specimens import TestCountry
from preclear.specimens.keys import elliptic_key
from preclear.specimens.seals import SealBreak, as_picture, barcode_signer, make_idb, make_vds, make_vds_nc

PASSED, FAILED, UNDETERMINED = CheckStatus.PASSED, CheckStatus.FAILED, CheckStatus.UNDETERMINED
COUNTRY = TestCountry(seed="seals")
MAKERS = {
    "vds": make_vds,
    "idb": make_idb,
    "vds-nc": make_vds_nc,
}
FOUND_BY = {
    SealBreak.WRONG_SIGNATURE: ("signature", "INVALID_SIGNATURE"),
    SealBreak.ALTERED: ("signature", "INVALID_SIGNATURE"),
    SealBreak.FORGED_SIGNER: ("chain", "UNTRUSTED_CERTIFICATE"),
    SealBreak.EXPIRED_SIGNER: ("validity.at_check", "EXPIRED_CERTIFICATE"),
    SealBreak.REVOKED_SIGNER: ("revocation", "REVOKED_CERTIFICATE"),
    SealBreak.WRONG_TYPE: ("document_type", "INVALID_DOCUMENTTYPE"),
    SealBreak.CUT: ("seal.format", "WRONG_FORMAT"),
    SealBreak.OVERSIZED: ("seal.format", "WRONG_FORMAT"),
}


def verified(seal, trust=None, at=COUNTRY.noon):
    return seals.verify(seal.data, trust or seal.trust, at)


def failed(verification):
    return [step.id for step in verification.checks if step.status is FAILED]


@pytest.mark.parametrize("kind", MAKERS)
def test_a_good_seal_passes(visa_holder, kind):
    verification = verified(MAKERS[kind](visa_holder, country=COUNTRY))
    assert (kind, PASSED, []) == (verification.kind, verification.result, failed(verification))
    assert ("UT", "C=UT, CN=TS") == (verification.signer.country, verification.signer.subject)
    assert all(step.standard for step in verification.checks)


@pytest.mark.parametrize("broken", FOUND_BY)
@pytest.mark.parametrize("kind", MAKERS)
def test_each_break_is_found_by_its_step(visa_holder, kind, broken):
    verification = verified(MAKERS[kind](visa_holder, country=COUNTRY, broken=broken))
    id_, name = FOUND_BY[broken]
    assert (FAILED, [id_]) == (verification.result, failed(verification))
    assert verification.step(id_).reason.startswith(name + ":")


def test_an_expired_signer_has_a_medium_potential_of_fraud_and_a_revoked_one_a_high_one(visa_holder):
    reasons = {
        broken: verified(make_vds(visa_holder, country=COUNTRY, broken=broken)).step(FOUND_BY[broken][0]).reason
        for broken in (SealBreak.EXPIRED_SIGNER, SealBreak.REVOKED_SIGNER)
    }
    assert ["medium", "high"] == [reason.split("(")[-1].split()[0] for reason in reasons.values()]


@pytest.mark.parametrize("kind", MAKERS)
def test_an_unknown_signer_or_csca_is_undetermined_and_never_failed(visa_holder, kind):
    verification = verified(MAKERS[kind](visa_holder, country=COUNTRY, broken=SealBreak.UNKNOWN_SIGNER))
    assert (UNDETERMINED, []) == (verification.result, failed(verification))


def test_without_any_trust_the_header_still_says_who_signed(visa_holder):
    verification = verified(make_vds(visa_holder, country=COUNTRY), TrustStore.empty())
    assert (UNDETERMINED, None, "UTTS") == (
        verification.result,
        verification.signer,
        verification.message["header"]["signer"],
    )
    assert verification.step("signature").reason.startswith("UNKNOWN_CERTIFICATE")


@pytest.mark.parametrize("kind", ["vds", "idb"])
def test_an_unknown_feature_never_makes_a_seal_invalid(visa_holder, kind):
    verification = verified(MAKERS[kind](visa_holder, country=COUNTRY, broken=SealBreak.UNKNOWN_FEATURE))
    assert PASSED is verification.result
    assert verification.step("features").reason.startswith("UNKNOWN_FEATURE")


def test_the_message_has_the_fields_by_name(visa_holder):
    verification = verified(make_vds(visa_holder, country=COUNTRY, passport_number="S00000017"))
    message = verification.message
    assert ("visa", "S00000017", 2) == (verification.profile, message["passport_number"], message["number_of_entries"])
    assert ("V<UTOSPECIMEN<<ANNA<MARIA<<<<<<<<<<<", "V000000177UTO9002030F2701013") == message["mrz"]


def test_an_emergency_travel_document_has_a_whole_zone(visa_holder):
    holder = replace(visa_holder, document_code="PU")
    verification = verified(make_vds(holder, country=COUNTRY))
    assert ("emergency_travel_document", PASSED) == (verification.profile, verification.result)
    assert PASSED is verification.step("mrz.digits").status


@pytest.mark.parametrize("version", [3, 4])
def test_both_versions_of_the_header_are_known(visa_holder, version):
    assert PASSED is verified(make_vds(visa_holder, country=COUNTRY, version=version)).result


@pytest.mark.parametrize(
    ("curve", "hash_name"),
    [
        ("1.3.132.0.33", "sha224"),
        ("1.3.36.3.3.2.8.1.1.7", "sha256"),
        ("1.3.132.0.34", "sha384"),
        ("1.3.132.0.34", "sha256"),
        ("1.3.132.0.35", "sha512"),
        ("1.3.36.3.3.2.8.1.1.13", "sha512"),
    ],
)
def test_the_hash_goes_with_the_size_of_the_key_or_is_sha_256(visa_holder, curve, hash_name):
    key = elliptic_key("seals", curve=curve, hash_name=hash_name)
    verification = verified(make_vds(visa_holder, country=COUNTRY, key=key))
    assert PASSED is verification.result
    assert f"ECDSA (plain) {hash_name.upper().replace('SHA', 'SHA-')}" == verification.signer.algorithm


def test_a_certificate_inside_an_idb_is_used_and_not_trusted(visa_holder):
    seal = make_idb(visa_holder, country=COUNTRY, with_certificate=True)
    csca = TrustStore.of([Certificate.parse(COUNTRY.csca)])
    assert [PASSED, PASSED] == [verified(seal, csca).step(id_).status for id_ in ("signature", "chain")]
    assert UNDETERMINED is verified(seal, TrustStore.empty()).step("chain").status


def test_a_certificate_inside_an_idb_that_its_header_does_not_name_is_a_broken_code(visa_holder):
    seal = make_idb(visa_holder, country=COUNTRY, with_certificate=True)
    changed = bytearray(base64.b32decode(seal.data[5:] + b"=" * (-len(seal.data[5:]) % 8)))
    changed[300] ^= 1
    again = seal.data[:5] + base64.b32encode(changed).rstrip(b"=")
    assert FAILED is seals.verify(again, seal.trust, COUNTRY.noon).step("seal.format").status


def test_an_unsigned_idb_is_not_supported():
    assert CheckStatus.NOT_SUPPORTED is seals.verify(b"RDB1A3HCWCAA", TrustStore.empty(), COUNTRY.noon).result


def test_a_signer_for_other_uses_does_not_lead_to_a_csca(visa_holder):
    signer = barcode_signer(COUNTRY, usage="1.3.6.1.5.5.7.3.1")
    seal = make_vds(visa_holder, country=COUNTRY)
    trust = TrustStore.of([Certificate.parse(COUNTRY.csca), Certificate.parse(signer.certificate)])
    assert UNDETERMINED is verified(seal, trust).step("chain").status


def test_a_signer_of_another_state_than_zone_and_header_fails(visa_holder):
    country = TestCountry(state="PAK", seed="seals")
    one_for_another = make_vds(replace(visa_holder, issuing_state="FRA"), country=country)
    assert UNDETERMINED is verified(one_for_another).step("issuer.matches").status  # Doc 9303-13, A.3
    forged = make_vds(replace(visa_holder, issuing_state="FRA"), country=country, state="FRA")
    assert [FAILED, ["issuer.matches"]] == [verified(forged).result, failed(verified(forged))]


def test_a_zone_of_the_signers_state_under_the_header_of_another_is_for_a_person(visa_holder):
    made = make_vds(visa_holder, country=COUNTRY, state="FRA")
    assert UNDETERMINED is verified(made).step("issuer.matches").status


def test_the_version_of_a_seal_in_json_is_a_number_however_it_is_written(visa_holder):
    made = make_vds_nc(visa_holder, country=COUNTRY)
    written = made.data.replace(b'"v":1}', b'"v":1.0}')
    assert made.data != written
    assert PASSED is seals.verify(written, made.trust, COUNTRY.noon).result
    other = made.data.replace(b'"v":1}', b'"v":1.5}')
    assert ["seal.format"] == failed(seals.verify(other, made.trust, COUNTRY.noon))


def test_a_seal_in_json_of_another_state_fails(visa_holder):
    made = make_vds_nc(visa_holder, country=TestCountry(state="PAK", seed="seals"))
    assert PASSED is verified(made).step("issuer.matches").status
    foreign = make_vds_nc(visa_holder, country=TestCountry(state="PAK", seed="seals"), state="FRA")
    assert [FAILED, ["issuer.matches"]] == [verified(foreign).result, failed(verified(foreign))]


def test_wrong_check_digits_under_a_good_signature_are_the_issuers_fault(visa_holder):
    good = make_vds(visa_holder, country=COUNTRY, wrong_digit=True)
    assert UNDETERMINED is verified(good).step("mrz.digits").status
    bad = make_vds(visa_holder, country=COUNTRY, wrong_digit=True, broken=SealBreak.WRONG_SIGNATURE)
    assert verified(bad).step("mrz.digits").reason.startswith("INVALID_MRZ")


@pytest.mark.parametrize("code", ["DataMatrix", "QRCode", "Aztec", "PDF417"])
def test_a_seal_is_read_from_a_picture(visa_holder, code):
    seal = make_vds(visa_holder, country=COUNTRY)
    picture = as_picture(seal.data, code=code, angle=90 if code == "PDF417" else 10)
    assert (seal.data,) == seals.find(picture)
    assert PASSED is seals.verify(picture, seal.trust, COUNTRY.noon).result


def test_a_scanner_may_have_written_the_content_as_text(visa_holder):
    seal = make_vds(visa_holder, country=COUNTRY)
    forms = (seal.data.hex().encode(), seal.data.hex().upper().encode() + b"\n", seal.data.decode("latin-1").encode())
    assert {PASSED} == {seals.verify(form, seal.trust, COUNTRY.noon).result for form in forms}


@pytest.mark.parametrize(
    "data", [b"", b"{}", b"hello", bytes(50), b"%PDF-1.7", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n"]
)
def test_what_is_no_seal_is_an_input_error(data):
    with pytest.raises(InvalidInput):
        seals.verify(data, TrustStore.empty(), COUNTRY.noon)


def test_a_time_without_zone_is_refused(visa_holder):
    with pytest.raises(InvalidInput):
        verified(make_vds(visa_holder, country=COUNTRY), at=datetime(2026, 1, 1))


@pytest.mark.parametrize("kind", MAKERS)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_no_single_bit_of_a_seal_can_change_unseen(visa_holder, kind, data):
    seal = MAKERS[kind](visa_holder, country=COUNTRY)
    bit = data.draw(st.integers(0, 8 * len(seal.data) - 1))
    changed = bytearray(seal.data)
    changed[bit // 8] ^= 1 << bit % 8
    try:
        verification = seals.verify(bytes(changed), seal.trust, COUNTRY.noon)
    except InvalidInput:
        return
    assert PASSED is not verification.result


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from([b"", b"\xdc\x03", b"\xdc\x02\xd9\xc5", b"RDB1B", b'{"data":{"hdr"'.ljust(20) + b'"sig"']),
    st.binary(max_size=80),
)
def test_any_bytes_give_a_verification_that_did_not_pass_or_an_input_error(start, data):
    try:
        verification = seals.verify(start + data, TrustStore.empty(), datetime(2026, 1, 1, tzinfo=UTC))
    except InvalidInput:
        return
    assert PASSED is not verification.result
