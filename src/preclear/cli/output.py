"""How commands speak: one JSON document, or text for a person; errors in one line."""

from __future__ import annotations

import json
import sys
from typing import Any

from rich.console import Console

from preclear.errors import InvalidInput, PreclearError
from preclear.writing.plain import plain

JOB_DONE, NOT_WELL, UNUSABLE_INPUT, UNAVAILABLE, BUG = 0, 1, 2, 3, 70

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)


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
