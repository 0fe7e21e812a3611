"""CSV of document numbers, read as a stream: a whole list, or the changes of a day."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

from preclear.errors import InvalidInput
from preclear.screening.numbers.rows import RULE, Encoder, NumberRow, Rows
from preclear.screening.reading import clean, last_day, required

ADD, CHANGE, WITHDRAW = "add", "change", "withdraw"
ACTIONS = frozenset({ADD, CHANGE, WITHDRAW})
DEFAULTS = frozenset({"owner", "legal_basis", "expires", "list"})
_COLUMNS = ("number", "issuing_state", "type", "status", "since", "expires", "owner", "legal_basis", "action")
_LONGEST_LINE = 1 << 16
_AT_ONCE = 1 << 17
_BLOCK = 1 << 20


class Feed:
    """One file on its way in. ``expired`` and ``sha256`` are right when all of it was read.

    A whole list has the columns ``number,issuing_state`` and may have ``type,status,since,expires,owner,legal_basis``;
    ``changes`` have ``action`` besides: ``add``, ``change`` (both set the entry) or ``withdraw``. Columns that are not
    known are passed over.
    """

    def __init__(self, path: Path, defaults: Mapping[str, str], on: date, *, changes: bool = False) -> None:
        if unknown := sorted(defaults.keys() - DEFAULTS):
            raise InvalidInput(
                f"{unknown[0]!r} cannot be a default", where="--default", mend=f"Known: {', '.join(sorted(DEFAULTS))}."
            )
        self.path = path
        self.expired = 0
        self.rows = 0
        self._defaults = {key: clean(value) for key, value in defaults.items()}
        self._on = on
        self._changes = changes
        self._digest = hashlib.sha256()
        self._expired_days: dict[str, bool] = {}

    @property
    def sha256(self) -> str:
        """Hash of the bytes read so far."""
        return self._digest.hexdigest()

    def blocks(self, encoder: Encoder) -> Iterator[Rows]:
        """The rows, encoded, some 131,072 at a time; ``InvalidInput`` names the line that cannot be used."""
        try:
            with (
                self.path.open("rb", buffering=0) as raw,
                io.BufferedReader(_Hashed(raw, self._digest), _BLOCK) as file,
            ):
                yield from self._blocks(file, encoder)
        except OSError as error:
            raise InvalidInput("cannot be read", where=str(self.path), mend="Check the path.") from error

    def _blocks(self, file: BinaryIO, encoder: Encoder) -> Iterator[Rows]:
        reader = csv.reader(_lines(file, self.path), strict=True)
        try:
            places = self._places(next(reader, []))
            for fields in reader:
                self._take(fields, places, encoder, reader.line_num)
                if len(encoder) >= _AT_ONCE:
                    yield encoder.take()
        except csv.Error as error:
            raise self._refused(str(error), reader.line_num, "RFC 4180") from error
        except ValueError as error:
            raise self._refused(str(error), reader.line_num) from error
        yield encoder.take()

    def _take(self, fields: list[str], places: Sequence[int], encoder: Encoder, line: int) -> None:
        if not fields:
            return
        width = len(fields)
        if width > places[-1]:
            raise ValueError("has more fields than the first line")
        values = [fields[at].strip() if 0 <= at < width else "" for at in places[:-1]]
        number, state, type_, status, since, expires, owner, basis, action = values
        self.rows += 1
        if (action and action.casefold() not in ACTIONS) or (self._changes and not action):
            raise ValueError(f"{action[:20]!r} is no action: add, change or withdraw")
        if action.casefold() == WITHDRAW:
            encoder.add(NumberRow(number, state, type_, withdrawn=True))
            return
        expires = expires or self._defaults.get("expires", "")
        if expires and self._is_over(expires, line):
            self.expired += 1
            return
        owner = owner or self._required("owner", line)
        basis = basis or self._required("legal_basis", line)
        encoder.add(NumberRow(number, state, type_, status, since, expires, owner, basis))

    def _required(self, key: str, line: int) -> str:
        return self._defaults.get(key) or required({}, self._defaults, key, f"{self.path}, line {line}")

    def _is_over(self, text: str, line: int) -> bool:
        found = self._expired_days.get(text)
        if found is None:
            last = last_day(text, f"{self.path}, line {line}")
            found = last is not None and last < self._on
            if len(self._expired_days) < _AT_ONCE:
                self._expired_days[text] = found
        return found

    def _places(self, head: list[str]) -> tuple[int, ...]:
        """Where each known column stands (-1 where it is missing), and how many fields the first line has."""
        names = [name.strip().casefold() for name in head]
        needed = ("number", "issuing_state", *(("action",) if self._changes else ()))
        if missing := [name for name in needed if name not in names]:
            raise self._refused(f"has no column {', '.join(missing)}", 1)
        if not self._changes and "action" in names:
            raise self._refused("has a column action, so these are changes and no whole list", 1)
        return (*(names.index(name) if name in names else -1 for name in _COLUMNS), len(names))

    def _refused(self, what: str, line: int, rule: str = RULE) -> InvalidInput:
        return InvalidInput(what, where=f"{self.path}, line {line}", rule=rule, mend="Mend the line; nothing was kept.")


class _Hashed(io.RawIOBase):
    """Bytes that are hashed while they are read."""

    def __init__(self, raw: io.RawIOBase, digest: hashlib._Hash) -> None:
        self._raw = raw
        self._digest = digest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int | None:
        size = self._raw.readinto(buffer)
        self._digest.update(buffer[: size or 0])
        return size


def _lines(file: BinaryIO, path: Path) -> Iterator[str]:
    """Lines as text, the first without byte order mark; ``InvalidInput`` for an endless one or one that is no UTF-8."""
    number = 0
    while line := file.readline(_LONGEST_LINE):
        number += 1
        if len(line) == _LONGEST_LINE and not line.endswith(b"\n"):
            raise InvalidInput("is longer than any row", where=f"{path}, line {number}", rule=RULE)
        try:
            yield line.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError as error:
            raise InvalidInput(
                "is not UTF-8", where=f"{path}, line {number}", rule="RFC 3629", mend="Save the file as UTF-8."
            ) from error
