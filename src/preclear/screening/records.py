"""Entries of lists as JSON records inside a snapshot, and back. Only texts and numbers of the right kind are taken."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from preclear.model.dates import PartialDate
from preclear.model.screening import ListSource
from preclear.screening.entries import ENTITY_TYPES, NAME_KINDS, BirthSpan, ListedDocument, ListedName, ListEntry
from preclear.writing.plain import plain

_DAYS = ("expires", "listed", "reviewed", "review")
_SOURCE_DAYS = ("built", "published", "next_review")
_SOURCE_TEXTS = ("list", "owner", "legal_basis", "sha256")
_SOURCE_NUMBERS = ("entities", "names", "documents", "expired")


def to_record(entry: ListEntry) -> bytes:
    """One entry as a line of JSON without its end; equal entries give equal bytes."""
    record = {
        "id": entry.id,
        "owner": entry.owner,
        "legal_basis": entry.legal_basis,
        "type": entry.entity_type,
        "names": [[name.text, name.kind] for name in entry.names],
        "births": [[str(span.first), str(span.last), span.circa] for span in entry.births],
        "documents": [_without_blanks(asdict(document)) for document in entry.documents],
        "states": list(entry.states),
        "sex": entry.sex,
        "father": entry.father_name,
        "reason": entry.reason,
    }
    days = {key: day.isoformat() for key in _DAYS if (day := getattr(entry, key)) is not None}
    return as_json(_without_blanks(record | days))


def from_record(data: bytes) -> ListEntry:
    """Read a record; ``ValueError``, ``KeyError`` or ``TypeError`` where it is none."""
    record = json.loads(data)
    if record["type"] not in ENTITY_TYPES or any(kind not in NAME_KINDS for _, kind in record["names"]):
        raise ValueError(record["id"])
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
            BirthSpan(first=PartialDate.parse(first), last=PartialDate.parse(last), circa=bool(circa))
            for first, last, circa in record.get("births", ())
        ),
        documents=tuple(_document(document) for document in record.get("documents", ())),
        states=tuple(record.get("states", ())),
        sex=record.get("sex", ""),
        father_name=record.get("father", ""),
        reason=record.get("reason", ""),
        **{key: date.fromisoformat(record[key]) for key in _DAYS if key in record},
    )


def version_of(entry: ListEntry) -> str:
    """A hash of what identifies an entry: names, birth dates, documents, father's name; 16 hexadecimal digits.

    What is only said about the entity (its reason, review dates) changes nobody's likeness, and is left out.
    """
    same = replace(entry, owner="", legal_basis="", reason="", expires=None, listed=None, reviewed=None, review=None)
    return hashlib.sha256(to_record(same)).hexdigest()[:16]


def source_record(source: ListSource) -> dict[str, Any]:
    """What a snapshot says about one list, as JSON."""
    found: dict[str, Any] = plain(source)
    return found


def source_of(record: dict[str, Any]) -> ListSource:
    """Read what a snapshot says about a list; errors as ``from_record``."""
    _only_texts(record[key] for key in _SOURCE_TEXTS)
    if not all(isinstance(record[key], int) for key in _SOURCE_NUMBERS):
        raise TypeError("a number is expected")
    days: dict[str, Any] = {key: date.fromisoformat(record[key]) for key in _SOURCE_DAYS if record.get(key)}
    return ListSource(**{key: value for key, value in record.items() if key not in _SOURCE_DAYS}, **days)


def as_json(value: object) -> bytes:
    """Compact JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _document(record: dict[str, Any]) -> ListedDocument:
    _only_texts(record.values())
    return ListedDocument(**record)


def _only_texts(values: Iterable[object]) -> None:
    if not all(isinstance(value, str) for value in values):
        raise TypeError("a text is expected")


def _without_blanks(fields: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if value}
