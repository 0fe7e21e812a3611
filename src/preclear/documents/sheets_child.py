"""The process that ``sheets.drawn`` starts: limits first, then the file, then one line of JSON and the points."""

from __future__ import annotations

import contextlib
import json
import sys
from typing import Any

import pypdfium2

with contextlib.suppress(ImportError):  # not on every system: there the parent's clock alone limits the child
    import resource

_DOTS_PER_POINT = 200 / 72
_LEAST = 1400
"""Cards and passports are often cut out to a small page of their own: never fewer points than a photograph."""
_OPEN = "Send a PDF that is whole and has no password"
_OTHER = "Give a JPEG, a PNG or a PDF of the page"


class _CannotDrawError(Exception):
    """What is wrong, where, and how to mend it."""


def main() -> None:
    """Read standard input, write the pages or the error."""
    most, longest, seconds, memory = map(int, sys.argv[1:])
    _limit(seconds, memory)
    pages: list[tuple[int, int, bytes]] = []
    try:
        pages = _pages(sys.stdin.buffer.read(), most, longest)
        answer: dict[str, Any] = {"pages": [(width, height) for width, height, _ in pages]}
    except _CannotDrawError as error:
        what, where, mend = error.args
        answer = {"error": {"what": what, "where": where, "mend": mend}}
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n")
    for _, _, points in pages:
        sys.stdout.buffer.write(points)


def _limit(seconds: int, memory: int) -> None:
    if "resource" not in globals():
        return
    for kind, most in ((resource.RLIMIT_CPU, seconds), (resource.RLIMIT_AS, memory), (resource.RLIMIT_CORE, 0)):
        _, hard = resource.getrlimit(kind)
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (allowed, allowed))


def _pages(data: bytes, most: int, longest: int) -> list[tuple[int, int, bytes]]:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise _CannotDrawError("a PDF that cannot be opened", "file", _OPEN) from error
    pages = [_drawn(document, index, longest) for index in range(min(len(document), most))]
    if not pages:
        raise _CannotDrawError("a PDF without pages", "file", _OTHER)
    return pages


def _drawn(document: pypdfium2.PdfDocument, index: int, longest: int) -> tuple[int, int, bytes]:
    where = f"page {index + 1}"
    try:
        page = document[index]
        width, height = page.get_size()
        side = max(width, height)
        if not side >= 1 or min(width, height) < 1:
            raise _CannotDrawError("a page without size", where, _OTHER)
        scale = max(min(_DOTS_PER_POINT, longest / side), min(_LEAST, longest) / side)
        bitmap = page.render(scale=scale, may_draw_forms=False, rev_byteorder=True, prefer_bgrx=False)
        picture = bitmap.to_pil().convert("RGB")
    except (pypdfium2.PdfiumError, ValueError) as error:
        raise _CannotDrawError("a page that cannot be drawn", where, _OTHER) from error
    return picture.width, picture.height, picture.tobytes()


if __name__ == "__main__":
    main()
