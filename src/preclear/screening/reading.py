"""Reading list files within bounds: bytes, text, comma-separated rows, days and required words."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import zip_longest
from pathlib import Path

from preclear.errors import InvalidInput
from preclear.model.dates import PartialDate

MOST_BYTES = 1 << 30
"""The largest list file that is read: 1 GiB, more than a hundred times the largest public list."""
MOST_TEXT = 2000
"""Characters of one name or reason."""


def read_bytes(path: Path) -> bytes:
    """The bytes of a list file; ``InvalidInput`` where it is missing, no file, or larger than ``MOST_BYTES``."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise InvalidInput(f"larger than {MOST_BYTES} bytes", where=str(path), mend="Split the list.")
        return path.read_bytes()
    except (OSError, ValueError) as error:
        raise InvalidInput(f"cannot be read ({_plain(error)})", where=str(path), mend="Check the path.") from error


def sha256(*parts: bytes) -> str:
    """Hash of the files of one list, each by its own hash, in the order given."""
    if len(parts) == 1:
        return hashlib.sha256(parts[0]).hexdigest()
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()


def decode(data: bytes, path: Path) -> str:
    """UTF-8 text, with or without a byte order mark."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidInput(
            "is not UTF-8", where=f"{path}, byte {error.start}", rule="RFC 3629", mend="Save the file as UTF-8."
        ) from error


def rows(text: str, path: Path, delimiter: str = ",") -> Iterator[tuple[int, list[str]]]:
    """Rows with the number of their last line; ``InvalidInput`` for a broken quotation or an endless field."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=False)
    try:
        for row in reader:
            if row:
                yield reader.line_num, row
    except csv.Error as error:
        raise InvalidInput(str(error), where=f"{path}, line {reader.line_num}", rule="RFC 4180") from error


def records(
    text: str, path: Path, required: tuple[str, ...], delimiter: str = ","
) -> Iterator[tuple[str, dict[str, str]]]:
    """Rows as fields by the names of the first row, each with where it stands. Unknown columns are kept."""
    table = rows(text, path, delimiter)
    _, head = next(table, (0, []))
    names = [name.strip().casefold() for name in head]
    if missing := [name for name in required if name not in names]:
        raise InvalidInput(
            f"has no column {', '.join(missing)}",
            where=f"{path}, line 1",
            rule="list CSV",
            mend=f"The first line names the columns: {', '.join(required)} ...",
        )
    for line, row in table:
        where = f"{path}, line {line}"
        if len(row) > len(names):
            raise InvalidInput("has more fields than the first line", where=where, rule="RFC 4180, section 2")
        fields = {name: clean(value) for name, value in zip_longest(names, row, fillvalue="")}
        if any(fields.values()):
            yield where, fields


def clean(text: str) -> str:
    """One line of text, without control characters, at most ``MOST_TEXT`` long."""
    return " ".join("".join(c if c.isprintable() or c in "\u200c\u200d" else " " for c in text).split())[:MOST_TEXT]


def partial_date(text: str, where: str) -> PartialDate:
    """A day, month or year; ``InvalidInput`` names where it stands."""
    try:
        return PartialDate.parse(text)
    except ValueError as error:
        raise InvalidInput(
            f"{text[:40]!r} is no date", where=where, rule="ISO 8601", mend="Write YYYY-MM-DD, YYYY-MM or YYYY."
        ) from error


def last_day(text: str, where: str) -> date | None:
    """The last day on which an entry holds, None for an empty text."""
    return partial_date(text, where).last if text else None


def required(fields: Mapping[str, str], defaults: Mapping[str, str], key: str, where: str) -> str:
    """The row's own value or the file's default; a list without owner or legal basis is refused."""
    value = fields.get(key) or defaults.get(key, "")
    if not value:
        raise InvalidInput(
            f"no {key.replace('_', ' ')}: a list without it is refused",
            where=where,
            rule="lists: owner and legal basis",
            mend=f"Fill the column {key}, or give --default {key}=VALUE.",
        )
    return value


def _plain(error: OSError | ValueError) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
