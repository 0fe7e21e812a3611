from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preclear.documents.lds import read_portrait, read_portraits, read_shown
from preclear.documents.lds.pictures import kind_of
from preclear.errors import InvalidInput
from preclear.specimens import encoding as der
from preclear.specimens.groups import faces_of_2019, shown
from preclear.specimens.passport import data_group_2
from preclear.specimens.portrait import grey_portrait

ONE, TWO = grey_portrait("one"), grey_portrait("two")
SIZ = b"\xff\x4f\xff\x51\x00\x2f\x00\x00" + b"".join(n.to_bytes(4) for n in (413, 531, 0, 0)) + bytes(40)
JP2 = b"\x00\x00\x00\x0cjP  \r\n\x87\n" + bytes(20) + SIZ


def records(*images, points=0):
    """DG2 with several faces in one record of ISO/IEC 19794-5, each with feature points."""
    faces = b"".join(
        (20 + 8 * points + 12 + len(image)).to_bytes(4) + points.to_bytes(2) + bytes(14 + 8 * points + 12) + image
        for image in images
    )
    record = b"FAC\x00010\x00" + (14 + len(faces)).to_bytes(4) + len(images).to_bytes(2) + faces
    template = der.element(0x7F60, der.element(0xA1), der.element(0x5F2E, record))
    return der.element(0x75, der.element(0x7F61, der.integer(1), template))


def test_a_portrait_says_its_kind_and_size():
    portrait = read_portrait(data_group_2(ONE))
    assert ("image/jpeg", 240, 320, ONE) == (portrait.media_type, portrait.width, portrait.height, portrait.image)


@pytest.mark.parametrize("points", [0, 3])
def test_every_face_of_a_record_is_read_past_its_feature_points(points):
    assert (ONE, TWO) == tuple(one.image for one in read_portraits(records(ONE, TWO, points=points)))


def test_the_newer_form_is_read_too():
    portraits = read_portraits(faces_of_2019(ONE, JP2))
    assert [("image/jpeg", 240), ("image/jp2", 413)] == [(one.media_type, one.width) for one in portraits]
    assert {"ISO/IEC 39794-5:2019"} == {one.encoding for one in portraits}


@pytest.mark.parametrize(("image", "size"), [(JP2, (413, 531)), (SIZ, (413, 531)), (b"\xff\xd8\xff\xd9", (0, 0))])
def test_the_size_comes_from_the_codestream(image, size):
    kind = kind_of(image, "test")
    assert size == (kind.width, kind.height)


def test_a_pixel_bomb_is_refused_before_anybody_decodes_it():
    bomb = ONE.replace((320).to_bytes(2) + (240).to_bytes(2), b"\xff\xff\xff\xff")
    with pytest.raises(InvalidInput):
        read_portrait(data_group_2(bomb))


def test_a_picture_of_another_kind_is_kept_without_a_name():
    assert "" == read_portrait(data_group_2(b"GIF89a")).media_type


@pytest.mark.parametrize(
    "data",
    [
        records(),
        records(b""),
        records(ONE)[:-1],
        records(ONE).replace(b"FAC\x00", b"FIR\x00"),
        der.element(0x75, der.element(0x7F61), der.element(0x7F61)),
        der.element(0x76, der.element(0x7F61)),
        data_group_2(ONE).replace((32 + len(ONE)).to_bytes(4), b"\xff\xff\xff\xff"),
    ],
    ids=["no face", "empty picture", "cut", "of fingers", "two groups", "of irises", "length beyond"],
)
def test_a_group_without_a_face_is_refused(data):
    with pytest.raises(InvalidInput):
        read_portraits(data)


@pytest.mark.parametrize("number", [5, 7])
def test_displayed_pictures_are_read(number):
    assert (ONE, TWO) == tuple(one.image for one in read_shown(shown(number, ONE, TWO), number))
    with pytest.raises(InvalidInput):
        read_shown(shown(number), number)


def test_a_group_of_indefinite_length_is_read():
    data = shown(5, ONE)
    start = 2 + (data[1] & 0x7F)
    assert ONE == read_shown(b"\x65\x80" + data[start:] + b"\x00\x00", 5)[0].image


@given(data=st.binary(max_size=200), number=st.sampled_from([5, 7]))
@settings(max_examples=60, deadline=None)
def test_any_bytes_are_read_or_refused(data, number):
    for read in (lambda: read_portraits(data), lambda: read_shown(data, number)):
        with pytest.raises(InvalidInput):
            read()


@given(position=st.integers(0, 300), bit=st.integers(0, 7))
@settings(max_examples=60, deadline=None)
def test_a_flipped_bit_never_crashes(position, bit):
    for whole in (faces_of_2019(ONE, JP2), records(ONE, TWO, points=1)):
        data = bytearray(whole)
        data[position % len(data)] ^= 1 << bit
        with suppress(InvalidInput):
            read_portraits(bytes(data))
