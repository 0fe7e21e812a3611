"""The seals of other implementations that lie beside the checkout."""

from datetime import UTC, datetime

import pytest

from preclear.documents import TrustStore, seals
from preclear.model.codes import CheckStatus

pytestmark = pytest.mark.shared
PASSED, FAILED, UNDETERMINED = CheckStatus.PASSED, CheckStatus.FAILED, CheckStatus.UNDETERMINED
IN_2024, IN_2026 = datetime(2024, 3, 1, tzinfo=UTC), datetime(2026, 3, 1, tzinfo=UTC)
SIGNER_NOT_THERE = {"tsenger-arrivalattestationv02.vds", "tsenger-socialinsurance.vds", "tsenger-utovisa.vds"}
UNSIGNED = "tsenger-administrativedocumentv9basic.vds"


@pytest.fixture(scope="module")
def folder(shared_data):
    return shared_data / "documents"


@pytest.fixture(scope="module")
def trust(folder):
    return TrustStore.load([folder / "seals" / "certificates"])


@pytest.fixture(scope="module")
def every(folder):
    files = sorted(folder.glob("seals/*.vds")) + sorted(folder.glob("seals/*.idb"))
    return {file.name: file.read_bytes() for file in files}


def test_every_signature_holds_whose_signer_is_there(every, trust):
    found = {name: seals.verify(data, trust, IN_2026).step("signature").status for name, data in every.items()}
    assert {name for name, status in found.items() if status is UNDETERMINED} == SIGNER_NOT_THERE
    assert {name for name, status in found.items() if status is CheckStatus.NOT_SUPPORTED} == {UNSIGNED}
    assert {name for name, status in found.items() if status is FAILED} == set()


def test_only_the_unsigned_seal_and_those_of_an_expired_signer_fail(every, trust):
    results = {name: seals.verify(data, trust, IN_2026) for name, data in every.items()}
    failed = {name: [step.id for step in one.checks if step.status is FAILED] for name, one in results.items()}
    assert {
        UNSIGNED: ["seal.format"],
        "tsenger-addressstickerid.vds": ["validity.at_check"],
        "tsenger-visa-224bitsig.vds": ["validity.at_check"],
    } == {name: ids for name, ids in failed.items() if ids}


def test_before_it_expired_the_signer_without_a_csca_is_undetermined(every, trust):
    verification = seals.verify(every["tsenger-visa-224bitsig.vds"], trust, IN_2024)
    assert (UNDETERMINED, PASSED) == (verification.result, verification.step("signature").status)


def test_every_flipped_bit_of_the_signed_part_is_found(every, trust):
    seal = every["li0ard-passport-residence-sticker.vds"]
    assert PASSED is seals.verify(seal, trust, IN_2026).result
    for bit in range(8, 8 * (len(seal) - 66), 5):
        changed = bytearray(seal)
        changed[bit // 8] ^= 1 << bit % 8
        assert PASSED is not seals.verify(bytes(changed), trust, IN_2026).result


def test_the_seal_in_json_holds_and_its_tampered_copy_does_not(folder):
    nc = folder / "vds-nc"
    trust = TrustStore.load([nc / "csca.der", nc / "signer.der", nc / "crl.der"])
    fresh = datetime(2021, 10, 1, tzinfo=UTC)
    good, bad = (nc / "valid.json").read_bytes(), (nc / "tampered.json").read_bytes()
    assert [PASSED, FAILED] == [seals.verify(one, trust, fresh).result for one in (good, bad)]
    today = seals.verify(good, trust, IN_2026)
    assert [UNDETERMINED, PASSED] == [today.step(id_).status for id_ in ("revocation", "document_type")]
