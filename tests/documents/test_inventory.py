from datetime import timedelta

import pytest

from preclear.documents import TrustStore, inventory
from preclear.documents.certificates import Certificate
from preclear.documents.revocation import RevocationList
from preclear.model.codes import CheckStatus
from preclear.model.verification import TrustLevel
from preclear.specimens import TestCountry
from preclear.specimens.keys import elliptic_key
from preclear.specimens.publications import make_crl

NLD = TestCountry(state="NLD", seed="inventory")


@pytest.fixture
def store(country):
    return TrustStore.join(
        TrustStore.read("root.cer", country.csca),
        TrustStore.read("root.crl", country.crl),
        TrustStore.read("list.ml", country.master_list(NLD.csca)),
        TrustStore.read("signer.cer", country.signer.certificate),
    )


def test_each_state_has_its_row(store, country):
    dutch, utopian = inventory.by_state(store, country.noon)
    assert ("NLD", 1, 1, {TrustLevel.PUBLISHED: 1}) == (dutch.state, dutch.anchors, dutch.valid, dutch.levels)
    assert ("UTO", 1, 1, {"ECDSA secp256r1": 1}) == (utopian.state, utopian.anchors, utopian.others, utopian.keys)
    assert (CheckStatus.NOT_SUPPORTED, CheckStatus.PASSED) == (dutch.revocation.status, utopian.revocation.status)


def test_an_anchor_that_ended_is_not_counted_as_valid(store, country):
    later = inventory.by_state(store, country.noon + timedelta(days=365 * 40))
    assert [0, 0] == [one.valid for one in later]
    assert "was due" in later[1].revocation.reason


def test_a_list_that_no_anchor_signed_is_named(country):
    crl = RevocationList.parse(make_crl(country, key=elliptic_key("stranger")))
    (row,) = inventory.by_state(TrustStore.of([Certificate.parse(country.csca)], [crl]), country.noon)
    assert "no anchor has signed the CRL" == row.revocation.reason


@pytest.mark.parametrize("code", ["UTO", "ut", "UT"])
def test_a_states_certificates_are_shown_with_fingerprint_and_origin(store, country, code):
    anchor, material = inventory.of_state(store, code)
    assert ("CSCA", Certificate.parse(country.csca).fingerprint, 64) == (anchor.kind, anchor.sha256, len(anchor.sha256))
    assert [("root.cer", TrustLevel.CONFIGURED), ("list.ml", TrustLevel.PUBLISHED)] == [
        (one.source, one.level) for one in anchor.provenance
    ]
    assert "material" == material.kind


def test_nothing_is_held_of_other_states(store):
    assert () == inventory.of_state(store, "PAK")
