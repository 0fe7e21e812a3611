"""The European Union's consolidated financial sanctions list (FSF) as CSV, versions 1.0 and 1.1.

Source: European Commission, Financial Sanctions Files. Semicolons part the fields; one row a name, birth date or
identification, each repeating the columns of its entity. Some column names come twice: the first one counts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from preclear.errors import InvalidInput
from preclear.model.dates import PartialDate
from preclear.screening.entries import (
    ALIAS,
    ORGANISATION,
    PERSON,
    PRIMARY,
    BirthSpan,
    ListedDocument,
    ListedName,
    ListEntry,
    ParsedList,
)
from preclear.screening.reading import clean, decode, read_bytes, rows, sha256
from preclear.screening.states import state_code

OWNER = "Council of the European Union"
LEGAL_BASIS = "Treaty on the Functioning of the European Union, article 215"
RULE = "EU Financial Sanctions Files, CSV 1.0 or 1.1"

_COLUMNS = {
    "id": ("entity_eu_referencenumber", "eu_ref_num", "entity_logicalid", "entity_logical_id"),
    "type": ("entity_subjecttype_classificationcode", "entity_subjecttype", "subject_type"),
    "name": ("namealias_wholename", "naal_wholename"),
    "sex": ("namealias_gender", "naal_gender"),
    "born": ("birthdate_birthdate", "birt_date"),
    "year": ("birthdate_year", "birt_year"),
    "circa": ("birthdate_circa",),
    "number": ("identification_number", "iden_number"),
    "number_type": ("identification_typecode",),
    "number_state": ("identification_countryiso2code", "iden_country"),
    "citizen": ("citizenship_countryiso2code", "citi_country"),
    "programme": ("entity_regulation_programme", "programme"),
}
_DOTTED = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})")
_Row = dict[str, str]


def read(path: Path, defaults: Mapping[str, str], on: date) -> ParsedList:
    """Read the consolidated CSV; ``InvalidInput`` where the columns of entity and name are missing."""
    del defaults, on  # owner and legal basis are known, and the Council withdraws entries itself
    data = read_bytes(path)
    grouped: dict[str, list[_Row]] = {}
    for where, row in _records(decode(data, path), path):
        if not row.get("id"):
            raise InvalidInput("no entity", where=where, rule=RULE)
        grouped.setdefault(row["id"], []).append(row)
    entries = tuple(_entry(id_, group, path) for id_, group in grouped.items())
    return ParsedList(name="eu", owner=OWNER, legal_basis=LEGAL_BASIS, sha256=sha256(data), entries=entries)


def _records(text: str, path: Path) -> list[tuple[str, _Row]]:
    table = rows(text, path, ";")
    _, head = next(table, (0, []))
    names = [name.strip().casefold() for name in head]
    places = {
        key: next((names.index(column) for column in columns if column in names), -1)
        for key, columns in _COLUMNS.items()
    }
    if places["id"] < 0 or places["name"] < 0:
        raise InvalidInput("has no columns of entity and name", where=f"{path}, line 1", rule=RULE)
    return [
        (f"{path}, line {line}", {key: clean(row[at]) for key, at in places.items() if 0 <= at < len(row)})
        for line, row in table
    ]


def _entry(id_: str, group: list[_Row], path: Path) -> ListEntry:
    texts = list(dict.fromkeys(row["name"] for row in group if row.get("name")))
    if not texts:
        raise InvalidInput(f"entity {id_[:40]} has no name", where=str(path), rule=RULE)
    return ListEntry(
        id=id_,
        owner=OWNER,
        legal_basis=LEGAL_BASIS,
        entity_type=PERSON if group[0].get("type", "P").casefold() in {"p", "person"} else ORGANISATION,
        names=tuple(ListedName(text=text, kind=ALIAS if at else PRIMARY) for at, text in enumerate(texts)),
        births=tuple(dict.fromkeys(span for row in group if (span := _birth(row)) is not None)),
        documents=tuple(dict.fromkeys(_document(row) for row in group if row.get("number"))),
        states=tuple(dict.fromkeys(code for row in group if (code := state_code(row.get("citizen", ""))))),
        sex=next((row["sex"][0].upper() for row in group if row.get("sex")), ""),
        reason=next((f"Programme {row['programme']}" for row in group if row.get("programme")), ""),
    )


def _birth(row: _Row) -> BirthSpan | None:
    text = row.get("born") or row.get("year") or ""
    dotted = _DOTTED.fullmatch(text)
    try:
        when = PartialDate(int(dotted[3]), int(dotted[2]), int(dotted[1])) if dotted else PartialDate.parse(text)
    except ValueError:
        return None
    return BirthSpan.on(when, circa=row.get("circa", "").casefold() == "true")


def _document(row: _Row) -> ListedDocument:
    kind = "P" if "pass" in row.get("number_type", "").casefold() else ""
    return ListedDocument(
        number=row["number"].split(" (")[0], issuing_state=state_code(row.get("number_state", "")), type=kind
    )
