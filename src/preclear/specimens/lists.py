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
)
_DOCUMENT_COLUMNS = ("number", "issuing_state", "type", "status", "since")
_REASON = "Invented entry for the demo: order of exclusion 0000/2026"
_NOBODY = ("Nemo Musterov", "Iota Przykladova", "Zeta Esimerkkinen", "Sigma Voorbeeldsen")
"""Listed people of whom nobody in the population is a namesake."""


def list_sources(folder: Path) -> tuple[SourceSpec, ...]:
    """The lists in a folder that ``write_lists`` filled, as ``preclear.screening.build`` takes them."""
    said = {"owner": OWNER, "legal_basis": LEGAL_BASIS}
    return (
        SourceSpec(kind="csv", path=folder / _PERSONS, defaults={**said, "list": "xar-demo"}),
        SourceSpec(kind="documents", path=folder / _DOCUMENTS, defaults={**said, "list": "lost-or-stolen-demo"}),
    )


def write_lists(folder: Path, listed: Iterable[Mapping[str, str]], lost: Iterable[Mapping[str, str]]) -> None:
    """Write both lists as CSV."""
    nobody = ({"entity_id": f"XD-9{place:03}", "name": name} for place, name in enumerate(_NOBODY))
    constant = {"kind": "primary", "owner": OWNER, "legal_basis": LEGAL_BASIS, "reason": _REASON}
    _write(folder / _PERSONS, _PERSON_COLUMNS, ({**constant, **row} for row in (*nobody, *listed)))
    _write(folder / _DOCUMENTS, _DOCUMENT_COLUMNS, lost)


def _write(place: Path, columns: Iterable[str], rows: Iterable[Mapping[str, str]]) -> None:
    with place.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, tuple(columns), restval="")
        writer.writeheader()
        writer.writerows(rows)


def _list(draft: Draft, **fields: str) -> None:
    person = draft.person
    draft.listed.append({"entity_id": f"XD-{person.number:04}", "name": person.name, **fields})


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
