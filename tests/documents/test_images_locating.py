import io
import math

import numpy as np
import pytest
from PIL import Image

from preclear.documents.images import detecting, locating
from preclear.documents.images.geometry import STRIP_HEIGHT, TextLine, Zone, cut, group, strips
from preclear.specimens.page import Shot, draw_page, photograph


@pytest.fixture
def page(holder):
    return draw_page(holder)


def points(data, mode="L"):
    with Image.open(io.BytesIO(data)) as picture:
        return np.asarray(picture.convert(mode))


def line(y, *, x=500.0, length=800.0, angle=0.0, height=20.0):
    return TextLine(x=x, y=y, angle=angle, length=length, height=height)


def test_two_lines_of_one_length_below_each_other_are_a_zone():
    first, second = line(100), line(150)
    assert [Zone(lines=(first, second))] == group([second, first])


def test_three_evenly_spaced_lines_are_one_zone_before_any_two_of_them():
    lines = [line(100), line(140), line(180)]
    assert Zone(lines=tuple(lines)) == group(lines)[0]


@pytest.mark.parametrize(
    "other",
    [line(110), line(400), line(150, length=400), line(150, x=700), line(150, angle=0.2), line(150, height=5)],
    ids=["overlaps", "too far", "shorter", "aside", "askew", "smaller"],
)
def test_lines_that_do_not_belong_together_are_no_zone(other):
    assert [] == group([line(100), other])


def test_a_zone_turned_twice_is_the_same_zone():
    zone = Zone(lines=(line(100), line(150)))
    assert zone.lines[1].y == zone.turned().lines[0].y
    assert zone.lines == tuple(
        TextLine(x=each.x, y=each.y, angle=each.angle - 2 * math.pi, length=each.length, height=each.height)
        for each in zone.turned().turned().lines
    )


def test_levelled_lines_begin_and_end_below_each_other():
    zone = Zone(lines=(line(100), line(150, x=510, length=780))).levelled()
    assert [(500.0, 800.0)] * 2 == [(each.x, each.length) for each in zone.lines]


def test_a_strip_shows_the_line_level():
    sheet = np.full((400, 400), 255, np.uint8)
    sheet[100:300, 195:205] = 0
    strip = cut(sheet, line(200, x=200, length=200, angle=math.pi / 2, height=20))
    assert STRIP_HEIGHT == strip.shape[0]
    assert (0, 255, 255) == tuple(int(strip[row, strip.shape[1] // 2]) for row in (STRIP_HEIGHT // 2, 4, -4))


@pytest.mark.parametrize("turn", [0, 90, 180, 270, 12])
def test_the_zone_of_a_page_is_found_first_however_it_lies(page, turn):
    grey = points(photograph(page, Shot(width=700, turn=turn)))
    zone = next(iter(locating.find(grey)))
    away = (zone.lines[0].angle + math.radians(turn)) % math.pi
    assert 2 == len(zone.lines)
    assert min(away, math.pi - away) < math.radians(1.5)


def test_a_page_without_lines_has_no_zone():
    assert [] == list(locating.find(np.full((300, 500), 200, np.uint8)))


@pytest.mark.slow
def test_the_detector_finds_a_zone_that_lies_aslant(page):
    zone = next(iter(detecting.find(points(photograph(page, Shot(width=700, turn=40)), "RGB"))))
    assert [2, -40] == [len(zone.lines), round(math.degrees(zone.lines[0].angle))]


def test_strips_come_in_the_order_of_the_lines():
    sheet = np.full((300, 1000), 255, np.uint8)
    sheet[140:160, 100:900] = 0
    above, below = strips(sheet, Zone(lines=(line(100), line(150))))
    assert (255, 0) == (int(np.median(above)), int(below.min()))
