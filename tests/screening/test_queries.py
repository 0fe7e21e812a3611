from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preclear.errors import InvalidInput
from preclear.model.dates import PartialDate
from preclear.screening.queries import parse


def test_a_row_is_read_with_all_that_is_known():
    query = parse(
        '{"id": 7, "surname": "Testovich", "given_names": "Arkadi", "birth_date": "1971-04", "nationality": "Pakistan",'
        ' "document_number": "X1", "issuing_state": "D"}'
    )
    assert ("7", "Arkadi Testovich", PartialDate(1971, 4), ("PAK",), "X1", "DEU") == (
        query.id,
        query.name,
        query.birth_date,
        query.nationality,
        query.document_number,
        query.issuing_state,
    )


@pytest.mark.parametrize(
    ("row", "where"),
    [
        ({"name": "A"}, "id"),
        ({"id": True, "name": "A"}, "id"),
        ({"id": "1"}, "name"),
        ({"id": "1", "name": 5}, "name"),
        ({"id": "1", "name": "A" * 501}, "name"),
        ({"id": "1", "name": "A", "birth_date": "1971-02-30"}, "birth_date"),
        ({"id": "1", "name": "A", "nationality": {}}, "nationality"),
        ({"id": "1", "name": "A", "issuing_state": "Atlantis"}, "issuing_state"),
    ],
)
def test_a_row_that_cannot_be_used_says_where(row, where):
    with pytest.raises(InvalidInput) as refused:
        parse(json.dumps(row))
    assert where == refused.value.where


@settings(max_examples=100, deadline=None)
@given(
    st.binary(max_size=80)
    | st.dictionaries(
        st.sampled_from(["id", "name", "birth_date", "nationality", "issuing_state"]),
        st.none() | st.integers() | st.text(max_size=8) | st.lists(st.text(max_size=3), max_size=2),
    ).map(lambda row: json.dumps(row).encode())
)
def test_any_row_gives_a_query_or_an_input_error(data):
    with suppress(InvalidInput):
        assert parse(data).id
