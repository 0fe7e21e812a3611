"""The demo's registers as CSV files, with a registers file that names them for ``preclear.connectors``."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

import yaml

Rows = Mapping[str, tuple[Mapping[str, str], ...]]
"""Rows by register; each row has its key under ``number``."""

UNAVAILABLE = "wage"
"""The register whose file is missing on purpose: the demo shows that silence is never adverse."""

REGISTERS_FILE = "registers.yaml"


def write_registers(folder: Path, rows: Rows) -> None:
    """Write every register but the unavailable one, and ``registers.yaml`` which names them all."""
    for name, entries in rows.items():
        if name != UNAVAILABLE:
            _write(folder / f"{name}.csv", entries)
    named = {name: {"csv": f"{name}.csv", "key": "number"} for name in sorted(rows)}
    text = f"# Registers of the demo. {UNAVAILABLE}.csv is missing on purpose: a register that does not answer.\n"
    (folder / REGISTERS_FILE).write_text(text + yaml.safe_dump(named), "utf-8")


def _write(place: Path, entries: tuple[Mapping[str, str], ...]) -> None:
    columns = dict.fromkeys(column for entry in entries for column in entry)
    with place.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, tuple(columns), restval="")
        writer.writeheader()
        writer.writerows(entries)
