import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preclear.clearance import png, qr, svg
from preclear.errors import InvalidInput


@pytest.mark.parametrize(
    ("data", "text"), [(b"AB", "BB8"), (b"Hello!!", "%69 VD92EX0"), (b"base-45", "UJCLQE7W581"), (b"ietf!", "QED8WEX0")]
)
def test_the_examples_of_the_standard_hold(data, text):
    assert (text, data) == (qr.base45(data), qr.from_base45(text))


@given(st.binary(max_size=100))
@settings(max_examples=50)
def test_every_token_reads_back_from_its_text(token):
    assert token == qr.token(qr.text(token))


@given(st.text(max_size=30))
@settings(max_examples=50)
def test_any_text_gives_bytes_or_an_input_error(text):
    with contextlib.suppress(InvalidInput):
        assert text == qr.base45(qr.from_base45(text))


@pytest.mark.parametrize("text", ["PC2:BB8", "PC1:bb8", "PC1:GGW", "PC1:::", "PC1:A", "PC1:" + "0" * 5000])
def test_what_is_no_credential_is_refused(text):
    with pytest.raises(InvalidInput):
        qr.token(text)


def test_the_picture_of_an_ordinary_credential_is_small(credential):
    assert "<svg" in svg(credential.qr)[:10]
    assert png(credential.qr).startswith(b"\x89PNG")
    assert qr._code(credential.qr).symbol_size(border=0)[0] <= 41 + 4 * 6
