"""Public keys and signatures: RSA (PKCS#1 v1.5 and PSS) and ECDSA, as ICAO Doc 9303-12, section 4.4 allows them.

The algorithm is always the one that stands with the signature, never the one of a certificate: a PSS certificate may
well sign with PKCS#1. What we cannot calculate is ``undetermined`` with the reason, never ``failed``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from asn1crypto import algos
from asn1crypto import keys as asn1_keys
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

from preclear.documents import curves, rare
from preclear.documents.der import dotted, parts, reading
from preclear.documents.rare import RareKey
from preclear.errors import InvalidInput
from preclear.model.codes import CheckStatus

HASHES: dict[str, hashes.HashAlgorithm] = {
    "sha1": hashes.SHA1(),  # noqa: S303 -- documents of the first years are signed with it; seen, not chosen
    "sha224": hashes.SHA224(),
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}
_BY_OID: dict[str, tuple[str, str]] = {
    "1.2.840.113549.1.1.1": ("pkcs1", ""),
    "1.2.840.113549.1.1.5": ("pkcs1", "sha1"),
    "1.2.840.113549.1.1.14": ("pkcs1", "sha224"),
    "1.2.840.113549.1.1.11": ("pkcs1", "sha256"),
    "1.2.840.113549.1.1.12": ("pkcs1", "sha384"),
    "1.2.840.113549.1.1.13": ("pkcs1", "sha512"),
    "1.2.840.113549.1.1.10": ("pss", ""),
    "1.3.14.3.2.29": ("pkcs1", "sha1"),
    "1.2.840.10045.2.1": ("ecdsa", ""),
    "1.2.840.10045.4.1": ("ecdsa", "sha1"),
    "1.2.840.10045.4.3": ("ecdsa", ""),
    "1.2.840.10045.4.3.1": ("ecdsa", "sha224"),
    "1.2.840.10045.4.3.2": ("ecdsa", "sha256"),
    "1.2.840.10045.4.3.3": ("ecdsa", "sha384"),
    "1.2.840.10045.4.3.4": ("ecdsa", "sha512"),
    "0.4.0.127.0.7.1.1.4.1.1": ("ecdsa-plain", "sha1"),
    "0.4.0.127.0.7.1.1.4.1.2": ("ecdsa-plain", "sha224"),
    "0.4.0.127.0.7.1.1.4.1.3": ("ecdsa-plain", "sha256"),
    "0.4.0.127.0.7.1.1.4.1.4": ("ecdsa-plain", "sha384"),
    "0.4.0.127.0.7.1.1.4.1.5": ("ecdsa-plain", "sha512"),
}
_MAX_RSA_BITS = 8192
_MAX_IDENTIFIER = 1024
_RULE = "RFC 5280, 4.1.1.2"

PublicKey = rsa.RSAPublicKey | ec.EllipticCurvePublicKey | RareKey


@dataclass(frozen=True, kw_only=True)
class Algorithm:
    """A signature algorithm: ``scheme`` is pkcs1, pss, ecdsa, ecdsa-plain (r and s side by side) or an unknown OID."""

    scheme: str
    hash: str
    mask_hash: str = ""
    salt: int = 0

    def __str__(self) -> str:
        family = {"pkcs1": "RSA", "pss": "RSA-PSS", "ecdsa": "ECDSA", "ecdsa-plain": "ECDSA (plain)"}
        return f"{family.get(self.scheme, self.scheme)} {self.hash.upper().replace('SHA', 'SHA-')}".strip()


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """Whether a signature holds, and why not, or why nobody can tell."""

    status: CheckStatus
    reason: str = ""


def algorithm_of(identifier: Any, digest: str) -> Algorithm:
    """The algorithm of an ASN.1 ``AlgorithmIdentifier``; ``digest`` stands in where it names no hash of its own."""
    oid = identifier["algorithm"].dotted
    scheme, own = _BY_OID.get(oid, (oid, ""))
    if scheme != "pss":
        return Algorithm(scheme=scheme, hash=own or digest)
    parameters = identifier["parameters"].native or {}
    mask = parameters.get("mask_gen_algorithm") or {}
    usual = mask.get("algorithm", "mgf1") == "mgf1" and parameters.get("trailer_field", 1) in {1, "trailer_field_bc"}
    return Algorithm(
        scheme="pss" if usual else "RSA-PSS with another mask or trailer",
        hash=(parameters.get("hash_algorithm") or {}).get("algorithm", "sha1"),
        mask_hash=(mask.get("parameters") or {}).get("algorithm", "sha1"),
        salt=parameters.get("salt_length", 20),
    )


def algorithm_from(der: bytes, digest: str) -> Algorithm:
    """``algorithm_of`` for an AlgorithmIdentifier in DER; a handful of them stands in all documents of the world."""
    _refuse_long(der)
    return _algorithm_from(der, digest)


@lru_cache(maxsize=512)
def _algorithm_from(der: bytes, digest: str) -> Algorithm:
    _refuse_broken(der)
    with reading("signature algorithm", _RULE):
        return algorithm_of(algos.SignedDigestAlgorithm.load(der), digest)


def hash_of(identifier: Any) -> str:
    """Name of the hash in an AlgorithmIdentifier; some signers write the signature's algorithm in its place."""
    own = _BY_OID.get(identifier["algorithm"].dotted, ("", ""))[1]
    return own or str(identifier["algorithm"].native)


