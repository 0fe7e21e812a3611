"""Reading the three kinds of seals: structure only, nothing judged."""

import base64
import zlib
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preclear.documents import vds_nc
from preclear.documents.seals import c40, idb, profiles, values, vds
from preclear.documents.seals.elements import elements, listed
from preclear.errors import InvalidInput
from preclear.specimens import TestCountry
from preclear.specimens.encoding import element
from preclear.specimens.seals import make_idb, make_vds, make_vds_nc

HEADER_4 = bytes.fromhex("dc03 d9c5 d9cac8a73a99 0f7134 b83459 5d01")


@pytest.fixture(scope="module")
def seals(visa_holder):
    country = TestCountry(seed="reading")
    return {
        "vds": make_vds(visa_holder, country=country, passport_number="S00000017").data,
        "idb": make_idb(visa_holder, country=country, passport_number="S00000017", compressed=True).data,
        "vds-nc": make_vds_nc(visa_holder, country=country).data,
    }


def test_a_header_of_version_4_says_who_signed_what_and_when():
    seal = vds.read(HEADER_4 + bytes.fromhex("0301 02 ff02 0102"))
    assert (4, "UTO", "UTTS", "5B") == (seal.version, seal.country, seal.signer, seal.certificate)
    assert (date(2020, 1, 1), date(2025, 12, 7)) == (seal.issued_on, seal.signed_on)
    assert (0x5D, 0x01, ((3, b"\x02"),)) == (seal.reference, seal.category, seal.features)
    assert (b"\x01\x02", HEADER_4 + b"\x03\x01\x02") == (seal.signature, seal.signed)


def test_a_header_of_version_3_has_a_reference_of_five_characters(visa_holder):
    seal = vds.read(make_vds(visa_holder, country=TestCountry(seed="3"), version=3).data)
    assert (3, "UTTS", "0005B") == (seal.version, seal.signer, seal.certificate)


def test_a_long_feature_has_its_length_in_der_in_version_4():
    long = bytes(range(1, 201))
    seal = vds.read(HEADER_4 + element(0x07, long) + bytes.fromhex("ff020102"))
    assert (((7, long),), ()) == (seal.features, seal.remarks)


def test_version_4_with_the_lengths_of_version_3_is_read_and_said():
    long = bytes(range(1, 129))
    seal = vds.read(HEADER_4 + bytes([7, 128]) + long + bytes.fromhex("ff020102"))
    assert (((7, long),), 1) == (seal.features, len(seal.remarks))


def test_a_decimal_length_of_the_reference_is_read_where_nothing_else_fits():
    reference = "00112233445566778899AABBCCDDEEFF00112233"
    head = bytes([0xDC, 3]) + c40.encode("D<<") + c40.encode("DEZV40") + c40.encode(reference)
    seal = vds.read(head + HEADER_4[-8:] + bytes.fromhex("000101ff020102"))
    assert ("DEZV", reference, ()) == (seal.signer, seal.certificate, seal.remarks)


def test_a_seal_without_signature_zone_has_none():
    assert vds.read(HEADER_4 + bytes.fromhex("030102")).signature is None


def test_line_ends_behind_the_signature_are_padding_and_other_bytes_are_not():
    seal = HEADER_4 + bytes.fromhex("030102ff020102")
    assert vds.read(seal) == vds.read(seal + b"\r\n\0")
    with pytest.raises(InvalidInput):
        vds.read(seal + b"\x01")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xdc",
        b"\xdc\x09" + HEADER_4[2:],
        HEADER_4[:12],
        HEADER_4 + b"\x03",
        HEADER_4 + b"\x03\x84\xff\xff\xff\xff",
        HEADER_4 + b"\x03\xff\x01",
        HEADER_4[:10] + b"\xff\xff\xff" + HEADER_4[13:],
        HEADER_4 + b"\x01\x00" * 300,
        HEADER_4 + bytes(vds.MAX_SEAL),
    ],
)
def test_what_is_cut_or_impossible_is_refused(data):
    with pytest.raises(InvalidInput):
        vds.read(data)


def test_a_length_is_never_trusted():
    with pytest.raises(InvalidInput, match="is cut"):
        listed(b"\x01\x84\x7f\xff\xff\xff\x00")
    assert [] == list(elements(b""))


@pytest.mark.parametrize("flag", "ABCD")
def test_the_flag_says_whether_a_code_is_signed_and_compressed(flag):
    signed, packed = flag in "BD", flag in "CD"
    header = c40.encode("UTO") + (b"\x01ABCDE" + values.write_masked_day(date(2026, 1, 1)) if signed else b"")
    payload = header + element(0x61, element(9, c40.encode("123456"))) + (element(0x7F, b"rs") if signed else b"")
    body = zlib.compress(payload) if packed else payload
    code = idb.read(b"RDB1" + flag.encode() + base64.b32encode(body).rstrip(b"="))
    assert (signed, packed, ((9, c40.encode("123456")),)) == (code.signed_flag, code.compressed, code.messages)
    assert ("2026-01-01", b"rs", "sha256") == (code.signed_on, code.signature, code.hash) or not signed


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"\xd9\xc5",
        b"\xd9\xc5" + element(0x7F, b"x"),
        b"\xd9\xc5" + element(0x61, b"") * 2,
        b"\xd9\xc5" + element(0x61, b"") + element(0x22, b""),
        b"\xd9\xc5\x61\x05\x01",
    ],
)
def test_a_broken_payload_is_refused(payload):
    with pytest.raises(InvalidInput):
        idb.read(b"RDB1A" + base64.b32encode(payload).rstrip(b"="))


def test_a_payload_that_grows_beyond_bounds_is_refused():
    bomb = base64.b32encode(zlib.compress(bytes(5_000_000), 9)).rstrip(b"=")
    with pytest.raises(InvalidInput, match="grows"):
        idb.read(b"RDB1D" + bomb)


