"""Models as JSON values that people and other programs read: enums and days as strings, nothing left out."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import date, timedelta
from enum import Enum
from typing import Any

from preclear.model.dates import PartialDate
from preclear.model.text import Text


def plain(value: Any) -> Any:
    """A model as JSON values: dataclasses become objects; days, times (RFC 3339) and enums become strings.

    >>> plain({"on": date(2026, 7, 1), "of": {"b", "a"}, "for": timedelta(minutes=2)})
    {'on': '2026-07-01', 'of': ['a', 'b'], 'for': 120}
    """
    if isinstance(value, Mapping):
        return {str(plain(key)): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, (set, frozenset)):
        return sorted(plain(item) for item in value)
    return _one(value)


def _one(value: Any) -> Any:
    match value:
        case Text() | PartialDate():
            return str(value)
        case Enum():
            return value.value
        case date():  # a datetime is one too
            return value.isoformat().replace("+00:00", "Z")
        case timedelta():
            return round(value.total_seconds())
        case _ if dataclasses.is_dataclass(value) and not isinstance(value, type):
            return {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
        case _:
            return value
