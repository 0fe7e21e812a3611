from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from preclear.documents import TrustStore, read_chip_folder, security_object, verify
from preclear.documents.certificates import Certificate
from preclear.documents.revocation import RevocationList
from preclear.errors import InvalidInput
from preclear.model.codes import CheckStatus
from preclear.model.verification import Chip, TrustLevel
from preclear.specimens import Break, TestCountry, make_passport
from preclear.specimens.keys import elliptic_key, rsa_key
from preclear.specimens.passport import data_group_1
from preclear.specimens.passport import security_object as make_security_object

PASSED, FAILED = CheckStatus.PASSED, CheckStatus.FAILED
UNDETERMINED, NOT_SUPPORTED = CheckStatus.UNDETERMINED, CheckStatus.NOT_SUPPORTED
STEPS = [
    "sod.parse",
    "sod.signature",
    "sod.conforms",
    "dg.1.hash",
    "dg.2.hash",
    "com.matches",
    "chain",
    "validity.at_check",
    "validity.at_signing",
    "validity.private_key",
    "signer.document_type",
    "revocation",
    "issuer.matches",
]


def not_passed(verification):
    """Steps that did not pass, without those that the specimens' certificates leave open."""
    silent = {"validity.private_key", "signer.document_type"}
    return {
        step.id: step.status
        for step in verification.checks
        if step.status is not PASSED and not (step.id in silent and step.status is NOT_SUPPORTED)
    }


def without(chip, *names):
    return Chip(files={name: data for name, data in chip.files.items() if name not in names})


def altered(chip, **files):
    return Chip(files={**chip.files, **files})


@pytest.fixture
def passport(holder, country):
    return make_passport(holder, country=country)


def test_a_whole_passport_passes_every_step(passport, country, holder):
    verification = verify(passport.chip, country.trust, country.noon)
    assert (PASSED, STEPS, {}) == (
        verification.result,
        [step.id for step in verification.checks],
        not_passed(verification),
    )
    assert (holder, "UT", "ECDSA SHA-256") == (
        verification.holder,
        verification.signer.country,
        verification.signer.algorithm,
    )


@pytest.mark.parametrize(
    ("broken", "step", "status"),
    [
        (Break.WRONG_HASH, "dg.2.hash", FAILED),
        (Break.ALTERED_DG1, "dg.1.hash", FAILED),
        (Break.BAD_SIGNATURE, "sod.signature", FAILED),
        (Break.FORGED_SIGNER, "chain", FAILED),
        (Break.UNKNOWN_CSCA, "chain", UNDETERMINED),
        (Break.EXPIRED_SIGNER, "validity.at_check", FAILED),
        (Break.REVOKED_SIGNER, "revocation", FAILED),
    ],
)
def test_each_break_is_found_by_its_step(holder, country, broken, step, status):
    verification = verify(make_passport(holder, country=country, broken=broken).chip, country.trust, country.noon)
    assert (status, status) == (verification.step(step).status, verification.result)
    assert verification.step(step).reason


@pytest.mark.parametrize("curve", ["1.3.132.0.34", "1.3.132.0.35", "1.3.36.3.3.2.8.1.1.7", "1.3.36.3.3.2.8.1.1.13"])
@pytest.mark.parametrize("explicit", [False, True])
def test_every_curve_verifies_by_name_and_written_out(holder, curve, explicit):
    key = elliptic_key("curve", curve=curve, hash_name="sha384", explicit=explicit)
    country = TestCountry(csca_key=key, signer_key=key)
    assert PASSED is verify(make_passport(holder, country=country).chip, country.trust, country.noon).result


@pytest.mark.parametrize(("hash_name", "pss"), [("sha1", False), ("sha256", False), ("sha256", True), ("sha512", True)])
def test_rsa_verifies_with_both_paddings(holder, hash_name, pss):
    key = rsa_key("documents", size=1536, hash_name=hash_name, pss=pss)
    country = TestCountry(csca_key=key, signer_key=key)
    assert PASSED is verify(make_passport(holder, country=country).chip, country.trust, country.noon).result


def test_without_trust_the_chain_is_undetermined_and_nothing_fails(passport, country):
    verification = verify(passport.chip, TrustStore.empty(), country.noon)
    expected = dict.fromkeys(("chain", "validity.at_check", "validity.at_signing", "revocation"), UNDETERMINED)
    assert (UNDETERMINED, expected) == (verification.result, not_passed(verification))


