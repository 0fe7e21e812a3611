"""CBOR as credentials and mobile documents need it (RFC 8949), and no tag is interpreted.

A general reader turns tags into regular expressions, huge numbers and the like before anybody looks at the signature.
This one knows whole numbers, bytes, text, arrays, maps, true, false, null and a bare tag; all work is bounded by the
bytes that are there. Our own credentials are read strictly: definite lengths and shortest forms (RFC 8949, 4.2.1).
Documents of others are read as they come, with floats, indefinite lengths and long forms, for ISO/IEC 18013-5 demands
the shortest forms but a wallet that writes others has not thereby forged anything.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import cbor2

from preclear.errors import InvalidInput

_STRICT, _ANY = "RFC 8949, 4.2.1", "RFC 8949, 3"
_MAX_DEPTH = 6
MOST_VALUES = 100_000
"""Values in one document, where the caller names no other limit: an empty array is a byte here, seventy in memory."""
_SIMPLE = {20: False, 21: True, 22: None}
_FLOATS = {25: ">e", 26: ">f", 27: ">d"}
_UNDEFINED, _BREAK = 23, 0xFF
_INDEFINITE = -1

EMBEDDED = 24
"""Tag of bytes that hold CBOR themselves (RFC 8949, 3.4.5.1)."""


@dataclass(frozen=True)
class Tagged:
    """A value with its tag, uninterpreted. ``raw`` are its bytes as they were read, tag and all."""

    tag: int
    value: Any
    raw: bytes = field(default=b"", compare=False, repr=False)


def dumps(value: Any) -> bytes:
    """Deterministic CBOR of whole numbers, bytes, text, lists, dicts, booleans, None and ``Tagged`` anywhere."""
    return bytes(cbor2.dumps(_writable(value), canonical=True))


def _writable(value: Any) -> Any:
    match value:
        case Tagged():
            return cbor2.CBORTag(value.tag, _writable(value.value))
        case list():
            return [_writable(each) for each in value]
        case dict():
            return {key: _writable(each) for key, each in value.items()}
        case _:
            return value


def loads(data: bytes, *, strict: bool = True, depth: int = _MAX_DEPTH, most: int = MOST_VALUES) -> Any:
    """Read exactly one value, nested at most ``depth`` deep; ``InvalidInput`` for all other, shorter or longer bytes.

    ``most`` bounds the values in it, keys and pieces of strings among them.

    >>> loads(bytes.fromhex("a1616b9f01f6ff"), strict=False)
    {'k': [1, None]}
    """
    reader = _Reader(data, strict=strict, most=most)
    value = reader.value(depth)
    if reader.at != len(data):
        raise reader.wrong("bytes after the end")
    return value


class _Reader:
    def __init__(self, data: bytes, *, strict: bool, most: int) -> None:
        self.data = data
        self.strict = strict
        self.at = 0
        self.left = most

    def wrong(self, what: str) -> InvalidInput:
        return InvalidInput(what, where=f"byte {self.at}", rule=_STRICT if self.strict else _ANY)

    def value(self, depth: int) -> Any:  # noqa: PLR0911 -- one return for each major type
        if depth == 0:
            raise self.wrong("nested too deeply")
        start = self.at
        major, short, number = self._head()
        match major:
            case 0 | 1:
                return number if major == 0 else -1 - number
            case 2:
                return b"".join(self._pieces(major, number))
            case 3:
                return "".join(self._text(piece) for piece in self._pieces(major, number))
            case 4:
                return [self.value(depth - 1) for _ in self._items(number)]
            case 5:
                return self._map(number, depth - 1)
            case 6:
                value = self.value(depth - 1)
                return Tagged(number, value, self.data[start : self.at])
            case _:
                return self._simple(short, number)

    def _head(self) -> tuple[int, int, int]:
        """Major type, the short number of the first byte, and the number that it stands for or announces."""
        self.left -= 1
        if self.left < 0:
            raise self.wrong("more values than belong into one document")
        first = self._take(1)[0]
        major, short = first >> 5, first & 0x1F
        if short < 24:
            return major, short, short
        if self.strict and (short > 27 or major == 7):
            raise self.wrong("an indefinite length, a float or another form that is not used here")
        if short == 31 and major in {2, 3, 4, 5}:
            return major, short, _INDEFINITE
        if short > 27:
            raise self.wrong("a form that CBOR does not know, or a break where nothing is open")
        number = int.from_bytes(self._take(1 << (short - 24)), "big")
        if self.strict and number < (24, 1 << 8, 1 << 16, 1 << 32)[short - 24]:
            raise self.wrong("a number longer than it needs to be")
        return major, short, number

    def _take(self, count: int) -> bytes:
        part = self.data[self.at : self.at + count]
        if len(part) != count:
            raise self.wrong("it ends too early")
        self.at += count
        return part

    def _items(self, number: int) -> Iterator[None]:
        """One turn for each item of an array or map, until the break where the length is indefinite."""
        if number == _INDEFINITE:
            while not self._closed():
                yield None
            return
        if number > len(self.data) - self.at:
            raise self.wrong("it ends too early")
        for _ in range(number):
            yield None

    def _closed(self) -> bool:
        if self.data[self.at : self.at + 1] != bytes([_BREAK]):
            return False
        self.at += 1
        return True

    def _pieces(self, major: int, number: int) -> Iterator[bytes]:
        """The bytes of a string; one of indefinite length comes in pieces of the same kind (RFC 8949, 3.2.3)."""
        if number != _INDEFINITE:
            yield self._take(number)
            return
        for _ in self._items(number):
            kind, _, size = self._head()
            if kind != major or size == _INDEFINITE:
                raise self.wrong("a string with a piece of another kind")
            yield self._take(size)

    def _text(self, piece: bytes) -> str:
        try:
            return piece.decode("utf-8")
        except UnicodeDecodeError:
            raise self.wrong("text that is not UTF-8") from None

    def _map(self, count: int, depth: int) -> dict[int | str, Any]:
        result: dict[int | str, Any] = {}
        for _ in self._items(count):
            key = self.value(min(depth, 1))  # a map as a key would begin to count anew
            if not isinstance(key, int | str) or isinstance(key, bool) or key in result:
                raise self.wrong("a key that is there twice, or is neither number nor text")
            result[key] = self.value(depth)
        return result

    def _simple(self, short: int, number: int) -> float | bool | None:
        if not self.strict:
            if short in _FLOATS:
                return float(struct.unpack(_FLOATS[short], number.to_bytes(1 << (short - 24)))[0])
            if number == _UNDEFINED:
                return None
        if number not in _SIMPLE or short >= 24:
            raise self.wrong("a simple value that is not used here")
        return _SIMPLE[number]
