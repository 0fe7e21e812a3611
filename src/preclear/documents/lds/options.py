"""DG14 and DG15: what the chip can prove, and with which keys (ICAO Doc 9303-10, 4.7.14 and 4.7.15; 9303-11, 9.2)."""

from __future__ import annotations

from dataclasses import dataclass

from preclear.documents.der import Part, dotted, parts
from preclear.documents.lds.files import bad, inside, opened

ACTIVE_AUTHENTICATION = "2.23.136.1.1.5"
_KEYS = {"0.4.0.127.0.7.2.2.1.1": "DH", "0.4.0.127.0.7.2.2.1.2": "ECDH"}
_CHIP = {
    "0.4.0.127.0.7.2.2.3.1.1": "DH 3DES",
    "0.4.0.127.0.7.2.2.3.1.2": "DH AES-128",
    "0.4.0.127.0.7.2.2.3.1.3": "DH AES-192",
    "0.4.0.127.0.7.2.2.3.1.4": "DH AES-256",
    "0.4.0.127.0.7.2.2.3.2.1": "ECDH 3DES",
    "0.4.0.127.0.7.2.2.3.2.2": "ECDH AES-128",
    "0.4.0.127.0.7.2.2.3.2.3": "ECDH AES-192",
    "0.4.0.127.0.7.2.2.3.2.4": "ECDH AES-256",
}
_PACE = "0.4.0.127.0.7.2.2.4."
_TERMINAL = "0.4.0.127.0.7.2.2.2"
_INTEGER, _OID, _SEQUENCE, _SET = 0x02, 0x06, 0x30, 0x31
_MOST = 64


@dataclass(frozen=True, kw_only=True)
class ChipKey:
    """A public key for chip authentication: ``agreement`` is DH or ECDH, ``id`` is None where the chip has one key."""

    agreement: str
    spki: bytes
    id: int | None = None


@dataclass(frozen=True, kw_only=True)
class ChipProtocol:
    """A cipher that the chip offers for chip authentication, for the key with this ``id``."""

    name: str
    version: int
    id: int | None = None


@dataclass(frozen=True, kw_only=True)
class SecurityOptions:
    """DG14. ``active_authentication`` is the OID of the signature algorithm of active authentication, where stated.

    ``pace`` and ``unknown`` are OIDs of protocols; ``terminal_authentication`` guards fingerprints and irises.
    """

    keys: tuple[ChipKey, ...] = ()
    protocols: tuple[ChipProtocol, ...] = ()
    active_authentication: str = ""
    pace: tuple[str, ...] = ()
    terminal_authentication: bool = False
    unknown: tuple[str, ...] = ()


def read_dg14(data: bytes) -> SecurityOptions:
    """The SecurityInfos of DG14."""
    data, found = opened(data, 0x6E, "DG14")
    if [part.tag for part in found[:1]] != [_SET]:
        raise bad("DG14", "holds no set of security options")
    keys, protocols, active, pace, terminal, unknown = [], [], "", [], False, []
    for part in inside(data, found[0], "DG14")[:_MOST]:
        inner = inside(data, part, "DG14")
        if part.tag != _SEQUENCE or len(inner) < 2 or inner[0].tag != _OID:
            raise bad("DG14", "has a security option that is none")
        oid = dotted(data[inner[0].start : inner[0].stop], "DG14")
        if oid in _KEYS:
            keys.append(_key(data, _KEYS[oid], inner))
        elif oid in _CHIP:
            protocols.append(ChipProtocol(name=_CHIP[oid], version=_number(data, inner[1]) or 0, id=_id(data, inner)))
        elif oid == ACTIVE_AUTHENTICATION:
            active = _algorithm(data, inner)
        elif oid.startswith(_PACE):
            pace.append(oid)
        elif oid == _TERMINAL:
            terminal = True
        else:
            unknown.append(oid)
    return SecurityOptions(
        keys=tuple(keys),
        protocols=tuple(protocols),
        active_authentication=active,
        pace=tuple(pace),
        terminal_authentication=terminal,
        unknown=tuple(unknown),
    )


def read_dg15(data: bytes) -> bytes:
    """The SubjectPublicKeyInfo of active authentication, in DER."""
    data, found = opened(data, 0x6F, "DG15")
    if [part.tag for part in found] != [_SEQUENCE]:
        raise bad("DG15", "holds no public key")
    return data[found[0].at : found[0].stop]


def _key(data: bytes, agreement: str, inner: list[Part]) -> ChipKey:
    if inner[1].tag != _SEQUENCE:
        raise bad("DG14", "has a key for chip authentication that is none")
    return ChipKey(agreement=agreement, spki=data[inner[1].at : inner[1].stop], id=_id(data, inner))


def _id(data: bytes, inner: list[Part]) -> int | None:
    return _number(data, inner[2]) if len(inner) > 2 else None


def _number(data: bytes, part: Part) -> int | None:
    return int.from_bytes(data[part.start : part.stop][:32], signed=True) if part.tag == _INTEGER else None


def _algorithm(data: bytes, inner: list[Part]) -> str:
    """The signature algorithm of ActiveAuthenticationInfo: its version, then an OID."""
    named = inner[2] if len(inner) > 2 else None
    if named and named.tag == _SEQUENCE:  # some chips write a whole AlgorithmIdentifier
        named = next(iter(parts(data, named.start, named.stop, "DG14")), None)
    return dotted(data[named.start : named.stop], "DG14") if named and named.tag == _OID else ""
