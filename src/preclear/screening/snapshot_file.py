"""The snapshot on disk: one file that never changes, with the entries, their index and the document numbers.

The id is a hash of the lists themselves (entries, sources and the day), so that the same lists of the same day have
one id on every machine; numbers of document lists are kept under a key of each place and stay out of it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from preclear.errors import InvalidInput
from preclear.model.screening import ListSource
from preclear.screening import container as files
from preclear.screening import name_table
from preclear.screening.container import Container, Section
from preclear.screening.entries import PERSON, ListedName, ListEntry, ParsedList
from preclear.screening.evidence import confusable_number
from preclear.screening.numbers import NumberKey, NumberRow, Numbers, pack, reference, referred, unpack
from preclear.screening.records import as_json, from_record, source_of, source_record, to_record

KIND = "snapshot"
FORMAT = 2
_TABLES = ("entry", "number")
_RULE = "preclear snapshot, format 2"
_MEND = "Build it again with: preclear lists build."


@dataclass(frozen=True, kw_only=True)
class Entries:
    """The entries of a snapshot by place, read from the file when they are asked for."""

    container: Container
    sources: tuple[ListSource, ...]

    def __len__(self) -> int:
        return len(self.container.array("record_ends"))

    def source(self, place: int) -> ListSource:
        """The list that the entry at a place stands on."""
        return self.sources[int(self.container.array("record_lists")[place])]

    def record(self, place: int) -> bytes:
        """The entry at a place, as stored."""
        ends = self.container.array("record_ends")
        start = int(ends[place - 1]) if place else 0
        return bytes(self.container.view("records")[start : int(ends[place])])

    def entry(self, place: int) -> ListEntry:
        """The entry at a place."""
        try:
            return from_record(self.record(place))
        except (ValueError, KeyError, TypeError, RecursionError, AttributeError) as error:
            raise _unreadable(self.container.path) from error

    def find(self, list_: str, id_: str) -> int | None:
        """The place of an entry, None where there is none of this list and id."""
        wanted = _hash(f"{list_}\0{id_}")
        return next(
            (
                place
                for place in _equal(self.container, "entry_hashes", "entry_places", wanted)
                if self.source(place).list == list_ and self.entry(place).id == id_
            ),
            None,
        )

    def with_number(self, number: str) -> Sequence[int]:
        """The places of entries that may have this document number, in any State; read O as 0 and I as 1."""
        plain = confusable_number(number)
        return _equal(self.container, "number_hashes", "number_places", _hash(plain)) if plain else ()


@dataclass(frozen=True, kw_only=True)
class Contents:
    """An opened snapshot. ``numbers`` are the lists of documents, each with its source."""

    id: str
    container: Container
    sources: tuple[ListSource, ...]
    entries: Entries
    numbers: tuple[tuple[ListSource, Numbers], ...]


def write(lists: Iterable[ParsedList], out: Path) -> str:
    """Write a snapshot beside ``out``, flush it to the disk and rename it into place; gives its id.

    Whoever has the old file open keeps it; whoever opens ``out`` sees the old or the new one, never a mixture.
    ``Unavailable`` where the disk refuses.
    """
    kept = tuple(lists)
    entries = [(place, entry) for place, parsed in enumerate(kept) for entry in parsed.entries]
    made, id_ = sections([parsed.source for parsed in kept], entries)
    listed = {place: parsed for place, parsed in enumerate(kept) if parsed.documents}
    if listed:
        key = NumberKey.load_or_make(key_beside(out))
        for place, parsed in listed.items():
            made |= pack(_number_rows(parsed), key, _numbers(place))
    made |= {f"{_numbers(place)}store": reference(Path(p.store)) for place, p in enumerate(kept) if p.store}
    files.write(out, KIND, FORMAT, made)
    return id_


def key_beside(path: Path) -> Path:
    """Where the key of the document numbers lies when nothing else is said: beside the snapshot."""
    return path.with_name(f"{path.name}.key")


def sections(sources: Sequence[ListSource], entries: Sequence[tuple[int, ListEntry]]) -> tuple[dict[str, Section], str]:
    """The sections of a snapshot without its document lists, and its id."""
    records = [to_record(entry) for _, entry in entries]
    manifest = as_json({"sources": [source_record(source) for source in sources]})
    digest = hashlib.sha256(manifest)
    for record in records:
        digest.update(record)
    id_ = digest.hexdigest()[:32]
    made: dict[str, Section] = {
        "manifest": as_json({"id": id_}) + b"\n" + manifest,
        "records": b"".join(records),
        "record_ends": np.cumsum([len(record) for record in records], dtype=np.uint64),
        "record_lists": np.array([place for place, _ in entries], np.uint32),
        **_hashed("entry", ((_hash(f"{sources[at].list}\0{e.id}"), place) for place, (at, e) in enumerate(entries))),
        **_hashed("number", _numbers_of(entries)),
        **name_table.sections(name_table.PERSONS, _names(entries, persons=True)),
        **name_table.sections(name_table.OTHERS, _names(entries, persons=False)),
    }
    return made, id_


def read(path: Path, *, verify: bool = True, key: Path | None = None) -> Contents:
    """Open a snapshot and verify its hash; ``InvalidInput`` for a damaged or foreign file, or a missing key."""
    try:
        container = files.open_(path, KIND, FORMAT, verify=verify)
    except InvalidInput as error:
        raise InvalidInput(error.what, where=error.where, rule=_RULE, mend=error.mend or _MEND) from error
    return contents(container, key, verify=verify)


def contents(container: Container, key: Path | None = None, *, verify: bool = True) -> Contents:
    """What a container holds as a snapshot."""
    try:
        head, manifest = container.bytes("manifest").split(b"\n")
        id_ = str(json.loads(head)["id"])
        sources = tuple(source_of(record) for record in json.loads(manifest)["sources"])
    except (ValueError, KeyError, TypeError, RecursionError, AttributeError) as error:
        raise _unreadable(container.path) from error
    if not _fits(container, len(sources)):
        raise _unreadable(container.path)
    return Contents(
        id=id_,
        container=container,
        sources=sources,
        entries=Entries(container=container, sources=sources),
        numbers=tuple(_opened_numbers(container, sources, key, verify=verify)),
    )


def _fits(container: Container, lists: int) -> bool:
    """Whether the entries lie inside their section, and everything that names an entry or a list names one there is."""
    ends = container.array("record_ends").astype(np.int64)
    placed = [f"{prefix}entities" for prefix in (name_table.PERSONS, name_table.OTHERS)]
    placed += ["entry_places", "number_places"]
    return (
        len(container.array("record_lists")) == len(ends)
        and bool(np.all(np.diff(ends, prepend=0) >= 0))
        and int(ends[-1] if len(ends) else 0) == len(container.view("records"))
        and int(container.array("record_lists").max(initial=0)) < max(lists, 1)
        and all(int(container.array(name).max(initial=0)) < max(len(ends), 1) for name in placed)
        and all(len(container.array(f"{one}_hashes")) == len(container.array(f"{one}_places")) for one in _TABLES)
    )


def _opened_numbers(
    container: Container, sources: Sequence[ListSource], key: Path | None, *, verify: bool
) -> Iterator[tuple[ListSource, Numbers]]:
    for place, source in enumerate(sources):
        if f"{_numbers(place)}store" in container.names:
            yield source, referred(container.bytes(f"{_numbers(place)}store"), verify=verify)
        elif any(name.startswith(_numbers(place)) for name in container.names):
            yield source, unpack(container, NumberKey.load(key or key_beside(container.path)), _numbers(place))


def _numbers(place: int) -> str:
    return f"numbers{place}_"


def _number_rows(parsed: ParsedList) -> Iterator[NumberRow]:
    for document in parsed.documents:
        yield NumberRow(
            number=document.number,
            issuing_state=document.issuing_state,
            type=document.type,
            status=document.status,
            since=document.since,
            expires=document.expires,
            owner=parsed.owner,
            legal_basis=parsed.legal_basis,
        )


def _names(entries: Sequence[tuple[int, ListEntry]], *, persons: bool) -> Iterator[tuple[int, ListedName]]:
    for place, (_, entry) in enumerate(entries):
        if (entry.entity_type == PERSON) == persons:
            yield from ((place, name) for name in entry.names)


def _numbers_of(entries: Sequence[tuple[int, ListEntry]]) -> Iterator[tuple[int, int]]:
    for place, (_, entry) in enumerate(entries):
        for document in entry.documents:
            if plain := confusable_number(document.number):
                yield _hash(plain), place


def _hashed(name: str, pairs: Iterable[tuple[int, int]]) -> Mapping[str, Section]:
    table = np.array(sorted(set(pairs)), np.uint64).reshape(-1, 2)
    return {f"{name}_hashes": table[:, 0].copy(), f"{name}_places": table[:, 1].astype(np.uint32)}


def _equal(container: Container, hashes: str, places: str, wanted: int) -> Sequence[int]:
    table = container.array(hashes)
    start, end = np.searchsorted(table, np.uint64(wanted), "left"), np.searchsorted(table, np.uint64(wanted), "right")
    found: list[int] = container.array(places)[start:end].tolist()
    return found


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def _unreadable(path: Path) -> InvalidInput:
    return InvalidInput("its contents cannot be read", where=str(path), rule=_RULE, mend=_MEND)


__all__ = ["Contents", "Entries", "contents", "key_beside", "read", "sections", "write"]
