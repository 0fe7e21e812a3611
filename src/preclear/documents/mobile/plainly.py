"""Values of CBOR as JSON can hold them, for people and other programs to read."""

from __future__ import annotations

from base64 import b64encode
from math import isfinite
from typing import Any

from preclear.writing.cbor import Tagged

_DAYS_AND_TIMES = {0, 1004}
"""Tags of RFC 3339 times and days, whose value is text already (RFC 8949, 3.4.1; RFC 8943)."""


def plainly(value: Any) -> Any:
    """Bytes become Base64, days and times their text, other tags an object of tag and value.

    >>> plainly({"portrait": b"JPEG", "birth_date": Tagged(1004, "1990-02-03"), 7: Tagged(2, b"1")})
    {'portrait': 'SlBFRw==', 'birth_date': '1990-02-03', '7': {'tag': 2, 'value': 'MQ=='}}
    """
    match value:
        case Tagged(tag=tag, value=inner):
            return inner if tag in _DAYS_AND_TIMES and isinstance(inner, str) else {"tag": tag, "value": plainly(inner)}
        case bytes():
            return b64encode(value).decode("ascii")
        case float():
            return value if isfinite(value) else str(value)
        case list():
            return [plainly(each) for each in value]
        case dict():
            return {str(key): plainly(each) for key, each in value.items()}
        case _:
            return value
