from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from preclear.screening.sources.cells import listed, names_in


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Arkadi Testov", ("Arkadi Testov",)),
        ("Arkadi Testov; Arkady Testov;", ("Arkadi Testov", "Arkady Testov")),
        ("Arkadi Testov / Arkady Testov", ("Arkadi Testov", "Arkady Testov")),
        ("Exempel/Testov", ("Exempel/Testov",)),
        ("Arkadi Testov (original script: Аркадий Тестов)", ("Arkadi Testov", "Аркадий Тестов")),
        ("أركادي (Arkadi; Arkady)", ("أركادي", "Arkadi", "Arkady")),
        ("Arkadi (birth name)", ("Arkadi",)),
        ("Arkadi Testov, born 1 Jan. 1953 (Utopian passport no. 0000)", ("Arkadi Testov",)),
        ("Example Movement (EM)", ("Example Movement (EM)",)),
        ("(Sheikh) Arkadi", ("(Sheikh) Arkadi",)),
        ("Arkadi Testov b) Arkady Testov", ("Arkadi Testov", "Arkady Testov")),
        ("Testov ((", ("Testov ((",)),
        (";", (";",)),
    ],
)
def test_a_cell_is_taken_apart_into_its_names(cell, names):
    assert names == names_in(cell)


def test_a_cell_counts_once_however_many_names_it_holds():
    names = list(listed([("Arkadi; Arkady", "weak"), ("Zeta", "alias")]))
    assert [(name.text, name.kind, name.split) for name in names] == [
        ("Arkadi", "weak", False),
        ("Arkady", "weak", True),
        ("Zeta", "alias", False),
    ]


@given(st.text(max_size=60))
def test_every_cell_has_a_name(cell):
    assert names_in(cell)
