import base64

from hypothesis import given, settings
from hypothesis import strategies as st

from preclear.documents import envelopes
from preclear.specimens import TestCountry
from preclear.specimens.publications import ldif

COUNTRY = TestCountry(seed="envelopes")


def test_folded_lines_of_any_width_and_line_ending_give_the_same_bytes():
    for width in (20, 76, 4000):
        data = ldif(("csca", COUNTRY.csca), ("crl", COUNTRY.crl), width=width)
        assert [COUNTRY.csca, COUNTRY.crl] == list(envelopes.ldif_values(data))
        assert [COUNTRY.csca, COUNTRY.crl] == list(envelopes.ldif_values(data.replace(b"\n", b"\r\n")))


def test_an_attribute_may_have_several_values():
    value = base64.b64encode(COUNTRY.csca)
    data = b"dn: c=UT\ncACertificate;binary:: %b\ncacertificate:: %b\ndescription:: %b\n" % (value, value, value)
    assert (True, [COUNTRY.csca] * 2) == (envelopes.is_ldif(data), list(envelopes.ldif_values(data)))


def test_an_address_in_ldif_is_never_followed(tmp_path):
    (tmp_path / "secret").write_bytes(COUNTRY.csca)
    assert [] == list(envelopes.ldif_values(f"dn: c=UT\ncACertificate:< file://{tmp_path}/secret\n".encode()))


def test_broken_base64_is_empty_and_keeps_its_place():
    data = b"dn: c=UT\nuserCertificate:: @@\nuserCertificate:: %b\n" % base64.b64encode(b"x")
    assert [b"", b"x"] == list(envelopes.ldif_values(data))


def test_text_before_a_block_and_headers_in_it_are_passed_over():
    block = b"subject=CN = x\r\n-----BEGIN X-----\r\nComment: y\r\nAAEC\r\n-----END X-----\r\n"
    assert (True, [b"\x00\x01\x02"]) == (envelopes.is_pem(block), list(envelopes.pem_blocks(block)))


@given(st.binary(max_size=300))
@settings(max_examples=80, deadline=None)
def test_any_bytes_can_be_unwrapped(data):
    assert all(isinstance(part, bytes) for part in (*envelopes.pem_blocks(data), *envelopes.ldif_values(data)))