def test_the_anchor_and_where_it_came_from_are_named(passport, country, tmp_path):
    country.write(tmp_path)
    csca = Certificate.parse(country.csca)
    anchor = verify(passport.chip, TrustStore.load([tmp_path]), country.noon).anchor
    assert (csca.fingerprint, csca.subject, TrustLevel.CONFIGURED) == (anchor.fingerprint, anchor.subject, anchor.level)
    assert [f"{country.state}-csca.cer"] == [one.source.rsplit("/", 1)[-1] for one in anchor.provenance]
    assert None is verify(passport.chip, TrustStore.empty(), country.noon).anchor


def test_without_a_crl_revocation_is_undetermined(passport, country):
    verification = verify(passport.chip, TrustStore.of([Certificate.parse(country.csca)]), country.noon)
    assert (UNDETERMINED, {"revocation": UNDETERMINED}) == (verification.result, not_passed(verification))


def test_a_crl_that_is_too_old_says_so_and_still_revokes(holder, passport, country):
    later = country.noon + timedelta(days=200)
    step = verify(passport.chip, country.trust, later).step("revocation")
    assert (UNDETERMINED, True) == (step.status, "too old" in step.reason)
    revoked = make_passport(holder, country=country, broken=Break.REVOKED_SIGNER)
    assert FAILED is verify(revoked.chip, country.trust, later).step("revocation").status


def test_a_crl_of_a_forger_revokes_nobody(holder, country):
    forger = replace(country, csca_key=elliptic_key("forger of lists"))
    lists = [RevocationList.parse(forger.crl)]
    trust = TrustStore.of([Certificate.parse(country.csca)], lists)
    passport = make_passport(holder, country=country, broken=Break.REVOKED_SIGNER)
    step = verify(passport.chip, trust, country.noon).step("revocation")
    assert (UNDETERMINED, True) == (step.status, "signature" in step.reason)


def test_a_data_group_that_nobody_signed_fails(passport, country):
    verification = verify(altered(passport.chip, DG11=b"\x6b\x00"), country.trust, country.noon)
    assert (FAILED, {"dg.11.hash": FAILED}) == (verification.result, not_passed(verification))


def test_a_data_group_that_was_not_read_does_not_count(passport, country):
    verification = verify(without(passport.chip, "DG2"), country.trust, country.noon)
    assert (PASSED, {"dg.2.hash": UNDETERMINED}) == (verification.result, not_passed(verification))


def test_without_dg1_nothing_is_known_of_the_holder(passport, country):
    verification = verify(without(passport.chip, "DG1"), country.trust, country.noon)
    assert (UNDETERMINED, None) == (verification.result, verification.holder)


def test_without_a_security_object_nothing_passes_and_nothing_fails(passport, country):
    verification = verify(without(passport.chip, "SOD"), country.trust, country.noon)
    assert (UNDETERMINED, {UNDETERMINED, NOT_SUPPORTED}) == (
        verification.result,
        set(not_passed(verification).values()),
    )
    assert STEPS == [step.id for step in verification.checks]


def test_a_document_without_a_chip_is_not_supported(country):
    assert NOT_SUPPORTED is verify(Chip(), country.trust, country.noon).result


def test_a_missing_com_does_not_count_and_a_false_one_fails(passport, country):
    assert PASSED is verify(without(passport.chip, "COM"), country.trust, country.noon).result
    lists_dg3 = altered(passport.chip, COM=passport.chip.files["COM"].replace(b"\x61\x75", b"\x61\x63"))
    assert {"com.matches": FAILED} == not_passed(verify(lists_dg3, country.trust, country.noon))


def test_a_missing_signing_time_does_not_count(passport, country):
    hashes = security_object.read(passport.chip.files["SOD"]).hashes
    sod = make_security_object(dict(hashes), country.signer, None)
    verification = verify(altered(passport.chip, SOD=sod), country.trust, country.noon)
    unknown = dict.fromkeys(("validity.at_signing", "validity.private_key"), UNDETERMINED)
    assert (PASSED, unknown) == (verification.result, not_passed(verification))


