"""EF.SOD: the signed hashes of a chip's data groups (ICAO Doc 9303-10, section 4.6.2; versions 0 and 1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from preclear.documents import signing
from preclear.documents.der import Part, definite, header, parts, small
from preclear.documents.keys import hash_from
from preclear.documents.signing import Signed
from preclear.errors import InvalidInput

LDS_SECURITY_OBJECT = "2.23.136.1.1.1"
MAX_SECURITY_OBJECT = 262_144
_RULE = "ICAO Doc 9303-10, 4.6.2.3"
_WHAT = "LDS security object"
_INTEGER, _OCTETS, _SEQUENCE, _PRINTABLE = 0x02, 0x04, 0x30, 0x13


@dataclass(frozen=True, kw_only=True)
class SecurityObject:
    """What the issuer signed: a hash for each data group, by its number.

    ``lds_version`` (``aabb``) and ``unicode_version`` (``aabbcc``) are empty in version 0. ``signed`` is the signature
    to verify; where there are several signers, ``signers`` has all of them. ``deviations`` are sentences on fields that
    nobody signs and that are not as the profile wants them; most are slips of an issuer.
    """

    version: int
    hash: str
    hashes: Mapping[int, bytes]
    lds_version: str
    signed: Signed
    unicode_version: str = ""
    signers: tuple[Signed, ...] = ()
    deviations: tuple[str, ...] = ()


def read(data: bytes) -> SecurityObject:
    """Read EF.SOD, with its tag 0x77 or without it; ``InvalidInput`` where it is none."""
    inner, wrapper = _unwrapped(data)
    signers = signing.read_all(inner, "EF.SOD", limit=MAX_SECURITY_OBJECT)
    signed = signers[0]
    if signed.content_type not in {LDS_SECURITY_OBJECT, signing.ID_DATA}:
        raise _bad(f"holds content of type {signed.content_type}")
    content = signed.content
    try:
        version, algorithm, listed, *rest = _structure(content)
    except InvalidInput:
        # The hash is over the octets as they stand; only reading them needs definite lengths.
        content = definite(content, _WHAT)
        version, algorithm, listed, *rest = _structure(content)
    versions = _versions(content, rest[0]) if rest else ("", "")
    typed = ["its content is typed as plain data"] if signed.content_type == signing.ID_DATA else []
    return SecurityObject(
        version=small(content[version.start : version.stop], _WHAT),
        hash=hash_from(content[algorithm.at : algorithm.stop]),
        hashes=_hashes(content, listed),
        lds_version=versions[0],
        unicode_version=versions[1],
        signed=signed,
        signers=signers,
        deviations=(*wrapper, *signed.deviations, *typed),
    )


def _unwrapped(data: bytes) -> tuple[bytes, tuple[str, ...]]:
    """The signed data without the file's own tag, and what is odd about the wrapping."""
    if len(data) > MAX_SECURITY_OBJECT:
        raise _bad(f"is larger than {MAX_SECURITY_OBJECT} bytes")
    if data[:1] != b"\x77":
        return data, ("the tag of the file (0x77) is missing",)
    _, length, start = header(data, 0, len(data), "EF.SOD")
    if length < 0:
        return data[start:], ("its length is indefinite",)
    tail = len(data) - start - length
    return data[start : start + length], (("there are bytes after the end of the file",) if tail else ())


def _structure(content: bytes) -> list[Part]:
    """Version, hash algorithm, list of hashes and, in version 1, the versions of the LDS."""
    _, length, start = header(content, 0, len(content), _WHAT)
    if content[0] != _SEQUENCE or length < 0:
        raise _bad("holds no list of hashes")
    found = parts(content, start, start + length, _WHAT, most=4)
    if [part.tag for part in found[:3]] != [_INTEGER, _SEQUENCE, _SEQUENCE]:
        raise _bad("holds no list of hashes")
    return found


def _hashes(content: bytes, listed: Part) -> dict[int, bytes]:
    hashes: dict[int, bytes] = {}
    for entry in parts(content, listed.start, listed.stop, _WHAT, most=16):
        inside = parts(content, entry.start, entry.stop, _WHAT, most=2)
        if entry.tag != _SEQUENCE or [part.tag for part in inside] != [_INTEGER, _OCTETS]:
            raise _bad("has an entry that is no hash of a data group")
        number, value = inside
        group = small(content[number.start : number.stop], _WHAT)
        if group in hashes or not 1 <= group <= 16:
            raise _bad("lists a data group twice, or one that is not DG1 to DG16")
        hashes[group] = content[value.start : value.stop]
    return hashes


def _versions(content: bytes, part: Part) -> tuple[str, str]:
    inside = parts(content, part.start, part.stop, _WHAT, most=2)
    if part.tag != _SEQUENCE or [one.tag for one in inside] != [_PRINTABLE, _PRINTABLE]:
        raise _bad("does not say its versions as version 1 wants it")
    lds, unicode = (content[one.start : one.stop].decode("ascii", "replace") for one in inside)
    return lds, unicode


def _bad(problem: str) -> InvalidInput:
    return InvalidInput(f"EF.SOD {problem}", where="EF.SOD", rule=_RULE, mend="Export it again from the chip")
