"""The snapshot on disk: one file that never changes, named by the hash of its contents.

First line ``preclear-snapshot FORMAT SHA256``; the rest, which is hashed, is one JSON document a line: the manifest,
then entities and documents. The same lists as of the same day give the same bytes, so ids can be compared.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from preclear.errors import InvalidInput, Unavailable
from preclear.model.dates import PartialDate
from preclear.model.screening import ListSource
from preclear.screening.entries import (
    ENTITY_TYPES,
    NAME_KINDS,
    BirthSpan,
    ListedDocument,
    ListedName,
    ListEntry,
    ParsedList,
)

MAGIC = "preclear-snapshot"
FORMAT = "1"
_RULE = "preclear snapshot, format 1"
_MEND = "Build it again with: preclear lists build."
_MOST_BYTES = 1 << 32


@dataclass(frozen=True, kw_only=True)
class Contents:
    """All that a snapshot holds. ``entries`` and ``documents`` carry the place of their list in ``sources``."""

    id: str
    sources: tuple[ListSource, ...]
    entries: tuple[tuple[int, ListEntry], ...]
    documents: tuple[tuple[int, ListedDocument], ...]


def write(lists: Iterable[ParsedList], out: Path) -> str:
    """Write a snapshot beside ``out``, flush it to the disk and rename it into place; gives its id.

    Whoever has the old file open keeps it; whoever opens ``out`` sees the old or the new one, never a mixture.
    ``Unavailable`` where the disk refuses.
    """
    body = "".join(f"{line}\n" for line in _lines(tuple(lists))).encode()
    digest = hashlib.sha256(body).hexdigest()
    try:
        _replace(out, f"{MAGIC} {FORMAT} {digest}\n".encode() + body)
    except OSError as error:
        raise Unavailable(f"the snapshot cannot be written to {out}: {error.strerror}") from error
    return _id(digest)


def read(path: Path) -> Contents:
    """Read a snapshot and verify its hash; ``InvalidInput`` for a damaged or foreign file."""
    digest, body = _verified(path)
    lines = iter(body.split(b"\n"))
    try:
        manifest = json.loads(next(lines))
        sources = tuple(_source_of(source) for source in manifest["sources"])
        records = [json.loads(line) for line in lines if line]
        return Contents(
            id=_id(digest),
            sources=sources,
            entries=tuple((_place(record, sources), _entry(record)) for record in records if "names" in record),
            documents=tuple(
                (_place(record, sources), _document(record["document"])) for record in records if "document" in record
            ),
        )
    except (ValueError, KeyError, TypeError, StopIteration, RecursionError, AttributeError) as error:
        raise InvalidInput("its contents cannot be read", where=str(path), rule=_RULE, mend=_MEND) from error


def _id(digest: str) -> str:
    return digest[:32]


def _verified(path: Path) -> tuple[str, bytes]:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise InvalidInput("is too large for a snapshot", where=str(path), rule=_RULE, mend=_MEND)
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        raise InvalidInput("the snapshot cannot be read", where=str(path), mend="Check the path.") from error
    head, _, body = data.partition(b"\n")
    words = head[:200].decode("ascii", "replace").split(" ")
    if len(words) != 3 or words[0] != MAGIC:
        raise InvalidInput("is no snapshot of lists", where=str(path), rule=_RULE, mend=_MEND)
    if words[1] != FORMAT:
        raise InvalidInput(f"has format {words[1][:20]!r}, not {FORMAT}", where=str(path), rule=_RULE, mend=_MEND)
    if hashlib.sha256(body).hexdigest() != words[2]:
        raise InvalidInput("is damaged: its hash does not hold", where=str(path), rule=_RULE, mend=_MEND)
    return words[2], body


def _replace(out: Path, data: bytes) -> None:
    out.parent.mkdir(parents=True, exist_ok=True)
    handle, aside = tempfile.mkstemp(dir=out.parent, prefix=f".{out.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(aside).replace(out)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(aside).unlink()
        raise
    folder = os.open(out.parent, os.O_RDONLY)
    try:
        os.fsync(folder)  # the rename itself must reach the disk
    finally:
        os.close(folder)


def _lines(lists: tuple[ParsedList, ...]) -> Iterator[str]:
    yield _json({"sources": [_source(parsed) for parsed in lists]})
    for place, parsed in enumerate(lists):
        for entry in parsed.entries:
            yield _json(_entry_record(place, entry))
        for document in parsed.documents:
            yield _json({"list": place, "document": _without_blanks(vars(document))})


def _source(parsed: ParsedList) -> dict[str, Any]:
    return {
        "list": parsed.name,
        "owner": parsed.owner,
        "legal_basis": parsed.legal_basis,
        "sha256": parsed.sha256,
        "entities": len(parsed.entries),
        "names": sum(len(entry.names) for entry in parsed.entries),
        "documents": len(parsed.documents) + sum(len(entry.documents) for entry in parsed.entries),
        "expired": parsed.expired,
    }


def _source_of(record: dict[str, Any]) -> ListSource:
    _only_texts(record[key] for key in ("list", "owner", "legal_basis", "sha256"))
    if not all(isinstance(record[key], int) for key in ("entities", "names", "documents", "expired")):
        raise TypeError("a number is expected")
    return ListSource(**record)


def _entry_record(place: int, entry: ListEntry) -> dict[str, Any]:
    return _without_blanks(
        {
            "list": place,
            "id": entry.id,
            "owner": entry.owner,
            "legal_basis": entry.legal_basis,
            "type": entry.entity_type,
            "names": [[name.text, name.kind] for name in entry.names],
            "births": [[str(span.first), str(span.last), span.circa] for span in entry.births],
            "documents": [_without_blanks(vars(document)) for document in entry.documents],
            "states": list(entry.states),
            "sex": entry.sex,
            "father": entry.father_name,
            "reason": entry.reason,
            "expires": entry.expires.isoformat() if entry.expires else "",
        }
    )


def _entry(record: dict[str, Any]) -> ListEntry:
    if record["type"] not in ENTITY_TYPES or any(kind not in NAME_KINDS for _, kind in record["names"]):
        raise ValueError(record["id"])
    expires = record.get("expires")
    _only_texts(record[key] for key in ("id", "owner", "legal_basis"))
    _only_texts(record.get(key, "") for key in ("sex", "father", "reason"))
    _only_texts((*record.get("states", ()), *(text for text, _ in record["names"])))
    return ListEntry(
        id=record["id"],
        owner=record["owner"],
        legal_basis=record["legal_basis"],
        entity_type=record["type"],
        names=tuple(ListedName(text=text, kind=kind) for text, kind in record["names"]),
        births=tuple(
            BirthSpan(first=PartialDate.parse(first), last=PartialDate.parse(last), circa=circa)
            for first, last, circa in record.get("births", ())
        ),
        documents=tuple(_document(document) for document in record.get("documents", ())),
        states=tuple(record.get("states", ())),
        sex=record.get("sex", ""),
        father_name=record.get("father", ""),
        reason=record.get("reason", ""),
        expires=date.fromisoformat(expires) if expires else None,
    )


def _document(record: dict[str, Any]) -> ListedDocument:
    _only_texts(record.values())
    return ListedDocument(**record)


def _only_texts(values: Iterable[object]) -> None:
    if not all(isinstance(value, str) for value in values):
        raise TypeError("a text is expected")


def _place(record: dict[str, Any], sources: tuple[ListSource, ...]) -> int:
    place: int = record["list"]
    if not 0 <= place < len(sources):
        raise ValueError(place)
    return place


def _without_blanks(fields: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if key == "list" or value}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
