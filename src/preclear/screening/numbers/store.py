"""A folder with a list of document numbers: one large segment, one small one with the changes since, one manifest.

The manifest is replaced in one step and names the two files and their hashes, so a program that is killed at any moment
leaves the old list or the new one. Files that no manifest names are swept away by the next change. Whoever has the list
open keeps what he opened.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Protocol

import numpy as np

from preclear.errors import Conflict, InvalidInput, Unavailable
from preclear.screening import container
from preclear.screening.numbers.feed import Feed
from preclear.screening.numbers.key import NumberKey
from preclear.screening.numbers.numbers import Numbers
from preclear.screening.numbers.partitions import PARTS, ColumnFiles, Partitions, bounds
from preclear.screening.numbers.rows import Encoder, Kind, Kinds, Rows, settled
from preclear.screening.numbers.segment import Segment, sections

MANIFEST = "manifest"
_KIND, _SEGMENT_KIND, _FORMAT = "numberstore", "numbers", 1
_SUFFIX = ".numbers"
_COMPACT_AT = 16
_FEWEST = 100_000
_LEAST_LEFT, _MOST_GROWN, _FEW = 0.9, 1.3, 1000
_MEND = "Build the store again from the list of its owner."


@dataclass(frozen=True, kw_only=True)
class Part:
    """One file of a store: its name, the SHA-256 that it must have, how many rows it holds."""

    file: str
    sha256: str
    rows: int


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """What a store holds. ``entries`` counts documents in force; ``source`` hashes the file of the last build.

    ``owner`` and ``legal_basis`` are those of the rows, joined by semicolons where there are several.

    ``built`` and ``changed`` are the days (YYYY-MM-DD) of the last build and the last change; ``turn`` counts both.
    """

    name: str
    owner: str
    legal_basis: str
    entries: int
    source: str
    built: str
    changed: str
    turn: int
    base: Part
    delta: Part | None = None

    @property
    def id(self) -> str:
        """32 hexadecimal digits that name this version of the list."""
        delta = self.delta.sha256 if self.delta else ""
        return hashlib.sha256(f"{self.base.sha256} {delta}".encode()).hexdigest()[:32]

    @property
    def files(self) -> frozenset[str]:
        """The files that belong to it."""
        return frozenset(part.file for part in (self.base, self.delta) if part)

    @property
    def hashes(self) -> frozenset[str]:
        """Their SHA-256."""
        return frozenset(part.sha256 for part in (self.base, self.delta) if part)


@dataclass(frozen=True, kw_only=True)
class Applied:
    """What a file of changes did. ``unknown`` are withdrawals of what was not listed."""

    added: int
    changed: int
    withdrawn: int
    unknown: int
    expired: int
    entries: int
    compacted: bool


class NumberStore(Numbers):
    """A store, opened for look-up."""

    def __init__(self, folder: Path, manifest: Manifest, key: NumberKey, segments: tuple[Segment, ...]) -> None:
        super().__init__(key, segments, manifest.id)
        self.folder = folder
        self.manifest = manifest
        self.segments = segments
        self.key = key

    @classmethod
    def open(
        cls, folder: Path | str, key: NumberKey, *, verify: bool = True, trusted: frozenset[str] = frozenset()
    ) -> NumberStore:
        """Open the list as it is now. ``InvalidInput`` for what is damaged, no store, or made with another key.

        ``verify`` reads every byte (a second for each gigabyte and a half), except of files whose SHA-256 is
        ``trusted``, because they were read before.
        """
        place = Path(folder)
        before: Manifest | None = None
        while True:
            manifest = read_manifest(place)
            seen = trusted if verify else manifest.hashes
            try:
                return cls(place, manifest, key, _segments(place, manifest, key, seen))
            except InvalidInput:
                # A change between the two readings takes the old files away: then there is a newer manifest.
                if before == manifest or read_manifest(place) == manifest:
                    raise
                before = manifest

    def current(self) -> NumberStore:
        """This store, or the newer list where the folder has one; what was verified is not verified again."""
        manifest = read_manifest(self.folder)
        if manifest.id == self.id:
            return self
        return NumberStore.open(self.folder, self.key, trusted=self.manifest.hashes)


def key_beside(folder: Path) -> Path:
    """Where the key of a store lies when nothing else is said: beside its folder, never inside."""
    place = folder.absolute()
    return place.with_name(f"{place.name}.key")


def reference(folder: Path) -> bytes:
    """What another file keeps of a store that it uses: where the store lies, and its version then, as JSON."""
    return json.dumps({"store": str(folder.absolute()), "id": read_manifest(folder).id}).encode()


def referred(data: bytes, key: Path | None = None, *, verify: bool = True) -> NumberStore:
    """Open the store of a ``reference``, with the changes since; ``InvalidInput`` where it is gone, moved or damaged.

    ``key`` is the file with its key; without it, the one beside the folder.
    """
    try:
        folder = Path(str(json.loads(data)["store"]))
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise InvalidInput("names no store of document numbers", where="reference to a store", mend=_MEND) from error
    return NumberStore.open(folder, NumberKey.load(key or key_beside(folder)), verify=verify)


def is_store(path: Path | str) -> bool:
    """Whether a path is the folder of a store."""
    return (Path(path) / MANIFEST).is_file()


def read_manifest(folder: Path) -> Manifest:
    """What a store holds; ``InvalidInput`` where the folder holds none, or a damaged one."""
    if not folder.is_dir():
        raise InvalidInput("is no folder with a list of document numbers", where=str(folder), mend="Check the path.")
    opened = container.open_(folder / MANIFEST, _KIND, _FORMAT)
    try:
        found = json.loads(opened.bytes("manifest"))
        delta = found.pop("delta")
        return Manifest(
            **{**found, "base": Part(**found["base"]), "delta": Part(**delta) if delta else None},
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise InvalidInput("its manifest cannot be read", where=str(folder), mend=_MEND) from error


class Source(Protocol):
    """A list on its way in, as ``Feed`` reads it: ``sha256`` is right when all blocks were taken."""

    @property
    def sha256(self) -> str:
        """Hash of the bytes of the list."""
        ...

    def blocks(self, encoder: Encoder) -> Iterator[Rows]:
        """The rows, encoded, some at a time."""
        ...


def build(
    source: Path,
    folder: Path,
    key: NumberKey,
    defaults: Mapping[str, str],
    *,
    as_of: date,
    accept: bool = False,
) -> Manifest:
    """Make a store of a whole list, or replace the list that it holds, in about 200 MB of memory.

    While it works it needs room on the disk for twice the result. ``InvalidInput`` names the line that cannot be used,
    ``Conflict`` says that the list shrank or grew beyond its bounds (``accept`` lets it); then nothing is changed.
    """
    feed = Feed(source, defaults, as_of)
    return build_from(feed, folder, key, name=defaults.get("list") or source.stem, as_of=as_of, accept=accept)


def build_from(
    source: Source, folder: Path, key: NumberKey, *, name: str, as_of: date, accept: bool = False
) -> Manifest:
    """``build`` for a list that is read by other means."""
    with _changing(folder) as scratch:
        old = _known(folder)
        encoder, incoming = Encoder(key), Partitions(scratch)
        for block in source.blocks(encoder):
            incoming.put(block)
        turn = old.turn + 1 if old else 1
        kinds = encoder.kinds.all()
        parts = (settled(incoming.take(part), kinds, base=True) for part in range(PARTS))
        base = _write(folder, scratch, f"base-{turn}{_SUFFIX}", parts, kinds, key)
        _refuse_leap(folder, old.entries if old else None, base.rows, accept=accept)
        day = as_of.isoformat()
        manifest = Manifest(
            name=name,
            owner=_joined(kind.owner for kind in kinds),
            legal_basis=_joined(kind.legal_basis for kind in kinds),
            entries=base.rows,
            source=source.sha256,
            built=day,
            changed=day,
            turn=turn,
            base=base,
        )
        _install(folder, manifest)
        return manifest


def apply(
    changes: Path, folder: Path, key: NumberKey, defaults: Mapping[str, str], *, as_of: date, accept: bool = False
) -> Applied:
    """Bring a day's changes into a store: all of them or, where one cannot be used, none. Doing it twice does no harm.

    The changes since the last build are one small segment, written anew; when it has more than a sixteenth of the list,
    both become one. Errors are those of ``build``.
    """
    with _changing(folder) as scratch:
        store = NumberStore.open(folder, key)
        old = store.manifest
        delta = store.segments[0] if old.delta else None
        encoder = Encoder(key, Kinds(delta.kinds if delta else ()))
        feed = Feed(changes, defaults, as_of, changes=True)
        incoming = Partitions(scratch)
        for block in feed.blocks(encoder):
            incoming.put(block)
        kinds = encoder.kinds.all()
        tally = _Tally()
        parts = (_with_older(delta, incoming.take(part), part, kinds, store, tally) for part in range(PARTS))
        turn = old.turn + 1
        part = _write(folder, scratch, f"delta-{turn}{_SUFFIX}", parts, kinds, key)
        entries = old.entries + tally.added - tally.withdrawn
        _refuse_leap(folder, old.entries, entries, accept=accept)
        manifest = replace(
            old,
            owner=_joined((old.owner, *(kind.owner for kind in kinds))),
            legal_basis=_joined((old.legal_basis, *(kind.legal_basis for kind in kinds))),
            entries=entries,
            changed=as_of.isoformat(),
            turn=turn,
            delta=part,
        )
        compacted = part.rows * _COMPACT_AT > max(old.base.rows, _FEWEST)
        if compacted:
            manifest = _compacted(folder, scratch, manifest, key, as_of)
        _install(folder, manifest)
        return Applied(**vars(tally), expired=feed.expired, entries=manifest.entries, compacted=compacted)


@dataclass
class _Tally:
    """What changes did, counted as they are settled."""

    added: int = 0
    changed: int = 0
    withdrawn: int = 0
    unknown: int = 0

    def count(self, held: int, types: frozenset[str], kind: Kind) -> None:
        """``types`` are the types of document under which the number stood before; ``held`` how many of them go."""
        if kind.withdrawn:
            self.withdrawn += held
            self.unknown += not held
        elif kind.type in types:
            self.changed += 1
        else:
            self.added += 1


def _with_older(
    delta: Segment | None, fresh: Rows, part: int, kinds: tuple[Kind, ...], store: NumberStore, tally: _Tally
) -> Rows:
    """Changes of one part after the older ones; the newer ones are counted."""
    fresh = settled(fresh, kinds, base=False)
    _count(fresh, kinds, store, tally)
    if delta is None:
        return fresh
    return settled(np.concatenate([delta.between(*bounds(part)), fresh]), kinds, base=False)


def _count(fresh: Rows, kinds: tuple[Kind, ...], store: NumberStore, tally: _Tally) -> None:
    """A withdrawal of every type may stand beside a new entry of the same number: it is counted first."""
    gone: dict[tuple[int, int], frozenset[str]] = {}
    ordered = sorted(fresh.tolist(), key=lambda row: not kinds[row[2]].withdrawn)
    for hash_, tag, place, _, _ in ordered:
        kind = kinds[place]
        types = gone.get((hash_, tag))
        if types is None:
            types = store.types(hash_, tag)
        ended = types if kind.withdrawn and not kind.type else types & {kind.type}
        tally.count(len(ended), types, kind)
        gone[hash_, tag] = types - ended if kind.withdrawn else types | {kind.type}


def _joined(texts: Iterable[str]) -> str:
    """All different parts, in order."""
    return "; ".join(dict.fromkeys(part for text in texts for part in text.split("; ") if part))


def _compacted(folder: Path, scratch: Path, manifest: Manifest, key: NumberKey, on: date) -> Manifest:
    """Base and changes as one segment, part by part; entries whose last day has passed are left out."""
    newer, older = _segments(folder, manifest, key, manifest.hashes)
    kinds = Kinds(older.kinds)
    moved = np.array([kinds.place(kind) for kind in newer.kinds] or [0], np.uint16)

    def parts() -> Iterator[Rows]:
        for part in range(PARTS):
            changes = newer.between(*bounds(part))
            changes["kind"] = moved[changes["kind"]]
            yield settled(np.concatenate([older.between(*bounds(part)), changes]), kinds.all(), base=True, on=on)

    base = _write(folder, scratch, f"base-{manifest.turn}{_SUFFIX}", parts(), kinds.all(), key)
    return replace(manifest, base=base, delta=None, entries=base.rows)


def _segments(folder: Path, manifest: Manifest, key: NumberKey, trusted: frozenset[str]) -> tuple[Segment, ...]:
    """The segments, newest first."""
    found = []
    for part in (manifest.delta, manifest.base):
        if part is not None:
            opened = container.open_(folder / part.file, _SEGMENT_KIND, _FORMAT, verify=part.sha256 not in trusted)
            if opened.sha256 != part.sha256:
                raise InvalidInput("is not the file that the manifest names", where=str(opened.path), mend=_MEND)
            found.append(Segment.open(opened, key))
    return tuple(found)


def _write(
    folder: Path, scratch: Path, name: str, parts: Iterator[Rows], kinds: tuple[Kind, ...], key: NumberKey
) -> Part:
    with tempfile.TemporaryDirectory(dir=scratch) as columns, ColumnFiles(Path(columns)) as files:
        for rows in parts:
            files.write(rows)
        sha256 = container.write(folder / name, _SEGMENT_KIND, _FORMAT, sections(files.columns(), kinds, key))
        return Part(file=name, sha256=sha256, rows=files.rows)


def _install(folder: Path, manifest: Manifest) -> None:
    """From here on the new list holds."""
    text = json.dumps(asdict(manifest), ensure_ascii=False)
    container.write(folder / MANIFEST, _KIND, _FORMAT, {"manifest": text.encode()})


def _known(folder: Path) -> Manifest | None:
    """What the store holds so far; None where there is none, or where it is damaged and must be built again."""
    with contextlib.suppress(InvalidInput):
        return read_manifest(folder)
    return None


def _refuse_leap(folder: Path, before: int | None, after: int, *, accept: bool) -> None:
    """A list that shrinks or grows by more than it should is more often a broken file than news."""
    if before is None or accept or abs(after - before) <= _FEW:
        return
    if not before * _LEAST_LEFT <= after <= before * _MOST_GROWN:
        raise Conflict(
            f"{folder} would go from {before:,} documents to {after:,}: more than 10 % fewer or 30 % more at once",
            mend="Ask the owner of the list; if it is right, say --accept.",
        )


@contextlib.contextmanager
def _changing(folder: Path) -> Iterator[Path]:
    """A scratch folder inside the store, which nobody else changes meanwhile; ``Conflict`` where somebody does."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / "lock").open("ab")
    except OSError as error:
        raise Unavailable(f"{folder} cannot be written: {error.strerror}") from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise Conflict(f"another program is changing {folder}", mend="Wait until it has ended.") from error
        try:
            _sweep(folder)
            try:
                with tempfile.TemporaryDirectory(dir=folder, prefix="scratch-") as scratch:
                    yield Path(scratch)
            finally:
                _sweep(folder)
        except OSError as error:
            raise Unavailable(f"{folder} cannot be written: {error.strerror}") from error


def _sweep(folder: Path) -> None:
    """Take away what a killed program left, and the files that the manifest no longer names."""
    for path in (*folder.glob("scratch-*"), *folder.glob(".*")):
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
    if manifest := _known(folder):
        for path in folder.glob(f"*{_SUFFIX}"):
            if path.name not in manifest.files:
                path.unlink(missing_ok=True)
