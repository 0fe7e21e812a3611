from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preclear.documents import TrustStore, mobile, vical
from preclear.documents.certificates import Certificate
from preclear.errors import InvalidInput
from preclear.model.codes import CheckStatus
from preclear.specimens import TestCountry
from preclear.specimens.mobile import DRIVING_LICENCE, Wallet, make_vical
from preclear.writing import cbor

PROVIDER, ISSUER = TestCountry(seed="provider"), TestCountry(seed="issuer")
AUTHORITY, ROOT = Certificate.parse(PROVIDER.csca), Certificate.parse(ISSUER.csca)
WHOLE = make_vical(PROVIDER, {ISSUER.csca: "UT"})


def test_a_list_gives_its_roots_and_their_document_types():
    found = vical.read(WHOLE)
    assert vical.looks_like(WHOLE)
    assert ((ROOT,), ()) == (found.certificates, found.unread)
    assert {ROOT.fingerprint: (DRIVING_LICENCE,)} == dict(found.document_types)
    assert timedelta(days=31) == found.next_update - found.issued


def test_a_list_passes_only_under_the_authority_of_its_signer():
    found = vical.read(WHOLE)
    assert CheckStatus.PASSED is found.verify([AUTHORITY], PROVIDER.noon).status
    assert CheckStatus.UNDETERMINED is found.verify([]).status
    assert CheckStatus.UNDETERMINED is found.verify([ROOT]).status


def test_a_list_whose_signature_was_damaged_fails():
    broken = vical.read(make_vical(PROVIDER, {ISSUER.csca: "UT"}, broken=True))
    assert CheckStatus.FAILED is broken.verify([AUTHORITY]).status


def test_a_signer_of_documents_may_not_sign_a_list():
    other = vical.read(make_vical(PROVIDER, {ISSUER.csca: "UT"}, usages=("1.0.18013.5.1.2",)))
    assert CheckStatus.FAILED is other.verify([AUTHORITY]).status


def test_a_signer_that_was_not_valid_then_fails():
    late = PROVIDER.noon + timedelta(days=365 * 12)
    assert CheckStatus.FAILED is vical.read(WHOLE).verify([AUTHORITY], late).status


def test_a_root_that_cannot_be_read_is_named_and_the_others_are_used():
    found = vical.read(make_vical(PROVIDER, {ISSUER.csca: "UT", b"\x30\x00": "UT"}))
    assert (1, 1) == (len(found.certificates), len(found.unread))


def test_a_document_passes_under_a_root_that_only_a_list_gives(tmp_path):
    provider = tmp_path / "provider"
    (tmp_path / "roots.cbor").write_bytes(WHOLE)
    (tmp_path / "issuer.crl").write_bytes(ISSUER.crl)
    PROVIDER.write(provider)
    trust = TrustStore.load([tmp_path / "roots.cbor", tmp_path / "issuer.crl", provider])
    assert CheckStatus.PASSED is next(one.signature for one in trust.sources if one.kind == "vical")
    verification = mobile.verify(Wallet(country=ISSUER).response(), trust, ISSUER.noon)
    assert (CheckStatus.PASSED, True) == (
        verification.result,
        "CN=CSCA UTO issuer" in verification.step("chain").reason,
    )


@pytest.mark.parametrize("data", [b"", b"\x84", cbor.dumps([b"", {}, b"", b""]), cbor.dumps([b"", {}, b"\xa0", b""])])
def test_what_is_no_list_is_an_input_error(data):
    with pytest.raises(InvalidInput):
        vical.read(data)


@given(data=st.data())
@settings(max_examples=80, deadline=None)
def test_a_flipped_bit_is_never_trusted(data):
    flipped = bytearray(WHOLE)
    position = data.draw(st.integers(0, len(WHOLE) - 1))
    flipped[position] ^= 1 << data.draw(st.integers(0, 7))
    try:
        found = vical.read(bytes(flipped))
    except InvalidInput:
        return
    if found.verify([AUTHORITY]).status is CheckStatus.PASSED:
        assert vical.read(WHOLE).certificates == found.certificates


@pytest.mark.shared
def test_the_shared_list_passes_under_its_root(shared_data):
    folder = shared_data / "documents" / "mdoc"
    found = vical.read(next(folder.glob("vical_*.cbor")).read_bytes())
    assert ("AAMVA", 14, ()) == (found.provider, len(found.certificates), found.unread)
    assert CheckStatus.UNDETERMINED is found.verify(found.certificates).status
