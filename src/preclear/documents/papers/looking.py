"""Reading a stranger's file in a process of its own: a crash, a loop or a flood of memory ends there.

The child hears the file on standard input and answers with JSON. It never writes a file and starts no program.
"""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import datetime
from typing import Any

import cattrs

from preclear.errors import InvalidInput
from preclear.model.paper import PaperHints

MAX_SIZE = 10 * 1024 * 1024
"""Bytes of one paper."""
SECONDS = 20
"""Longest wall time for one paper; the child's own limit on processor time is shorter."""
_MOST_ANSWER = 4 * 1024 * 1024
_MEND = "Ask for the paper in a simpler form, such as a scan"


def look(data: bytes, at: datetime | None = None, *, seconds: float = SECONDS) -> PaperHints:
    """What a paper shows of its history, for a person to look at. ``at`` (aware) tells dates that have not come yet.

    ``InvalidInput`` where the file is none of PDF, JPEG and PNG, is damaged beyond reading, or asks for more work than
    a supporting paper may: 10 MB, 500 pages, ``seconds``.
    """
    if at is not None and at.tzinfo is None:
        raise InvalidInput("has no time zone", where="at", rule="RFC 3339", mend="Give an aware time")
    known(data)
    command = [sys.executable, "-m", "preclear.documents.papers.child", *([at.isoformat()] if at else [])]
    try:
        done = subprocess.run(  # noqa: S603 -- our own interpreter and module, no shell
            command, input=data, capture_output=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired:
        raise InvalidInput(f"cannot be read within {seconds:g} seconds", where="paper", mend=_MEND) from None
    return _answer(done.stdout[:_MOST_ANSWER])


def known(data: bytes) -> None:
    """``InvalidInput`` where the first bytes are of no paper that we read, or there are too many."""
    if len(data) > MAX_SIZE:
        raise InvalidInput(f"is larger than {MAX_SIZE} bytes", where="paper", mend="Give a smaller scan")
    if not is_pdf(data) and not data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        raise InvalidInput(
            "is neither PDF nor JPEG nor PNG", where="paper", mend="Give the paper in one of these forms"
        )


def is_pdf(data: bytes) -> bool:
    """Whether a PDF begins within the first kilobyte, as readers of PDF allow (ISO 32000-2, annex I)."""
    return b"%PDF-" in data[:1024]


def _answer(output: bytes) -> PaperHints:
    try:
        answer: Any = json.loads(output)
    except ValueError:
        raise InvalidInput("asks for more memory or time than a paper may", where="paper", mend=_MEND) from None
    if "error" in answer:
        raise InvalidInput(**answer["error"])
    return cattrs.structure(answer, PaperHints)
