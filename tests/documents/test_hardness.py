"""Small inputs that ask for much, and what crashed once: each gives a verdict or ``InvalidInput``, and soon.

``tools/fuzz`` makes many more of them; what it found stands here as made-up bytes.
"""

import base64
import io
import json
import struct
import zipfile
import zlib
from contextlib import suppress
from datetime import timedelta

import pytest
from PIL import Image

from preclear.documents import TrustStore, decoding, der, keys, lds, mobile, mrz, seals, security_object, sheets, verify
from preclear.documents.certificates import Certificate
from preclear.documents.seals import values
from preclear.errors import InvalidInput
from preclear.model.codes import CheckStatus
from preclear.model.verification import Chip
from preclear.specimens import encoding, make_passport
from preclear.specimens.keys import elliptic_key
from preclear.specimens.pki import ca_extensions, certificate
from preclear.specimens.signed_data import signed_data
from preclear.writing import cbor, json_text

MEGABYTE = 1 << 20
PASSED, FAILED = CheckStatus.PASSED, CheckStatus.FAILED
SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")


def nested(tag, levels, core=b"\x05\x00"):
    headers, size = [], len(core)
    for _ in range(levels):
        headers.append(tag + der.length_of(size))
        size += len(headers[-1])
    return b"".join(reversed(headers)) + core


GREEDY = {
    "nested": nested(b"\x30", 5000),
    "nested files": nested(b"\x77", 5000),
    "signed data that is nested": encoding.sequence(SIGNED_DATA + nested(b"\xa0", 5000)),
    "open lengths": b"\x30\x80" * 20_000,
    "open and closed lengths": b"\x75\x80" * 5000 + b"\0\0" * 5000,
    "pieces in pieces": b"\x24\x80" * 2000 + b"\x04\x01A" * 10,
    "four gigabytes": b"\x30\x84\xff\xff\xff\xff" + bytes(40),
    "a length of 126 bytes": b"\x30\xfe" + b"\xff" * 126,
    "a tag without end": b"\x3f" + b"\xff" * 10_000,
    "50,000 nulls": encoding.sequence(b"\x05\x00" * 50_000),
    "deep CBOR": b"\x81" * 50_000 + b"\0",
    "CBOR maps for keys": b"\xa1" * 50_000,
    "CBOR tags": b"\xd8\x18" * 50_000 + b"\0",
    "CBOR of 2^64 values": b"\xa1\x00\x9b" + b"\xff" * 8,
    "deep JSON": b'{"data":' * 20_000 + b'"sig"' + b"}" * 20_000,
    "a number of 4000 digits": b'{"data":' + b"9" * 4000 + b',"sig":0}',
    "hexadecimal maps": b"a1" * 50_000,
    "an IDB of a megabyte": b"RDB1A" + b"A" * MEGABYTE,
    "a VDS of empty features": b"\xdc\x03\xd9\xc5\x6d\x32\x59\xa5\x32" + bytes(9) + b"\x01\x00" * 4000,
    "nothing": b"",
}


@pytest.fixture
def ordinary(holder, country):
    return make_passport(holder, country=country).chip


def refused(read, *given, **options):
    """What is said when bytes are refused; it fits on a screen."""
    with pytest.raises(InvalidInput) as caught:
        read(*given, **options)
    assert 0 < len(str(caught.value)) < 600
    return str(caught.value)


@pytest.mark.parametrize("name", GREEDY)
def test_no_file_of_a_chip_can_ask_for_too_much(name, ordinary, country):
    for part in ("SOD", "COM", "DG1", "DG2", "DG14"):
        changed = Chip(files={**ordinary.files, part: GREEDY[name]})
        lds.read_contents(changed)
        assert part == "COM" or PASSED is not verify(changed, country.trust, country.noon).result


@pytest.mark.parametrize("name", GREEDY)
def test_no_publication_seal_or_mobile_document_can_ask_for_too_much(name, country):
    data = GREEDY[name]
    refused(TrustStore.read, "file", data)
    refused(mobile.verify, data, country.trust, country.noon)
    with suppress(InvalidInput):
        assert PASSED is not seals.verify(data, country.trust, country.noon).result


