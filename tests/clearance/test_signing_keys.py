from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from hypothesis import given, settings
from hypothesis import strategies as st

from preclear.clearance import Issuer, SigningKey, VerificationKeys
from preclear.clearance.keys import holds, public_pem, read_certificate
from preclear.errors import Conflict, InvalidInput, NotFound

KEY = SigningKey.make()


def test_a_signature_holds_for_its_key_and_data_alone():
    signature = KEY.sign(b"data")
    assert holds(KEY.public, b"data", signature)
    assert not holds(KEY.public, b"other", signature)
    assert not holds(SigningKey.make().public, b"data", signature)
    assert not holds(KEY.public, b"data", signature[:-1])
    assert not holds(KEY.public, b"data", bytes(64))


def test_a_private_key_is_kept_from_others_and_never_overwritten(tmp_path):
    KEY.save(tmp_path / "key")
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600
    assert KEY.kid == SigningKey.load(tmp_path / "key").kid
    with pytest.raises(Conflict):
        KEY.save(tmp_path / "key")


def test_a_verifier_needs_one_file(issuer):
    read = VerificationKeys.parse(issuer.public.format())
    assert issuer.public == read
    assert issuer.key.public == read.named(issuer.key.kid)
    assert read.named(b"other") is None


def test_a_signers_certificate_gives_its_key(issuer):
    pem = issuer.certificate.public_bytes(serialization.Encoding.PEM)
    assert (issuer.key.public,) == VerificationKeys.parse(pem).keys


@given(st.binary(max_size=100))
@settings(max_examples=40)
def test_any_bytes_give_keys_or_an_input_error(data):
    wrapped = b"-----BEGIN PUBLIC KEY-----" + data + b"-----END PUBLIC KEY-----"
    for text in (data, wrapped, wrapped.replace(b"PUBLIC KEY", b"CERTIFICATE")):
        with pytest.raises(InvalidInput):
            VerificationKeys.parse(text)


@given(st.binary(max_size=100))
@settings(max_examples=20)
def test_any_bytes_give_a_certificate_or_an_input_error(data):
    with pytest.raises(InvalidInput):
        read_certificate(data)


def test_a_certificate_of_an_unknown_version_is_refused(issuer):
    der = issuer.certificate.public_bytes(serialization.Encoding.DER)
    with pytest.raises(InvalidInput):
        read_certificate(der.replace(bytes.fromhex("a003020102"), bytes.fromhex("a00302011b")))


def test_keys_of_other_kinds_are_refused(tmp_path):
    curve = ec.generate_private_key(ec.SECP384R1())
    with pytest.raises(InvalidInput):
        VerificationKeys.parse(public_pem(curve.public_key()))
    for number, private in enumerate((curve, ed25519.Ed25519PrivateKey.generate())):
        path = tmp_path / str(number)
        path.write_bytes(
            private.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
        with pytest.raises(InvalidInput):
            SigningKey.load(path)


def test_a_file_that_is_not_there_is_not_found(tmp_path):
    with pytest.raises(NotFound):
        VerificationKeys.load(tmp_path / "none")
    with pytest.raises(InvalidInput):
        SigningKey.load(tmp_path)


def test_a_country_in_a_certificate_has_two_letters(tmp_path):
    with pytest.raises(InvalidInput):
        Issuer.found(tmp_path, state="UTO", country="UTO", at=datetime(2026, 5, 17, tzinfo=UTC))


def test_a_certificate_of_another_key_is_noticed(tmp_path, issuer):
    Issuer.found(tmp_path, state="UTO", country="UT", at=issuer.root.not_valid_before_utc)
    (tmp_path / "signer.crt").write_bytes(issuer.certificate.public_bytes(serialization.Encoding.PEM))
    with pytest.raises(InvalidInput):
        Issuer.load(tmp_path, state="UTO")