def hash_from(der: bytes) -> str:
    """``hash_of`` for an AlgorithmIdentifier in DER."""
    _refuse_long(der)
    return _hash_from(der)


@lru_cache(maxsize=512)
def _hash_from(der: bytes) -> str:
    _refuse_broken(der)
    with reading("hash algorithm", _RULE):
        return hash_of(algos.DigestAlgorithm.load(der))


def usual_form(der: bytes) -> bool:
    """Whether the parameters of an AlgorithmIdentifier are absent, NULL, or those of PSS, as the profiles want them.

    Nobody signs these octets when they stand in SignerInfo: what differs is worth a word.
    """
    _refuse_long(der)
    return _usual_form(der)


@lru_cache(maxsize=512)
def _usual_form(der: bytes) -> bool:
    try:
        return _only_plain_parts(der, 0, len(der), depth=0)
    except InvalidInput:
        return False


def _only_plain_parts(der: bytes, start: int, stop: int, *, depth: int) -> bool:
    """An identifier and a number stand first in what holds them, NULL stands second; anything else is unusual."""
    for index, part in enumerate(parts(der, start, stop, "algorithm")):
        if part.tag in _NESTED and depth < len(_NESTED):
            if not _only_plain_parts(der, part.start, part.stop, depth=depth + 1):
                return False
        elif part.tag == 0x06 and index == 0:
            dotted(der[part.start : part.stop], "algorithm")
        elif (part.tag, index) != (0x02, 0) and (part.tag, index, part.start) != (0x05, 1, part.stop):
            return False
    return True


_NESTED = frozenset({0x30, 0xA0, 0xA1, 0xA2, 0xA3})


def _refuse_broken(der: bytes) -> None:
    """The reader behind this takes an OID that ends in the middle of an arc for the shorter one."""
    outer = parts(der, 0, len(der), "algorithm", most=1)
    inner = parts(der, outer[0].start, outer[0].stop, "algorithm") if outer else []
    if not inner or inner[0].tag != 0x06:
        raise InvalidInput("names no algorithm", where="algorithm", rule=_RULE)
    dotted(der[inner[0].start : inner[0].stop], "algorithm")


def _refuse_long(der: bytes) -> None:
    if len(der) > _MAX_IDENTIFIER:
        raise InvalidInput(f"names an algorithm in more than {_MAX_IDENTIFIER} bytes", where="algorithm", rule=_RULE)


def digest(name: str, message: bytes) -> bytes | None:
    """Hash of ``message``, or None where the algorithm is not one of Doc 9303-12."""
    maker = _MAKERS.get(name)
    return maker(message, usedforsecurity=False).digest() if maker else None


_MAKERS: dict[str, Callable[..., Any]] = {name: getattr(hashlib, name) for name in HASHES}


def check(spki: bytes, algorithm: Algorithm, signature: bytes, message: bytes) -> Outcome:
    """Verify ``signature`` over ``message`` with a SubjectPublicKeyInfo in DER."""
    key = public_key(spki)
    if isinstance(key, str):
        return Outcome(status=CheckStatus.UNDETERMINED, reason=key)
    if algorithm.hash not in HASHES:
        return Outcome(status=CheckStatus.UNDETERMINED, reason=f"hash algorithm {algorithm.hash} is not supported")
    try:
        holds = _holds(key, algorithm, signature, message)
    except (UnsupportedAlgorithm, ValueError, OverflowError) as error:
        return Outcome(status=CheckStatus.UNDETERMINED, reason=f"{algorithm} cannot be calculated: {error}")
    if holds is None:
        reason = f"{algorithm} does not go with a key of this kind"
        return Outcome(status=CheckStatus.UNDETERMINED, reason=reason)
    if holds:
        return Outcome(status=CheckStatus.PASSED)
    return Outcome(status=CheckStatus.FAILED, reason="the signature does not hold")


