"""Signing keys that follow from a seed, so that every synthetic document is the same on every machine.

ECDSA keys come from HKDF over the seed and sign deterministically (RFC 6979). RSA keys are the exception: the library
makes them only at random, and only tests ask for them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import new as new_hash
from hashlib import sha1

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from ecdsa import SigningKey as RareSigningKey
from ecdsa.util import sigencode_der

from preclear.documents import rare
from preclear.documents.curves import BY_OID
from preclear.documents.keys import HASHES
from preclear.specimens.encoding import bits, context, element, integer, null, octets, oid, sequence

P256 = "1.2.840.10045.3.1.7"
_ECDSA = {"sha1": "1", "sha224": "3.1", "sha256": "3.2", "sha384": "3.3", "sha512": "3.4"}
_RSA = {"sha1": "5", "sha224": "14", "sha256": "11", "sha384": "12", "sha512": "13"}
_DIGESTS = {
    "sha1": "1.3.14.3.2.26",
    "sha224": "2.16.840.1.101.3.4.2.4",
    "sha256": "2.16.840.1.101.3.4.2.1",
    "sha384": "2.16.840.1.101.3.4.2.2",
    "sha512": "2.16.840.1.101.3.4.2.3",
}


@dataclass(frozen=True, kw_only=True)
class SigningKey:
    """A private key with its public side in DER (``spki``) and the AlgorithmIdentifier of its signatures."""

    spki: bytes
    algorithm: bytes
    hash: str
    sign: Callable[[bytes], bytes]

    @property
    def identifier(self) -> bytes:
        """Key identifier: SHA-1, as RFC 5280, 4.2.1.2 (1) has it, here over the whole SubjectPublicKeyInfo."""
        return sha1(self.spki, usedforsecurity=False).digest()

    @property
    def digest_algorithm(self) -> bytes:
        """AlgorithmIdentifier of the hash."""
        return digest_algorithm(self.hash)


def digest_algorithm(name: str) -> bytes:
    """AlgorithmIdentifier of a hash algorithm."""
    return sequence(oid(_DIGESTS[name]))


@lru_cache(maxsize=256)
def elliptic_key(seed: str, *, curve: str = P256, hash_name: str = "sha256", explicit: bool = False) -> SigningKey:
    """An ECDSA key that follows from ``seed``. ``explicit`` writes the whole curve instead of its name."""
    known = BY_OID[curve]
    private = ec.derive_private_key(_scalar(seed, known.n), known.arithmetic)
    scheme = ec.ECDSA(HASHES[hash_name], deterministic_signing=True)
    point = private.public_key().public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    written = (known.p, known.a, known.b, known.gx, known.gy, known.n)
    parameters = _written_out(*written) if explicit else oid(curve)
    return SigningKey(
        spki=sequence(sequence(oid("1.2.840.10045.2.1"), parameters), bits(point)),
        algorithm=sequence(oid(f"1.2.840.10045.4.{_ECDSA[hash_name]}")),
        hash=hash_name,
        sign=lambda message: private.sign(message, scheme),
    )


@lru_cache(maxsize=64)
def rare_key(seed: str, *, curve: str, hash_name: str = "sha256", explicit: bool = False) -> SigningKey:
    """An ECDSA key like ``elliptic_key`` on a curve that only the slow library knows."""
    known = rare.named(curve)
    if known is None:
        raise KeyError(curve)
    private = RareSigningKey.from_secret_exponent(_scalar(seed, known.order), curve=known)
    field, base = known.curve, known.generator
    written = (field.p(), field.a() % field.p(), field.b(), base.x(), base.y(), known.order)
    parameters = _written_out(*written) if explicit else oid(curve)

    def sign(message: bytes) -> bytes:
        hashed = new_hash(hash_name, message, usedforsecurity=False).digest()
        return bytes(private.sign_digest_deterministic(hashed, sigencode=sigencode_der, allow_truncate=True))

    return SigningKey(
        spki=sequence(
            sequence(oid("1.2.840.10045.2.1"), parameters), bits(private.verifying_key.to_string("uncompressed"))
        ),
        algorithm=sequence(oid(f"1.2.840.10045.4.{_ECDSA[hash_name]}")),
        hash=hash_name,
        sign=sign,
    )


def _scalar(seed: str, order: int) -> int:
    material = HKDF(algorithm=hashes.SHA256(), length=80, salt=None, info=b"preclear specimens").derive(seed.encode())
    return int.from_bytes(material) % (order - 1) + 1


@lru_cache(maxsize=16)
def rsa_key(
    _seed: str,
    *,
    size: int = 2048,
    hash_name: str = "sha256",
    pss: bool = False,
) -> SigningKey:
    """An RSA key, made at random once a process and remembered by its seed."""
    private = rsa.generate_private_key(public_exponent=65537, key_size=size)
    hashed = HASHES[hash_name]
    scheme = padding.PSS(padding.MGF1(hashed), hashed.digest_size) if pss else padding.PKCS1v15()
    return SigningKey(
        spki=private.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        ),
        algorithm=_pss(hash_name) if pss else sequence(oid(f"1.2.840.113549.1.1.{_RSA[hash_name]}"), null()),
        hash=hash_name,
        sign=lambda message: private.sign(message, scheme, hashed),
    )


def _pss(hash_name: str) -> bytes:
    hashed = digest_algorithm(hash_name)
    mask = sequence(oid("1.2.840.113549.1.1.8"), hashed)
    salt = integer(HASHES[hash_name].digest_size)
    return sequence(oid("1.2.840.113549.1.1.10"), sequence(context(0, hashed), context(1, mask), context(2, salt)))


def _written_out(p: int, a: int, b: int, gx: int, gy: int, n: int) -> bytes:
    size = (p.bit_length() + 7) // 8
    base = element(0x04, b"\x04", gx.to_bytes(size), gy.to_bytes(size))
    field = sequence(oid("1.2.840.10045.1.1"), integer(p))
    coefficients = sequence(octets(a.to_bytes(size)), octets(b.to_bytes(size)))
    return sequence(integer(1), field, coefficients, base, integer(n), integer(1))
