"""EF.SOD: the signed hashes of a chip's data groups (ICAO Doc 9303-10, section 4.6.2; versions 0 and 1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from asn1crypto import algos, core

from preclear.documents import signing
from preclear.documents.der import first_element, header, reading
from preclear.documents.keys import hash_of
from preclear.documents.signing import Signed
from preclear.errors import InvalidInput

LDS_SECURITY_OBJECT = "2.23.136.1.1.1"
MAX_SECURITY_OBJECT = 262_144
_RULE = "ICAO Doc 9303-10, 4.6.2.3"


@dataclass(frozen=True, kw_only=True)
class SecurityObject:
    """What the issuer signed: a hash for each data group, by its number. ``lds_version`` is empty in version 0."""

    version: int
    hash: str
    hashes: Mapping[int, bytes]
    lds_version: str
    signed: Signed


class _DataGroupHash(core.Sequence):  # type: ignore[misc]  # asn1crypto is untyped
    _fields = [("number", core.Integer), ("value", core.OctetString)]  # noqa: RUF012 -- asn1crypto's own way


class _DataGroupHashes(core.SequenceOf):  # type: ignore[misc]  # asn1crypto is untyped
    _child_spec = _DataGroupHash


class _LdsVersion(core.Sequence):  # type: ignore[misc]  # asn1crypto is untyped
    _fields = [("lds", core.PrintableString), ("unicode", core.PrintableString)]  # noqa: RUF012 -- asn1crypto's own way


class _LdsSecurityObject(core.Sequence):  # type: ignore[misc]  # asn1crypto is untyped
    _fields = [  # noqa: RUF012 -- asn1crypto's own way
        ("version", core.Integer),
        ("hash_algorithm", algos.DigestAlgorithm),
        ("hashes", _DataGroupHashes),
        ("lds_version", _LdsVersion, {"optional": True}),
    ]


def read(data: bytes) -> SecurityObject:
    """Read EF.SOD, with its tag 0x77 or without it; ``InvalidInput`` where it is none."""
    signed = signing.read(_unwrapped(data), "EF.SOD", limit=MAX_SECURITY_OBJECT)
    if signed.content_type not in {LDS_SECURITY_OBJECT, signing.ID_DATA}:
        raise _bad(f"holds content of type {signed.content_type}")
    content = first_element(signed.content, "LDS security object", limit=MAX_SECURITY_OBJECT)
    with reading("LDS security object", _RULE):
        parsed = _LdsSecurityObject.load(content)
        return SecurityObject(
            version=parsed["version"].native,
            hash=hash_of(parsed["hash_algorithm"]),
            hashes=_hashes(parsed["hashes"]),
            lds_version=parsed["lds_version"]["lds"].native if parsed["lds_version"].native else "",
            signed=signed,
        )


def _unwrapped(data: bytes) -> bytes:
    if data[:1] != b"\x77":
        return data
    if len(data) > MAX_SECURITY_OBJECT:
        raise _bad(f"is larger than {MAX_SECURITY_OBJECT} bytes")
    _, length, start = header(data, 0, len(data), "EF.SOD")
    return data[start:] if length < 0 else data[start : start + length]


def _hashes(parsed: Any) -> dict[int, bytes]:
    hashes = {item["number"].native: item["value"].native for item in parsed}
    if len(hashes) != len(parsed) or not all(1 <= number <= 16 for number in hashes):
        raise _bad("lists a data group twice, or one that is not DG1 to DG16")
    return hashes


def _bad(problem: str) -> InvalidInput:
    return InvalidInput(f"EF.SOD {problem}", where="EF.SOD", rule=_RULE, mend="Export it again from the chip")
