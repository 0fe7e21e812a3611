"""Visible digital seals of Doc 9303-13: header, features and signature, in header versions 3 and 4."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from preclear.documents.seals import c40
from preclear.documents.seals.elements import Element, elements
from preclear.documents.seals.values import day
from preclear.errors import InvalidInput

MAGIC = 0xDC
SIGNATURE = 0xFF
MAX_SEAL = 8192
"""Bytes of a seal; the largest bar code holds about 3,000."""

_RULE = "ICAO Doc 9303-13, 2.2"
_VERSIONS = {2: 3, 3: 4}
_PADDING = b"\0\r\n "
_DECIMAL_SIGNER = "DEZV"
"""A German signer that writes the length of its reference in decimal (BSI TR-03171)."""


@dataclass(frozen=True, kw_only=True)
class Vds:
    """A seal as read, nothing judged.

    ``country`` is the issuing State; ``signer`` two letters of the signer's State and its two letters; ``reference``
    and ``category`` name the profile. ``signature`` is r and s side by side, None where the seal has none. ``remarks``
    say how it deviates from its version where it can be read all the same.
    """

    version: int
    country: str
    signer: str
    certificate: str
    issued_on: date
    signed_on: date
    reference: int
    category: int
    features: tuple[Element, ...]
    signed: bytes
    signature: bytes | None
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class _Layout:
    """One way to read a seal: how lengths of features and of the certificate reference are written."""

    der: bool
    radix: int
    remark: str = ""


def recognises(data: bytes) -> bool:
    """Whether ``data`` begins like a seal."""
    return data[:1] == bytes([MAGIC])


def read(data: bytes) -> Vds:
    """Read a seal; ``InvalidInput`` where it is none, or is cut.

    Some issuers write lengths as another version has them. Such a seal is read when it comes out whole that way; the
    signature covers the bytes, however they are cut into features.
    """
    if len(data) > MAX_SEAL:
        raise _bad(f"more than {MAX_SEAL} bytes", MAX_SEAL)
    if len(data) < 2 or data[0] != MAGIC:
        raise _bad("no visible digital seal: it does not begin with DC", 0)
    if data[1] not in _VERSIONS:
        raise _bad(f"version byte {data[1]:02X} is not known", 1)
    first: InvalidInput | None = None
    unsigned: Vds | None = None
    for layout in _layouts(data):
        try:
            seal = _read(data, layout)
        except InvalidInput as error:
            first = first or error
            continue
        if seal.signature is not None:
            return seal
        unsigned = unsigned or seal
    if unsigned is not None:
        return unsigned
    raise first or _bad("it cannot be read", 2)


def _layouts(data: bytes) -> Iterator[_Layout]:
    if _VERSIONS[data[1]] == 3:
        yield _Layout(der=False, radix=16)
        yield _Layout(der=True, radix=16, remark="lengths are written as in version 4")
        return
    yield _Layout(der=True, radix=16)
    if _signer(data).startswith(_DECIMAL_SIGNER):
        yield _Layout(der=True, radix=10)
    yield _Layout(der=False, radix=16, remark="lengths are written as in version 3")
    yield _Layout(der=True, radix=10, remark="the length of the certificate reference is decimal")


def _signer(data: bytes) -> str:
    try:
        return c40.decode(data[4:8])
    except InvalidInput:
        return ""


def _read(data: bytes, layout: _Layout) -> Vds:
    version = _VERSIONS[data[1]]
    signer, certificate, at = _reference(data, layout.radix) if version == 4 else _fixed_reference(data)
    if at + 8 > len(data):
        raise _bad("the header is cut", len(data))
    features, signature, end = _zones(data, at + 8, layout)
    return Vds(
        version=version,
        country=c40.decode(data[2:4]).rstrip(),
        signer=signer,
        certificate=certificate,
        issued_on=day(data[at : at + 3]),
        signed_on=day(data[at + 3 : at + 6]),
        reference=data[at + 6],
        category=data[at + 7],
        features=features,
        signed=data[:end],
        signature=signature,
        remarks=(layout.remark,) if layout.remark else (),
    )


def _fixed_reference(data: bytes) -> tuple[str, str, int]:
    text = _text(data, 4, 6)
    return text[:4], text[4:], 10


def _reference(data: bytes, radix: int) -> tuple[str, str, int]:
    """Signer, certificate reference of stated length, and where they end (Doc 9303-13, 2.2.1)."""
    start = _text(data, 4, 4)
    try:
        length = int(start[4:6], radix)
    except ValueError:
        raise _bad(f"{start[4:6]!r} is no length of a certificate reference", 6) from None
    size = (length + 2) // 3 * 2
    return start[:4], _text(data, 8, size)[:length], 8 + size


def _text(data: bytes, start: int, size: int) -> str:
    if start + size > len(data):
        raise _bad("the header is cut", len(data))
    return c40.decode(data[start : start + size])


def _zones(data: bytes, start: int, layout: _Layout) -> tuple[tuple[Element, ...], bytes | None, int]:
    """The features, the signature, and where the signed bytes end."""
    features: list[Element] = []
    for at, tag, value, stop in elements(data[start:], der=layout.der, last=SIGNATURE):
        if tag == SIGNATURE:
            if data[start + stop :].strip(_PADDING):
                raise _bad("bytes follow the signature", start + stop)
            return tuple(features), value, start + at
        features.append((tag, value))
    return tuple(features), None, len(data)


def _bad(problem: str, at: int) -> InvalidInput:
    return InvalidInput(problem, where=f"byte {at}", rule=_RULE, mend="Read the code again; it is cut or damaged")
