"""Looking over BER and DER before anything reads them: sizes, depth and counts are bounded here.

The readers behind this (asn1crypto) take what they are given and fail in many ways; ``reading`` turns each of those
into one ``InvalidInput``.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import NamedTuple

from preclear.errors import InvalidInput

MAX_DEPTH = 40
MAX_ELEMENTS = 400_000
MAX_PARTS = 1024
_RULE = "ITU-T X.690, 8.1"
_INDEFINITE = -1


def first_element(data: bytes, what: str, *, limit: int) -> bytes:
    """The first element of ``data``, tag to last byte of its content; bytes after it are left out.

    ``limit`` is in bytes. Raises ``InvalidInput`` where the element is longer than ``data`` or ``limit``, or is nested
    deeper than ``MAX_DEPTH``, or has more than ``MAX_ELEMENTS`` parts.
    """
    if len(data) > limit:
        raise _bad(what, f"is larger than {limit} bytes", 0)
    return data[: _end(data, what)]


def _end(data: bytes, what: str) -> int:
    """Offset after the first element; walks every constructed part once, without recursion."""
    offset, ends = 0, [len(data)]
    indefinite: list[bool] = [False]
    for _ in range(MAX_ELEMENTS):
        constructed, length, start = header(data, offset, ends[-1], what)
        closing = indefinite[-1] and start - offset == 2 and data[offset] == 0 and length == 0
        if closing:
            ends.pop()
            indefinite.pop()
            offset = start
        elif constructed:
            if len(ends) > MAX_DEPTH:
                raise _bad(what, f"is nested deeper than {MAX_DEPTH}", offset)
            indefinite.append(length == _INDEFINITE)
            ends.append(ends[-1] if length == _INDEFINITE else start + length)
            offset = start
        else:
            offset = start + length
        while not indefinite[-1] and len(ends) > 1 and offset == ends[-1]:
            ends.pop()
            indefinite.pop()
        if len(ends) == 1:
            return offset
    raise _bad(what, f"has more than {MAX_ELEMENTS} parts", offset)


def header(data: bytes, offset: int, end: int, what: str) -> tuple[bool, int, int]:
    """Tag and length at ``offset``: whether constructed, length of the content (-1 for indefinite), where it starts."""
    try:
        tag = data[offset]
        start = offset + 1
        if tag & 0x1F == 0x1F:
            while data[start] & 0x80 and start < offset + 4:
                start += 1
            start += 1
        length = data[start]
        start += 1
    except IndexError:
        raise _bad(what, "ends inside a tag or length", offset) from None
    if length == 0x80 and tag & 0x20:
        return True, _INDEFINITE, start
    if length >= 0x80:
        size = length & 0x7F
        if not 1 <= size <= 4 or start + size > end:
            raise _bad(what, "has a length that cannot be", offset)
        length = int.from_bytes(data[start : start + size])
        start += size
    if start + length > end:
        raise _bad(what, "ends before its content does", offset)
    return bool(tag & 0x20), length, start


def children(content: bytes, what: str) -> Iterator[tuple[int, bytes, bytes]]:
    """The elements side by side in ``content``: tag (its bytes as one number), content, and the whole element."""
    offset = 0
    while offset < len(content):
        _, length, start = header(content, offset, len(content), what)
        if length == _INDEFINITE:
            raise _bad(what, "has a part of indefinite length", offset)
        stop = start + length
        yield _tag(content, offset), content[start:stop], content[offset:stop]
        offset = stop


class Part(NamedTuple):
    """One element of a run of bytes: its tag (its bytes as one number), where it begins, its content, its end."""

    tag: int
    at: int
    start: int
    stop: int


_new = tuple.__new__
"""A named tuple made without its own ``__new__``: this is the innermost loop."""


def parts(data: bytes, start: int, stop: int, what: str, *, most: int = MAX_PARTS) -> list[Part]:
    """The elements side by side between two offsets, without copying; tags have one or two bytes.

    Quick, for it is the way to the hashes of every document. Lengths must be definite: see ``definite``.
    """
    found: list[Part] = []
    try:
        while start < stop:
            at, tag = start, data[start]
            start += 1
            if tag & 0x1F == 0x1F:
                tag = tag << 8 | data[start]
                start += 1
            length = data[start]
            start += 1
            if length >= 0x80:
                size = length & 0x7F
                if not 1 <= size <= 4:
                    raise _bad(what, "has a length that cannot be", at)
                length = int.from_bytes(data[start : start + size])
                start += size
            end = start + length
            if end > stop or len(found) == most:
                raise _bad(what, "ends before its content does, or has too many parts", at)
            found.append(_new(Part, (tag, at, start, end)))
            start = end
    except IndexError:
        raise _bad(what, "ends inside a tag or length", start) from None
    return found


def definite(data: bytes, what: str) -> bytes:
    """The first element with every indefinite length written out, and strings in pieces joined (X.690, 8.1.3, 8.7.3).

    Elements of definite length stay as they are, byte for byte, for they may be signed.
    """
    whole = first_element(data, what, limit=len(data))
    return _written_out(whole, 0, len(whole), what)[0]


def _written_out(data: bytes, offset: int, end: int, what: str) -> tuple[bytes, int]:
    """One element and where it ends; ``first_element`` has bounded how deep this goes."""
    constructed, length, start = header(data, offset, end, what)
    if not constructed:
        return data[offset : start + length], start + length
    open_end = length == _INDEFINITE
    stop, at, pieces = end if open_end else start + length, start, []
    while data[at : at + 2] != b"\0\0" if open_end else at < stop:
        piece, at = _written_out(data, at, stop, what)
        pieces.append(piece)
    body = b"".join(pieces)
    if data[offset] == _PIECES:
        body = b"".join([body[part.start : part.stop] for part in parts(body, 0, len(body), what, most=len(body))])
        return _element(b"\x04", body), at + 2 * open_end
    if not open_end and body == data[start:stop]:
        return data[offset:stop], stop
    return _element(_tag_bytes(data, offset), body), at + 2 * open_end


_PIECES = 0x24


def _element(tag: bytes, body: bytes) -> bytes:
    return tag + length_of(len(body)) + body


def length_of(size: int) -> bytes:
    """The octets of a definite length, as short as they can be (X.690, 10.1)."""
    if size < 0x80:
        return bytes([size])
    octets = size.to_bytes((size.bit_length() + 7) // 8)
    return bytes([0x80 | len(octets)]) + octets


def _tag_bytes(data: bytes, offset: int) -> bytes:
    tag = _tag(data, offset)
    return tag.to_bytes((tag.bit_length() + 7) // 8)


def dotted(content: bytes, what: str) -> str:
    """An object identifier from its content octets, in dotted decimal (X.690, 8.19).

    >>> dotted(bytes.fromhex("678108010101"), "example")
    '2.23.136.1.1.1'
    """
    if not content or content[-1] & 0x80 or len(content) > _LONGEST_OID:
        raise _bad(what, "has an object identifier that cannot be", 0)
    return _dotted(content)


@lru_cache(maxsize=1024)
def _dotted(content: bytes) -> str:
    arcs, value = [], 0
    for octet in content:
        value = value << 7 | octet & 0x7F
        if octet < 0x80:
            arcs.append(value)
            value = 0
    first = min(arcs[0] // 40, 2)
    return ".".join(map(str, (first, arcs[0] - 40 * first, *arcs[1:])))


_LONGEST_OID = 64


def _tag(data: bytes, offset: int) -> int:
    if data[offset] & 0x1F != 0x1F:
        return data[offset]
    stop = offset + 1
    while data[stop] & 0x80 and stop < offset + 4:
        stop += 1
    return int.from_bytes(data[offset : stop + 1])


def small(content: bytes, what: str) -> int:
    """A whole number from its content octets (X.690, 8.3): a version, a count, a code, of at most eight octets.

    Python refuses to write down numbers of more than 4300 digits, so no such number may reach a sentence.

    >>> small(bytes.fromhex("ff"), "example")
    -1
    """
    if not 1 <= len(content) <= _SMALL:
        raise _bad(what, f"has a number of {len(content)} bytes where a small one belongs", 0)
    return int.from_bytes(content, signed=True)


_SMALL = 8


@contextmanager
def reading(what: str, rule: str) -> Iterator[None]:
    """Turn every failure of an ASN.1 reader into ``InvalidInput``; nothing else may run inside."""
    try:
        yield
    except InvalidInput:
        raise
    except Exception as error:  # asn1crypto answers hostile bytes with errors of many kinds
        reason = " ".join(str(error).split())[:160]
        raise InvalidInput(
            f"{what} cannot be read ({reason or type(error).__name__})",
            where=what,
            rule=rule,
            mend="Export it again from the chip or its publisher",
        ) from error


def _bad(what: str, problem: str, offset: int) -> InvalidInput:
    return InvalidInput(
        f"{what} {problem}", where=f"{what}, byte {offset}", rule=_RULE, mend="Export it again; it is cut or damaged"
    )
