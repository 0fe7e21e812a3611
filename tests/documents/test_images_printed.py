import pytest

from preclear.documents.images.printed_days import days_in
from preclear.documents.images.viz import Print, compare, values
from preclear.model.codes import CheckStatus


def sheet(*rows):
    """Printed lines, each given as text, across and down."""
    return tuple(Print(text=text, confidence=0.95, across=across, down=down, height=10) for text, across, down in rows)


def verdict(name, lines, holder):
    return next(step for step in compare(lines, holder) if step.id == f"printed.{name}")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("12 AUG/AOUT 1974", "1974-08-12"),
        ("12 AUG 74", "1974-08-12"),
        ("12.08.1974", "1974-08-12"),
        ("1974-08-12", "1974-08-12"),
        ("12 08 1974", "1974-08-12"),
        ("16 FÉV/FEB 2001", "2001-02-16"),
        ("3 JUIN/JUN 99", "1999-06-03"),
    ],
)
def test_days_are_read_as_documents_print_them(text, day):
    assert day in days_in(text)


@pytest.mark.parametrize("text", ["", "123456789", "12 XYZ 1974", "45.13.1974", "PASSPORT OFFICE"])
def test_what_names_no_day_gives_none(text):
    assert frozenset() == days_in(text)


def test_a_printed_number_with_spaces_is_the_number_of_the_zone(holder):
    step = verdict("document_number", sheet(("S 0000001 7", 0, 0)), holder)
    assert (CheckStatus.PASSED, "S 0000001 7") == (step.status, step.found)


def test_a_longer_text_that_holds_the_number_is_another_number(holder):
    assert CheckStatus.UNDETERMINED is verdict("document_number", sheet(("S000000176UTO9", 0, 0)), holder).status


def test_names_are_compared_without_accents(holder):
    lines = sheet(("Spécimen", 0, 0), ("Anna María", 0, 20))
    assert {CheckStatus.PASSED} == {verdict(name, lines, holder).status for name in ("surname", "given_names")}


def test_a_part_of_a_word_is_no_name(holder):
    assert CheckStatus.UNDETERMINED is verdict("surname", sheet(("SPECIMENTAL", 0, 0)), holder).status


def test_a_difference_near_the_label_is_for_a_person_and_never_failed(holder):
    lines = sheet(("Date of birth / Date de naissance", 0, 0), ("04 FEB 1990", 0, 12))
    step = verdict("birth_date", lines, holder)
    assert (CheckStatus.UNDETERMINED, "04 FEB 1990") == (step.status, step.found)
    assert "reads otherwise" in step.reason


def test_what_is_not_found_is_undetermined(holder):
    assert {CheckStatus.UNDETERMINED} == {step.status for step in compare((), holder)}


def test_values_are_given_as_printed(holder):
    lines = sheet(("SPECIMEN", 0, 0), ("03 FEB/FÉV 1990", 0, 20), ("Authority", 0, 40))
    assert {"surname": "SPECIMEN", "birth_date": "03 FEB/FÉV 1990"} == values(lines, holder)
