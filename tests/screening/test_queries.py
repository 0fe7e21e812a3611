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
        ({"name": "Abe"}, "id"),
        ({"id": True, "name": "Abe"}, "id"),
        ({"id": "1"}, "name"),
        ({"id": "1", "name": 5}, "name"),
        ({"id": "1", "name": "Abe" * 501}, "name"),
        ({"id": "1", "name": "Abe", "birth_date": "1971-02-30"}, "birth_date"),
        ({"id": "1", "name": "Abe", "nationality": {}}, "nationality"),
        ({"id": "1", "name": "Abe", "nationality": ["PAK"] * 11}, "nationality"),
        ({"id": "1", "name": "Abe", "nationality": ["x" * 501]}, "nationality"),
        ({"id": "1", "name": "Abe", "issuing_state": "Atlantis"}, "issuing_state"),
        ({"id": "1", "name": "Abe", "entity_type": "ghost"}, "entity_type"),
        ({"id": "1", "name": "Abe", "entity_type": ["person"]}, "entity_type"),
        ({"id": "1", "name": "A\ud800"}, "name"),
        ({"id": "1", "name": "A\x07"}, "name"),
        ({"id": "1", "name": "Abe", "native_name": "\x9b"}, "native_name"),
        ({"id": 10**39, "name": "A\ud800"}, "name"),
    ],
)
def test_a_row_that_cannot_be_used_says_where(row, where):
    with pytest.raises(InvalidInput) as refused:
        parse(json.dumps(row))
    assert where == refused.value.where


@pytest.mark.parametrize(
    ("row", "asked"),
    [({}, "person"), ({"entity_type": None}, "person"), ({"entity_type": ""}, "person")]
    + [({"entity_type": kind}, kind) for kind in ("person", "organisation")]
    + [({"entity_type": "vessel"}, "organisation")],
)
def test_a_row_asks_for_a_person_unless_it_says_otherwise(row, asked):
    assert asked == parse(json.dumps({"id": "1", "name": "Specimen Dawn"} | row)).entity_type


@pytest.mark.parametrize(
    "line", ["[]", "{", "null", '"A"', '{"id": "1", "id": "2", "name": "Abe"}', '{"id": "1", "name": "A\n']
)
def test_what_is_no_row_is_an_input_error(line):
    with pytest.raises(InvalidInput):
        parse(line)


def test_one_nationality_or_several_are_codes():
    query = parse('{"id": "1", "name": "Abe", "nationality": ["Pakistan", "D", ""]}')
    assert ("PAK", "DEU") == query.nationality


def test_text_is_made_one_line_in_one_normal_form():
    assert "Jos\u00e9 Testov" == parse('{"id": "1", "name": " Jose\u0301 \\n Testov "}').name


@settings(max_examples=100, deadline=None)
@given(
    st.binary(max_size=80)
    | st.dictionaries(
        st.sampled_from(["id", "name", "birth_date", "nationality", "issuing_state", "entity_type"]),
        st.none() | st.integers() | st.text(max_size=8) | st.lists(st.text(max_size=3), max_size=2),
    ).map(lambda row: json.dumps(row).encode())
)
def test_any_row_gives_a_query_or_an_input_error(data):
    with suppress(InvalidInput):
        assert parse(data).id


@pytest.mark.parametrize("name", ["", " ", "A", "***", "<<<<", "A."])
def test_a_name_that_says_nothing_is_never_answered_with_nobody(name):
    with pytest.raises(InvalidInput, match="nothing to look up"):
        parse(json.dumps({"id": "1", "name": name}))
    assert parse(json.dumps({"id": "1", "name": name, "document_number": "X1"})).document_number == "X1"
    assert parse(json.dumps({"id": "1", "name": name, "native_name": "\u91d1"})).native_name == "\u91d1"
