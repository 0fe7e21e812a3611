"""Any list as comma-separated rows: one row a name, rows of one entity share ``entity_id``.

Columns: ``entity_id,name,kind,birth_date,country,sex,father_name,document_number,issuing_state,owner,legal_basis,
reason,expires`` and optionally ``entity_type``. Only the first two must be there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from preclear.errors import InvalidInput
from preclear.screening.entries import (
    ALIAS,
    ENTITY_TYPES,
    NAME_KINDS,
    PERSON,
    PRIMARY,
    BirthSpan,
    ListedDocument,
    ListedName,
    ListEntry,
    ParsedList,
)
from preclear.screening.reading import decode, last_day, partial_date, read_bytes, records, required, sha256
from preclear.screening.states import state_code

RULE = "generic list CSV"
_Row = tuple[str, dict[str, str]]


def read(path: Path, defaults: Mapping[str, str], on: date) -> ParsedList:
    """Read a generic list; entries whose last day lies before ``on`` are left out and counted."""
    data = read_bytes(path)
    grouped: dict[str, list[_Row]] = {}
    for where, fields in records(decode(data, path), path, ("entity_id", "name")):
        if not fields.get("entity_id"):
            raise InvalidInput("no entity_id", where=where, rule=RULE, mend="Rows of one entity share its id.")
        grouped.setdefault(fields["entity_id"], []).append((where, fields))
    entries = [_entry(id_, lines, defaults) for id_, lines in grouped.items()]
    kept = tuple(entry for entry in entries if entry.holds_on(on))
    return ParsedList(
        name=defaults.get("list") or path.stem,
        owner=_together((entry.owner for entry in entries), defaults, "owner", path),
        legal_basis=_together((entry.legal_basis for entry in entries), defaults, "legal_basis", path),
        sha256=sha256(data),
        entries=kept,
        expired=len(entries) - len(kept),
    )


def _together(values: Iterable[str], defaults: Mapping[str, str], key: str, path: Path) -> str:
    distinct = sorted(set(values))
    return "; ".join(distinct) if distinct else required({}, defaults, key, str(path))


def _entry(id_: str, lines: list[_Row], defaults: Mapping[str, str]) -> ListEntry:
    where, first = lines[0]
    entity_type = _first(lines, "entity_type").casefold() or PERSON
    if entity_type not in ENTITY_TYPES:
        raise InvalidInput(
            f"entity_type {entity_type[:40]!r}", where=where, rule=RULE, mend="person, organisation or vessel."
        )
    names = tuple(dict.fromkeys(_name(row, place) for place, row in enumerate(lines) if row[1]["name"]))
    if not names:
        raise InvalidInput(f"entity {id_[:40]} has no name", where=where, rule=RULE)
    expires = _first(lines, "expires") or defaults.get("expires", "")
    return ListEntry(
        id=id_,
        owner=required({"owner": _first(lines, "owner")}, defaults, "owner", where),
        legal_basis=required({"legal_basis": _first(lines, "legal_basis")}, defaults, "legal_basis", where),
        entity_type=entity_type,
        names=names,
        births=tuple(BirthSpan.on(partial_date(text, spot)) for spot, text in _all(lines, "birth_date")),
        documents=tuple(dict.fromkeys(_document(row) for row in lines if row[1].get("document_number"))),
        states=tuple(_state(text, spot) for spot, text in _all(lines, "country")),
        sex=first.get("sex", "")[:1].upper(),
        father_name=_first(lines, "father_name"),
        reason=_first(lines, "reason") or defaults.get("reason", ""),
        expires=last_day(expires, where),
    )


def _name(row: _Row, place: int) -> ListedName:
    where, fields = row
    kind = fields.get("kind", "").casefold() or (ALIAS if place else PRIMARY)
    if kind not in NAME_KINDS:
        raise InvalidInput(f"kind {kind[:40]!r}", where=where, rule=RULE, mend="primary, alias or weak.")
    return ListedName(text=fields["name"], kind=kind)


def _document(row: _Row) -> ListedDocument:
    where, fields = row
    return ListedDocument(
        number=fields["document_number"], issuing_state=_state(fields.get("issuing_state", ""), where)
    )


def _state(text: str, where: str) -> str:
    code = state_code(text)
    if text and not code:
        raise InvalidInput(f"{text[:40]!r} is no State", where=where, rule="ICAO Doc 9303-3, section 5")
    return code


def _first(lines: list[_Row], key: str) -> str:
    return next((fields[key] for _, fields in lines if fields.get(key)), "")


def _all(lines: list[_Row], key: str) -> list[tuple[str, str]]:
    """Distinct values with the place of their first row."""
    found: dict[str, str] = {}
    for where, fields in lines:
        if fields.get(key):
            found.setdefault(fields[key], where)
    return [(where, text) for text, where in found.items()]
