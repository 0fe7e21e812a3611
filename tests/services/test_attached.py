import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preclear.errors import InvalidInput
from preclear.services import attached

PNG = b"\x89PNG\r\n\x1a\n" + bytes(8)


@pytest.mark.parametrize(
    ("content", "media"), [(PNG, "image/png"), (b"\xff\xd8\xff\xe0", "image/jpeg"), (b"%PDF-1.7", "application/pdf")]
)
def test_a_paper_is_what_its_first_bytes_say(content, media):
    assert media == attached.page("x.exe", content, "other", ()).media_type


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"<svg/>", bytes(attached.LARGEST + 1)])
def test_what_is_no_paper_is_refused(content):
    with pytest.raises(InvalidInput):
        attached.page("page.png", content, "other", ())


@pytest.mark.parametrize("name", ["SOD.bin", "EF.SOD", "ef_sod.bin", "some/folder/SOD"])
def test_a_file_of_the_chip_is_known_by_its_name(name):
    assert "SOD" == attached.chip_part(name, b"\x77", ())[0]


@pytest.mark.parametrize("name", ["DG17.bin", "DG0", "holiday.jpg", "DG1.bin.exe.com"])
def test_other_names_are_no_files_of_a_chip(name):
    with pytest.raises(InvalidInput, match=r"called SOD\.bin"):
        attached.chip_part(name, b"\x77", ())


@given(st.text(max_size=40), st.sets(st.sampled_from(("f1", "f2", "f3", "f9"))))
@settings(max_examples=40, deadline=None)
def test_a_new_file_has_an_id_of_its_own_and_a_harmless_name(name, taken):
    file = attached.page(name, PNG, "other", taken)

    assert file.id not in taken
    assert not set(file.name) & set('/\\"<>\r\n\x00')


def test_there_is_an_end_to_files():
    with pytest.raises(InvalidInput, match="too many files"):
        attached.page("x.png", PNG, "other", {f"f{number}" for number in range(attached.MOST)})
