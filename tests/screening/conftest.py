from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from preclear.model.dates import PartialDate
from preclear.model.screening import PossibleMatch, ScreeningQuery
from preclear.screening import Snapshot, SourceSpec, build
from preclear.screening.alignment import Alignment, Asked, Listed, align
from preclear.screening.container import in_memory
from preclear.screening.name_table import analyse_person
from preclear.screening.parameters import PARAMETERS
from preclear.screening.rarity import rarity
from preclear.screening.vocabulary import Vocabulary, sections

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
E9,Salah ud Din Beispielov,primary,1968,,,,,,,
E10,Hamid Ullah Specimenzai,primary,,,,,,,,
E11,Saif ul Islam Exemplarow,primary,,,,,,,,
E12,Jürgen MÜLLERTEST,primary,1949-12-03,,,,,,,
E13,Maximilianus Alexandrov Exempelwartha Musterhausenowicz,primary,,,,,,,,
E14,Asif Beispielkhail,primary,,,,,,,,
E15,Specimen Bright Shipping Co. Ltd,primary,,,,,,,,organisation
E16,MV Specimen Dawn,primary,,,,,,,,vessel
E17,Olena Primerchuk,primary,1975-01-01,,,,,,,
E18,Boris Nadoba,primary,1970,,,Ahmad Gartenow,,,,
E18,Boris Nadoba Gartenow,alias,,,,,,,,
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
def built(sources, as_of, tmp_path_factory) -> Path:
    """The file of the snapshot that most tests ask."""
    path = tmp_path_factory.mktemp("built") / "lists.snapshot"
    build(sources, path, as_of=as_of)
    return path


@pytest.fixture(scope="session")
def snapshot(built) -> Snapshot:
    return Snapshot.open(built)


@pytest.fixture
def best(snapshot) -> Callable[..., PossibleMatch | None]:
    """The best candidate for a name and what else is known."""

    def screened(name: str, born: str = "", **known: Any) -> PossibleMatch | None:
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


@pytest.fixture(scope="session")
def vocabulary() -> Callable[..., Vocabulary]:
    """A small vocabulary of parts, each as rare as it is among travellers; those in ``travelling`` stand on no list."""

    def made(*parts: str, travelling: tuple[str, ...] = ()) -> Vocabulary:
        every = (*parts, *travelling)
        listed = [True] * len(parts) + [False] * len(travelling)
        return Vocabulary(in_memory("example", sections(every, map(rarity, every), listed)), "", PARAMETERS)

    return made


@pytest.fixture(scope="session")
def aligned(vocabulary) -> Callable[..., Alignment]:
    """A name of a query aligned with one listed name."""

    def made(asked: str, listed: str, father: str = "") -> Alignment:
        form = analyse_person(listed)
        parts = list(dict.fromkeys(form.tokens))
        words = vocabulary(*parts)
        asking = analyse_person(asked)
        nears = tuple(words.near(part) for part in asking.tokens)
        fatherly = tuple(words.near(part) for part in analyse_person(father).tokens)
        places = [parts.index(token) for token in form.tokens]
        one = Asked(form=asking, nears=nears, father=fatherly)
        return align(one, Listed(parts=places, sons=form.patronymic), words, PARAMETERS)

    return made
