from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preclear.documents import mrz
from preclear.documents.mrz import names
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


LONG = ("BENNELONG WOOLOOMOOLOO WARRANDYTE WARNAMBOOL", "DINGO POTOROO")


@pytest.mark.parametrize(
    ("kind", "name", "field"),
    [
        ("TD3", ("NILAVADHANANANDA", "CHAYAPA DEJTHAMRONG KRASUANG"), "NILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<K"),
        ("TD3", ("NILAVADHANANANDA", "ARNPOL PETCH CHARONGUANG"), "NILAVADHANANANDA<<ARNPOL<PETCH<CHARONGU"),
        ("TD3", LONG, "BENNELONG<WOOLOOMOOLOO<WARRANDYTE<W<<DI"),
        ("TD3", ("PAPANDROPOULOUS", "JONATHON WARREN TREVOR"), "PAPANDROPOULOUS<<JONATHON<WARREN<TREVOR"),
        ("TD1", ("NILAVADHANANANDA", "CHAYAPA DEJTHAMRONG KRASUANG"), "NILAVADHANANANDA<<CHAYAPA<DE<K"),
        ("TD1", LONG, "BENNELONG<WOOLOOMOOLOO<W<W<<DI"),
        ("TD1", ("PAPANDROPOULOUS", "JONATHON ALEC"), "PAPANDROPOULOUS<<JONATHON<ALEC"),
        ("TD1", ("VILARCHAO FERNANDEZ", "JOSE RAMON"), "VILARCHAO<FERNANDEZ<<JOSE<RAMO"),
        ("TD2", ("NILAVADHANANANDA", "CHAYAPA DEJTHAMRONG KRASUANG"), "NILAVADHANANANDA<<CHAYAPA<DEJ<K"),
        ("TD2", LONG, "BENNELONG<WOOLOOMOOLOO<W<W<<D<P"),
        ("MRV-B", ("PAPANDROPOULOUS", "STEPHEN TREVOR"), "PAPANDROPOULOUS<<STEPHEN<TREVOR"),
    ],
)
def test_names_are_cut_as_the_standards_examples(holder, kind, name, field):
    fields = replace(holder, document_code=LETTER[kind], surname=name[0], given_names=name[1])
    layout = mrz.LAYOUTS[kind]
    assert field == "".join(mrz.format(fields, kind))[layout.names]


@given(
    surname=st.lists(WORD | st.just("WOOLOOMOOLOO"), min_size=1, max_size=22).map(" ".join),
    given_names=st.lists(WORD | st.just("DEJTHAMRONG"), max_size=22).map(" ".join),
    width=st.sampled_from([30, 31, 39]),
)
@settings(max_examples=200, deadline=None)
def test_a_cut_name_fills_its_field_and_keeps_a_letter_of_both_identifiers(surname, given_names, width):
    field = names.join(surname, given_names, width)
    whole = surname.replace(" ", "<") + ("<<" + given_names.replace(" ", "<") if given_names else "")
    assert width == len(field)
    if len(whole) <= width:
        assert whole.ljust(width, "<") == field
    else:
        primary, secondary = names.split(field)
        initials = [word[0] for word in surname.split()][: len(primary.split())]
        assert initials == [word[0] for word in primary.split()]
        assert bool(given_names) == bool(secondary)
    assert field == names.join(*names.split(field), width)


@given(fields=FIELDS, kind=st.sampled_from(list(LETTER)), name=st.tuples(NAME, NAME | st.just("")))
@settings(max_examples=60, deadline=None)
def test_a_zone_is_written_as_it_was_read(fields, kind, name):
    fields = replace(fields, document_code=LETTER[kind], surname=name[0] * 9, given_names=name[1] * 5)
    lines = mrz.format(fields, kind)
    assert lines == mrz.format(mrz.parse(lines, today=date(2026, 1, 1)).fields, kind)


def test_optional_data_after_a_long_number_are_read_and_written(holder):
    fields = replace(holder, document_code="I", document_number="S00000017ABC", optional_data="XYZ<12")
    lines = mrz.format(fields, "TD1")
    assert ("ABC" + mrz.check_digit("S00000017ABC") + "<XYZ<12", fields) == (
        lines[0][15:].rstrip("<"),
        mrz.parse(lines).fields,
    )


def test_the_french_card_is_written_as_it_was_read():
    lines = ("IDFRABERTHIER<<<<<<<<<<<<<<<<<<<<<<<", "8806923102858CORINNE<<<<<<<6512068F6")
    assert lines == mrz.format(mrz.parse(lines).fields, "FRA-ID")


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
