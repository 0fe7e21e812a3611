"""A log of document checks as a table (``preclear document log``)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rich.markup import escape
from rich.table import Table

from preclear.cli.output import out
from preclear.cli.steps import styled
from preclear.documents.record import SCHEME
from preclear.errors import InvalidInput
from preclear.model.codes import CheckStatus

_RULE = "BSI TR-03135-1, 6"


def print_records(path: Path, *, only_failed: bool) -> None:
    """Print one row for each check, with the steps that did not pass and why, and the sums."""
    table = Table()
    for heading in ("when", "transaction", "document", "result", "steps that did not pass"):
        table.add_column(heading)
    sums: Counter[str] = Counter()
    for made in _records(path):
        status = CheckStatus(made["result"]["status"])
        sums[status.value] += 1
        if only_failed and status is not CheckStatus.FAILED:
            continue
        document = made["document"]
        what = f"{document['type'] or '?'} {document['issuing_state'] or '?'}"
        table.add_row(made["times"]["began"][:19], made["transaction"], escape(what), styled(status), _not_passed(made))
    out.print(table)
    out.print(", ".join(f"{count} {word}" for word, count in sorted(sums.items())) or "no record", markup=False)


def _not_passed(made: dict[str, Any]) -> str:
    steps = [step for step in made["checks"] if step["status"] not in {"passed", "not_supported"}]
    return escape("\n".join(f"{step['name']} {step['tr_03135']}: {step['reason']}" for step in steps))


def _records(path: Path) -> Iterator[dict[str, Any]]:
    """The records of a log, each looked over; a line that is none is refused with its number."""
    try:
        with path.open(encoding="utf-8", errors="replace") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield _record(line, f"{path}, line {number}")
    except OSError as error:
        raise InvalidInput(f"cannot be read: {error.strerror}", where=str(path), mend="Name a log") from error


def _record(line: str, where: str) -> dict[str, Any]:
    try:
        made = json.loads(line)
        right = made["scheme"] == SCHEME and all(
            isinstance(step[key], str) for step in made["checks"] for key in ("status", "name", "tr_03135", "reason")
        )
        CheckStatus(made["result"]["status"])
        texts = (made["transaction"], made["times"]["began"])
        right = (
            right
            and all(isinstance(text, str) for text in texts)
            and {"type", "issuing_state"} <= set(made["document"])
        )
    except (ValueError, KeyError, TypeError, RecursionError):
        right = False
    if not right:
        raise InvalidInput(
            "is no record of a document check", where=where, rule=_RULE, mend="Give a file that --record has written"
        )
    return dict(made)
