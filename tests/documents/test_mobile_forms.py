import base64

import cbor2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preclear.documents import TrustStore, mobile
from preclear.errors import InvalidInput
from preclear.model.codes import CheckStatus
from preclear.specimens import TestCountry
from preclear.specimens.mobile import Wallet
from preclear.writing import cbor

COUNTRY = TestCountry(seed="forms")
WALLET = Wallet(country=COUNTRY)
WHOLE = WALLET.response()


def result(data):
    return mobile.verify(data, COUNTRY.trust, COUNTRY.noon, session=WALLET.session).result


@pytest.mark.parametrize(
    "wrap",
    [
        lambda data: data.hex().encode(),
        lambda data: data.hex().upper().encode() + b"\n",
        base64.b64encode,
        base64.encodebytes,
        lambda data: base64.urlsafe_b64encode(data).rstrip(b"="),
        lambda data: cbor.dumps(cbor.Tagged(24, data)),
    ],
)
def test_a_response_is_read_in_every_wrapping(wrap):
    assert mobile.recognises(wrap(WHOLE))
    assert CheckStatus.PASSED is result(wrap(WHOLE))


def test_indefinite_lengths_around_the_signed_parts_do_no_harm():
    value = cbor2.loads(WHOLE)
    document = value["documents"][0]
    entries = b"".join(cbor2.dumps(key) + cbor2.dumps(each) for key, each in document.items())
    loose = (
        b"\xbf" + cbor2.dumps("documents") + b"\x9f\xbf" + entries + b"\xff\xff" + cbor2.dumps("status") + b"\x00\xff"
    )
    assert CheckStatus.PASSED is result(loose)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xa0",
        b"not a document",
        b"\xdc\x03",
        b'{"data": 1}',
        cbor.dumps({"documents": 5}),
        cbor.dumps({"documents": [5]}),
        cbor.dumps({"issuerAuth": [b"", {}, b""]}),
        cbor.dumps({"issuerAuth": [b"\x01", {}, b"", b""]}),
        cbor.dumps({"nameSpaces": {"a": [cbor.Tagged(24, b"\x01")]}, "issuerAuth": [b"", {}, b"", b""]}),
        cbor.dumps({"nameSpaces": {"a": [{"digestID": 0}]}, "issuerAuth": [b"", {}, b"", b""]}),
        b"\xa1\x69documents" + b"\x81" * 5000,
        b"\xbb" + b"\xff" * 8,
    ],
)
def test_what_is_no_mobile_document_is_an_input_error(data):
    with pytest.raises(InvalidInput):
        mobile.verify(data, TrustStore.empty(), COUNTRY.noon)


def test_an_element_that_stands_twice_is_refused():
    value = cbor.loads(WHOLE, strict=False, depth=16)
    items = value["documents"][0]["issuerSigned"]["nameSpaces"]["org.iso.18013.5.1"]
    items.append(items[0])
    with pytest.raises(InvalidInput, match="family_name stands there twice"):
        mobile.verify(cbor.dumps(value), COUNTRY.trust, COUNTRY.noon)


def test_broken_cbor_says_at_which_byte():
    with pytest.raises(InvalidInput) as raised:
        mobile.verify(WHOLE[:100], COUNTRY.trust, COUNTRY.noon)
    assert "byte" in raised.value.where


@given(data=st.data())
@settings(max_examples=120, deadline=None)
def test_a_flipped_bit_is_found_or_was_never_signed(data):
    position = data.draw(st.integers(0, len(WHOLE) - 1))
    flipped = bytearray(WHOLE)
    flipped[position] ^= 1 << data.draw(st.integers(0, 7))
    try:
        verification = mobile.verify(bytes(flipped), COUNTRY.trust, COUNTRY.noon, session=WALLET.session)
    except InvalidInput:
        return
    if verification.result is CheckStatus.PASSED:
        whole = mobile.verify(WHOLE, COUNTRY.trust, COUNTRY.noon, session=WALLET.session)
        assert whole.message == {**verification.message, "elements": whole.message["elements"]}
        assert verification.message["elements"].items() <= whole.message["elements"].items()


@given(st.binary(max_size=80) | st.builds(lambda cut, tail: WHOLE[:cut] + tail, st.integers(0, 400), st.binary()))
@settings(max_examples=120, deadline=None)
def test_any_bytes_give_a_verification_or_an_input_error(data):
    try:
        mobile.verify(data, COUNTRY.trust, COUNTRY.noon, session=WALLET.session)
    except InvalidInput:
        return


@pytest.mark.shared
def test_the_shared_samples_give_their_verdicts(shared_data):
    folder = shared_data / "documents" / "mdoc"
    signed = mobile.verify((folder / "issuer_signed.cbor").read_bytes(), TrustStore.empty(), COUNTRY.noon)
    failed = [step.id for step in signed.checks if step.status is CheckStatus.FAILED]
    assert (["validity.at_check"], CheckStatus.PASSED) == (failed, signed.step("issuer.signature").status)
    broken = mobile.verify((folder / "device_response.cbor").read_bytes(), TrustStore.empty(), COUNTRY.noon)
    assert CheckStatus.FAILED is broken.step("mdoc.parse").status