def test_a_version_of_thousands_of_digits_is_refused(ordinary, country):
    """Python does not write down such a number: the sentence about it once crashed."""
    sod = ordinary.files["SOD"]
    changed = [new for at in range(len(sod)) if (new := _with_number(sod, at, b"\x7f" * 3000)) is not None]
    assert 7 == len(changed)  # five versions, and the numbers of two data groups
    for one in changed:
        seen = verify(Chip(files={**ordinary.files, "SOD": one}), country.trust, country.noon)
        assert FAILED is seen.result


def _with_number(data, at, content):
    """``data`` with the content of the short INTEGER at an offset exchanged; None where none is there."""
    if at == 0 and data[:2] == b"\x02\x01":
        return encoding.element(0x02, content)
    inside = data[0] & 0x20 or (data[0] == 0x04 and data[2:3] == b"\x30")
    _, length, offset = der.header(data, 0, len(data), "element")
    if not inside:
        return None
    body = b""
    found = False
    stop = offset + length
    while offset < stop:
        _, within, begin = der.header(data, offset, stop, "element")
        whole = data[offset : begin + within]
        changed = _with_number(whole, at - offset, content) if offset <= at < begin + within else None
        found = found or changed is not None
        body += whole if changed is None else changed
        offset = begin + within
    return encoding.element(data[0], body) if found else None


def test_a_certificate_given_twice_or_broken_is_named(ordinary, country):
    """It changes nothing that is signed, and no issuer writes it."""
    signer = country.signer
    content = security_object.read(ordinary.files["SOD"]).signed.content
    for further in (signer.certificate, encoding.sequence(b"\x05\x00")):
        sod = signed_data(
            content,
            content_type=security_object.LDS_SECURITY_OBJECT,
            key=signer.key,
            signer=signer.id,
            certificates=[signer.certificate, further],
        )
        changed = Chip(files={**ordinary.files, "SOD": encoding.element(0x77, sod)})
        conforms = verify(changed, country.trust, country.noon).step("sod.conforms")
        assert (CheckStatus.UNDETERMINED, True) == (conforms.status, "certificate twice" in conforms.reason)


def test_an_algorithm_with_another_one_for_parameters_is_unusual():
    name = encoding.oid("1.2.840.10045.4.3.2")
    usual = [encoding.sequence(name), encoding.sequence(name, encoding.null())]
    assert [True, True] == [keys.usual_form(one) for one in usual]
    odd = [encoding.sequence(name, name), encoding.sequence(name, encoding.null(), encoding.null())]
    assert [False, False] == [keys.usual_form(one) for one in odd]


def test_a_small_number_has_at_most_eight_bytes():
    assert -(2**63) == der.small(b"\x80" + bytes(7), "number")
    refused(der.small, bytes(9), "number")
    refused(der.small, b"", "number")
    refused(values.CODINGS["number"], bytes(9))


def test_a_map_as_a_key_does_not_begin_to_count_anew():
    refused(cbor.loads, b"\xa1" * 2000, strict=False)


def test_values_of_one_document_are_counted():
    refused(cbor.loads, b"\x9a\x00\x01\xad\xb0" + b"\x80" * 110_000)
    assert 5 == len(cbor.loads(b"\x85" + b"\x80" * 5, most=6))


@pytest.mark.parametrize("part", ["DG1", "SOD"])
def test_a_file_given_twice_in_a_travel_credential_is_refused(part, ordinary, country):
    twice = encoding.sequence(ordinary.files["SOD"], ordinary.files["DG1"], ordinary.files[part])
    assert "twice" in refused(mobile.verify, twice, country.trust, country.noon)


def test_a_group_listed_twice_is_refused(ordinary, country):
    common = encoding.element(0x60, encoding.element(0x5C, b"\x61\x75\x61"))
    changed = verify(Chip(files={**ordinary.files, "COM": common}), country.trust, country.noon)
    assert PASSED is not changed.step("com.matches").status


def test_an_archive_that_unpacks_to_too_much_is_refused(country):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr("DG2.bin", bytes(5 * MEGABYTE))
    assert 10_000 > len(stream.getvalue())
    refused(mobile.verify, stream.getvalue(), country.trust, country.noon)


