"""C40, the code in which seals write capital letters, digits and fillers (ICAO Doc 9303-13, 2.6; ISO/IEC 16022).

Three characters go into two bytes. The filler ``<`` is written as a space.
"""

from __future__ import annotations

from collections.abc import Iterator

from preclear.errors import InvalidInput

RULE = "ICAO Doc 9303-13, 2.6"
_UNLATCH, _PADDING = 0xFE, 0x81
_BASIC = "\0\0\0 0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_SHIFT_2 = "!\"#$%&'()*+,-./:;<=>?@[\\]^_"
_SHIFT_3 = "`abcdefghijklmnopqrstuvwxyz{|}~"
_SHIFTS = {1: _SHIFT_2, 2: _SHIFT_3}
_VALUES = {character: value for value, character in enumerate(_BASIC) if character != "\0"}


def decode(data: bytes) -> str:
    """The text in ``data``, spaces left as they are; ``InvalidInput`` where it is no C40.

    Punctuation and small letters are read too: Doc 9303 does not allow them, but national profiles hold street names.

    >>> decode(bytes.fromhex("eb04 66a9")), decode(bytes.fromhex("eb11 fe45"))
    ('XK CD', 'XKCD')
    """
    if len(data) % 2:
        raise _bad("an odd number of bytes", len(data))
    return "".join(_characters(data))


def encode(text: str) -> bytes:
    """The inverse of ``decode`` for the alphabet that Doc 9303 allows: ``A`` to ``Z``, digits, space and ``<``.

    >>> encode("XK<CD").hex(), encode("VISA01").hex()
    ('eb0466a9', 'de515826')
    """
    values = [_value(character, place) for place, character in enumerate(text.replace("<", " "))]
    parts = []
    for start in range(0, len(values), 3):
        group = values[start : start + 3]
        if len(group) == 1:
            parts.append(bytes([_UNLATCH, ord(_BASIC[group[0]]) + 1]))
        else:
            first, second, third = (*group, 0)[:3]
            parts.append((1600 * first + 40 * second + third + 1).to_bytes(2))
    return b"".join(parts)


def _characters(data: bytes) -> Iterator[str]:
    shift = 0
    for place, value in _values(data):
        if isinstance(value, str):
            yield value
        elif shift:
            if value >= len(_SHIFTS[shift]):
                raise _bad("a character outside the alphabet", place)
            yield _SHIFTS[shift][value]
            shift = 0
        elif value >= len("\0\0\0"):
            yield _BASIC[value]
        elif value:
            shift = value
        elif place + 2 < len(data):  # shift 1 leads to control characters; at the very end it only fills
            raise _bad("a control character", place)


def _values(data: bytes) -> Iterator[tuple[int, int | str]]:
    """C40 values with their byte; characters once the code was left, which happens for a single last character."""
    for place in range(0, len(data), 2):
        if data[place] == _UNLATCH:
            yield from _plain(data, place + 1)
            return
        value = int.from_bytes(data[place : place + 2]) - 1
        if not 0 <= value < 40**3:
            raise _bad("a pair of bytes that stands for nothing", place)
        yield from ((place, part) for part in (value // 1600, value // 40 % 40, value % 40))


def _plain(data: bytes, start: int) -> Iterator[tuple[int, str]]:
    for place in range(start, len(data)):
        if data[place] == _PADDING:
            return
        character = chr(data[place] - 1) if data[place] else "\0"
        if not " " <= character <= "~":
            raise _bad("a control character", place)
        yield place, character


def _value(character: str, place: int) -> int:
    if character not in _VALUES:
        raise InvalidInput(f"{character!r} cannot be written in C40", where=f"character {place + 1}", rule=RULE)
    return _VALUES[character]


def _bad(problem: str, place: int) -> InvalidInput:
    return InvalidInput(f"C40 text holds {problem}", where=f"byte {place}", rule=RULE, mend="Read the code again")
