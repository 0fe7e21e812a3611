"""The demo's lists: invented people under an invented owner and legal basis, and lost or stolen passports."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path

from preclear.screening import SourceSpec
from preclear.specimens.draft import Draft

OWNER = "Specimen List Office of XAR (invented)"
LEGAL_BASIS = "Border Clearance Order 2026 (invented), article 8"
_PERSONS, _DOCUMENTS = "xar-demo-list.csv", "lost-or-stolen.csv"
_NEXT_PERSONS = "xar-demo-list-next.csv"
_PERSON_COLUMNS = (
    "entity_id",
    "name",
    "kind",
    "birth_date",
    "country",
    "sex",
    "father_name",
    "document_number",
    "issuing_state",
    "owner",
    "legal_basis",
    "reason",
    "expires",
    "entity_type",
)
_DOCUMENT_COLUMNS = ("number", "issuing_state", "type", "status", "since")
_REASON = "Invented entry for the demo: order of exclusion 0000/2026"
_NOBODY = ("Nemo Musterov", "Iota Przykladova", "Zeta Esimerkkinen", "Sigma Voorbeeldsen")
"""Listed people of whom nobody in the population is a namesake."""

_FIRM = "Quokka Voorbeeld Fisheries"


def list_sources(folder: Path, *, next_edition: bool = False) -> tuple[SourceSpec, ...]:
    """The lists in a folder that ``write_lists`` filled, as ``preclear.screening.build`` takes them."""
    said = {"owner": OWNER, "legal_basis": LEGAL_BASIS}
    persons = folder / (_NEXT_PERSONS if next_edition else _PERSONS)
    return (
        SourceSpec(kind="csv", path=persons, defaults={**said, "list": "xar-demo"}),
        SourceSpec(kind="documents", path=folder / _DOCUMENTS, defaults={**said, "list": "lost-or-stolen-demo"}),
    )


def write_lists(
    folder: Path,
    listed: Iterable[Mapping[str, str]],
    lost: Iterable[Mapping[str, str]],
    listed_next: Iterable[Mapping[str, str]] = (),
) -> None:
    """Write both lists as CSV, and the next edition of that of persons, which has some more."""
    nobody = ({"entity_id": f"XD-9{place:03}", "name": name} for place, name in enumerate(_NOBODY))
    constant = {"kind": "primary", "owner": OWNER, "legal_basis": LEGAL_BASIS, "reason": _REASON}
    rows = [{**constant, **row} for row in (*nobody, *listed)]
    _write(folder / _PERSONS, _PERSON_COLUMNS, rows)
    _write(folder / _NEXT_PERSONS, _PERSON_COLUMNS, [*rows, *({**constant, **row} for row in listed_next)])
    _write(folder / _DOCUMENTS, _DOCUMENT_COLUMNS, lost)


def _write(place: Path, columns: Iterable[str], rows: Iterable[Mapping[str, str]]) -> None:
    with place.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, tuple(columns), restval="")
        writer.writeheader()
        writer.writerows(rows)


def _list(draft: Draft, **fields: str) -> None:
    person = draft.person
    draft.listed.append({"entity_id": f"XD-{person.number:04}", "name": person.name, **fields})


def listed_later(draft: Draft) -> None:
    """A namesake of the same year of birth comes onto the list when the traveller is cleared already."""
    person = draft.person
    draft.listed_next.append(
        {
            "entity_id": f"XD-{person.number:04}",
            "name": person.name,
            "birth_date": str(person.born.year),
            "country": "UTO",
        }
    )


def host_on_list(draft: Draft) -> None:
    """The host is a firm whose name a listed company has too."""
    draft.form["trip"]["host"] = {"name": _FIRM}
    draft.listed.append(
        {"entity_id": "XD-8001", "name": f"{_FIRM} FZE", "country": "XAR", "entity_type": "organisation"}
    )


def listed(draft: Draft) -> None:
    """The very person: name, birth date and passport are the entry's."""
    _list(
        draft,
        birth_date=draft.person.born.isoformat(),
        country="UTO",
        document_number=draft.person.passport,
        issuing_state="UTO",
    )


def namesake(draft: Draft) -> None:
    """Another person of the same name, born in the same year."""
    _list(draft, birth_date=str(draft.person.born.year), country="UTO", father_name="Somebody Else-Specimen")


def namesake_without_birth_date(draft: Draft) -> None:
    """An entry of the same name that says next to nothing."""
    _list(draft, country="UTO")


def lost(draft: Draft) -> None:
    """The passport was reported lost."""
    _report(draft, "lost")


def stolen(draft: Draft) -> None:
    """The passport was reported stolen."""
    _report(draft, "stolen")


def _report(draft: Draft, status: str) -> None:
    draft.lost.append(
        {
            "number": draft.person.passport,
            "issuing_state": "UTO",
            "type": "P",
            "status": status,
            "since": draft.day(-200),
        }
    )
