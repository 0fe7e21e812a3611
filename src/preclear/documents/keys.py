"""Public keys and signatures: RSA (PKCS#1 v1.5 and PSS) and ECDSA, as ICAO Doc 9303-12, section 4.4 allows them.

The algorithm is always the one that stands with the signature, never the one of a certificate: a PSS certificate may
well sign with PKCS#1. What we cannot calculate is ``undetermined`` with the reason, never ``failed``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from asn1crypto import keys as asn1_keys
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from preclear.documents import curves
from preclear.documents.der import reading
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
    return Algorithm(
        scheme="pss",
        hash=(parameters.get("hash_algorithm") or {}).get("algorithm", "sha1"),
        mask_hash=(mask.get("parameters") or {}).get("algorithm", "sha1"),
        salt=parameters.get("salt_length", 20),
    )


def hash_of(identifier: Any) -> str:
    """Name of the hash in an AlgorithmIdentifier; some signers write the signature's algorithm in its place."""
    own = _BY_OID.get(identifier["algorithm"].dotted, ("", ""))[1]
    return own or str(identifier["algorithm"].native)


def digest(name: str, message: bytes) -> bytes | None:
    """Hash of ``message``, or None where the algorithm is not one of Doc 9303-12."""
    algorithm = HASHES.get(name)
    if algorithm is None:
        return None
    state = hashes.Hash(algorithm)
    state.update(message)
    return state.finalize()


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


def _holds(
    key: rsa.RSAPublicKey | ec.EllipticCurvePublicKey, algorithm: Algorithm, signature: bytes, message: bytes
) -> bool | None:
    hashed = HASHES[algorithm.hash]
    try:
        if isinstance(key, rsa.RSAPublicKey):
            if algorithm.scheme == "pkcs1":
                key.verify(signature, message, padding.PKCS1v15(), hashed)
                return True
            if algorithm.scheme == "pss" and algorithm.mask_hash in HASHES:
                mask = padding.MGF1(HASHES[algorithm.mask_hash])
                key.verify(signature, message, padding.PSS(mgf=mask, salt_length=algorithm.salt), hashed)
                return True
            return None
        if algorithm.scheme not in {"ecdsa", "ecdsa-plain"}:
            return None
        key.verify(_as_der(signature) if algorithm.scheme == "ecdsa-plain" else signature, message, ec.ECDSA(hashed))
    except InvalidSignature:
        return False
    return True


def _as_der(plain: bytes) -> bytes:
    half = len(plain) // 2
    return encode_dss_signature(int.from_bytes(plain[:half]), int.from_bytes(plain[half:]))


@lru_cache(maxsize=4096)
def public_key(spki: bytes) -> rsa.RSAPublicKey | ec.EllipticCurvePublicKey | str:
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


def _elliptic(parsed: Any) -> ec.EllipticCurvePublicKey | str:
    parameters = parsed["algorithm"]["parameters"]
    curve = _curve(parameters)
    if curve is None:
        kind = parameters.chosen.dotted if parameters.name == "named" else "written out"
        return f"the elliptic curve ({kind}) is not supported"
    point = bytes(parsed["public_key"].contents[1:])
    return ec.EllipticCurvePublicKey.from_encoded_point(curve.arithmetic, point)


def _curve(parameters: Any) -> curves.Curve | None:
    if parameters.name == "named":
        return curves.named(parameters.chosen.dotted)
    if parameters.name != "specified":
        return None
    domain = parameters.chosen
    field = domain["field_id"]
    if field["field_type"].native != "prime_field":
        return None
    return curves.matching(
        p=field["parameters"].native,
        a=int.from_bytes(domain["curve"]["a"].native),
        b=int.from_bytes(domain["curve"]["b"].native),
        base=bytes(domain["base"].native),
        n=domain["order"].native,
        cofactor=domain["cofactor"].native or 1,
    )
