"""Read the registers file: which registers there are, where, and what their fields are called."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from preclear.connectors.csv_register import CsvRegister
from preclear.connectors.http_register import HttpRegister
from preclear.errors import InvalidInput
from preclear.services.ports import Register
from preclear.writing.yaml_text import load as load_yaml

RULE = "registers file"


def load(path: Path) -> Mapping[str, Register]:
    """Registers by name. Paths of files are relative to the registers file.

    ``permit: {csv: permits.csv, key: number}`` or ``permit: {http: https://..., fields: {...}, seconds: 5}``.
    """
    try:
        whole = load_yaml(path.read_bytes())
    except OSError as error:
        raise InvalidInput("cannot be read", where=str(path), rule=RULE, mend=str(error)) from error
    if not isinstance(whole, Mapping):
        raise InvalidInput("a mapping of registers is missing", where=str(path), rule=RULE)
    return {str(name): _register(str(name), given, path.parent) for name, given in whole.items()}


def _register(name: str, given: Any, folder: Path) -> Register:
    if not isinstance(given, Mapping):
        raise InvalidInput("a mapping is missing", where=name, rule=RULE)
    fields = {str(ours): str(theirs) for ours, theirs in given.get("fields", {}).items()}
    if "csv" in given and "key" in given:
        return CsvRegister(name, folder / str(given["csv"]), str(given["key"]), fields or None)
    if "http" in given and fields:
        return HttpRegister(
            name=name,
            url=str(given["http"]),
            fields=fields,
            headers={str(key): str(value) for key, value in given.get("headers", {}).items()},
            seconds=float(given.get("seconds", 5)),
        )
    raise InvalidInput("neither csv with key nor http with fields", where=name, rule=RULE)
