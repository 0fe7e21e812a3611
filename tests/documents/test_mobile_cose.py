import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256, SHA384, SHA512
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from preclear.documents import cose
from preclear.errors import InvalidInput
from preclear.model.codes import CheckStatus
from preclear.writing import cbor

CURVES = [
    (1, -7, ec.SECP256R1(), SHA256(), 32),
    (2, -35, ec.SECP384R1(), SHA384(), 48),
    (3, -36, ec.SECP521R1(), SHA512(), 66),
    (256, -265, ec.BrainpoolP256R1(), SHA256(), 32),
    (258, -267, ec.BrainpoolP384R1(), SHA384(), 48),
    (259, -268, ec.BrainpoolP512R1(), SHA512(), 64),
]


def message(header, payload=b"content"):
    protected = cbor.dumps(header)
    return protected, cbor.dumps(["Signature1", protected, b"", payload])


@pytest.mark.parametrize(("number", "algorithm", "curve", "hashed", "size"), CURVES)
def test_every_curve_of_the_standard_verifies(number, algorithm, curve, hashed, size):
    private = ec.derive_private_key(0xC0FFEE, curve)
    protected, to_be_signed = message({1: algorithm})
    r, s = decode_dss_signature(private.sign(to_be_signed, ec.ECDSA(hashed)))
    signature = r.to_bytes(size) + s.to_bytes(size)
    signed = cose.read_sign1([protected, {}, b"content", signature], "test")
    numbers = private.public_key().public_numbers()
    key = {1: 2, -1: number, -2: numbers.x.to_bytes(size), -3: numbers.y.to_bytes(size)}
    assert CheckStatus.PASSED is signed.verify(cose.public_key(key, "test")).status
    assert cose.public_key(key, "test") == cose.public_key({**key, -3: bool(numbers.y & 1)}, "test")
    assert CheckStatus.FAILED is signed.verify(cose.public_key(key, "test"), payload=b"other").status


def test_ed25519_verifies():
    private = ed25519.Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    protected, to_be_signed = message({1: -8})
    raw = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    signed = cose.read_sign1([protected, {}, b"content", private.sign(to_be_signed)], "test")
    spki = cose.public_key({1: 1, -1: 6, -2: raw}, "test")
    assert CheckStatus.PASSED is signed.verify(spki).status
    assert CheckStatus.FAILED is signed.verify(spki, payload=b"other").status


@pytest.mark.parametrize(
    "header",
    [{}, {1: -999}, {1: [-7]}, {1: "ES256"}, {1: -7, 2: [99], 99: 1}],
    ids=["no algorithm", "unknown", "list", "text", "critical header"],
)
def test_what_nobody_can_calculate_is_undetermined(header):
    signed = cose.read_sign1([cbor.dumps(header), {}, b"content", bytes(64)], "test")
    key = ec.derive_private_key(7, ec.SECP256R1()).public_key()
    spki = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    assert CheckStatus.UNDETERMINED is signed.verify(spki).status


def test_an_algorithm_that_only_the_unsigned_header_names_does_not_count():
    signed = cose.read_sign1([b"", {1: -7}, b"content", bytes(64)], "test")
    assert "" == signed.algorithm


@pytest.mark.parametrize(
    "key",
    [
        None,
        {},
        {1: 2, -1: 1, -2: bytes(32), -3: bytes(32)},
        {1: 2, -1: 1, -2: bytes(99), -3: True},
        {1: 2, -1: 77, -2: bytes(32), -3: bytes(32)},
        {1: 1, -1: 6, -2: bytes(5)},
    ],
)
def test_what_is_no_key_is_an_input_error(key):
    with pytest.raises(InvalidInput):
        cose.public_key(key, "device key")


@pytest.mark.parametrize("signature", [b"", bytes(63), bytes(2)])
def test_a_signature_of_a_wrong_length_does_not_hold(signature):
    signed = cose.read_sign1([cbor.dumps({1: -7}), {}, b"content", signature], "test")
    key = ec.derive_private_key(7, ec.SECP256R1()).public_key()
    spki = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    assert CheckStatus.PASSED is not signed.verify(spki).status
