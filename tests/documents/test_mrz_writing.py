from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preclear.documents import mrz
from preclear.errors import InvalidInput
from preclear.model.verification import MrzFields

WORD = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=1, max_size=5)
NAME = st.lists(WORD, min_size=1, max_size=2).map(" ".join)
DAY = st.dates(date(1950, 1, 1), date(2020, 1, 1)).map(date.isoformat)
FIELDS = st.builds(
    MrzFields,
    document_code=st.sampled_from(["P", "PD"]),
    issuing_state=st.sampled_from(["UTO", "D"]),
    surname=NAME,
    given_names=NAME | st.just(""),
    document_number=st.from_regex("[A-Z0-9]{6,9}", fullmatch=True),
    nationality=st.sampled_from(["UTO", "XXB"]),
    birth_date=DAY | st.sampled_from([None, "1980", "1980-04"]),
    sex=st.sampled_from(["M", "F", "X", ""]),
    expiry_date=st.dates(date(2020, 1, 1), date(2040, 1, 1)).map(date.isoformat),
    optional_data=st.from_regex("[A-Z0-9]{0,7}", fullmatch=True),
)
LETTER = {"TD1": "I", "TD2": "I", "TD3": "P", "MRV-A": "V", "MRV-B": "V"}


@given(fields=FIELDS, kind=st.sampled_from(list(LETTER)))
@settings(max_examples=100, deadline=None)
def test_what_is_written_reads_back_the_same(fields, kind):
    fields = replace(fields, document_code=LETTER[kind] + fields.document_code[1:])
    zone = mrz.parse(mrz.format(fields, kind), today=date(2026, 1, 1))
    assert (kind, fields, True) == (zone.format, fields if zone.fields == fields else zone.fields, zone.valid)


@pytest.mark.parametrize("kind", ["TD1", "TD2"])
def test_a_long_number_goes_on_in_the_optional_data(holder, kind):
    fields = replace(holder, document_code="I", document_number="S00000017ABC")
    assert fields == mrz.parse(mrz.format(fields, kind)).fields


def test_a_long_surname_leaves_room_for_one_letter(holder):
    line = mrz.format(replace(holder, surname="BENNELONG WOOLOOMOOLOO WARRANDYTE WARNAMBOOL", given_names="DINGO"))[0]
    assert "P<UTOBENNELONG<WOOLOOMOOLOO<WARRANDYTE<WA<<D" == line


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"surname": "Müller"}, "surname"),
        ({"document_number": "S0000001799"}, "document_number"),
        ({"birth_date": "3 May"}, "birth_date"),
        ({"optional_data": "A" * 15}, "optional_data"),
        ({"nationality": "UTOPIA"}, "nationality"),
    ],
)
def test_what_does_not_fit_is_refused_by_field(holder, change, where):
    with pytest.raises(InvalidInput) as error:
        mrz.format(replace(holder, **change))
    assert where == error.value.where


def test_an_unknown_format_is_refused(holder):
    with pytest.raises(InvalidInput):
        mrz.format(holder, "TD4")
