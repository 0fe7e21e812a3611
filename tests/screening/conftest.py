from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from preclear.model.dates import PartialDate
from preclear.model.screening import PossibleMatch, ScreeningQuery
from preclear.screening import Snapshot, SourceSpec, build

OWNED = {"owner": "Ministry of Examples", "legal_basis": "Example Act, section 1"}
PEOPLE = """entity_id,name,kind,birth_date,country,sex,father_name,document_number,issuing_state,expires,entity_type
E1,Arkadi TESTOVICH,primary,1971-04-25,UTO,M,,X1203456,UTO,,
E1,Arcadius Testowitsch,alias,,,,,,,,
E1,The Sample,weak,,,,,,,,
E2,Hasan bin Ahmad al-Mithali,primary,1980,,,,,,,
E3,Abdul Rahman Mithalzai,primary,,,,,,,,
E4,محمد إدريس المثالي,primary,1966-07-08,,,,,,,
E5,Zakariya Exemplari,primary,1990-01-01,,,,,,2025-06-30,
E6,Wohnhaft Beispielmann,primary,1955-02-03,,,,,,2026-02-01,
E7,Imaginary Trading House,primary,,,,,,,,organisation
E8,Muhammad Ali Khan,primary,1961-09-10,,,,,,,
"""
LOST = """number,issuing_state,type,status,since
O1234567,UTO,P,stolen,2025-03-04
Z7654321,UTO,P,lost,
"""


@pytest.fixture(scope="session")
def as_of() -> date:
    return date(2026, 1, 1)


@pytest.fixture(scope="session")
def sources(tmp_path_factory) -> tuple[SourceSpec, ...]:
    folder = tmp_path_factory.mktemp("lists")
    (folder / "examples.csv").write_text(PEOPLE, encoding="utf-8")
    (folder / "lost.csv").write_text(LOST, encoding="utf-8")
    return (
        SourceSpec(kind="csv", path=folder / "examples.csv", defaults=OWNED),
        SourceSpec(kind="documents", path=folder / "lost.csv", defaults=OWNED),
    )


@pytest.fixture(scope="session")
def snapshot(sources, as_of, tmp_path_factory) -> Snapshot:
    return build(sources, tmp_path_factory.mktemp("built") / "lists.snapshot", as_of=as_of)


@pytest.fixture
def best(snapshot) -> Callable[..., PossibleMatch | None]:
    """The best candidate for a name and what else is known."""

    def screened(name: str, born: str = "", **known: str) -> PossibleMatch | None:
        birth_date = PartialDate.parse(born) if born else None
        answer = snapshot.screen(ScreeningQuery(id="q", name=name, birth_date=birth_date, **known))
        return answer.candidates[0] if answer.candidates else None

    return screened


@pytest.fixture
def written(tmp_path) -> Callable[[str, str], Path]:
    """Writes a file and gives its path."""

    def write(name: str, text: str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write
