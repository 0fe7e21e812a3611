import contextlib
import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preclear.clearance import (
    Issuer,
    SigningKey,
    Status,
    StatusList,
    VerificationKeys,
    issue,
    pack,
    sign_status_list,
    verify,
)
from preclear.clearance.keys import make_root, make_signer
from preclear.errors import InvalidInput
from preclear.model.codes import CheckStatus

IN_JULY = datetime(2026, 7, 1, 12, tzinfo=UTC)
URI = "https://preclear.example/status/1"
PASSED, FAILED, UNDETERMINED = CheckStatus.PASSED, CheckStatus.FAILED, CheckStatus.UNDETERMINED


def status_list(issuer, statuses, *, uri=URI, at=IN_JULY):
    packed = pack(statuses, 64)
    made = StatusList(uri=uri, issued_at=at, time_to_live=timedelta(hours=12), packed=packed)
    return sign_status_list(made, issuer.key)


def forms(credential):
    return [credential.cwt, credential.qr.encode(), credential.qr.encode() + b"\r\n", credential.vds_nc.encode()]


def found(verification):
    return {step.id: step.status for step in verification.checks}


@pytest.fixture(scope="session")
def other(tmp_path_factory):
    return Issuer.found(tmp_path_factory.mktemp("other"), state="XOM", country="XO", at=IN_JULY - timedelta(days=30))


def test_every_form_verifies_offline_with_the_public_key(credential, issuer):
    for form in forms(credential):
        verification = verify(form, issuer.public, at=IN_JULY)
        assert (verification.result, verification.clearance.number) == (PASSED, "CL-7K4M-2QX9")


def test_both_kinds_say_the_same(credential, issuer):
    token, seal = (verify(form, issuer.public, at=IN_JULY) for form in (credential.cwt, credential.vds_nc.encode()))
    assert token.clearance == seal.clearance
    assert (seal.clearance.surname, seal.clearance.given_names) == ("SPECIMEN", "ANNA MARIA")
    assert (token.kind, seal.kind) == ("cwt", "vds-nc")


def test_without_a_status_list_the_status_is_undetermined_and_says_so(credential, issuer):
    step = verify(credential.cwt, issuer.public, at=IN_JULY).step("status")
    assert step.status == UNDETERMINED
    assert "no status list was given" in step.reason


@pytest.mark.parametrize(
    ("statuses", "status"), [({}, PASSED), ({41: Status.INVALID}, FAILED), ({41: Status.SUSPENDED}, FAILED)]
)
def test_a_status_list_decides_the_status(credential, issuer, statuses, status):
    for form in forms(credential):
        verification = verify(form, issuer.public, at=IN_JULY, status=status_list(issuer, statuses))
        assert (status, status) == (verification.step("status").status, verification.result)


def test_a_stale_list_leaves_the_status_undetermined_unless_the_clearance_was_revoked(credential, issuer):
    later = IN_JULY + timedelta(hours=13)
    for statuses, expected in [
        ({}, UNDETERMINED),
        ({41: Status.SUSPENDED}, UNDETERMINED),
        ({41: Status.INVALID}, FAILED),
    ]:
        given_list = status_list(issuer, statuses)
        assert expected == verify(credential.cwt, issuer.public, at=later, status=given_list).result


def test_a_list_from_the_future_is_not_current(credential, issuer):
    early = status_list(issuer, {}, at=IN_JULY + timedelta(hours=1))
    assert verify(credential.cwt, issuer.public, at=IN_JULY, status=early).result == UNDETERMINED


def test_the_list_of_another_issuer_or_address_tells_nothing(credential, issuer, other):
    for given_list in (status_list(other, {}), status_list(issuer, {}, uri="https://preclear.example/status/2")):
        verification = verify(credential.cwt, issuer.public, at=IN_JULY, status=given_list)
        assert (verification.step("status").status, verification.result) == (UNDETERMINED, UNDETERMINED)


