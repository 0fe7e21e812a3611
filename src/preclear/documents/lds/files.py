"""Elementary files: their tags, what follows their end, and the objects inside (ICAO Doc 9303-10, 4.6 and 4.7)."""

from __future__ import annotations

from preclear.documents.der import Part, definite, header, parts
from preclear.errors import InvalidInput

DATA_GROUP_TAGS = (0x61, 0x75, 0x63, 0x76, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6A, 0x6B, 0x6C, 0x6D, 0x6E, 0x6F, 0x70)
"""Tags of DG1 to DG16, in that order (Doc 9303-10, table 38)."""

MAX_FILE = 4 * 1024 * 1024
LDS = "ICAO Doc 9303-10, 4.6 and 4.7"


def element(data: bytes, what: str) -> bytes:
    """An elementary file without what a reader may have read beyond its end."""
    _, length, start = header(data, 0, len(data), what)
    return data if length < 0 else data[: start + length]


def opened(data: bytes, tag: int, what: str) -> tuple[bytes, list[Part]]:
    """The bytes to look into, and the objects inside the file's own ``tag``. Bytes after the file's end are left out.

    Some chips use indefinite lengths; such a file is written out first.
    """
    if len(data) > MAX_FILE:
        raise bad(what, f"is larger than {MAX_FILE} bytes")
    _, length, start = header(data, 0, len(data), what)
    if data[0] != tag:
        raise bad(what, f"begins with tag {data[0]:#04x}, not {tag:#04x}")
    try:
        if length >= 0:
            return data, parts(data, start, start + length, what)
    except InvalidInput:
        pass
    plain = definite(data, what)
    _, length, start = header(plain, 0, len(plain), what)
    return plain, parts(plain, start, start + length, what)


def inside(data: bytes, part: Part, what: str) -> list[Part]:
    """The objects inside an object."""
    return parts(data, part.start, part.stop, what)


def only(found: list[Part], tag: int, what: str) -> Part:
    """The one object with this tag; none, or two of them, is a broken file."""
    named = [part for part in found if part.tag == tag]
    if len(named) != 1:
        raise bad(
            what, f"has {len(named) or 'no'} element{'s' if named else ''} {tag:#x}" + (", not 1" if named else "")
        )
    return named[0]


def bad(what: str, problem: str, rule: str = LDS) -> InvalidInput:
    """A file that cannot be used."""
    return InvalidInput(f"{what} {problem}", where=what, rule=rule, mend="Export it again from the chip")