def test_the_signed_bytes_are_the_canonical_form_however_the_document_is_spaced(seals):
    spaced = seals["vds-nc"].replace(b",", b" ,\n\t").replace(b'"hdr":', b'"hdr" : ')
    assert vds_nc.read(seals["vds-nc"]).signed == vds_nc.read(spaced).signed


def test_text_is_signed_as_it_was_written():
    document = '{"data":{"hdr":{"is":"UTO","t":"x","v":1},"msg":{"n":"e\\u0301"}},"sig":{"alg":"ES256","sigvl":""}}'
    assert "e\u0301".encode() in vds_nc.read(document).signed


@pytest.mark.parametrize(
    ("value", "canonical"),
    [("1.0", b"1"), ("-0", b"0"), ("1e30", b"1e+30"), ("0.000001", b"0.000001"), ("1E-7", b"1e-7")],
)
def test_numbers_are_written_as_rfc_8785_has_them(value, canonical):
    document = (
        f'{{"data":{{"hdr":{{"is":"UTO","t":"x","v":1}},"msg":{{"n":{value}}}}},"sig":{{"alg":"ES256","sigvl":""}}}}'
    )
    assert b'"n":' + canonical + b"}" in vds_nc.read(document).signed


def test_names_are_sorted_by_their_utf_16_units():
    high, low = "\U0001f600", "\ufb01"
    assert vds_nc.canonical({low: 1, high: 2}) == f'{{"{high}":2,"{low}":1}}'.encode()


@pytest.mark.parametrize(
    "document",
    [
        b'{"data":{"hdr":{"is":"UTO","is":"UTO","t":"x","v":1},"msg":{}},"sig":{"alg":"ES256","sigvl":""}}',
        b'{"data":{"hdr":{"is":"UTO","t":"x","v":true},"msg":{}},"sig":{"alg":"ES256","sigvl":""}}',
        b'{"data":{"hdr":{"is":"UTO","t":"x","v":1},"msg":{}},"sig":{"alg":"ES256","sigvl":"?"}}',
        b'{"data":{"hdr":{"is":"UTO","t":"x","v":1},"msg":{}},"sig":{"alg":"ES256","sigvl":"","cer":5}}',
        b'{"data":{"hdr":{"is":"UTO","t":"x","v":1},"msg":[]},"sig":{"alg":"ES256","sigvl":""}}',
        b"[]",
        b"{",
        b"\xff",
    ],
)
def test_what_is_no_such_document_is_refused(document):
    with pytest.raises(InvalidInput):
        vds_nc.read(document)


def test_a_tag_means_what_the_profile_says(visa_holder):
    number = c40.encode("ABC123456")
    permit = profiles.read(profiles.vds_profile(0xFB, 0x06), [(3, number)])
    visa = profiles.read(profiles.vds_profile(0x5D, 0x01), [(3, b"\x02")])
    assert ("ABC123456", 2) == (permit.message["passport_number"], visa.message["number_of_entries"])


def test_without_a_profile_features_are_shown_as_they_are():
    content = profiles.read(None, [(7, b"\x01\x02")])
    assert ({"tag_7": "0102"}, (7,), ()) == (content.message, content.unknown, content.problems)


def test_what_a_profile_forbids_is_listed():
    content = profiles.read(profiles.vds_profile(0x5D, 0x01), [(4, b"\x01"), (3, b"\x01"), (3, b"\x02")])
    assert [
        "passport_number (tag 5) is missing",
        "none of the tags 1, 2 is there",
        "tag 3 is given 2 times",
        "duration_of_stay: 1 bytes, where 3 to 3 are allowed",
    ] == list(content.problems)


def test_messages_inside_messages_are_read_and_may_repeat():
    dose = element(36, element(51, values.write_masked_day(date(2021, 6, 13))), element(52, c40.encode("1")))
    event = element(31, c40.encode("XM68M6")) + element(32, c40.encode("BRAND")) + element(35, c40.encode("RA01"))
    content = profiles.read(profiles.idb_profile("UTO"), listed(element(4, element(9, event + dose + dose))))
    vaccinations = content.message["proof_of_vaccination"]["vaccinations"]
    assert ["2021-06-13", "2021-06-13"] == [one["date"] for one in vaccinations[0]["doses"]]


@pytest.mark.parametrize(
    ("data", "meaning"),
    [
        (b"\0\0\0", "until the end of validity"),
        (b"\xff\xff\xff", "decided at the border"),
        (b"\x5a\0\0", {"days": 90, "months": 0, "years": 0}),
    ],
)
def test_the_duration_of_stay_has_two_reserved_values(data, meaning):
    assert meaning == values.stay(data)


@settings(max_examples=30, deadline=None)
@given(st.dates())
def test_days_are_written_and_read(day):
    assert day == values.day(values.write_day(day))
    assert day.isoformat() == values.masked_day(values.write_masked_day(day))


@pytest.mark.parametrize("coding", sorted(values.CODINGS))
@settings(max_examples=30, deadline=None)
@given(data=st.binary(max_size=20))
def test_any_value_in_any_coding_is_read_or_refused(coding, data):
    with suppress(InvalidInput):
        values.CODINGS[coding](data)


@pytest.mark.parametrize(("kind", "reader"), [("vds", vds.read), ("idb", idb.read), ("vds-nc", vds_nc.read)])
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_changed_seal_is_read_or_refused(seals, kind, reader, data):
    changed = bytearray(seals[kind])
    for _ in range(data.draw(st.integers(1, 4))):
        changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))
    with suppress(InvalidInput):
        reader(bytes(changed[: data.draw(st.integers(0, len(changed)))]))