def test_a_credential_outside_its_list_or_without_one_is_undetermined(clearance, issuer):
    for credential in (issue(clearance(status_index=64), issuer, status_uri=URI), issue(clearance(), issuer)):
        verification = verify(credential.cwt, issuer.public, at=IN_JULY, status=status_list(issuer, {}))
        assert verification.result == UNDETERMINED


@pytest.mark.parametrize(
    ("at", "status"),
    [
        ("2026-05-31T23:59:59+00:00", FAILED),
        ("2026-06-01T00:00:00+00:00", PASSED),
        ("2026-08-31T23:59:59+00:00", PASSED),
        ("2026-09-01T00:00:00+00:00", FAILED),
    ],
)
def test_the_first_and_the_last_day_count_whole(credential, issuer, at, status):
    for form in forms(credential):
        verification = verify(form, issuer.public, at=datetime.fromisoformat(at))
        assert (status, PASSED) == (verification.step("validity").status, verification.step("signature").status)


def test_a_key_that_is_not_known_is_undetermined_and_not_failed(credential, other):
    for form in forms(credential):
        verification = verify(form, other.public, at=IN_JULY)
        assert (verification.step("signature").status, verification.result) == (UNDETERMINED, UNDETERMINED)


def test_a_seal_leads_to_its_root(credential, issuer):
    root_alone = VerificationKeys(keys=(), roots=(issuer.root,))
    assert verify(credential.vds_nc.encode(), root_alone, at=IN_JULY).result == PASSED
    years_later = IN_JULY + timedelta(days=3000)
    assert verify(credential.vds_nc.encode(), root_alone, at=years_later).step("signature").status == FAILED


def test_a_certificate_for_something_else_signs_no_seal(clearance, issuer, other):
    posing = Issuer(state="UTO", key=other.key, certificate=other.root, root=other.root)
    seal = issue(clearance(), posing).vds_nc.encode()
    assert verify(seal, VerificationKeys(keys=(), roots=(other.root,)), at=IN_JULY).result == FAILED


def test_a_changed_seal_fails(credential, issuer):
    document = json.loads(credential.vds_nc)
    document["data"]["msg"]["pid"]["i"] = "X000000"
    verification = verify(json.dumps(document).encode(), issuer.public, at=IN_JULY)
    assert (verification.step("signature").status, verification.result) == (FAILED, FAILED)


@given(st.integers(0, 10_000))
@settings(max_examples=150, deadline=None)
def test_a_flipped_bit_never_passes(credential, issuer, bit):
    data = bytearray(credential.cwt)
    data[bit // 8 % len(data)] ^= 1 << bit % 8
    with contextlib.suppress(InvalidInput):
        assert verify(bytes(data), issuer.public, at=IN_JULY).result != PASSED


@given(st.binary(max_size=300))
@settings(max_examples=80)
def test_any_bytes_give_a_result_or_an_input_error(issuer, data):
    for form in (data, b"PC1:" + data, b"{" + data):
        with pytest.raises(InvalidInput):
            verify(form, issuer.public, at=IN_JULY)


@given(data=st.binary(max_size=100))
@settings(max_examples=30)
def test_any_bytes_as_a_status_list_are_an_input_error(credential, issuer, data):
    with pytest.raises(InvalidInput, match="status list"):
        verify(credential.cwt, issuer.public, at=IN_JULY, status=data)


def test_too_many_bytes_are_not_read(issuer):
    with pytest.raises(InvalidInput):
        verify(bytes(100_000), issuer.public, at=IN_JULY)


def test_a_signer_under_the_same_root_takes_over(clearance, issuer):
    root_key, key = SigningKey.make(), SigningKey.make()
    root = make_root(root_key, country="UT", at=IN_JULY)
    signer = Issuer(state="UTO", key=key, certificate=make_signer(root, root_key, key, IN_JULY), root=root)
    seal = issue(clearance(), signer).vds_nc.encode()
    assert verify(seal, VerificationKeys(keys=(), roots=(issuer.root, root)), at=IN_JULY).result == PASSED
