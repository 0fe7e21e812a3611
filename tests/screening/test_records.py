from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preclear.model.dates import PartialDate
from preclear.model.screening import ListSource
from preclear.screening.entries import VESSEL, WEAK, BirthSpan, ListedDocument, ListedName, ListEntry
from preclear.screening.records import as_json, from_record, source_of, source_record, to_record, version_of

FULL = ListEntry(
    id="E1",
    owner="Ministry of Examples",
    legal_basis="Example Act, section 1",
    names=(ListedName(text="Arkadi TESTOVICH"), ListedName(text="أحمد المثالي", kind=WEAK)),
    births=(BirthSpan(first=PartialDate(1970), last=PartialDate(1972, 3), circa=True),),
    documents=(ListedDocument(number="X1203456", issuing_state="UTO", type="P", since="2020", expires="2030-01-01"),),
    states=("UTO",),
    sex="M",
    father_name="Boris",
    reason="made up",
    expires=date(2030, 1, 1),
    listed=date(2020, 2, 3),
    reviewed=date(2025, 2, 3),
    review=date(2026, 2, 3),
)
BARE = ListEntry(id="E2", owner="O", legal_basis="B", names=(ListedName(text="Specimen Dawn"),), entity_type=VESSEL)
SOURCE = ListSource(
    list="examples",
    owner="O",
    legal_basis="B",
    sha256="0" * 64,
    entities=1,
    names=2,
    documents=1,
    expired=3,
    kind="csv",
    built=date(2026, 1, 1),
    bounds="-10 % to +30 %",
    overdue_reviews=1,
)


@pytest.mark.parametrize("entry", [FULL, BARE])
def test_an_entry_comes_back_as_it_was(entry):
    assert entry == from_record(to_record(entry))


def test_what_is_known_of_a_list_comes_back_as_it_was():
    assert SOURCE == source_of(json.loads(as_json(source_record(SOURCE))))


def test_an_entry_that_says_something_else_of_a_person_has_another_version():
    other = replace(FULL, births=(BirthSpan.on(PartialDate(1971)),))
    assert version_of(FULL) == version_of(replace(FULL)) != version_of(other)


def test_a_review_of_the_owner_alone_makes_no_other_version():
    assert version_of(FULL) == version_of(replace(FULL, reviewed=date(2026, 2, 3), review=None, reason="looked at"))


@pytest.mark.parametrize(
    "change",
    [
        {"type": "ghost"},
        {"names": [["Arkadi", "famous"]]},
        {"names": [[5, "alias"]]},
        {"id": 5},
        {"births": [["1971-02-30", "1971", False]]},
        {"documents": [{"number": 5}]},
        {"documents": [{"number": "X", "colour": "red"}]},
        {"states": [None]},
        {"review": "soon"},
    ],
)
def test_what_is_no_record_is_refused(change):
    record = json.loads(to_record(FULL)) | change
    with pytest.raises((ValueError, KeyError, TypeError)):
        from_record(as_json(record))


@settings(max_examples=60, deadline=None)
@given(
    st.binary(max_size=40)
    | st.dictionaries(
        st.sampled_from(["id", "owner", "legal_basis", "type", "names", "births"]),
        st.sampled_from(["person", "x"]) | st.none() | st.lists(st.lists(st.text(max_size=3), max_size=3), max_size=2),
    ).map(as_json)
)
def test_any_record_gives_an_entry_or_a_named_error(data):
    with suppress(ValueError, KeyError, TypeError):
        assert isinstance(from_record(data), ListEntry)


def test_a_list_without_its_owner_is_refused():
    record = source_record(SOURCE)
    for wrong in (
        {key: record[key] for key in record if key != "owner"},
        record | {"owner": None},
        record | {"names": "2"},
    ):
        with pytest.raises((KeyError, TypeError)):
            source_of(wrong)
