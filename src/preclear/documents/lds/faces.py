"""DG2, the holder's face: CBEFF templates around ISO/IEC 19794-5 or ISO/IEC 39794-5 (ICAO Doc 9303-10, 4.7.2)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from preclear.documents.der import Part
from preclear.documents.lds.files import bad, inside, only, opened
from preclear.documents.lds.pictures import kind_of
from preclear.errors import InvalidInput

MAX_FACES = 9
_GROUP, _TEMPLATE, _COUNT = 0x7F61, 0x7F60, 0x02
_BLOCKS = frozenset({0x5F2E, 0x7F2E})
_RECORD = b"FAC\x00"
_HEADER, _FACE, _POINT, _IMAGE = 14, 20, 8, 12
_MAX_DEPTH = 8


@dataclass(frozen=True, kw_only=True)
class Portrait:
    """The holder's picture as it stands in a data group: ``image/jpeg``, ``image/jp2``, or empty where it is neither.

    ``width`` and ``height`` are in pixels as the picture's own header says, 0 where it does not; ``encoding`` names
    the record around it.
    """

    media_type: str
    image: bytes
    width: int = 0
    height: int = 0
    encoding: str = ""


def read_portrait(data: bytes) -> Portrait:
    """The first facial image of DG2, which Doc 9303 wants to be the most recent one."""
    return read_portraits(data)[0]


def read_portraits(data: bytes) -> tuple[Portrait, ...]:
    """All facial images of DG2, at least one and at most ``MAX_FACES``."""
    data, found = opened(data, 0x75, "DG2")
    templates = [part for part in inside(data, only(found, _GROUP, "DG2"), "DG2") if part.tag == _TEMPLATE]
    blocks = [block for part in templates[:MAX_FACES] for block in inside(data, part, "DG2") if block.tag in _BLOCKS]
    portraits = [portrait for block in blocks for portrait in _in_block(data, block)]
    if not portraits:
        raise bad("DG2", "holds no facial record")
    return tuple(portraits[:MAX_FACES])


def _in_block(data: bytes, block: Part) -> Iterator[Portrait]:
    content = data[block.start : block.stop]
    if content.startswith(_RECORD):
        return _of_2005(content)
    return _of_2019(data, block, _MAX_DEPTH)


def _of_2005(record: bytes) -> Iterator[Portrait]:
    """A record of ISO/IEC 19794-5:2005: header, then for each face its block, feature points, picture header, picture.

    A length that would lead outside the record is an error: nothing is read beyond it.
    """
    at = _HEADER
    for _ in range(min(int.from_bytes(record[12:14]), MAX_FACES)):
        length, points = int.from_bytes(record[at : at + 4]), int.from_bytes(record[at + 4 : at + 6])
        start = at + _FACE + _POINT * points + _IMAGE
        if length < _FACE + _IMAGE or at + length > len(record) or start >= at + length:
            raise bad("DG2", "has a facial record whose lengths do not fit", "ISO/IEC 19794-5:2005, 5.4 to 5.7")
        yield portrait_of(record[start : at + length], "DG2", "ISO/IEC 19794-5:2005")
        at += length


def _of_2019(data: bytes, part: Part, depth: int) -> Iterator[Portrait]:
    """A record of ISO/IEC 39794-5:2019 is tagged in DER; its pictures are the octets that begin as pictures do."""
    if part.tag not in _BLOCKS and not _constructed(part):
        image = data[part.start : part.stop]
        if kind_of(image, "DG2"):
            yield portrait_of(image, "DG2", "ISO/IEC 39794-5:2019")
    elif depth:
        try:
            children = inside(data, part, "DG2")
        except InvalidInput:
            return
        for child in children:
            yield from _of_2019(data, child, depth - 1)


def _constructed(part: Part) -> bool:
    first = part.tag if part.tag < 0x100 else part.tag >> 8
    return bool(first & 0x20)


def portrait_of(image: bytes, what: str, encoding: str) -> Portrait:
    """A picture with its kind and size."""
    kind = kind_of(image, what)
    if kind is None:
        return Portrait(media_type="", image=image, encoding=encoding)
    return Portrait(media_type=kind.media_type, image=image, width=kind.width, height=kind.height, encoding=encoding)
