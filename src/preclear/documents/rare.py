"""Curves that the fast library lacks: brainpool of other lengths, the twisted brainpool curves, secp160r1.

Documents of some years and visible seals are signed on them (RFC 5639; BSI TR-03111, section 4.1.3). They are used to
verify only, in plain Python: some milliseconds a signature, and not in constant time, which public values do not need.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ecdsa import BadSignatureError, MalformedPointError, VerifyingKey, curves
from ecdsa.util import sigdecode_string

_NAMED = {
    ".".join(map(str, curve.oid)): curve
    for curve in curves.curves
    if curve.name.startswith(("BRAINPOOL", "SECP160")) and curve.oid
}


@dataclass(frozen=True, kw_only=True)
class RareKey:
    """A public key on one of these curves. ``size`` is the length of r and of s in bytes."""

    name: str
    size: int
    key: Any

    def holds(self, r: int, s: int, digest: bytes) -> bool:
        """Whether r and s are this key's signature over a digest, which is cut to the length of the curve's order."""
        try:
            plain = r.to_bytes(self.size) + s.to_bytes(self.size)
            return bool(self.key.verify_digest(plain, digest, sigdecode=sigdecode_string, allow_truncate=True))
        except (BadSignatureError, OverflowError, AssertionError):
            return False


def named(oid: str) -> Any | None:
    """The curve of this object identifier, or None."""
    return _NAMED.get(oid)


def matching(p: int, a: int, b: int, base: bytes, n: int, cofactor: int) -> Any | None:
    """The curve that has exactly these parameters, or None. ``base`` is an encoded point."""
    return next((one for one in _NAMED.values() if cofactor == 1 and _is(one, (p, a, b, n), base)), None)


def _is(curve: Any, numbers: tuple[int, int, int, int], base: bytes) -> bool:
    field, point = curve.curve, curve.generator
    p = field.p()
    if numbers != (p, field.a() % p, field.b() % p, curve.order):
        return False
    return base in {point.to_bytes("uncompressed"), point.to_bytes("compressed")}


def key_on(curve: Any, point: bytes) -> RareKey | str:
    """The key of an encoded point, or one sentence on why it is none."""
    try:
        key = VerifyingKey.from_string(point, curve=curve, valid_encodings=("uncompressed", "compressed"))
    except (MalformedPointError, ValueError):
        return f"the public key is no point of {curve.name}"
    return RareKey(name=curve.name, size=curve.baselen, key=key)
