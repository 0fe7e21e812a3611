"""The process that ``papers.look`` starts: limits first, then the file, then one JSON document."""

from __future__ import annotations

import contextlib
import json
import sys
from datetime import datetime

from pikepdf.settings import set_qpdf_limits

from preclear.documents.papers.looking import MAX_SIZE
from preclear.documents.papers.reading import read
from preclear.errors import InvalidInput
from preclear.writing.plain import plain

with contextlib.suppress(ImportError):  # not on every system: there the parent's clock alone limits the child
    import resource

_MEMORY = 768 * 1024 * 1024
_UNPACKED = 64 * 1024 * 1024
_CPU_SECONDS = 15


def main() -> None:
    """Read standard input, write the hints or the error."""
    _limit()
    at = datetime.fromisoformat(sys.argv[1]) if len(sys.argv) > 1 else None
    data = sys.stdin.buffer.read(MAX_SIZE + 1)
    try:
        answer = plain(read(data, at))
    except InvalidInput as error:
        answer = {"error": {"what": error.what, "where": error.where, "rule": error.rule, "mend": error.mend}}
    sys.stdout.write(json.dumps(answer))


def _limit() -> None:
    """Of the PDF library, which are kind and say why; then of the process, which are not."""
    set_qpdf_limits(
        flate_max_memory=_UNPACKED,
        run_length_max_memory=_UNPACKED,
        png_max_memory=_UNPACKED,
        tiff_max_memory=_UNPACKED,
        max_stream_filters=8,
        doc_max_warnings=1000,
        parser_max_nesting=100,
    )
    if "resource" not in globals():
        return
    for kind, most in ((resource.RLIMIT_CPU, _CPU_SECONDS), (resource.RLIMIT_AS, _MEMORY), (resource.RLIMIT_CORE, 0)):
        _, hard = resource.getrlimit(kind)
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (allowed, allowed))


if __name__ == "__main__":
    main()
