"""Writing DER, just enough for certificates, CMS and data groups (ITU-T X.690)."""

from __future__ import annotations

from datetime import datetime


def element(tag: int, *parts: bytes) -> bytes:
    """One element: a tag of one or two bytes, the length, and the parts joined.

    >>> element(0x30, integer(5)).hex(), element(0x5F1F, b"P<").hex()
    ('3003020105', '5f1f02503c')
    """
    body = b"".join(parts)
    return tag.to_bytes(2 if tag > 0xFF else 1) + _length(len(body)) + body


def sequence(*parts: bytes) -> bytes:
    """SEQUENCE of encoded parts."""
    return element(0x30, *parts)


def set_of(*parts: bytes) -> bytes:
    """SET OF encoded parts, in DER's order."""
    return element(0x31, *sorted(parts))


def context(number: int, *parts: bytes) -> bytes:
    """Constructed element of context class, as ``[0] EXPLICIT`` or ``[0] IMPLICIT`` structures need it."""
    return element(0xA0 | number, *parts)


def integer(value: int) -> bytes:
    """INTEGER, negative ones too."""
    return element(0x02, value.to_bytes((value if value >= 0 else ~value).bit_length() // 8 + 1, signed=True))


def boolean(value: bool) -> bytes:  # noqa: FBT001 -- the value is the whole matter
    """BOOLEAN."""
    return element(0x01, b"\xff" if value else b"\x00")


def octets(value: bytes) -> bytes:
    """OCTET STRING."""
    return element(0x04, value)


def bits(value: bytes, unused: int = 0) -> bytes:
    """BIT STRING of whole bytes, the last ``unused`` bits of which do not count."""
    return element(0x03, bytes([unused]), value)


def null() -> bytes:
    """NULL."""
    return element(0x05)


def oid(dotted: str) -> bytes:
    """OBJECT IDENTIFIER.

    >>> oid("2.23.136.1.1.1").hex()
    '0606678108010101'
    """
    first, second, *rest = map(int, dotted.split("."))
    return element(0x06, *(_base128(arc) for arc in (40 * first + second, *rest)))


def printable(text: str) -> bytes:
    """PrintableString."""
    return element(0x13, text.encode("ascii"))


def utf8(text: str) -> bytes:
    """UTF8String."""
    return element(0x0C, text.encode())


def time(moment: datetime) -> bytes:
    """UTCTime until 2049 and GeneralizedTime after it (RFC 5280, 4.1.2.5); ``moment`` is in UTC."""
    if moment.year < 2050:
        return element(0x17, f"{moment:%y%m%d%H%M%S}Z".encode())
    return element(0x18, f"{moment:%Y%m%d%H%M%S}Z".encode())


def _length(size: int) -> bytes:
    if size < 0x80:
        return bytes([size])
    octets_ = size.to_bytes((size.bit_length() + 7) // 8)
    return bytes([0x80 | len(octets_)]) + octets_


def _base128(arc: int) -> bytes:
    groups = [arc & 0x7F]
    while arc := arc >> 7:
        groups.append(0x80 | arc & 0x7F)
    return bytes(reversed(groups))
