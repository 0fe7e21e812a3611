import pytest
from asn1crypto import algos
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from preclear.documents import curves, rare
from preclear.documents.der import parts
from preclear.documents.keys import Algorithm, algorithm_from, algorithm_of, check, hash_from, public_key, usual_form
from preclear.errors import InvalidInput
from preclear.model.codes import CheckStatus
from preclear.specimens import encoding as der
from preclear.specimens.keys import digest_algorithm, elliptic_key, rare_key, rsa_key

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


RARE = {
    "brainpoolP160r1": "1.3.36.3.3.2.8.1.1.1",
    "brainpoolP192r1": "1.3.36.3.3.2.8.1.1.3",
    "brainpoolP224r1": "1.3.36.3.3.2.8.1.1.5",
    "brainpoolP224t1": "1.3.36.3.3.2.8.1.1.6",
    "brainpoolP256t1": "1.3.36.3.3.2.8.1.1.8",
    "brainpoolP320r1": "1.3.36.3.3.2.8.1.1.9",
    "brainpoolP512t1": "1.3.36.3.3.2.8.1.1.14",
    "secp160r1": "1.3.132.0.8",
}


@pytest.mark.parametrize("name", RARE)
def test_curves_that_the_fast_library_lacks_verify_by_name_and_written_out(name):
    for explicit in (False, True):
        key = rare_key("rare", curve=RARE[name], explicit=explicit)
        algorithm = Algorithm(scheme="ecdsa", hash="sha256")
        signature = key.sign(MESSAGE)
        outcomes = [check(key.spki, algorithm, signature, message).status for message in (MESSAGE, b"other")]
        assert [CheckStatus.PASSED, CheckStatus.FAILED] == outcomes


def test_a_rare_curve_made_up_by_a_forger_is_not_used():
    key = rare_key("rare", curve=RARE["brainpoolP224r1"], explicit=True)
    base = rare.named(RARE["brainpoolP224r1"]).generator.to_bytes("uncompressed")
    changed = key.spki.replace(base, base[:1] + bytes(len(base) - 1))
    assert changed != key.spki
    assert "not supported" in check(changed, Algorithm(scheme="ecdsa", hash="sha256"), b"", MESSAGE).reason


@pytest.mark.parametrize("make", [elliptic_key, lambda seed: rare_key(seed, curve=RARE["brainpoolP224r1"])])
def test_plain_signatures_have_one_length(make):
    key, algorithm = make("plain"), Algorithm(scheme="ecdsa-plain", hash="sha256")
    r, s = decode_dss_signature(key.sign(MESSAGE))
    size = 32 if make is elliptic_key else 28
    plain = r.to_bytes(size) + s.to_bytes(size)
    statuses = [check(key.spki, algorithm, one, MESSAGE).status for one in (plain, b"\0" + plain, plain[1:], b"")]
    assert [CheckStatus.PASSED, *[CheckStatus.FAILED] * 3] == statuses


@pytest.mark.parametrize("spki", [b"", rare_key("rare", curve=RARE["brainpoolP224r1"]).spki[:-1]])
def test_a_point_that_is_none_is_one_sentence(spki):
    assert isinstance(public_key(spki), str)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ((b"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x08", b"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x09"), "mask"),
        (
            (der.context(2, der.integer(48)), der.context(2, der.integer(48)) + der.context(3, der.integer(2))),
            "trailer",
        ),
    ],
)
def test_pss_with_another_mask_or_trailer_is_not_calculated(changed, words):
    key = rsa_key("keys", size=1536, hash_name="sha384", pss=True)
    body = der.sequence(der.oid("1.2.840.113549.1.1.10"), der.sequence(_parameters(key.algorithm).replace(*changed)))
    outcome = check(key.spki, algorithm_from(body, ""), key.sign(MESSAGE), MESSAGE)
    assert (CheckStatus.UNDETERMINED, True) == (outcome.status, words in outcome.reason)


def _parameters(algorithm: bytes) -> bytes:
    """The inside of the parameters of an AlgorithmIdentifier of PSS."""
    outer = parts(algorithm, 0, len(algorithm), "test")[0]
    parameters = parts(algorithm, outer.start, outer.stop, "test")[1]
    return algorithm[parameters.start : parameters.stop]


@pytest.mark.parametrize(
    "identifier", [b"", b"\x30\x00", der.sequence(der.integer(1)), b"\x30\x03\x06\x01\x86", bytes(2000)]
)
def test_a_broken_algorithm_is_refused(identifier):
    for read in (lambda: algorithm_from(identifier, "sha256"), lambda: hash_from(identifier)):
        with pytest.raises(InvalidInput):
            read()


@pytest.mark.parametrize(
    ("identifier", "usual"),
    [
        (digest_algorithm("sha256"), True),
        (der.sequence(der.oid("2.16.840.1.101.3.4.2.1"), der.null()), True),
        (der.sequence(der.oid("2.16.840.1.101.3.4.2.1"), der.octets(b"")), False),
        (rsa_key("keys", size=1536, pss=True).algorithm, True),
    ],
)
def test_unusual_parameters_are_noticed(identifier, usual):
    assert usual is usual_form(identifier)
