"""Further data groups of a synthetic chip: pictures, details, options and keys (ICAO Doc 9303-10, section 4.7)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from preclear.specimens import encoding as der

_NAMES = {0x6B: 0x5F0F, 0x6C: 0x5F1A}


def shown(number: int, *images: bytes) -> bytes:
    """DG5 (displayed portraits) or DG7 (signatures) around pictures."""
    outer, tag = {5: (0x65, 0x5F40), 7: (0x67, 0x5F43)}[number]
    return der.element(outer, der.integer(len(images)), *(der.element(tag, image) for image in images))


def details(number: int, values: Mapping[int, bytes], names: Sequence[str] = ()) -> bytes:
    """DG11 or DG12: values by tag, and names that go into the template of other names or persons.

    >>> details(11, {0x5F10: b"UTO-1"}).hex()
    '6b0c5c025f105f100555544f2d31'
    """
    outer = {11: 0x6B, 12: 0x6C}[number]
    name = _NAMES[outer]
    tags = [*values, *([name] if names else [])]
    listed = der.element(0x5C, *(tag.to_bytes(2) for tag in tags))
    others = der.element(0xA0, der.integer(len(names)), *(der.element(name, one.encode()) for one in names))
    each = (der.element(tag, value) for tag, value in values.items())
    return der.element(outer, listed, *each, *([others] if names else []))


def security_options(*infos: bytes) -> bytes:
    """DG14 around SecurityInfo structures."""
    return der.element(0x6E, der.set_of(*infos))


def security_info(oid: str, *values: bytes) -> bytes:
    """One SecurityInfo: a protocol and what belongs to it."""
    return der.sequence(der.oid(oid), *values)


def active_key(spki: bytes) -> bytes:
    """DG15 around a SubjectPublicKeyInfo."""
    return der.element(0x6F, spki)


def person_to_notify(name: str) -> bytes:
    """DG16 with one person of this (invented) name."""
    person = der.element(0xA1, der.element(0x5F50, b"20260101"), der.element(0x5F51, name.encode()))
    return der.element(0x70, der.integer(1), person)


def faces_of_2019(*images: bytes) -> bytes:
    """DG2 in the form of ISO/IEC 39794-5: a tagged structure around each picture."""
    blocks = [
        der.element(0x30, der.element(0x80, bytes([at])), der.context(1, der.context(0, der.element(0x80, image))))
        for at, image in enumerate(images)
    ]
    version = der.context(0, der.element(0x80, b"\x03"), der.element(0x81, b"\x07\xe3"))
    block = der.element(0x7F2E, der.element(0x65, version, der.context(1, *blocks)))
    template = der.element(
        0x7F60, der.context(1, der.element(0x87, b"\x01\x01"), der.element(0x88, b"\x00\x2a")), block
    )
    return der.element(0x75, der.element(0x7F61, der.integer(1), template))
