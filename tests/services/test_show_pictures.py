"""Pictures for people: from the chip, from uploads, always encoded anew, and never an error."""

from __future__ import annotations

from dataclasses import replace

from population_house import House

from preclear.errors import InvalidInput
from preclear.services.show_pictures import show_pictures


class FakePages:
    def read(self, data):
        raise InvalidInput("is not read here", where="picture")

    def preview(self, data, longest):
        return b"new " + data[:3]


class Blind(FakePages):
    def preview(self, data, longest):
        raise InvalidInput("cannot be decoded", where="picture")


def _house():
    house = House()
    house.office = replace(house.office, means=replace(house.office.means, pages=FakePages()))
    return house


def test_the_portrait_comes_from_the_chip(house):
    case = house.handed_in("visitor").case
    assert show_pictures(house.office, case).portrait is None  # nobody is there to encode it anew
    office = replace(house.office, means=replace(house.office.means, pages=FakePages()))
    assert show_pictures(office, case).portrait == b"new \xff\xd8\xff"


def test_a_picture_that_cannot_be_decoded_is_left_out():
    house = _house()
    case = house.handed_in("picture_of_old_passport").case
    page = next(file.id for file in case.application.files if file.kind == "passport_page")
    assert [page] == list(show_pictures(house.office, case).pages)
    office = replace(house.office, means=replace(house.office.means, pages=Blind()))
    assert {} == show_pictures(office, case).pages
