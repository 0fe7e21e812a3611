"""Chips that prove that they are the original, and what a reader records of it (ICAO Doc 9303-11, 6.1 and 6.2)."""

from __future__ import annotations

import json
from functools import lru_cache
from hashlib import sha1, sha256

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers import algorithms
from cryptography.hazmat.primitives.cmac import CMAC

from preclear.documents.keys import HASHES
from preclear.specimens import encoding as der
from preclear.specimens.groups import security_info

_PRIME_2048 = int(
    "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD"
    "EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED"
    "EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F"
    "83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B"
    "E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA0510"
    "15728E5A8AACAA68FFFFFFFFFFFFFFFF",
    16,
)
"""The prime of RFC 3526, section 3, with generator 2."""

_TRAILERS = {
    "sha1": b"\xbc",
    "sha256": b"\x34\xcc",
    "sha384": b"\x36\xcc",
    "sha512": b"\x35\xcc",
    "sha224": b"\x38\xcc",
}
_PLAIN = {"sha1": 1, "sha224": 2, "sha256": 3, "sha384": 4, "sha512": 5}
SSC = 2
"""Counter of the first secured response."""


def _scalar(seed: str) -> int:
    return int.from_bytes(sha256(seed.encode()).digest()) >> 1 | 1


class ActiveChip:
    """A chip with an RSA key, made at random once a process, or an ECDSA key that follows from ``seed``."""

    def __init__(self, seed: str, *, rsa_bits: int = 0, hash_name: str = "sha256") -> None:
        self.hash_name = hash_name
        self._rsa = _rsa_key(seed, rsa_bits) if rsa_bits else None
        self._key = self._rsa or ec.derive_private_key(_scalar(seed), ec.SECP256R1())
        self.spki = self._key.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )

    @property
    def info(self) -> bytes:
        """ActiveAuthenticationInfo for DG14."""
        return security_info(
            "2.23.136.1.1.5", der.integer(1), der.oid(f"0.4.0.127.0.7.1.1.4.1.{_PLAIN[self.hash_name]}")
        )

    def answer(self, challenge: bytes, *, nonce: bytes = b"") -> bytes:
        """What the chip answers to INTERNAL AUTHENTICATE."""
        if self._rsa is None:
            return self._plain(challenge)
        numbers, trailer = self._rsa.private_numbers(), _TRAILERS[self.hash_name]
        size = self._rsa.key_size // 8
        room = size - HASHES[self.hash_name].digest_size - 1 - len(trailer)
        first = (nonce or sha256(challenge).digest() * 8)[:room].ljust(room, b"\x5a")
        block = b"\x6a" + first + self._hash(first + challenge) + trailer
        return pow(int.from_bytes(block), numbers.d, numbers.public_numbers.n).to_bytes(size)

    def evidence(self, challenge: bytes) -> bytes:
        """``AA.json`` of one run."""
        return json.dumps({"challenge": challenge.hex(), "response": self.answer(challenge).hex()}).encode()

    def _plain(self, challenge: bytes) -> bytes:
        if isinstance(self._key, rsa.RSAPrivateKey):
            raise TypeError("an RSA key signs in another way")
        signature = self._key.sign(challenge, ec.ECDSA(HASHES[self.hash_name], deterministic_signing=True))
        r, s = decode_dss_signature(signature)
        return r.to_bytes(32) + s.to_bytes(32)

    def _hash(self, message: bytes) -> bytes:
        state = hashes.Hash(HASHES[self.hash_name])
        state.update(message)
        return state.finalize()


@lru_cache(maxsize=8)
def _rsa_key(_seed: str, bits: int) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


class AgreeingChip:
    """A chip that agrees on keys by ECDH (P-256) or DH (2048 bits), and secures with AES.

    ``bits`` is the length of the AES key: 128, 192 or 256.
    """

    def __init__(self, seed: str, *, bits: int = 128, modular: bool = False) -> None:
        self.bits, self.modular = bits, modular
        self._private = _scalar(f"chip {seed}")
        self._reader = _scalar(f"reader {seed}")
        self.spki = self._modular_spki() if modular else self._on_curve(self._private)[1]

    @property
    def infos(self) -> tuple[bytes, bytes]:
        """ChipAuthenticationPublicKeyInfo and ChipAuthenticationInfo for DG14."""
        kind = 1 if self.modular else 2
        cipher = {128: 2, 192: 3, 256: 4}[self.bits]
        return (
            security_info(f"0.4.0.127.0.7.2.2.1.{kind}", self.spki),
            security_info(f"0.4.0.127.0.7.2.2.3.{kind}.{cipher}", der.integer(1)),
        )

    @property
    def terminal_key(self) -> bytes:
        """The reader's ephemeral public key: an uncompressed point, or the DH value."""
        if self.modular:
            return pow(2, self._reader, _PRIME_2048).to_bytes(256)
        public = self._on_curve(self._reader)[0].public_key()
        return public.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)

    def evidence(self) -> bytes:
        """``CA.json`` of one run, whose response is the status of a command that gave no data."""
        objects = der.element(0x99, b"\x90\x00")
        body = SSC.to_bytes(16) + objects + b"\x80"
        mac = CMAC(algorithms.AES(self._mac_key()))
        mac.update(body + bytes(-len(body) % 16))
        response = objects + der.element(0x8E, mac.finalize()[:8]) + b"\x90\x00"
        record = {"terminal_private_key": f"{self._reader:064x}", "response": response.hex(), "ssc": SSC}
        return json.dumps(record).encode()

    def _mac_key(self) -> bytes:
        seed = self._shared() + (2).to_bytes(4)
        hashed = sha1(seed, usedforsecurity=False) if self.bits == 128 else sha256(seed)
        return hashed.digest()[: self.bits // 8]

    def _shared(self) -> bytes:
        if self.modular:
            return pow(pow(2, self._private, _PRIME_2048), self._reader, _PRIME_2048).to_bytes(256)
        own, _ = self._on_curve(self._private)
        return own.exchange(ec.ECDH(), self._on_curve(self._reader)[0].public_key())

    def _modular_spki(self) -> bytes:
        parameters = der.sequence(der.integer(_PRIME_2048), der.integer(2))
        value = der.integer(pow(2, self._private, _PRIME_2048))
        return der.sequence(der.sequence(der.oid("1.2.840.113549.1.3.1"), parameters), der.bits(value))

    @staticmethod
    def _on_curve(private: int) -> tuple[ec.EllipticCurvePrivateKey, bytes]:
        key = ec.derive_private_key(private, ec.SECP256R1())
        spki = key.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        return key, spki
