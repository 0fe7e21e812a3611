"""How commands speak: one JSON document, or text for a person; errors in one line."""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from typing import Any

from rich.console import Console

from preclear.errors import InvalidInput, PreclearError
from preclear.model.dates import PartialDate
from preclear.model.text import Text

JOB_DONE, NOT_WELL, UNUSABLE_INPUT, UNAVAILABLE, BUG = 0, 1, 2, 3, 70

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)


def plain(value: Any) -> Any:
    """A model as JSON values: dataclasses become objects, days and enums become strings."""
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
        case datetime():
            return value.isoformat().replace("+00:00", "Z")
        case date():
            return value.isoformat()
        case _ if dataclasses.is_dataclass(value) and not isinstance(value, type):
            return {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
        case _:
            return value


def print_json(value: Any, *, indent: int | None = 2) -> None:
    """Print one JSON document on standard output."""
    sys.stdout.write(json.dumps(plain(value), ensure_ascii=False, indent=indent) + "\n")
    sys.stdout.flush()


def report(error: PreclearError, *, as_json: bool) -> None:
    """Print an error: one line for a person, and with ``--json`` also the document of the contract."""
    err.print(f"preclear: {error}".replace("\n", " "), markup=False, soft_wrap=True)
    if as_json:
        where = error.where if isinstance(error, InvalidInput) else ""
        print_json({"error": {"code": error.code, "message": str(error), "where": where}}, indent=None)
