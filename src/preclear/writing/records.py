"""Models as JSON and back, exactly: for the database, for replays and for commitments in the audit log."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, TypeVar, get_origin

import cattrs

from preclear.errors import InvalidInput
from preclear.model.dates import PartialDate

T = TypeVar("T")


@cache
def converter() -> cattrs.Converter:
    """The one converter: days and times as ISO 8601, spans in seconds, bytes as base64, sets sorted."""
    made = cattrs.Converter(omit_if_default=True)
    made.register_unstructure_hook(PartialDate, str)
    made.register_structure_hook(PartialDate, lambda text, _: PartialDate.parse(text))
    made.register_unstructure_hook(date, date.isoformat)
    made.register_structure_hook(date, lambda text, _: date.fromisoformat(text))
    made.register_unstructure_hook(datetime, datetime.isoformat)
    made.register_structure_hook(datetime, lambda text, _: datetime.fromisoformat(text))
    made.register_unstructure_hook(timedelta, timedelta.total_seconds)
    made.register_structure_hook(timedelta, lambda seconds, _: timedelta(seconds=seconds))
    made.register_unstructure_hook(bytes, lambda data: b64encode(data).decode())
    made.register_structure_hook(bytes, lambda text, _: b64decode(text))
    made.register_unstructure_hook_func(_is_frozenset, sorted)
    return made


def _is_frozenset(kind: Any) -> bool:
    return get_origin(kind) is frozenset


def to_plain(record: Any) -> Any:
    """A model as plain values: what is at its default is left out."""
    return converter().unstructure(record)


def to_json(record: Any) -> str:
    """A model as canonical JSON: sorted keys, no spaces, UTF-8 text."""
    return json.dumps(to_plain(record), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def from_json(kind: type[T], text: str | bytes) -> T:
    """The model again. Raises ``InvalidInput`` when the text is not such a record."""
    try:
        return converter().structure(json.loads(text), kind)
    except (ValueError, TypeError, KeyError, cattrs.BaseValidationError) as error:
        raise InvalidInput(f"not a stored {kind.__name__}", rule="preclear.writing.records") from error
