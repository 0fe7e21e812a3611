"""Elliptic curves of travel documents' keys: by name, or by explicit parameters that match a known curve exactly.

Many CSCA certificates write the whole curve instead of its name, which BSI TR-03111 (section 3.2) allows. Parameters
are never used as found: they only select one of the curves below (SEC 2, version 2; RFC 5639), for a curve made up by
a forger can verify anything (CVE-2020-0601).
"""

from __future__ import annotations

from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric import ec


@dataclass(frozen=True, kw_only=True)
class Curve:
    """A curve over a prime field: y² = x³ + ax + b modulo p, base point (gx, gy) of prime order n, cofactor 1."""

    oid: str
    arithmetic: ec.EllipticCurve
    p: int
    a: int
    b: int
    gx: int
    gy: int
    n: int

    @property
    def field_bytes(self) -> int:
        """Length of one coordinate."""
        return (self.p.bit_length() + 7) // 8


def _number(text: str) -> int:
    return int(text, 16)


CURVES = (
    Curve(
        oid="1.2.840.10045.3.1.1",
        arithmetic=ec.SECP192R1(),
        p=_number("fffffffffffffffffffffffffffffffeffffffffffffffff"),
        a=_number("fffffffffffffffffffffffffffffffefffffffffffffffc"),
        b=_number("64210519e59c80e70fa7e9ab72243049feb8deecc146b9b1"),
        gx=_number("188da80eb03090f67cbf20eb43a18800f4ff0afd82ff1012"),
        gy=_number("07192b95ffc8da78631011ed6b24cdd573f977a11e794811"),
        n=_number("ffffffffffffffffffffffff99def836146bc9b1b4d22831"),
    ),
    Curve(
        oid="1.3.132.0.33",
        arithmetic=ec.SECP224R1(),
        p=_number("ffffffffffffffffffffffffffffffff000000000000000000000001"),
        a=_number("fffffffffffffffffffffffffffffffefffffffffffffffffffffffe"),
        b=_number("b4050a850c04b3abf54132565044b0b7d7bfd8ba270b39432355ffb4"),
        gx=_number("b70e0cbd6bb4bf7f321390b94a03c1d356c21122343280d6115c1d21"),
        gy=_number("bd376388b5f723fb4c22dfe6cd4375a05a07476444d5819985007e34"),
        n=_number("ffffffffffffffffffffffffffff16a2e0b8f03e13dd29455c5c2a3d"),
    ),
    Curve(
        oid="1.2.840.10045.3.1.7",
        arithmetic=ec.SECP256R1(),
        p=_number("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff"),
        a=_number("ffffffff00000001000000000000000000000000fffffffffffffffffffffffc"),
        b=_number("5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b"),
        gx=_number("6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"),
        gy=_number("4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"),
        n=_number("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"),
    ),
    Curve(
        oid="1.3.132.0.34",
        arithmetic=ec.SECP384R1(),
        p=_number("fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000ffffffff"),
        a=_number("fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000fffffffc"),
        b=_number("b3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aef"),
        gx=_number("aa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a385502f25dbf55296c3a545e3872760ab7"),
        gy=_number("3617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c00a60b1ce1d7e819d7a431d7c90ea0e5f"),
        n=_number("ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973"),
    ),
    Curve(
        oid="1.3.132.0.35",
        arithmetic=ec.SECP521R1(),
        p=_number(
            "01ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
            "ffffffffffffffffffffffffffffffffffffffffffff"
        ),
        a=_number(
            "01ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
            "fffffffffffffffffffffffffffffffffffffffffffc"
        ),
        b=_number(
            "0051953eb9618e1c9a1f929a21a0b68540eea2da725b99b315f3b8b489918ef109e156193951ec7e937b1652"
            "c0bd3bb1bf073573df883d2c34f1ef451fd46b503f00"
        ),
        gx=_number(
            "00c6858e06b70404e9cd9e3ecb662395b4429c648139053fb521f828af606b4d3dbaa14b5e77efe75928fe1d"
            "c127a2ffa8de3348b3c1856a429bf97e7e31c2e5bd66"
        ),
        gy=_number(
            "011839296a789a3bc0045c8a5fb42c7d1bd998f54449579b446817afbd17273e662c97ee72995ef42640c550"
            "b9013fad0761353c7086a272c24088be94769fd16650"
        ),
        n=_number(
            "01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc"
            "0148f709a5d03bb5c9b8899c47aebb6fb71e91386409"
        ),
    ),
    Curve(
        oid="1.3.36.3.3.2.8.1.1.7",
        arithmetic=ec.BrainpoolP256R1(),
        p=_number("a9fb57dba1eea9bc3e660a909d838d726e3bf623d52620282013481d1f6e5377"),
        a=_number("7d5a0975fc2c3057eef67530417affe7fb8055c126dc5c6ce94a4b44f330b5d9"),
        b=_number("26dc5c6ce94a4b44f330b5d9bbd77cbf958416295cf7e1ce6bccdc18ff8c07b6"),
        gx=_number("8bd2aeb9cb7e57cb2c4b482ffc81b7afb9de27e1e3bd23c23a4453bd9ace3262"),
        gy=_number("547ef835c3dac4fd97f8461a14611dc9c27745132ded8e545c1d54c72f046997"),
        n=_number("a9fb57dba1eea9bc3e660a909d838d718c397aa3b561a6f7901e0e82974856a7"),
    ),
    Curve(
        oid="1.3.36.3.3.2.8.1.1.11",
        arithmetic=ec.BrainpoolP384R1(),
        p=_number("8cb91e82a3386d280f5d6f7e50e641df152f7109ed5456b412b1da197fb71123acd3a729901d1a71874700133107ec53"),
        a=_number("7bc382c63d8c150c3c72080ace05afa0c2bea28e4fb22787139165efba91f90f8aa5814a503ad4eb04a8c7dd22ce2826"),
        b=_number("04a8c7dd22ce28268b39b55416f0447c2fb77de107dcd2a62e880ea53eeb62d57cb4390295dbc9943ab78696fa504c11"),
        gx=_number("1d1c64f068cf45ffa2a63a81b7c13f6b8847a3e77ef14fe3db7fcafe0cbd10e8e826e03436d646aaef87b2e247d4af1e"),
        gy=_number("8abe1d7520f9c2a45cb1eb8e95cfd55262b70b29feec5864e19c054ff99129280e4646217791811142820341263c5315"),
        n=_number("8cb91e82a3386d280f5d6f7e50e641df152f7109ed5456b31f166e6cac0425a7cf3ab6af6b7fc3103b883202e9046565"),
    ),
    Curve(
        oid="1.3.36.3.3.2.8.1.1.13",
        arithmetic=ec.BrainpoolP512R1(),
        p=_number(
            "aadd9db8dbe9c48b3fd4e6ae33c9fc07cb308db3b3c9d20ed6639cca703308717d4d9b009bc66842aecda12a"
            "e6a380e62881ff2f2d82c68528aa6056583a48f3"
        ),
        a=_number(
            "7830a3318b603b89e2327145ac234cc594cbdd8d3df91610a83441caea9863bc2ded5d5aa8253aa10a2ef1c9"
            "8b9ac8b57f1117a72bf2c7b9e7c1ac4d77fc94ca"
        ),
        b=_number(
            "3df91610a83441caea9863bc2ded5d5aa8253aa10a2ef1c98b9ac8b57f1117a72bf2c7b9e7c1ac4d77fc94ca"
            "dc083e67984050b75ebae5dd2809bd638016f723"
        ),
        gx=_number(
            "81aee4bdd82ed9645a21322e9c4c6a9385ed9f70b5d916c1b43b62eef4d0098eff3b1f78e2d0d48d50d1687b"
            "93b97d5f7c6d5047406a5e688b352209bcb9f822"
        ),
        gy=_number(
            "7dde385d566332ecc0eabfa9cf7822fdf209f70024a57b1aa000c55b881f8111b2dcde494a5f485e5bca4bd8"
            "8a2763aed1ca2b2fa8f0540678cd1e0f3ad80892"
        ),
        n=_number(
            "aadd9db8dbe9c48b3fd4e6ae33c9fc07cb308db3b3c9d20ed6639cca70330870553e5c414ca9261941866119"
            "7fac10471db1d381085ddaddb58796829ca90069"
        ),
    ),
)
"""The curves that we can verify with."""

BY_OID = {curve.oid: curve for curve in CURVES}
_BY_PARAMETERS = {(curve.p, curve.a, curve.b, curve.n): curve for curve in CURVES}


def named(oid: str) -> Curve | None:
    """The curve of this object identifier, or None where we cannot calculate on it."""
    return BY_OID.get(oid)


def matching(p: int, a: int, b: int, base: bytes, n: int, cofactor: int) -> Curve | None:
    """The known curve that has exactly these parameters, or None. ``base`` is an encoded point."""
    curve = _BY_PARAMETERS.get((p, a % p if p else a, b % p if p else b, n))
    if curve is None or cofactor != 1 or base not in _encodings(curve):
        return None
    return curve


def _encodings(curve: Curve) -> tuple[bytes, bytes]:
    x, y = curve.gx.to_bytes(curve.field_bytes), curve.gy.to_bytes(curve.field_bytes)
    return b"\x04" + x + y, bytes([2 + (curve.gy & 1)]) + x