def _holds(key: PublicKey, algorithm: Algorithm, signature: bytes, message: bytes) -> bool | None:
    """Whether the signature holds, or None where the algorithm does not go with the key."""
    try:
        if isinstance(key, rsa.RSAPublicKey):
            return _rsa_holds(key, algorithm, signature, message)
        if algorithm.scheme not in {"ecdsa", "ecdsa-plain"}:
            return None
        if isinstance(key, RareKey):
            return _rare_holds(key, algorithm, signature, message)
        size = (key.key_size + 7) // 8
        der = _as_der(signature, size) if algorithm.scheme == "ecdsa-plain" else signature
        key.verify(der, message, ec.ECDSA(HASHES[algorithm.hash]))
    except InvalidSignature:
        return False
    return True


def _rsa_holds(key: rsa.RSAPublicKey, algorithm: Algorithm, signature: bytes, message: bytes) -> bool | None:
    hashed = HASHES[algorithm.hash]
    if algorithm.scheme == "pkcs1":
        key.verify(signature, message, padding.PKCS1v15(), hashed)
        return True
    if algorithm.scheme == "pss" and algorithm.mask_hash in HASHES:
        mask = padding.MGF1(HASHES[algorithm.mask_hash])
        key.verify(signature, message, padding.PSS(mgf=mask, salt_length=algorithm.salt), hashed)
        return True
    return None


def _rare_holds(key: RareKey, algorithm: Algorithm, signature: bytes, message: bytes) -> bool:
    try:
        der = _as_der(signature, key.size) if algorithm.scheme == "ecdsa-plain" else signature
        r, s = decode_dss_signature(der)
    except ValueError:
        return False
    return key.holds(r, s, digest(algorithm.hash, message) or b"")


def _as_der(plain: bytes, size: int) -> bytes:
    """Turn r and s side by side (BSI TR-03111, 5.2.1) into DER; each is as long as the base point's order."""
    if len(plain) != 2 * size:
        raise InvalidSignature
    return encode_dss_signature(int.from_bytes(plain[:size]), int.from_bytes(plain[size:]))


@lru_cache(maxsize=4096)
def public_key(spki: bytes) -> PublicKey | str:
    """The key of a SubjectPublicKeyInfo, or one sentence on why we cannot use it."""
    try:
        with reading("public key", "RFC 5280, 4.1.2.7"):
            parsed = asn1_keys.PublicKeyInfo.load(spki)
            oid = parsed["algorithm"]["algorithm"].dotted
            if oid in {"1.2.840.113549.1.1.1", "1.2.840.113549.1.1.10"}:
                return _rsa(parsed)
            if oid == "1.2.840.10045.2.1":
                return _elliptic(parsed)
    except InvalidInput as error:
        return error.what
    return f"keys of kind {oid} are not supported"


def _rsa(parsed: Any) -> rsa.RSAPublicKey | str:
    numbers = asn1_keys.RSAPublicKey.load(bytes(parsed["public_key"].contents[1:]))
    modulus, exponent = numbers["modulus"].native, numbers["public_exponent"].native
    if modulus.bit_length() > _MAX_RSA_BITS:
        return f"an RSA key of more than {_MAX_RSA_BITS} bits is not supported"
    return rsa.RSAPublicNumbers(exponent, modulus).public_key()


def _elliptic(parsed: Any) -> ec.EllipticCurvePublicKey | RareKey | str:
    parameters = parsed["algorithm"]["parameters"]
    point = bytes(parsed["public_key"].contents[1:])
    if parameters.name == "named":
        oid = parameters.chosen.dotted
        usual, other = curves.named(oid), rare.named(oid)
    else:
        written = _written_out(parameters)
        usual, other = (curves.matching(**written), rare.matching(**written)) if written else (None, None)
    if usual:
        return ec.EllipticCurvePublicKey.from_encoded_point(usual.arithmetic, point)
    if other:
        return rare.key_on(other, point)
    kind = parameters.chosen.dotted if parameters.name == "named" else "written out"
    return f"the elliptic curve ({kind}) is not supported"


def _written_out(parameters: Any) -> dict[str, Any] | None:
    """Explicit curve parameters over a prime field, as ``curves.matching`` takes them."""
    if parameters.name != "specified":
        return None
    domain = parameters.chosen
    field = domain["field_id"]
    if field["field_type"].native != "prime_field":
        return None
    return {
        "p": field["parameters"].native,
        "a": int.from_bytes(domain["curve"]["a"].native),
        "b": int.from_bytes(domain["curve"]["b"].native),
        "base": bytes(domain["base"].native),
        "n": domain["order"].native,
        "cofactor": domain["cofactor"].native or 1,
    }