def test_a_code_that_unpacks_to_too_much_is_refused(country):
    packed = zlib.compress(b"\xd9\xc5\x6d\x01" + bytes(8 * MEGABYTE), 9)
    data = b"RDB1D" + base64.b32encode(packed).rstrip(b"=")
    verified = seals.verify(data, country.trust, country.noon)
    assert (FAILED, FAILED) == (verified.result, verified.step("seal.format").status)


@pytest.mark.parametrize("side", [60_000, 2**31 - 1])
def test_a_picture_of_too_many_points_is_refused_before_any_is_made(side, country):
    head = b"IHDR" + struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    png = b"\x89PNG\r\n\x1a\n" + (13).to_bytes(4) + head + zlib.crc32(head).to_bytes(4)
    refused(seals.verify, png, country.trust, country.noon)
    size = struct.pack(">HIIIIIIIIH", 0, side, side, 0, 0, side, side, 0, 0, 1) + b"\x07\x01\x01"
    refused(decoding.preview, b"\xff\x4f\xff\x51" + struct.pack(">H", len(size) + 2) + size)


@pytest.mark.parametrize("size", [(20_000, 16), (16, 20_000), (3000, 15)])
def test_a_picture_that_is_a_mere_stroke_is_refused(size):
    """Reduced, nothing would be left of its shorter side, and the search for lines once crashed there."""
    stream = io.BytesIO()
    Image.new("L", size).save(stream, "PNG")
    refused(next, decoding.pages(stream.getvalue()))
    refused(decoding.preview, stream.getvalue())


@pytest.mark.slow
def test_a_page_of_many_lines_is_given_up():
    """Twenty kilobytes; drawn to the end it would take more than a minute."""
    lines = zlib.compress(b"0 0 m 300 300 l S\n" * 500_000, 9)
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R>>"
    pdf = (
        b"%%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj%sendobj\n4 0 obj<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream endobj\n"
        b"trailer<</Root 1 0 R>>" % (page, len(lines), lines)
    )
    assert "memory or time" in refused(sheets.drawn, pdf, most=1, longest=1000, seconds=1)


def test_a_thousand_certificates_of_one_name_are_tried_and_end(country, ordinary):
    """Each of them has the name of the true one, and none has signed anything."""
    key = elliptic_key("of many")
    many = [
        certificate(
            subject=country.name,
            issuer=country.name,
            serial=number,
            key=key,
            issuer_key=key,
            valid=(country.noon - timedelta(days=900), country.noon + timedelta(days=900)),
            extensions=ca_extensions(key, key),
        )
        for number in range(1, 1001)
    ]
    trust = TrustStore.of([Certificate.parse(der) for der in many])
    assert PASSED is not verify(ordinary, trust, country.noon).step("chain").status
    both = TrustStore.join(trust, country.trust)
    assert PASSED is verify(ordinary, both, country.noon).step("chain").status


def test_thousands_of_broken_lines_of_ldif_are_refused():
    refused(TrustStore.read, "file", b"dn: c=UT\n" + b"userCertificate;binary:: MII!\n" * 10_000)
    refused(TrustStore.read, "file", b"dn: c=UT\nuserCertificate;binary:: M" + b"\n I" * 10_000)


@pytest.mark.parametrize("text", ["P<UTO" + "<" * MEGABYTE, "\n" * MEGABYTE, "<\n" * 100_000, "\u0660" * 88, "ß" * 88])
def test_a_text_that_is_no_zone_is_refused_in_few_words(text):
    for lines in (text, text.split("\n")):
        refused(mrz.parse, lines)
        refused(mrz.repair, lines)


@pytest.mark.parametrize("part", ["AA", "CA"])
def test_evidence_of_a_megabyte_proves_nothing(part, ordinary, country):
    for data in (json.dumps({"challenge": "00" * (MEGABYTE // 2)}).encode(), b"[" * MEGABYTE, b"9" * MEGABYTE):
        changed = Chip(files={**ordinary.files, part: data})
        steps = verify(changed, country.trust, country.noon).checks
        assert {CheckStatus.UNDETERMINED} == {one.status for one in steps if one.id.startswith(("aa.", "ca."))}


def test_json_beyond_its_bounds_is_refused():
    for data in (b"[" * 100_000, b'{"a":1e999}', b'{"a":' + b"9" * MEGABYTE + b"}", b'{"a":"\\ud800"}'):
        refused(json_text.load, data)
