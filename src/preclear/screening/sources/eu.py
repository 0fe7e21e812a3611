"""The European Union's consolidated financial sanctions list (FSF) as CSV, versions 1.0 and 1.1.

Source: European Commission, Financial Sanctions Files. Semicolons part the fields; one row a name, birth date or
identification, each repeating the columns of its entity. Some column names come twice: the first one counts. Line
ends are mixed. A whole name may stand family name first, without a comma: the columns of its parts say so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from preclear.errors import InvalidInput
from preclear.model.dates import PartialDate
from preclear.screening.entries import (
    ALIAS,
    ORGANISATION,
    PERSON,
    PRIMARY,
    WEAK,
    BirthSpan,
    ListedDocument,
    ListedName,
    ListEntry,
    ParsedList,
)
from preclear.screening.reading import clean, decode, known_date, known_day, read_bytes, rows, sha256
from preclear.screening.sources.cells import listed
from preclear.screening.states import state_code

OWNER = "Council of the European Union"
LEGAL_BASIS = "Treaty on the Functioning of the European Union, article 215"
RULE = "EU Financial Sanctions Files, CSV 1.0 or 1.1"

_COLUMNS = {
    "generated": ("filegenerationdate", "date_file"),
    "id": ("entity_eu_referencenumber", "eu_ref_num", "entity_logicalid", "entity_logical_id"),
    "type": ("entity_subjecttype_classificationcode", "entity_subjecttype", "subject_type"),
    "listed": ("entity_designationdate", "leba_publication_date"),
    "programme": ("entity_regulation_programme", "programme"),
    "act": ("entity_regulation_numbertitle", "leba_numtitle"),
    "remark": ("entity_remark",),
    "name": ("namealias_wholename", "naal_wholename"),
    "last": ("namealias_lastname", "naal_lastname"),
    "first": ("namealias_firstname", "naal_firstname"),
    "middle": ("namealias_middlename", "naal_middlename"),
    "strong": ("namealias_strong", "naal_strong"),
    "name_remark": ("namealias_remark", "naal_remark"),
    "weak": ("namealias_weakalias", "namealias_weak", "naal_weakalias", "weak_alias", "weak alias"),
    "sex": ("namealias_gender", "naal_gender"),
    "born": ("birthdate_birthdate", "birt_date"),
    "day": ("birthdate_day", "birt_day"),
    "month": ("birthdate_month", "birt_month"),
    "year": ("birthdate_year", "birt_year"),
    "year_from": ("birthdate_yearrangefrom",),
    "year_to": ("birthdate_yearrangeto",),
    "circa": ("birthdate_circa",),
    "calendar": ("birthdate_calendartype",),
    "number": ("identification_number", "iden_number"),
    "latin_number": ("identification_latinnumber",),
    "number_type": ("identification_typecode", "identification_typedescription"),
    "number_state": ("identification_countryiso2code", "iden_country"),
    "citizen": ("citizenship_countryiso2code", "citi_country"),
}
_PERSONS = frozenset({"p", "person", ""})
_NO = frozenset({"false", "no", "0"})
_SEXES = {"m": "M", "f": "F"}
_Row = dict[str, str]


def read(path: Path, defaults: Mapping[str, str], on: date) -> ParsedList:
    """Read the consolidated CSV; ``InvalidInput`` where the columns of entity and name are missing."""
    del defaults, on  # owner and legal basis are known, and the Council withdraws entries itself
    data = read_bytes(path)
    grouped: dict[str, list[_Row]] = {}
    generated = ""
    for where, row in _records(data, path):
        if "id" not in row:
            raise InvalidInput("no entity", where=where, rule=RULE, mend="Fetch the file again.")
        generated = generated or row.pop("generated", "")
        grouped.setdefault(row["id"], []).append(row)
    return ParsedList(
        name="eu",
        owner=OWNER,
        legal_basis=LEGAL_BASIS,
        sha256=sha256(data),
        entries=tuple(_entry(id_, group, path) for id_, group in grouped.items()),
        published=known_day(generated),
    )


def _records(data: bytes, path: Path) -> Iterator[tuple[str, _Row]]:
    table = rows(decode(data, path), path, ";")
    _, head = next(table, (0, []))
    names = [name.strip().casefold() for name in head]
    places = {key: names.index(found) for key, columns in _COLUMNS.items() if (found := _one_of(columns, names))}
    if "id" not in places or "name" not in places:
        raise InvalidInput(
            "has no columns of entity and name",
            where=f"{path}, line 1",
            rule=RULE,
            mend="Take the CSV of the consolidated list, version 1.0 or 1.1, parted by semicolons.",
        )
    for line, row in table:
        fields = {key: value for key, at in places.items() if at < len(row) and (value := clean(row[at]))}
        if fields:
            yield f"{path}, line {line}", fields


def _one_of(columns: tuple[str, ...], names: list[str]) -> str:
    return next((column for column in columns if column in names), "")


def _entry(id_: str, group: list[_Row], path: Path) -> ListEntry:
    names = tuple(_names(group))
    if not names:
        raise InvalidInput(
            f"entity {id_[:40]} has no name", where=str(path), rule=RULE, mend="Fetch the file again: it is not whole."
        )
    return ListEntry(
        id=id_,
        owner=OWNER,
        legal_basis=LEGAL_BASIS,
        entity_type=PERSON if _first(group, "type").casefold() in _PERSONS else ORGANISATION,
        names=names,
        births=tuple(dict.fromkeys(span for row in group if (span := _birth(row)) is not None)),
        documents=tuple(dict.fromkeys(document for row in group if (document := _document(row)) is not None)),
        states=tuple(dict.fromkeys(code for row in group if (code := state_code(row.get("citizen", ""))))),
        sex=_SEXES.get(_first(group, "sex")[:1].casefold(), ""),
        reason=_reason(group),
        listed=known_day(_first(group, "listed")),
    )


def _reason(group: list[_Row]) -> str:
    programme, act, remark = (_first(group, key) for key in ("programme", "act", "remark"))
    said = (f"Programme {programme}" if programme else "", act, remark)
    return "; ".join(part for part in said if part)


def _names(group: list[_Row]) -> Iterator[ListedName]:
    """Every cell once: the first strong name is the primary one."""
    cells: dict[str, str] = {}
    for row in group:
        if text := _whole_name(row):
            cells.setdefault(text, WEAK if _is_weak(row) else ALIAS)
        if weak := row.get("weak", ""):
            cells.setdefault(weak, WEAK)
    primary = next((text for text, kind in cells.items() if kind == ALIAS), next(iter(cells), ""))
    yield from listed((text, PRIMARY if text == primary else kind) for text, kind in cells.items())


def _whole_name(row: _Row) -> str:
    whole, last = row.get("name", ""), row.get("last", "")
    given = " ".join(part for key in ("first", "middle") if (part := row.get(key, "")))
    if last and given and whole in {"", f"{last} {given}"}:
        return f"{last}, {given}"
    return whole or last or given


def _is_weak(row: _Row) -> bool:
    remark = row.get("name_remark", "").casefold()
    return row.get("strong", "").casefold() in _NO or "low quality" in remark or "weak" in remark


def _birth(row: _Row) -> BirthSpan | None:
    """The birth date of a row; None where it has none, and where it is of another calendar."""
    if row.get("calendar", "").casefold() not in {"", "gregorian"}:
        return None
    circa = row.get("circa", "").casefold() in {"true", "1", "yes"}
    when = known_date(row.get("born", "")) or _from_parts(row)
    if when is not None:
        return BirthSpan.on(when, circa=circa)
    first, last = known_date(row.get("year_from", "")), known_date(row.get("year_to", ""))
    first, last = first or last, last or first
    return BirthSpan.between(first, last, circa=circa) if first and last else None


def _from_parts(row: _Row) -> PartialDate | None:
    year, month, day = (int(text) if (text := row.get(key, "")).isdecimal() else 0 for key in ("year", "month", "day"))
    try:
        return PartialDate(year, month or None, day or None if month else None)
    except ValueError:
        return None


def _document(row: _Row) -> ListedDocument | None:
    number = (row.get("latin_number") or row.get("number", "")).partition(" (")[0].strip()
    if not any(map(str.isalnum, number)):
        return None
    kind = row.get("number_type", "").casefold()
    type_ = "P" if "pass" in kind or "travel" in kind else "I" if kind in {"id", "ssn"} or "identi" in kind else ""
    return ListedDocument(number=number, issuing_state=state_code(row.get("number_state", "")), type=type_)


def _first(group: list[_Row], key: str) -> str:
    return next((row[key] for row in group if key in row), "")
