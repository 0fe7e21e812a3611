"""One immutable file of named sections, each an array or bytes, opened without reading it all into memory.

First line ``preclear-KIND FORMAT SHA256``, then one line of JSON that tells where each section lies, then the sections,
each at a multiple of 64 bytes. The SHA-256 covers all that follows the first line. Arrays are little-endian. Several
processes that open one file share its pages.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import mmap
import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from preclear.errors import InvalidInput, Unavailable

Section = bytes | memoryview | NDArray[Any]
_ALIGNED = 64
_MOST_TABLE = 1 << 20
_HEAD = re.compile(rb"preclear-([a-z]{3,20}) ([0-9]{1,3}) ([0-9a-f]{64}) *\n")
_LONGEST_HEAD = 120
_CHUNK = 1 << 24
_DTYPES = frozenset({"|u1", "|i1", "<u2", "<i2", "<u4", "<i4", "<u8", "<i8", "<f4", "<f8"})
_RAW = "raw"


@dataclass(frozen=True, kw_only=True)
class Container:
    """An open file: its kind, the SHA-256 of its contents, and its sections by name."""

    kind: str
    sha256: str
    path: Path
    _table: Mapping[str, tuple[str, int, int]] = field(repr=False)
    _map: mmap.mmap | bytes = field(repr=False)

    @property
    def names(self) -> frozenset[str]:
        """The names of all sections."""
        return frozenset(self._table)

    def bytes(self, name: str) -> bytes:
        """A section as bytes, copied; ``InvalidInput`` where it is missing."""
        _, at, size = self._found(name)
        return self._map[at : at + size]

    def view(self, name: str) -> memoryview:
        """A section as a view into the file."""
        _, at, size = self._found(name)
        return memoryview(self._map)[at : at + size]

    def array(self, name: str) -> NDArray[Any]:
        """A section as a read-only array into the file; ``InvalidInput`` where it is missing or holds no array."""
        dtype, at, size = self._found(name)
        if dtype == _RAW:
            raise _foreign(self.path, f"section {name} is no array")
        return np.frombuffer(self._map, dtype=dtype, count=size // np.dtype(dtype).itemsize, offset=at)

    def _found(self, name: str) -> tuple[str, int, int]:
        if name not in self._table:
            raise _foreign(self.path, f"has no section {name}")
        return self._table[name]


def in_memory(kind: str, sections: Mapping[str, Section]) -> Container:
    """A container that stands on no disk, for what lives as long as a question."""
    plain = {name: _plain(section) for name, section in sections.items()}
    held = b"".join(_pieces(plain))
    table, at = {}, 0
    for name, (dtype, view) in plain.items():
        table[name] = (dtype, at, view.nbytes)
        at += view.nbytes + -view.nbytes % _ALIGNED
    sha256 = hashlib.sha256(held).hexdigest()
    return Container(kind=kind, sha256=sha256, path=Path(), _table=table, _map=held)


def write(out: Path, kind: str, format_: int, sections: Mapping[str, Section]) -> str:
    """Write a file beside ``out``, flush it to the disk and rename it into place; gives its SHA-256.

    Whoever has the old file open keeps it; whoever opens ``out`` sees the old or the new one, never a mixture.
    ``Unavailable`` where the disk refuses.
    """
    table, at = {}, 0
    plain = {name: _plain(section) for name, section in sections.items()}
    for name, (dtype, view) in plain.items():
        table[name] = [dtype, at, view.nbytes]
        at += view.nbytes + -view.nbytes % _ALIGNED
    head = json.dumps(table, separators=(",", ":")).encode()
    start = _LONGEST_HEAD + len(head) + 1
    head += b" " * (-start % _ALIGNED) + b"\n"
    digest = hashlib.sha256(head)
    for piece in _pieces(plain):
        digest.update(piece)
    first = f"preclear-{kind} {format_} {digest.hexdigest()}".encode()
    with _replacing(out) as file:
        file.write(first.ljust(_LONGEST_HEAD - 1) + b"\n" + head)
        for piece in _pieces(plain):
            file.write(piece)
    return digest.hexdigest()


def open_(path: Path, kind: str, format_: int, *, verify: bool = True) -> Container:
    """Open a file and verify its hash; ``InvalidInput`` for a damaged or foreign one.

    ``verify`` may be False where this process, or the one that handed over the path, has verified it before.
    """
    try:
        with path.open("rb") as file:
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError) as error:
        raise InvalidInput("cannot be read", where=str(path), mend="Check the path.") from error
    head = _HEAD.fullmatch(mapped[:_LONGEST_HEAD])
    if head is None or head[1].decode() != kind:
        raise _foreign(path, f"is no {kind} of preclear")
    if int(head[2]) != format_:
        raise _foreign(path, f"has format {int(head[2])}, not {format_}")
    if verify and _hash(mapped) != head[3].decode():
        raise _foreign(path, "is damaged: its hash does not hold")
    return Container(kind=kind, sha256=head[3].decode(), path=path, _table=_table(mapped, path), _map=mapped)


def _hash(mapped: mmap.mmap) -> str:
    digest = hashlib.sha256()
    with memoryview(mapped) as view:
        for at in range(_LONGEST_HEAD, len(view), _CHUNK):
            digest.update(view[at : at + _CHUNK])
    return digest.hexdigest()


def _table(mapped: mmap.mmap, path: Path) -> dict[str, tuple[str, int, int]]:
    end = mapped.find(b"\n", _LONGEST_HEAD, _LONGEST_HEAD + _MOST_TABLE)
    try:
        found = json.loads(mapped[_LONGEST_HEAD : max(end, 0)])
        table = {str(name): (str(dtype), int(at) + end + 1, int(size)) for name, (dtype, at, size) in found.items()}
    except (ValueError, TypeError, AttributeError) as error:
        raise _foreign(path, "its table cannot be read") from error
    for name, (dtype, at, size) in table.items():
        whole = dtype == _RAW or (dtype in _DTYPES and size % np.dtype(dtype).itemsize == 0)
        if not whole or at < end or size < 0 or at + size > len(mapped):
            raise _foreign(path, f"section {name[:40]} lies outside the file")
    return table


def _plain(section: Section) -> tuple[str, memoryview]:
    if isinstance(section, np.ndarray):
        little = np.ascontiguousarray(section, dtype=section.dtype.newbyteorder("<"))
        if little.dtype.str not in _DTYPES:
            raise ValueError(f"an array of {little.dtype} cannot be kept")
        return little.dtype.str, memoryview(little.view(np.uint8).reshape(-1).data)
    return _RAW, memoryview(section)


def _pieces(plain: Mapping[str, tuple[str, memoryview]]) -> Iterator[bytes | memoryview]:
    for _, view in plain.values():
        yield view
        yield b"\0" * (-view.nbytes % _ALIGNED)


@contextlib.contextmanager
def _replacing(out: Path) -> Iterator[BinaryIO]:
    """A file that takes its name only when all of it is on the disk. A device or a folder is never replaced."""
    if out.exists() and not out.is_file():
        raise Unavailable(f"{out} cannot be written: it is no file")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=out.parent, prefix=f".{out.name}.")
    except OSError as error:
        raise Unavailable(f"{out} cannot be written: {error.strerror}") from error
    aside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        aside.replace(out)
        _flush_folder(out.parent)
    except OSError as error:
        raise Unavailable(f"{out} cannot be written: {error.strerror}") from error
    finally:
        aside.unlink(missing_ok=True)


def _flush_folder(folder: Path) -> None:
    """The rename itself must reach the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _foreign(path: Path, what: str) -> InvalidInput:
    return InvalidInput(what, where=str(path), rule="preclear container", mend="Build it again.")
