"""Reading list files within bounds: bytes, text, comma-separated rows, days and required words."""

from __future__ import annotations

import codecs
import csv
import difflib
import hashlib
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import TextIO

from preclear.errors import InvalidInput
from preclear.model.dates import PartialDate

MOST_BYTES = 1 << 30
"""The largest list file that is read: 1 GiB, more than a hundred times the largest public list."""
MOST_TEXT = 2000
"""Characters of one name or reason."""
MOST_NAME = 500
"""Characters of a name or a document number; the longest on the large public lists has about 200."""
_CHUNK = 1 << 20
_END = "\x1a the end \x1a"
"""A line of its own after the last one: where it does not come back as a row, a quotation is still open."""
_DOTTED = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})", re.ASCII)


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


def decode(data: bytes, path: Path) -> TextIO:
    """UTF-8 text, with or without a byte order mark, read as it is needed."""
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    at = 0
    try:
        for at in range(0, len(data), _CHUNK):
            decoder.decode(data[at : at + _CHUNK])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        raise InvalidInput(
            "is not UTF-8",
            where=f"{path}, near byte {at + error.start}",
            rule="RFC 3629",
            mend="Save the file as UTF-8.",
        ) from error
    return io.TextIOWrapper(io.BytesIO(data), encoding="utf-8-sig", newline="")


def decode_latin(data: bytes) -> TextIO:
    """Text in ISO 8859-1, in which every byte is a character."""
    return io.TextIOWrapper(io.BytesIO(data), encoding="latin-1", newline="")


def rows(text: TextIO, path: Path, delimiter: str = ",", *, strict: bool = False) -> Iterator[tuple[int, list[str]]]:
    """Rows with the number of their last line; ``InvalidInput`` for a broken quotation or an endless field.

    A quotation that is never closed would swallow the rows after it, and nobody would miss them: it is refused even
    where the feed of a list is known to be careless about quotation marks, and so not read strictly.
    """
    reader = csv.reader(chain(text, [_END]), delimiter=delimiter, strict=strict)
    broken = "a quotation mark is not closed"
    try:
        for row in reader:
            if row == [_END]:
                return
            if row:
                yield reader.line_num, row
    except csv.Error as error:
        broken = str(error)
    raise InvalidInput(
        broken,
        where=f"{path}, line {reader.line_num}",
        rule="RFC 4180",
        mend="Look for a quotation mark that is not closed, or stands alone inside of quotation marks.",
    )


def records(
    text: TextIO, path: Path, required: tuple[str, ...], optional: tuple[str, ...]
) -> Iterator[tuple[str, dict[str, str]]]:
    """Rows as fields by the names of the first row, each with where it stands.

    Unknown columns are passed over, but not one that looks like a slip of the pen for a known one: a list whose
    ``expire`` were passed over would hold for ever.
    """
    table = rows(text, path, strict=True)
    _, head = next(table, (0, []))
    names = [name.strip().casefold() for name in head]
    _check_columns(names, path, required, optional)
    known = frozenset((*required, *optional))
    wanted = [(at, name) for at, name in enumerate(names) if name in known]
    for line, row in table:
        if len(row) > len(names):
            raise InvalidInput(
                "has more fields than the first line",
                where=f"{path}, line {line}",
                rule="RFC 4180, section 2",
                mend="Put a field that holds a comma into quotation marks.",
            )
        fields = {name: value for at, name in wanted if at < len(row) and (value := clean(row[at]))}
        if fields:
            yield f"{path}, line {line}", fields


def _check_columns(names: list[str], path: Path, required: tuple[str, ...], optional: tuple[str, ...]) -> None:
    where = f"{path}, line 1"
    if missing := [name for name in required if name not in names]:
        raise InvalidInput(
            f"has no column {', '.join(missing)}",
            where=where,
            rule="list CSV",
            mend=f"The first line names the columns, parted by commas: {', '.join(required)} ...",
        )
    for at, name in enumerate(names):
        meant = difflib.get_close_matches(name[:40], (*required, *optional), n=1, cutoff=0.85)
        if (meant and meant[0] != name) or (meant and name in names[:at]):
            raise InvalidInput(
                f"column {name[:40]!r} stands twice" if meant[0] == name else f"column {name[:40]!r} is unknown",
                where=where,
                rule="list CSV",
                mend=f"Is it {meant[0]}? Name it so, once.",
            )


def clean(text: str, most: int = MOST_TEXT) -> str:
    """One line of text in normal form C, without control characters, at most ``most`` long."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()[:most]  # the same, quickly: most fields of most lists are so
    if not text.isprintable():
        text = "".join(c if c.isprintable() or c in "\u200c\u200d" else " " for c in text)
    return unicodedata.normalize("NFC", " ".join(text.split()))[:most]


def partial_date(text: str, where: str) -> PartialDate:
    """A day, month or year; ``InvalidInput`` names where it stands."""
    try:
        return _parsed(text)
    except ValueError as error:
        raise InvalidInput(
            f"{text[:40]!r} is no date", where=where, rule="ISO 8601", mend="Write YYYY-MM-DD, YYYY-MM or YYYY."
        ) from error


@lru_cache(maxsize=1 << 15)
def _parsed(text: str) -> PartialDate:
    return PartialDate.parse(text)


def known_date(text: str) -> PartialDate | None:
    """A day, month or year of a feed that mixes them with words; None for anything else.

    Full dates may carry a time (``2026-02-27T00:00:09Z``) or be written ``D.M.YYYY`` or ``D/M/YYYY``.
    """
    dotted = _DOTTED.fullmatch(text)
    try:
        if dotted:
            return PartialDate(int(dotted[3]), int(dotted[2]), int(dotted[1]))
        return PartialDate.parse(text[:10])
    except ValueError:
        return None


def known_day(text: str) -> date | None:
    """As ``known_date``, for whole days only."""
    found = known_date(text)
    return found.first if found is not None and found.whole else None


def last_day(text: str, where: str) -> date | None:
    """The last day on which an entry holds, None for an empty text."""
    return partial_date(text, where).last if text else None


def published(defaults: Mapping[str, str]) -> date | None:
    """The day of the list itself, where ``--default published=DATE`` gives it."""
    return last_day(defaults.get("published", ""), "--default")


def short(text: str, what: str, where: str) -> str:
    """The text; ``InvalidInput`` where it is longer than any name or number (``MOST_NAME``)."""
    if len(text) > MOST_NAME:
        raise InvalidInput(
            f"{what} is longer than {MOST_NAME} characters", where=where, rule="list CSV", mend="One name a row."
        )
    return text


def required(fields: Mapping[str, str], defaults: Mapping[str, str], key: str, where: str) -> str:
    """The row's own value or the file's default; a list without owner or legal basis is refused."""
    value = fields.get(key) or defaults.get(key, "").strip()
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
