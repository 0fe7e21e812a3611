"""A register kept as a CSV file: one row an entry, one column the key."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

from preclear.errors import InvalidInput
from preclear.model.dossier import RegisterAnswer

_LONGEST = 100_000_000


class CsvRegister:
    """Look entries up by a key column; letter case and spaces around do not matter.

    The file is read when first asked and again when it changes. A file that cannot be read is ``unavailable``.
    """

    def __init__(self, name: str, path: Path, key: str, fields: Mapping[str, str] | None = None) -> None:
        self._name = name
        self._path = path
        self._key = key
        self._fields = fields
        self._read: tuple[int, Mapping[str, Mapping[str, str]]] = (-1, {})

    @property
    def name(self) -> str:
        """What the register is called in a dossier."""
        return self._name

    def ask(self, number: str) -> RegisterAnswer:
        """The entry of this key, or that there is none, or that the file could not be read."""
        try:
            entry = self._entries().get(_plain(number))
        except (OSError, InvalidInput, UnicodeDecodeError, csv.Error) as error:
            return RegisterAnswer(register=self._name, asked=number, unavailable=f"the file cannot be read: {error}")
        if entry is None:
            return RegisterAnswer(register=self._name, asked=number)
        return RegisterAnswer(register=self._name, asked=number, found=True, fields=entry)

    def _entries(self) -> Mapping[str, Mapping[str, str]]:
        state = self._path.stat()
        if state.st_size > _LONGEST:
            raise InvalidInput(f"larger than {_LONGEST} bytes", where=str(self._path))
        if state.st_mtime_ns != self._read[0]:
            self._read = (state.st_mtime_ns, self._load())
        return self._read[1]

    def _load(self) -> Mapping[str, Mapping[str, str]]:
        with self._path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file, strict=True)
            if self._key not in (rows.fieldnames or ()):
                raise InvalidInput("no such column", where=self._key, rule=str(self._path))
            return {_plain(row[self._key] or ""): self._named(row) for row in rows}

    def _named(self, row: Mapping[str, str]) -> Mapping[str, str]:
        names = self._fields or {column: column for column in row if column}
        return {ours: row[theirs] for ours, theirs in names.items() if row.get(theirs)}


def _plain(key: str) -> str:
    return " ".join(key.split()).casefold()