def test_a_signing_time_outside_the_signers_validity_fails(holder, country):
    passport = make_passport(holder, country=country, signed_at=datetime(2001, 1, 1, tzinfo=UTC))
    outside = dict.fromkeys(("validity.at_signing", "validity.private_key"), FAILED)
    assert outside == not_passed(verify(passport.chip, country.trust, country.noon))


def test_a_signer_of_another_state_does_not_match(holder, country):
    passport = make_passport(replace(holder, issuing_state="NLD"), country=country)
    assert {"issuer.matches": FAILED} == not_passed(verify(passport.chip, country.trust, country.noon))


def test_bytes_that_a_reader_added_after_the_end_do_not_matter(passport, country):
    padded = {name: data + bytes(16) for name, data in passport.chip.files.items()}
    assert PASSED is verify(Chip(files=padded), country.trust, country.noon).result


def test_the_wrapper_of_the_security_object_may_be_missing(passport, country):
    bare = passport.chip.files["SOD"][4:]
    assert b"\x30" == bare[:1]
    assert PASSED is verify(altered(passport.chip, SOD=bare), country.trust, country.noon).result


def test_a_certificate_for_other_uses_does_not_pass_as_document_signer(passport, country):
    hashes = dict(security_object.read(passport.chip.files["SOD"]).hashes)
    other = country.make_signer("list signer", usages=("2.23.136.1.1.3",))
    chip = altered(passport.chip, SOD=make_security_object(hashes, other, None))
    assert UNDETERMINED is verify(chip, country.trust, country.noon).step("chain").status


def test_a_time_without_zone_is_refused(passport, country):
    with pytest.raises(InvalidInput):
        verify(passport.chip, country.trust, datetime(2026, 1, 1))


def test_a_zone_of_another_person_in_dg1_fails(passport, country, holder):
    from_elsewhere = data_group_1(("P<UTOOTHER<<PERSON".ljust(44, "<"), passport.mrz[1]))
    verification = verify(altered(passport.chip, DG1=from_elsewhere), country.trust, country.noon)
    assert (FAILED, "OTHER") == (verification.result, verification.holder.surname)


@given(data=st.data())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_flipped_bit_is_found_or_was_never_signed(data, passport, country):
    name = data.draw(st.sampled_from(["SOD", "DG1", "DG2"]))
    whole = passport.chip.files[name]
    position = data.draw(st.integers(0, len(whole) - 1))
    flipped = bytearray(whole)
    flipped[position] ^= 1 << data.draw(st.integers(0, 7))
    verification = verify(altered(passport.chip, **{name: bytes(flipped)}), country.trust, country.noon)
    if verification.result is PASSED:
        assert "SOD" == name
        before, after = security_object.read(whole), security_object.read(bytes(flipped))
        signed = [(one.hashes, one.signed.content, one.signed.attributes) for one in (before, after)]
        assert signed[0] == signed[1]


@given(files=st.dictionaries(st.sampled_from(["SOD", "COM", "DG1", "DG2", "DG16"]), st.binary(max_size=200)))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_in_any_file_give_a_result(files, country):
    assert PASSED is not verify(Chip(files=files), country.trust, country.noon).result


def test_the_same_arguments_make_the_same_document(holder):
    first, second = (make_passport(holder, country=TestCountry(seed="same")) for _ in range(2))
    assert first == second


def test_other_seeds_make_other_keys(holder):
    trust = TestCountry(seed="one", day=date(2026, 1, 1)).trust
    other = TestCountry(seed="other")
    assert UNDETERMINED is verify(make_passport(holder, country=other).chip, trust, other.noon).step("chain").status


@pytest.mark.shared
def test_the_dutch_specimen_verifies_up_to_its_unpublished_csca(shared_data):
    documents = shared_data / "documents"
    trust = TrustStore.load([documents / "masterlists"])
    chip = read_chip_folder(documents / "specimen-loes2006")
    verification = verify(chip, trust, datetime(2010, 1, 1, tzinfo=UTC))
    undetermined = dict.fromkeys(
        ("chain", "validity.at_check", "validity.at_signing", "validity.private_key", "revocation"), UNDETERMINED
    )
    assert (UNDETERMINED, undetermined) == (verification.result, not_passed(verification))
    assert ("XX0001328", "NL") == (verification.holder.document_number, verification.signer.country)
