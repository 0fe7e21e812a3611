"""Features in a seal: tag, length and value side by side (ICAO Doc 9303-13, 2.3; ITU-T X.690, 8.1.3 for lengths)."""

from __future__ import annotations

from collections.abc import Iterator

from preclear.errors import InvalidInput

Element = tuple[int, bytes]
"""A tag and its value."""

MAX_ELEMENTS = 256
_RULE = "ICAO Doc 9303-13, 2.3"


def elements(data: bytes, *, der: bool = True, last: int | None = None) -> Iterator[tuple[int, int, bytes, int]]:
    """Each element of ``data``: where it starts, tag, value, and where it ends.

    ``der``: lengths above 127 take two to five bytes, as in version 4; otherwise a length is always one byte. The
    element with tag ``last`` ends the walk and always has a DER length. ``InvalidInput`` where an element is cut.
    """
    start = 0
    for _ in range(MAX_ELEMENTS):
        if start >= len(data):
            return
        tag = data[start]
        length, content = _length(data, start + 1, der=der or tag == last)
        stop = content + length
        if stop > len(data):
            raise _bad(
                f"the value of tag {tag} is cut: {length} bytes are said, {len(data) - content} are there", start
            )
        yield start, tag, data[content:stop], stop
        if tag == last:
            return
        start = stop
    raise _bad(f"more than {MAX_ELEMENTS} features", start)


def listed(data: bytes) -> tuple[Element, ...]:
    """All elements of ``data`` with DER lengths."""
    return tuple((tag, value) for _, tag, value, _ in elements(data))


def _length(data: bytes, at: int, *, der: bool) -> tuple[int, int]:
    """A length, and where the value behind it starts."""
    if at >= len(data):
        raise _bad("ends before a length", at)
    first = data[at]
    if not der or first < 0x80:
        return first, at + 1
    size = first & 0x7F
    if not 1 <= size <= 4 or at + 1 + size > len(data):
        raise _bad("a length that cannot be", at)
    return int.from_bytes(data[at + 1 : at + 1 + size]), at + 1 + size


def _bad(problem: str, at: int) -> InvalidInput:
    return InvalidInput(problem, where=f"byte {at}", rule=_RULE, mend="Read the code again; it is cut or damaged")
