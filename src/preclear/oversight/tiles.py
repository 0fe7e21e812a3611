"""A log as a folder of files that anybody can mirror and check (C2SP tlog-tiles).

``checkpoint`` is the signed state. ``tile/L/N`` holds 256 hashes at height 8 x L; ``tile/entries/N`` holds 256
entries, each after its length in two bytes. N is written in groups of three digits (``x001/234``); an unfinished tile
ends in ``.p/W`` with W its width. Whole tiles never change.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from preclear.errors import Conflict, InvalidInput, NotFound
from preclear.oversight.checkpoint import MAX_CHECKPOINT, Checkpoint, open_checkpoint, parse_checkpoint
from preclear.oversight.keys import LogPublicKey
from preclear.oversight.log import root_of
from preclear.oversight.merkle import HASH_SIZE, Node, node_hash
from preclear.oversight.storage import LogReader

_HEIGHT = 8
_WIDTH = 1 << _HEIGHT
_MAX_BUNDLE = _WIDTH * (2 + 65_535)
_RULE = "C2SP tlog-tiles"


def export(reader: LogReader, checkpoint: str, key: LogPublicKey, folder: Path) -> Checkpoint:
    """Write the log, as the signed checkpoint states it, into a folder; whole tiles already there are kept.

    The checkpoint is written last, so that a reader of the folder never sees one that the tiles do not reach.
    ``Conflict`` where the folder holds another log.
    """
    state = open_checkpoint(checkpoint, key)
    _same_log(reader, key, folder)
    folder.mkdir(parents=True, exist_ok=True)
    for start in range(0, state.size, _WIDTH):
        _write_bundle(reader, folder, start, min(start + _WIDTH, state.size))
    level, count = 0, state.size
    while count:
        for start in range(0, count, _WIDTH):
            _write_tile(reader, folder, level, start, min(start + _WIDTH, count))
        level, count = level + 1, count >> _HEIGHT
    _write(folder / "checkpoint", checkpoint.encode())
    return state


class TileFolder:
    """An exported log, to be read and checked without the database."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.checkpoint = _read_text(folder / "checkpoint")
        self._size = parse_checkpoint(self.checkpoint).size
        self._bytes = lru_cache(maxsize=64)(self._read)

    def state(self, key: LogPublicKey) -> Checkpoint:
        """What the folder's own checkpoint states; ``NotTrusted`` where the key did not sign it."""
        return open_checkpoint(self.checkpoint, key)

    def size(self) -> int:
        """How many entries the folder's checkpoint states. Its signature is for ``verify`` to judge."""
        return self._size

    def entries(self, start: int, end: int) -> Iterator[bytes]:
        """The entries from ``start`` up to ``end``, in order; fewer where the folder lacks some."""
        for index in range(start, end):
            bundle = self._bundle(index // _WIDTH)
            if index % _WIDTH >= len(bundle):
                return
            yield bundle[index % _WIDTH]

    def hashes(self, nodes: Sequence[Node]) -> list[bytes | None]:
        """The hash of each node, None where the folder lacks its tile."""
        return [self._hash(node) for node in nodes]

    def _hash(self, node: Node) -> bytes | None:
        level, rise = divmod(node.level, _HEIGHT)
        first = node.position << rise
        tile = self._bytes(_tile_name(level, first // _WIDTH), self._width(level, first // _WIDTH))
        offset = first % _WIDTH * HASH_SIZE
        part = tile[offset : offset + (HASH_SIZE << rise)]
        if len(part) != HASH_SIZE << rise:
            return None
        return _fold([part[at : at + HASH_SIZE] for at in range(0, len(part), HASH_SIZE)])

    def _bundle(self, number: int) -> list[bytes]:
        return _entries_of(self._bytes(_bundle_name(number), self._width(0, number)))

    def _width(self, level: int, number: int) -> int:
        return min(_WIDTH, (self._size >> (_HEIGHT * level)) - number * _WIDTH)

    def _read(self, name: str, width: int) -> bytes:
        path = self.folder / (name if width == _WIDTH else f"{name}.p/{width}")
        return _read_bytes(path) if width > 0 else b""


def _same_log(reader: LogReader, key: LogPublicKey, folder: Path) -> None:
    if not (folder / "checkpoint").exists():
        return
    before = TileFolder(folder).state(key)
    if before.size > reader.size() or root_of(reader, before.size) != before.root:
        raise Conflict(
            f"{folder} holds another log", mend="Export into an empty folder, and run `preclear audit verify`."
        )


def _write_bundle(reader: LogReader, folder: Path, start: int, end: int) -> None:
    path = _place(folder, _bundle_name(start // _WIDTH), end - start)
    if not path.exists():
        entries = list(reader.entries(start, end))
        if len(entries) != end - start:
            raise NotFound(
                f"entries {start + len(entries)} to {end - 1} are missing", mend="Run `preclear audit verify`."
            )
        _write(path, b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries))


def _write_tile(reader: LogReader, folder: Path, level: int, start: int, end: int) -> None:
    path = _place(folder, _tile_name(level, start // _WIDTH), end - start)
    if not path.exists():
        found = reader.hashes([Node(level * _HEIGHT, index) for index in range(start, end)])
        present = [value for value in found if value is not None]
        if len(present) != end - start:
            raise NotFound("a stored hash of the log is missing", mend="Run `preclear audit verify`.")
        _write(path, b"".join(present))


def _place(folder: Path, name: str, width: int) -> Path:
    return folder / (name if width == _WIDTH else f"{name}.p/{width}")


def _tile_name(level: int, number: int) -> str:
    return f"tile/{level}/{_number(number)}"


def _bundle_name(number: int) -> str:
    return f"tile/entries/{_number(number)}"


def _number(number: int) -> str:
    """Three digits a group, all but the last marked with x: 1234067 is ``x001/x234/067``."""
    groups = [f"{number % 1000:03}"]
    while number := number // 1000:
        groups.append(f"x{number % 1000:03}")
    return "/".join(reversed(groups))


def _fold(hashes: list[bytes]) -> bytes:
    while len(hashes) > 1:
        hashes = [node_hash(left, right) for left, right in zip(hashes[::2], hashes[1::2], strict=True)]
    return hashes[0]


def _entries_of(bundle: bytes) -> list[bytes]:
    """The entries of a bundle, as far as it goes."""
    entries = []
    at = 0
    while at + 2 <= len(bundle):
        end = at + 2 + int.from_bytes(bundle[at : at + 2], "big")
        if end > len(bundle):
            break
        entries.append(bundle[at + 2 : end])
        at = end
    return entries


def _write(path: Path, data: bytes) -> None:
    """Whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f"{path.name}.new")
    with aside.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)


def _read_bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_MAX_BUNDLE)
    except OSError:
        return b""


def _read_text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file.read(MAX_CHECKPOINT).decode("utf-8")
    except OSError as error:
        raise NotFound(f"{path} cannot be read: {error.strerror}", mend="Name a folder of `audit export`.") from None
    except UnicodeDecodeError:
        raise InvalidInput("not a checkpoint", where=str(path), rule=_RULE) from None
