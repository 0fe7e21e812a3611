"""``preclear checks``: the catalogue of checks."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import cyclopts
import yaml
from rich.markup import escape
from rich.table import Column, Table

from preclear.checks import Check, catalogue
from preclear.cli.output import out, print_json
from preclear.errors import NotFound

app = cyclopts.App(name="checks", help="The catalogue of checks: each question, its source and its examples.")


@app.command(name="list")
def list_(*, json: bool = False) -> None:
    """List every check: its id, the question that it asks, the source that it rests on, how loud it can speak.

        preclear checks list
        preclear checks list --json

    Parameters
    ----------
    json
        Print one JSON document with the examples of each check.

    """
    rows = list(_rows())
    if json:
        print_json({"checks": rows})
        return
    table = Table(Column("check", no_wrap=True), "question", "source", "speaks as")
    for row in rows:
        table.add_row(row["id"], escape(row["question"]), escape(row["source"]), ", ".join(row["weights"]))
    out.print(table)


@app.command
def show(check: str, *, json: bool = False) -> None:
    """Show one check with its examples: when it speaks, when it is silent, and what honest case looks the same.

        preclear checks show claims.permit_beneficiary

    Parameters
    ----------
    check
        Id of a check, as ``preclear checks list`` prints it.
    json
        Print one JSON document.

    """
    row = next((row for row in _rows() if row["id"] == check), None)
    if row is None:
        raise NotFound(f"there is no check {check[:80]!r}", mend="See: preclear checks list")
    if json:
        print_json(row)
        return
    out.print(f"[bold]{row['id']}[/bold]  {escape(row['question'])}\nSource: {escape(row['source'])}")
    out.print(f"Sees only: {', '.join(row['evidence']) or 'nothing'}")
    table = Table("example", "speaks as", "because")
    for example in row["examples"]:
        kind = " (honest look-alike)" if "honest" in example else ""
        speaks = ", ".join(example["expect"]) or "silent"
        table.add_row(escape(example["example"]) + kind, speaks, escape(example["because"]))
    out.print(table)


def _rows() -> Iterator[dict[str, Any]]:
    for check in catalogue().checks:
        examples = _examples(check)
        loud = {weight for example in examples for weight in example["expect"]}
        yield {
            "id": check.id,
            "question": check.question,
            "source": check.source,
            "axis": check.axis,
            "evidence": [*check.needs, *check.welcomes],
            "weights": [weight for weight in ("note", "concern", "serious") if weight in loud],
            "examples": examples,
        }


def _examples(check: Check) -> list[dict[str, Any]]:
    room, name = check.id.split(".")
    text = files(f"preclear.checks.{room}").joinpath(f"{name}.examples.yaml").read_text("utf-8")
    examples: list[dict[str, Any]] = yaml.safe_load(text)
    return examples
