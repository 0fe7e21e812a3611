"""Any list as comma-separated rows: one row a name, rows of one entity share ``entity_id``.

Columns: ``entity_id,name,kind,birth_date,country,sex,father_name,document_number,issuing_state,owner,legal_basis,
reason,expires`` and optionally ``entity_type``, ``listed``, ``reviewed`` and ``review``. Only the first two must be
there. Several names, birth dates, countries and documents of one entity stand on rows of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from sys import intern

from preclear.errors import InvalidInput
from preclear.model.dates import PartialDate
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
from preclear.screening.reading import (
    decode,
    last_day,
    partial_date,
    published,
    read_bytes,
    records,
    required,
    sha256,
    short,
)
from preclear.screening.states import state_code

RULE = "generic list CSV"
_REQUIRED = ("entity_id", "name")
_OPTIONAL = (
    "kind", "birth_date", "country", "sex", "father_name", "document_number", "issuing_state", "owner", "legal_basis",
    "reason", "expires", "entity_type", "listed", "reviewed", "review",
)  # fmt: skip
_SEXES = {"m": "M", "male": "M", "f": "F", "female": "F", "x": "X", "<": "X", "": ""}
_Row = tuple[str, dict[str, str]]


def read(path: Path, defaults: Mapping[str, str], on: date) -> ParsedList:
    """Read a generic list; entries whose last day lies before ``on`` are left out and counted.

    ``InvalidInput`` names the file and line of the first row that cannot be used, the rule and how to mend it.
    """
    data = read_bytes(path)
    entries = _entries(records(decode(data, path), path, _REQUIRED, _OPTIONAL), defaults)
    kept = tuple(entry for entry in entries if entry.holds_on(on))
    return ParsedList(
        name=defaults.get("list") or path.stem,
        owner=_together((entry.owner for entry in entries), defaults, "owner", path),
        legal_basis=_together((entry.legal_basis for entry in entries), defaults, "legal_basis", path),
        sha256=sha256(data),
        entries=kept,
        expired=len(entries) - len(kept),
        published=published(defaults),
    )


def _together(values: Iterable[str], defaults: Mapping[str, str], key: str, path: Path) -> str:
    distinct = sorted(set(values))
    return "; ".join(distinct) if distinct else required({}, defaults, key, str(path))


def _entries(rows: Iterable[_Row], defaults: Mapping[str, str]) -> Sequence[ListEntry]:
    """One entry an entity. Rows of one entity mostly follow each other; those that come later are joined at the end."""
    entries: dict[str, ListEntry] = {}
    later: dict[str, list[ListEntry]] = {}
    for id_, lines in groupby(rows, key=_entity_id):
        first = entries.get(id_)
        entry = _entry(id_, list(lines), defaults, first)
        if first is None:
            entries[id_] = entry
        else:
            later.setdefault(id_, []).append(entry)
    for id_, more in later.items():
        entries[id_] = _joined(entries[id_], more)
    return tuple(entries.values())


def _entity_id(row: _Row) -> str:
    where, fields = row
    if not fields.get("entity_id"):
        raise InvalidInput("no entity_id", where=where, rule=RULE, mend="Rows of one entity share its id.")
    return fields["entity_id"]


def _entry(id_: str, lines: list[_Row], defaults: Mapping[str, str], earlier: ListEntry | None) -> ListEntry:
    where, first = lines[0]
    names = tuple(dict.fromkeys(_name(row, place, earlier) for place, row in enumerate(lines) if "name" in row[1]))
    if not names and earlier is None:
        raise InvalidInput(
            f"entity {id_[:40]} has no name", where=where, rule=RULE, mend="Fill the column name of its first row."
        )
    known = {"owner": earlier.owner, "legal_basis": earlier.legal_basis} if earlier else defaults
    return ListEntry(
        id=id_,
        owner=intern(required({"owner": _first(lines, "owner")}, known, "owner", where)),
        legal_basis=intern(required({"legal_basis": _first(lines, "legal_basis")}, known, "legal_basis", where)),
        entity_type=_entity_type(lines, earlier),
        names=names,
        births=tuple(_born(partial_date(text, spot)) for spot, text in _all(lines, "birth_date")),
        documents=tuple(dict.fromkeys(_document(row) for row in lines if "document_number" in row[1])),
        states=tuple(_state(text, spot) for spot, text in _all(lines, "country")),
        sex=_sex(first.get("sex", ""), where),
        father_name=_first(lines, "father_name"),
        reason=intern(_first(lines, "reason") or ("" if earlier else defaults.get("reason", ""))),
        expires=last_day(_first(lines, "expires") or ("" if earlier else defaults.get("expires", "")), where),
        listed=last_day(_first(lines, "listed"), where),
        reviewed=last_day(_first(lines, "reviewed"), where),
        review=last_day(_first(lines, "review") or ("" if earlier else defaults.get("review", "")), where),
    )


def _joined(first: ListEntry, more: list[ListEntry]) -> ListEntry:
    """An entity whose rows do not follow each other: lists grow, and what the first rows lack comes from later ones."""
    every = (first, *more)
    return replace(
        first,
        names=tuple(dict.fromkeys(name for entry in every for name in entry.names)),
        births=tuple(dict.fromkeys(span for entry in every for span in entry.births)),
        documents=tuple(dict.fromkeys(document for entry in every for document in entry.documents)),
        states=tuple(dict.fromkeys(state for entry in every for state in entry.states)),
        sex=next((entry.sex for entry in every if entry.sex), ""),
        father_name=next((entry.father_name for entry in every if entry.father_name), ""),
        reason=next((entry.reason for entry in every if entry.reason), ""),
        expires=next((entry.expires for entry in every if entry.expires), None),
        listed=next((entry.listed for entry in every if entry.listed), None),
        reviewed=next((entry.reviewed for entry in every if entry.reviewed), None),
        review=next((entry.review for entry in every if entry.review), None),
    )


def _entity_type(lines: list[_Row], earlier: ListEntry | None) -> str:
    said = [(text.casefold(), spot) for spot, text in _all(lines, "entity_type")]
    known = earlier.entity_type if earlier else said[0][0] if said else PERSON
    for entity_type, spot in said:
        if entity_type not in ENTITY_TYPES or entity_type != known:
            also = "" if entity_type == known else f" where {known[:40]!r} stood"
            raise InvalidInput(
                f"entity_type {entity_type[:40]!r}{also}",
                where=spot,
                rule=RULE,
                mend="person, organisation or vessel: one for each entity.",
            )
    return known


def _name(row: _Row, place: int, earlier: ListEntry | None) -> ListedName:
    where, fields = row
    kind = fields.get("kind", "").casefold() or (ALIAS if place or earlier else PRIMARY)
    if kind not in NAME_KINDS:
        raise InvalidInput(f"kind {kind[:40]!r}", where=where, rule=RULE, mend="primary, alias or weak.")
    if not any(map(str.isalnum, fields["name"])):
        raise InvalidInput(
            f"name {fields['name'][:40]!r} has no letter", where=where, rule=RULE, mend="Nobody could be found by it."
        )
    return ListedName(text=short(fields["name"], "name", where), kind=intern(kind))


def _document(row: _Row) -> ListedDocument:
    where, fields = row
    return ListedDocument(
        number=short(fields["document_number"], "document_number", where),
        issuing_state=_state(fields.get("issuing_state", ""), where),
    )


def _state(text: str, where: str) -> str:
    code = state_code(text)
    if text and not code:
        raise InvalidInput(
            f"{text[:40]!r} is no State",
            where=where,
            rule="ICAO Doc 9303-3, section 5",
            mend="Write its three-letter code.",
        )
    return code


@lru_cache(maxsize=1 << 15)
def _born(when: PartialDate) -> BirthSpan:
    """One span for all who were born on a day: a million people have few birthdays."""
    return BirthSpan.on(when)


def _sex(text: str, where: str) -> str:
    sex = _SEXES.get(text.casefold())
    if sex is None:
        raise InvalidInput(
            f"sex {text[:40]!r}", where=where, rule="ICAO Doc 9303-4, 4.1.1.1", mend="M, F, X or nothing."
        )
    return sex


def _first(lines: list[_Row], key: str) -> str:
    return next((fields[key] for _, fields in lines if key in fields), "")


def _all(lines: list[_Row], key: str) -> list[tuple[str, str]]:
    """Distinct values with the place of their first row."""
    found: dict[str, str] = {}
    for where, fields in lines:
        if key in fields:
            found.setdefault(fields[key], where)
    return [(where, text) for text, where in found.items()]
