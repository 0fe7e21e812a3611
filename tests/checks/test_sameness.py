"""When two writings may be of one thing."""

from __future__ import annotations

import pytest

from preclear.checks.misreading import fits_after_misreading
from preclear.checks.sameness import may_be_same_day, may_be_same_name, may_be_same_number, same_number, share_a_number
from preclear.model.dates import PartialDate

SAME = [
    ("Anna Maria Eriksson", "ERIKSSON ANNA"),
    ("Muhammad Testov", "Mohammed Testov"),
    ("Saif ur Rehman", "SAIFURREHMAN"),
    ("Müller Example", "MUELLER EXAMPLE"),
    ("محمد", "Muhammad"),
    ("Anything At All", ""),
    ("Vyacheslavovich Testov", "VYACHESLAVOV TESTOV"),
]
OTHER = [
    ("Testov Arkadi", "Eriksson Anna"),
    ("Testov Arkadi", "Specimen Arkadi"),
    ("Example Orchards", "Sample Shipping"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_two_writings_may_be_one_name(one, other):
    assert may_be_same_name(one, other)
    assert may_be_same_name(other, one)


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_two_names_are_two(one, other):
    assert not may_be_same_name(one, other)
    assert not may_be_same_name(other, one)


def test_a_number_is_one_in_any_writing():
    assert same_number("ab 123-4567", "AB1234567<")
    assert not same_number("AB1234567", "AB1234568")


def test_a_letter_for_a_figure_explains_a_digit():
    assert fits_after_misreading("L8989O2C3", "6")
    assert not fits_after_misreading("L898902C3", "7")


def test_lists_share_a_number_in_any_writing():
    assert share_a_number(["K1", "ab 12"], ["AB-12"])
    assert not share_a_number(["K1", ""], ["K2", ""])


def test_a_letter_for_a_figure_may_be_the_same_number():
    assert may_be_same_number("L898902C3", "L8989O2C3")
    assert not may_be_same_number("L898902C3", "L898902C4")


def test_an_unknown_day_contradicts_none():
    assert may_be_same_day(None, PartialDate(1990, 1, 1))
    assert not may_be_same_day(PartialDate(1991), PartialDate(1990, 1, 1))
