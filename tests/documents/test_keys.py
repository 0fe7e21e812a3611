import pytest
from asn1crypto import algos
from cryptography.hazmat.primitives.asymmetric import ec

from preclear.documents import curves
from preclear.documents.keys import Algorithm, algorithm_of, check, public_key
from preclear.model.codes import CheckStatus
from preclear.specimens.keys import elliptic_key, rsa_key

MESSAGE = b"a message"


@pytest.mark.parametrize("curve", curves.CURVES, ids=lambda curve: curve.arithmetic.name)
def test_the_tables_of_curves_agree_with_the_library_that_calculates(curve):
    last = ec.derive_private_key(curve.n - 1, curve.arithmetic).public_key().public_numbers()
    assert (curve.gx, curve.p - curve.gy) == (last.x, last.y)
    assert 0 == (curve.gy**2 - curve.gx**3 - curve.a * curve.gx - curve.b) % curve.p


def test_a_curve_made_up_by_a_forger_is_not_used():
    known = curves.CURVES[2]
    base = b"\x04" + known.gx.to_bytes(32) + known.gy.to_bytes(32)
    assert known is curves.matching(known.p, known.a, known.b, base, known.n, 1)
    assert None is curves.matching(known.p, known.a, known.b, b"\x04" + bytes(64), known.n, 1)
    assert None is curves.matching(known.p, known.a, known.b + 1, base, known.n, 1)
    assert None is curves.matching(0, 0, 0, b"", 0, 0)


def test_a_signature_over_another_message_fails():
    key = elliptic_key("keys")
    algorithm = Algorithm(scheme="ecdsa", hash="sha256")
    signature = key.sign(MESSAGE)
    statuses = [check(key.spki, algorithm, signature, message).status for message in (MESSAGE, b"other")]
    assert [CheckStatus.PASSED, CheckStatus.FAILED] == statuses


@pytest.mark.parametrize(
    ("algorithm", "words"),
    [
        (Algorithm(scheme="1.2.3", hash="sha256"), "does not go with"),
        (Algorithm(scheme="ecdsa", hash="md5"), "md5"),
        (Algorithm(scheme="pkcs1", hash="sha256"), "does not go with"),
    ],
)
def test_what_cannot_be_calculated_is_undetermined(algorithm, words):
    outcome = check(elliptic_key("keys").spki, algorithm, b"", MESSAGE)
    assert (CheckStatus.UNDETERMINED, True) == (outcome.status, words in outcome.reason)


@pytest.mark.parametrize("spki", [b"", b"\x30\x00", bytes(100), b"\x30\x0b\x30\x09\x06\x07*\x86H\xce=\x02\x01"])
def test_a_broken_key_is_one_sentence(spki):
    assert isinstance(public_key(spki), str)


def test_the_parameters_of_pss_are_read_from_the_signature():
    key = rsa_key("keys", size=1536, hash_name="sha384", pss=True)
    algorithm = algorithm_of(algos.SignedDigestAlgorithm.load(key.algorithm), "sha1")
    assert Algorithm(scheme="pss", hash="sha384", mask_hash="sha384", salt=48) == algorithm
    assert CheckStatus.PASSED is check(key.spki, algorithm, key.sign(MESSAGE), MESSAGE).status
