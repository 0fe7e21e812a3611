"""The file of a backup: a ZIP of JSON Lines with a manifest of counts and hashes. Knows no framework.

::

    manifest.json                   format, version, when, migrations, tables, audit log
    tables/storage.caserow.jsonl    one row a line
    keys/clearance/signer.key       only when asked for
"""

from __future__ import annotations

import json
import os
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from preclear.errors import InvalidInput, NotFound

FORMAT, VERSION = "preclear-backup", 1
RULE = "docs/storage.md, backups"

_MANIFEST = "manifest.json"
_LONGEST_MANIFEST = 4 * 1024 * 1024
_LONGEST_LINE = 64 * 1024 * 1024
_LONGEST_KEY = 1024 * 1024
_KEY = re.compile(r"keys/[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*){0,3}")
_LABEL = re.compile(r"[a-z_]+\.[a-z_]+")
_UNREADABLE = (OSError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)


@dataclass(frozen=True, kw_only=True)
class Table:
    """How many rows a table has, and the SHA-256 of its lines."""

    rows: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """What a backup says of itself. ``audit_root`` is the Merkle root of the ``audit_size`` entries, in hexadecimal."""

    made_at: str
    made_by: str
    migrations: tuple[tuple[str, str], ...]
    tables: Mapping[str, Table]
    audit_size: int
    audit_root: str
    keys: Mapping[str, str] = field(default_factory=dict)

    def format(self) -> bytes:
        """As JSON."""
        return json.dumps({"format": FORMAT, "version": VERSION, **asdict(self)}, indent=1, sort_keys=True).encode()

    @classmethod
    def parse(cls, data: bytes) -> Manifest:
        """Read it; ``InvalidInput`` for anything else, and for a version that this program does not know."""
        try:
            told = json.loads(data)
            if told.pop("format") != FORMAT:
                raise InvalidInput("not a backup of preclear", where=_MANIFEST, rule=RULE)
            if told.pop("version") != VERSION:
                raise InvalidInput(
                    "a backup of a newer preclear", where=_MANIFEST, rule=RULE, mend="Install that version"
                )
            told["tables"] = {_label(name): Table(**table) for name, table in told["tables"].items()}
            told["migrations"] = tuple((str(app), str(name)) for app, name in told["migrations"])
            return cls(**told)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise InvalidInput("the manifest cannot be read", where=_MANIFEST, rule=RULE) from error


class ArchiveWriter:
    """A backup being written."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive

    def table(self, label: str, rows: Iterable[Mapping[str, Any]]) -> Table:
        """Write one table, row by row."""
        digest, count = sha256(), 0
        with self._archive.open(_table(label), "w", force_zip64=True) as file:
            for row in rows:
                line = json.dumps(row, sort_keys=True, separators=(",", ":")).encode() + b"\n"
                digest.update(line)
                file.write(line)
                count += 1
        return Table(rows=count, sha256=digest.hexdigest())

    def key(self, name: str, content: bytes) -> str:
        """Write one key; answers its hash."""
        self._archive.writestr(f"keys/{name}", content)
        return sha256(content).hexdigest()

    def manifest(self, manifest: Manifest) -> None:
        """Write the manifest, last."""
        self._archive.writestr(_MANIFEST, manifest.format())


@contextmanager
def write_archive(path: Path) -> Iterator[ArchiveWriter]:
    """Write beside the path, wait for the disk, then rename: a backup is there as a whole or not at all."""
    if path.exists():
        raise InvalidInput("there is a file already", where=str(path), mend="Name a new file")
    aside = path.with_name(f"{path.name}.new")
    try:
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
                yield ArchiveWriter(archive)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    except OSError as error:
        raise InvalidInput(f"cannot be written: {error.strerror}", where=str(path)) from error
    finally:
        aside.unlink(missing_ok=True)


class ArchiveReader:
    """A backup being read. Everything is compared with the manifest while it is read."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        with _readable(_MANIFEST), archive.open(_MANIFEST) as file:
            data = file.read(_LONGEST_MANIFEST + 1)
        if len(data) > _LONGEST_MANIFEST:
            raise InvalidInput("the manifest is too long", where=_MANIFEST, rule=RULE)
        self.manifest = Manifest.parse(data)

    def rows(self, label: str) -> Iterator[Mapping[str, Any]]:
        """The rows of one table, in order; ``InvalidInput`` at the end when they are not those of the manifest."""
        told, digest, count = self.manifest.tables[label], sha256(), 0
        with _readable(_table(label)), self._archive.open(_table(label)) as file:
            while line := file.readline(_LONGEST_LINE):
                digest.update(line)
                count += 1
                yield _row(line, label, count)
        if (count, digest.hexdigest()) != (told.rows, told.sha256):
            raise InvalidInput("not the rows of the manifest: damaged or changed", where=_table(label), rule=RULE)

    def keys(self) -> Iterator[tuple[str, bytes]]:
        """Names and contents of the keys inside."""
        for name, digest in self.manifest.keys.items():
            where = f"keys/{name}"
            if not _KEY.fullmatch(where):
                raise InvalidInput("not a name of a key", where=where[:80], rule=RULE)
            with _readable(where), self._archive.open(where) as file:
                content = file.read(_LONGEST_KEY)
            if sha256(content).hexdigest() != digest:
                raise InvalidInput("not the key of the manifest: damaged or changed", where=where, rule=RULE)
            yield name, content


@contextmanager
def read_archive(path: Path) -> Iterator[ArchiveReader]:
    """Open a backup."""
    if not path.is_file():
        raise NotFound(f"there is no file {path}")
    with _readable(str(path)):
        archive = zipfile.ZipFile(path)
    with archive:
        yield ArchiveReader(archive)


@contextmanager
def _readable(where: str) -> Iterator[None]:
    try:
        yield
    except InvalidInput:
        raise
    except KeyError as error:
        raise InvalidInput("missing in the backup", where=where, rule=RULE) from error
    except _UNREADABLE as error:
        raise InvalidInput("not a backup, or a damaged one", where=where, rule="ZIP") from error


def _row(line: bytes, label: str, count: int) -> Mapping[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        row = None
    if not isinstance(row, dict):
        raise InvalidInput("not a row", where=f"{_table(label)}, line {count}", rule=RULE)
    return row


def _table(label: str) -> str:
    return f"tables/{label}.jsonl"


def _label(name: str) -> str:
    if not _LABEL.fullmatch(name):
        raise InvalidInput("not a name of a table", where=name[:80], rule=RULE)
    return name
