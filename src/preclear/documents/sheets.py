"""Pages of a PDF as pictures, drawn in a process of its own: a crash, a loop or a flood of memory ends there.

PDFium does what a page says. A few kilobytes can say half a million lines, or a quarter of a gigabyte of zeros, and
nothing in this process could stop it. The child hears the file on standard input; it writes no file and starts nothing.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

from preclear.errors import InvalidInput

SECONDS = 20
"""Longest wall time for the pages of one file; the child's own limit on processor time is shorter."""
_CPU_SECONDS = 10
_MEMORY = 1024 * 1024 * 1024
_CHILD = "preclear.documents.sheets_child"
_RULE = "preclear.documents.decoding"


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One drawn page: rows of points, three bytes (red, green, blue) each."""

    width: int
    height: int
    points: bytes


def drawn(data: bytes, *, most: int, longest: int, seconds: float = SECONDS) -> tuple[Sheet, ...]:
    """The first ``most`` pages of a PDF, none of them longer than ``longest`` points.

    ``InvalidInput`` where it cannot be opened or drawn, or asks for more memory than a page may, or for more than
    ``seconds``.
    """
    limits = [str(number) for number in (most, longest, _CPU_SECONDS, _MEMORY)]
    try:
        done = subprocess.run(  # noqa: S603 -- our own interpreter and module, no shell
            [sys.executable, "-m", _CHILD, *limits], input=data, capture_output=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired:
        raise _too_much() from None
    said, _, points = done.stdout.partition(b"\n")
    try:
        answer: Any = json.loads(said)
    except ValueError:
        raise _too_much() from None
    if "error" in answer:
        raise InvalidInput(**answer["error"], rule=_RULE)
    return _cut(answer["pages"], points)


def _cut(sizes: list[tuple[int, int]], points: bytes) -> tuple[Sheet, ...]:
    """The pages, one behind the other in ``points``."""
    if sum(width * height * 3 for width, height in sizes) != len(points):
        raise _too_much()
    sheets, at = [], 0
    for width, height in sizes:
        end = at + width * height * 3
        sheets.append(Sheet(width=width, height=height, points=points[at:end]))
        at = end
    return tuple(sheets)


def _too_much() -> InvalidInput:
    return InvalidInput(
        "a PDF that asks for more memory or time than a page may",
        where="file",
        rule=_RULE,
        mend="Send a photograph or scan of the page",
    )
