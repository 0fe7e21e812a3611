import io
import struct
import zlib
from contextlib import suppress

import numpy as np
import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from preclear.documents import decoding
from preclear.errors import InvalidInput


def encoded(picture, form="PNG", **options):
    written = io.BytesIO()
    picture.save(written, form, **options)
    return written.getvalue()


def only(data):
    (page,) = decoding.pages(data)
    return page


def corner(data):
    return only(data).colour[0, 0].tolist()


def png_that_claims(width, height):
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)

    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


def test_a_turned_photograph_is_put_upright():
    picture = Image.new("RGB", (60, 40))
    notes = Image.Exif()
    notes[0x0112] = 6
    assert (60, 40, 3) == only(encoded(picture, "JPEG", exif=notes)).colour.shape


def test_what_is_transparent_is_white():
    assert [255, 255, 255] == corner(encoded(Image.new("RGBA", (20, 20), (0, 0, 0, 0))))


def test_sixteen_bits_a_point_become_eight():
    assert [128, 128, 128] == corner(encoded(Image.fromarray(np.full((20, 20), 0x8000, np.uint16))))


def test_a_palette_is_resolved():
    assert [255, 0, 0] == corner(encoded(Image.new("RGB", (20, 20), "red").convert("P")))


def test_print_colours_become_light_colours():
    assert [255, 255, 255] == corner(encoded(Image.new("CMYK", (32, 32), (0, 0, 0, 0)), "JPEG"))


def test_of_a_moving_picture_the_first_frame_is_read():
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "blue")]
    assert [255, 0, 0] == corner(encoded(frames[0], save_all=True, append_images=frames[1:]))


def test_a_large_picture_is_reduced():
    assert (1300, 2600, 3) == only(encoded(Image.new("L", (5200, 2600)))).colour.shape


@pytest.mark.parametrize(("width", "height"), [(100_000, 100_000), (8_000, 8_000), (2**31 - 1, 1)])
def test_a_picture_that_claims_too_many_points_is_refused_before_it_is_decoded(width, height):
    with pytest.raises(InvalidInput):
        only(png_that_claims(width, height))


@pytest.mark.parametrize("form", ["GIF", "BMP", "TIFF", "WEBP"])
def test_other_formats_are_refused(form):
    with pytest.raises(InvalidInput):
        only(encoded(Image.new("RGB", (20, 20)), form))


def test_a_file_that_ends_early_is_refused():
    whole = encoded(Image.effect_noise((200, 200), 50), "JPEG")
    with pytest.raises(InvalidInput):
        only(whole[: len(whole) // 2])


def test_too_many_bytes_are_refused():
    with pytest.raises(InvalidInput):
        only(b"\xff\xd8" + bytes(decoding.MOST_BYTES))


def test_the_pages_of_a_pdf_are_drawn_up_to_the_fourth():
    sheets = [Image.new("RGB", (100, 60), "white") for _ in range(6)]
    data = encoded(sheets[0], "PDF", save_all=True, append_images=sheets[1:])
    assert [1, 2, 3, 4] == [page.number for page in decoding.pages(data)]


def test_a_pdf_of_a_huge_sheet_stays_within_the_bounds():
    with pikepdf.new() as document:
        document.add_blank_page(page_size=(14_400, 14_400))
        written = io.BytesIO()
        document.save(written)
    assert decoding.LONGEST_SIDE >= max(only(written.getvalue()).colour.shape)


def test_a_pdf_with_a_password_is_refused():
    with pikepdf.new() as document:
        document.add_blank_page()
        written = io.BytesIO()
        document.save(written, encryption=pikepdf.Encryption(owner="owner", user="secret"))
    with pytest.raises(InvalidInput, match="password"):
        only(written.getvalue())


@given(st.binary(max_size=400), st.sampled_from([b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0"]))
@settings(max_examples=60, deadline=None)
def test_any_bytes_give_pages_or_invalid_input(data, start):
    with suppress(InvalidInput):
        list(decoding.pages(start + data))


def test_a_preview_holds_nothing_of_what_was_sent():
    notes = Image.Exif()
    notes[0x010E] = "where it was taken"
    sent = encoded(Image.new("RGB", (2000, 1000), "green"), "JPEG", exif=notes, comment=b"a comment")
    shown = decoding.preview(sent, longest=500)
    with Image.open(io.BytesIO(shown)) as picture:
        assert ("JPEG", (500, 250), {}) == (picture.format, picture.size, dict(picture.getexif()))
    assert b"comment" not in shown


def test_a_preview_shows_the_jpeg_2000_of_a_chip():
    shown = decoding.preview(encoded(Image.new("RGB", (64, 80), "grey"), "JPEG2000"))
    with Image.open(io.BytesIO(shown)) as picture:
        assert ("JPEG", (64, 80)) == (picture.format, picture.size)
