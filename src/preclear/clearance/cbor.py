"""CBOR as credentials need it: definite lengths and shortest forms (RFC 8949, 4.2.1), and no tag is interpreted.

A general reader turns tags into regular expressions, huge numbers and the like before anybody looks at the signature.
This one knows whole numbers, bytes, text, arrays, maps, true, false, null and a bare tag; all work is bounded by the
bytes that are there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cbor2

from preclear.errors import InvalidInput

_RULE = "RFC 8949, 4.2.1"
_MAX_DEPTH = 6
_SIMPLE = {20: False, 21: True, 22: None}


@dataclass(frozen=True)
class Tagged:
    """A value with its tag, uninterpreted."""

    tag: int
    value: Any


def dumps(value: Any) -> bytes:
    """Deterministic CBOR of whole numbers, bytes, text, lists, dicts, booleans, None and ``Tagged`` at the top."""
    if isinstance(value, Tagged):
        return bytes(cbor2.dumps(cbor2.CBORTag(value.tag, value.value), canonical=True))
    return bytes(cbor2.dumps(value, canonical=True))


def loads(data: bytes) -> Any:
    """Read exactly one value; ``InvalidInput`` for every other or shorter or longer run of bytes."""
    reader = _Reader(data)
    value = reader.value(_MAX_DEPTH)
    if reader.at != len(data):
        raise reader.wrong("bytes after the end")
    return value


class _Reader:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def wrong(self, what: str) -> InvalidInput:
        return InvalidInput(what, where=f"byte {self.at}", rule=_RULE)

    def value(self, depth: int) -> Any:
        if depth == 0:
            raise self.wrong("nested too deeply")
        major, number = self._head()
        match major:
            case 0 | 1:
                return number if major == 0 else -1 - number
            case 2 | 3:
                return self._take(number) if major == 2 else self._text(number)
            case 4:
                return [self.value(depth - 1) for _ in self._count(number)]
            case 5:
                return self._map(number, depth - 1)
            case 6:
                return Tagged(number, self.value(depth - 1))
            case _:
                return self._simple(number)

    def _head(self) -> tuple[int, int]:
        first = self._take(1)[0]
        major, short = first >> 5, first & 0x1F
        if short < 24:
            return major, short
        if short > 27 or major == 7:
            raise self.wrong("an indefinite length, a float or another form that is not used here")
        number = int.from_bytes(self._take(1 << (short - 24)), "big")
        if number < (24, 1 << 8, 1 << 16, 1 << 32)[short - 24]:
            raise self.wrong("a number longer than it needs to be")
        return major, number

    def _take(self, count: int) -> bytes:
        part = self.data[self.at : self.at + count]
        if len(part) != count:
            raise self.wrong("it ends too early")
        self.at += count
        return part

    def _count(self, number: int) -> range:
        if number > len(self.data) - self.at:
            raise self.wrong("it ends too early")
        return range(number)

    def _text(self, count: int) -> str:
        try:
            return self._take(count).decode("utf-8")
        except UnicodeDecodeError:
            raise self.wrong("text that is not UTF-8") from None

    def _map(self, count: int, depth: int) -> dict[int | str, Any]:
        result: dict[int | str, Any] = {}
        for _ in self._count(count):
            key = self.value(1)
            if not isinstance(key, int | str) or isinstance(key, bool) or key in result:
                raise self.wrong("a key that is there twice, or is neither number nor text")
            result[key] = self.value(depth)
        return result

    def _simple(self, number: int) -> bool | None:
        if number not in _SIMPLE:
            raise self.wrong("a simple value that is not used here")
        return _SIMPLE[number]
