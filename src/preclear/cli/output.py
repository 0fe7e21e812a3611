"""How commands speak: one JSON document, or text for a person; errors in one line."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from typing import Any

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

from preclear.errors import InvalidInput, PreclearError
from preclear.writing.plain import plain

JOB_DONE, NOT_WELL, UNUSABLE_INPUT, UNAVAILABLE, BUG = 0, 1, 2, 3, 70

_COMMANDS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Characters that command a terminal or turn the direction of text: a certificate may hold them in its name."""


class _Terminal(Console):
    """A console on which text from a document can only be read, and commands nothing."""

    def print(self, *objects: Any, **how: Any) -> None:
        """As ``Console.print``; plain text is made readable first, for signs without width make Rich lose others."""
        super().print(*(_COMMANDS.sub("\ufffd", one) if isinstance(one, str) else one for one in objects), **how)

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterator[Segment]:
        for segment in super().render(renderable, options):
            text, style, control = segment
            yield segment if control else Segment(_COMMANDS.sub("\ufffd", text), style)


out = _Terminal(highlight=False)
err = _Terminal(stderr=True, highlight=False)


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
