"""Strict JSON: the one way in which JSON from outside enters.

RFC 8259 with the house's bounds: bytes, nesting, numbers and characters are judged before any work is done on the
content. Text becomes Unicode NFC; CR and CRLF become a newline.
"""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from typing import Any, NoReturn

from preclear.errors import InvalidInput

BYTES = 8_000_000
"""Bytes of one document, where the caller names no other limit."""

DEPTH = 32
"""Levels of objects and arrays inside one another."""

ITEMS = 200_000
"""Values in one document, keys not counted."""

DIGITS = 40
"""Digits of one number; longer ones only serve to make a reader busy."""

RULE = "RFC 8259"

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_LINE_ENDS = re.compile("\r\n?")


def load(data: bytes | str, *, limit: int = BYTES) -> Any:
    """Read one JSON document of at most ``limit`` bytes.

    ``InvalidInput`` for anything that is not JSON in UTF-8, a key given twice, NaN or infinity, a number of more than
    40 digits, nesting over 32, and control characters or lone surrogates in text.
    """
    text = _decode(data, limit)
    _bound_depth(text)
    try:
        value = json.loads(
            text,
            object_pairs_hook=_object,
            parse_constant=_not_a_number,
            parse_int=_integer,
            parse_float=_real,
        )
    except json.JSONDecodeError as error:
        raise InvalidInput(
            f"not JSON: {error.msg}",
            where=f"line {error.lineno}, column {error.colno}",
            rule=RULE,
            mend="Write one JSON value in UTF-8",
        ) from error
    return clean(value)


def clean(value: Any) -> Any:
    """The same JSON value with its text in NFC and newlines alone; bounds are kept as in ``load``."""
    return _clean(value, "", DEPTH, [ITEMS])


def path(where: str, step: str | int) -> str:
    """A path one step further: ``trip.legs[0]``."""
    if isinstance(step, int):
        return f"{where}[{step}]"
    return f"{where}.{step}" if where else step


def _decode(data: bytes | str, limit: int) -> str:
    if len(data) > limit:
        raise InvalidInput(f"more than {limit:,} bytes", rule="size limit", mend="Send less in one document")
    if isinstance(data, str):
        return data
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidInput(
            "not UTF-8", where=f"byte {error.start}", rule=f"{RULE}, 8.1", mend="Save the file as UTF-8"
        ) from error


_STRUCTURE = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[\]{}]', re.DOTALL)


def _bound_depth(text: str) -> None:
    """Count brackets outside strings, so that no deep document ever reaches the recursive reader."""
    depth = 0
    for token in _STRUCTURE.finditer(text):
        match text[token.start()]:
            case "[" | "{":
                depth += 1
                if depth > DEPTH:
                    raise InvalidInput(
                        f"nested deeper than {DEPTH} levels", where=f"character {token.start()}", rule="nesting limit"
                    )
            case "]" | "}":
                depth -= 1


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        twice = next(name for name, times in Counter(name for name, _ in pairs).items() if times > 1)
        raise InvalidInput(
            f"the key {twice[:80]!a} is given twice",
            where=_printable(twice),
            rule=f"{RULE}, 4",
            mend="Give each key once",
        )
    return value


def _not_a_number(word: str) -> NoReturn:
    raise InvalidInput(
        f"{word} is not a JSON number", rule=f"{RULE}, 6", mend="Leave the value out when it is not known"
    )


def _integer(digits: str) -> int:
    return int(_bounded(digits))


def _real(digits: str) -> float:
    number = float(_bounded(digits))
    if math.isinf(number):
        raise InvalidInput(f"the number {digits[:20]} is too large", rule=f"{RULE}, 6")
    return number


def _bounded(digits: str) -> str:
    if len(digits) > DIGITS:
        raise InvalidInput(f"the number {digits[:20]}... has more than {DIGITS} digits", rule="number limit")
    return digits


def _clean(value: Any, where: str, depth: int, left: list[int]) -> Any:
    left[0] -= 1
    if left[0] < 0 or depth < 0:
        raise InvalidInput("too many or too deeply nested values", where=where, rule="size limit")
    match value:
        case str():
            return clean_text(value, where)
        case bool() | None:
            return value
        case int() if value.bit_length() <= DIGITS * 3.33:
            return value
        case float() if math.isfinite(value):
            return value
        case Mapping():
            return {
                _key(name, where): _clean(item, path(where, _printable(name)), depth - 1, left)
                for name, item in value.items()
            }
        case list() | tuple():
            return [_clean(item, path(where, index), depth - 1, left) for index, item in enumerate(value)]
        case _:
            raise InvalidInput(f"{type(value).__name__} is no JSON value here", where=where, rule=RULE)


def _key(name: object, where: str) -> str:
    if not isinstance(name, str):
        raise InvalidInput("a key must be text", where=where, rule=f"{RULE}, 4")
    return clean_text(name, where)


def clean_text(text: str, where: str = "") -> str:
    """One string in NFC with plain newlines; ``InvalidInput`` for other control characters and lone surrogates."""
    if text.isascii() and text.isprintable():
        return text
    text = _LINE_ENDS.sub("\n", text)
    found = _FORBIDDEN.search(text)
    if found:
        raise InvalidInput(
            f"the character U+{ord(found[0]):04X} is not allowed in text",
            where=where,
            rule="Unicode text without control characters and lone surrogates",
            mend="Remove it",
        )
    return unicodedata.normalize("NFC", text)


def _printable(name: object) -> str:
    """A key as it may stand in an error: short, and without characters that move the cursor."""
    return "".join(character if character.isprintable() else "?" for character in str(name)[:80])
