"""Steps of a verification as a table for a person."""

from __future__ import annotations

from collections.abc import Iterable

from rich.markup import escape
from rich.table import Table

from preclear.cli.output import out
from preclear.model.codes import CheckStatus
from preclear.model.verification import Step

_STYLES = {CheckStatus.PASSED: "green", CheckStatus.FAILED: "bold red"}


def styled(status: CheckStatus) -> str:
    """A status in its colour; what could not be looked at is never red."""
    style = _STYLES.get(status, "yellow")
    return f"[{style}]{status.value}[/]"


def print_steps(steps: Iterable[Step]) -> None:
    """Print each step with its status, the reason, and what was expected and found where two values were compared."""
    table = Table()
    for heading in ("check", "status", "expected", "found", "reason"):
        table.add_column(heading)
    for step in steps:
        cells = (step.expected or "", step.found or "", step.reason)
        table.add_row(step.id, styled(step.status), *map(escape, cells))
    out.print(table)
