"""Small inputs that ask for much: nesting, lengths, counts, packed data, points. Each is tried at every target."""

from __future__ import annotations

import base64
import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

from fuzz.trees import length_of

MEGA = 1 << 20


def tlv(tag: bytes, content: bytes) -> bytes:
    """One element of definite length."""
    return tag + length_of(len(content)) + content


def nested(tag: bytes, levels: int, core: bytes = b"\x05\x00") -> bytes:
    """Elements of definite length, one in the other."""
    headers, size = [], len(core)
    for _ in range(levels):
        header = tag + length_of(size)
        headers.append(header)
        size += len(header)
    return b"".join(reversed(headers)) + core


def png_of(width: int, height: int, *, rows: int = 0) -> bytes:
    """A PNG in grey of these dimensions, as many rows of which are there."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    points = zlib.compress((b"\0" + bytes(width)) * rows) if rows else zlib.compress(b"")
    chunks = ((b"IHDR", head), (b"IDAT", points), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        len(content).to_bytes(4) + kind + content + zlib.crc32(kind + content).to_bytes(4) for kind, content in chunks
    )


def jpeg_of(width: int, height: int) -> bytes:
    """The headers of a baseline JPEG of these dimensions, with hardly any points."""
    quantities = b"\xff\xdb\x00\x43\x00" + b"\x01" * 64
    frame = b"\xff\xc0\x00\x0b\x08" + struct.pack(">HH", height, width) + b"\x01\x01\x11\x00"
    codes = b"\xff\xc4\x00\x14\x00" + b"\x01" + bytes(15) + b"\x00" + b"\xff\xc4\x00\x14\x10" + b"\x01" + bytes(16)
    scan = b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00" + b"\x00" * 64
    return b"\xff\xd8" + quantities + frame + codes + scan + b"\xff\xd9"


def jp2_of(width: int, height: int) -> bytes:
    """A JPEG 2000 code stream of these dimensions, with one tile part."""
    size = struct.pack(">HIIIIIIIIH", 0, width, height, 0, 0, width, height, 0, 0, 1) + b"\x07\x01\x01"
    style = b"\xff\x52\x00\x0c\x00\x00\x00\x01\x00\x05\x04\x04\x00\x01"
    quantities = b"\xff\x5c\x00\x13\x40" + b"\x40" * 16
    tile = b"\xff\x90\x00\x0a\x00\x00\x00\x00\x00\x0e\x00\x01\xff\x93"
    return b"\xff\x4f\xff\x51" + struct.pack(">H", len(size) + 2) + size + style + quantities + tile + b"\xff\xd9"


def zip_of(name: str, megabytes: int, count: int = 1) -> bytes:
    """An archive whose files unpack to so many megabytes of zeros each."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as made:
        for number in range(count):
            made.writestr(zipfile.ZipInfo(name.format(number + 1)), bytes(megabytes * MEGA), zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def pdf_with(stream: bytes, filters: str = "/FlateDecode") -> bytes:
    """A PDF of one page whose content is ``stream``."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R>>",
        b"<</Length %d/Filter[%s]>>stream\n%s\nendstream" % (len(stream), filters.encode(), stream),
    ]
    written = b"%PDF-1.7\n"
    places = []
    for number, one in enumerate(objects, 1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return written + b"xref\n0 5\n0000000000 65535 f \n%strailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        table,
        len(written),
    )


def _asn1() -> Iterator[tuple[str, bytes]]:
    for tag in (b"\x30", b"\x77", b"\x61", b"\x75", b"\x6e", b"\x24"):
        yield f"nested 20,000 levels of {tag.hex()}", nested(tag, 20_000)
        yield f"nested 39 levels of {tag.hex()} around a megabyte", nested(tag, 39, tlv(b"\x04", bytes(MEGA)))
        yield f"open 200,000 indefinite {tag.hex()}", (tag + b"\x80") * 200_000
        yield f"indefinite and closed {tag.hex()}", (tag + b"\x80") * 5000 + b"\0\0" * 5000
        yield f"says four gigabytes {tag.hex()}", tag + b"\x84\xff\xff\xff\xff" + bytes(64)
        yield f"says a length of 126 octets {tag.hex()}", tag + b"\xfe" + b"\xff" * 126
        yield f"half a million nulls in {tag.hex()}", tlv(tag, b"\x05\x00" * 500_000)
        yield f"half a million empty sequences in {tag.hex()}", tlv(tag, b"\x30\x00" * 500_000)
        yield f"pieces of an octet string in {tag.hex()}", tag + b"\x80" + b"\x24\x80" * 30 + b"\x04\x01A" * 100_000
    yield "a tag number without end", b"\x3f" + b"\xff" * MEGA
    yield "an object identifier of a megabyte", tlv(b"\x30", tlv(b"\x06", b"\x2a" + b"\xff" * MEGA + b"\x7f"))
    signed_data = bytes.fromhex("06092a864886f70d010702")
    for levels in (30, 5000):
        inner = nested(b"\xa0", levels)
        yield f"signed data around {levels} levels", tlv(b"\x77", tlv(b"\x30", signed_data + inner))
    many = tlv(b"\x30", tlv(b"\x02", b"\x01") + tlv(b"\x31", b"\x30\x00" * 100_000))
    yield "signed data with 100,000 algorithms", tlv(b"\x30", signed_data + tlv(b"\xa0", many))


def _values() -> Iterator[tuple[str, bytes]]:
    yield "CBOR arrays 100,000 deep", b"\x81" * 100_000 + b"\0"
    yield "CBOR maps 100,000 deep", b"\xa1\x00" * 100_000 + b"\0"
    yield "CBOR tags 100,000 deep", b"\xd8\x18" * 100_000 + b"\0"
    yield "CBOR array that says 2^64", b"\x9b" + b"\xff" * 8 + b"\0"
    yield "CBOR string that says 2^63", b"\x5b\x7f" + b"\xff" * 7 + b"\0"
    yield "CBOR indefinite map of a million empty arrays", b"\xbf\x00\x9f" + b"\x80" * MEGA + b"\xff\xff"
    yield "CBOR four megabytes of empty maps", b"\xa1\x69documents\x9a" + (4 * MEGA).to_bytes(4) + b"\xa0" * 4 * MEGA
    yield "CBOR four megabytes of pieces", b"\xa1\x69documents\x5f" + b"\x41a" * 2 * MEGA + b"\xff"
    yield (
        "CBOR map of 300,000 keys",
        b"\xba\x00\x04\x93\xe0" + b"".join(b"\x1a" + n.to_bytes(4) + b"\0" for n in range(300_000)),
    )
    yield "JSON arrays 100,000 deep", b"[" * 100_000 + b"]" * 100_000
    yield "JSON objects 100,000 deep", b'{"data":' * 100_000 + b'"sig"' + b"}" * 100_000
    yield "JSON number of a megabyte", b'{"data":' + b"9" * MEGA + b',"sig":1}'
    yield "JSON exponent", b'{"challenge":1e999999999,"response":-1e-999999999,"data":0,"sig":0}'
    yield "JSON of a million commas", b'{"data":[' + b"0," * 500_000 + b'0],"sig":{}}'
    yield "JSON backslashes", b'{"data":"' + b"\\" * MEGA + b'","sig":1}'
    yield "JSON open strings", b'{"data":1,"sig":1,' + b'"a' * 500_000
    yield "JSON same key", b'{"challenge":"00"' + b',"challenge":"00"' * 60_000 + b"}"
    yield "JSON hexadecimal of a megabyte", b'{"challenge":"' + b"00" * (MEGA // 2) + b'","response":"00"}'
    yield "JSON lone surrogate", b'{"challenge":"\\ud800","response":"00"}'


def _packed() -> Iterator[tuple[str, bytes]]:
    header = b"\xd9\xc5\x6d\x01" + bytes(8)
    for inside, size in ((bytes(64 * MEGA), "64 megabytes of zeros"), (tlv(b"\x61", b"\x80\x00" * 16_000), "features")):
        packed = base64.b32encode(zlib.compress(header + inside, 9)).rstrip(b"=")
        yield f"IDB of {size}", b"RDB1D" + packed
    yield "IDB that nearly fits", b"RDB1D" + base64.b32encode(zlib.compress(header + bytes(32_000), 9)).rstrip(b"=")
    yield "IDB of a megabyte of letters", b"RDB1A" + b"A" * MEGA
    yield (
        "VDS of features without content",
        b"\xdc\x03" + b"\xd9\xc5\x6d\x32\x59\xa5\x32" + bytes(9) + b"\x01\x00" * 4000,
    )
    yield "VDS of a megabyte", b"\xdc\x03" + bytes(MEGA)
    yield "zip of 512 megabytes", zip_of("DG{}.bin", 512)
    yield "zip of sixteen groups of 5 megabytes", zip_of("DG{}.bin", 5, 16)
    yield "zip of 60 files of one name", zip_of("SOD.bin", 3, 60)
    yield "zip of 3,000 files", zip_of("{}.txt", 0, 3000)
    yield "hexadecimal text of 4 megabytes", b"a1" * 2 * MEGA
    yield "Base64 text of 4 megabytes", b"MIIB" * MEGA
    yield "spaces of 8 megabytes", b" " * 8 * MEGA


def _pictures() -> Iterator[tuple[str, bytes]]:
    for width, height in ((60_000, 60_000), (2**31 - 1, 2**31 - 1), (40_000_000, 1), (0, 0), (6000, 6000)):
        yield f"PNG of {width} by {height}", png_of(width, height)
    yield "PNG of 6,000 by 6,000 zeros, whole", png_of(6000, 6000, rows=6000)
    yield "PNG of 60,000 by 60,000 with rows", png_of(60_000, 60_000, rows=500)
    yield "PNG with text of 64 megabytes", _png_text()
    for width, height in ((65_500, 65_500), (65_500, 16), (6000, 6000)):
        yield f"JPEG of {width} by {height}", jpeg_of(width, height)
    for width, height in ((60_000, 60_000), (2**32 - 1, 2**32 - 1), (6000, 6000)):
        yield f"JPEG 2000 of {width} by {height}", jp2_of(width, height)
    yield "JPEG of a megabyte of comments", b"\xff\xd8" + (b"\xff\xfe\x00\x04xx") * 170_000 + b"\xff\xd9"


def _png_text() -> bytes:
    whole = png_of(64, 64, rows=64)
    text = b"Comment\0\0" + zlib.compress(bytes(64 * MEGA), 9)
    chunk = len(text).to_bytes(4) + b"zTXt" + text + zlib.crc32(b"zTXt" + text).to_bytes(4)
    return whole[:33] + chunk + whole[33:]


def _papers() -> Iterator[tuple[str, bytes]]:
    packed = zlib.compress(bytes(256 * MEGA), 9)
    yield "PDF stream of 256 megabytes", pdf_with(packed)
    yield "PDF stream packed thrice", pdf_with(zlib.compress(zlib.compress(packed)), "/FlateDecode" * 3)
    yield "PDF stream of half a million lines", pdf_with(zlib.compress(b"0 0 m 300 300 l S\n" * 500_000, 9))
    yield "PDF stream of 100,000 states", pdf_with(zlib.compress(b"q " * 100_000, 9))
    yield "PDF arrays 100,000 deep", pdf_with(b"x", "[" * 100_000)
    yield "PDF header and noise", b"%PDF-1.7\n" + bytes(MEGA)
    huge = pdf_with(zlib.compress(b"")).replace(b"[0 0 300 300]", b"[0 0 1e30 1e30]")
    yield "PDF page without measure", huge
    tree = pdf_with(zlib.compress(b"")).replace(b"/Kids[3 0 R]", b"/Kids[2 0 R]")
    yield "PDF page that holds itself", tree


def _texts() -> Iterator[tuple[str, bytes]]:
    yield "a zone of a megabyte", b"P<UTO" + b"<" * MEGA
    yield "a megabyte of line ends", b"\n" * MEGA
    yield "a zone of arabic digits", ("\u0660" * 88).encode()
    yield "a zone of sharp s", ("ß" * 88).encode()
    yield "a zone of fillers", b"<" * 44 + b"\n" + b"<" * 44
    yield "a zone of letters only", b"P" * 88
    yield "a zone to repair everywhere", b"P<UTO" + b"O" * 39 + b"\n" + b"OIZSBGQD0" * 4 + b"OIZSBGQD"
    yield "PEM of 20,000 empty blocks", b"-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n" * 20_000
    yield "PEM of one block without end", b"-----BEGIN CERTIFICATE-----\n" + b"A" * 4 * MEGA
    yield "LDIF of 50,000 broken values", b"dn: c=UT\n" + b"userCertificate;binary:: MII!\n" * 50_000
    yield "LDIF of a million folds", b"dn: c=UT\nuserCertificate;binary:: M" + b"\n I" * MEGA
    yield "LDIF of 50,000 nulls", b"dn: c=UT\n" + b"userCertificate;binary:: MAA=\n" * 50_000
    yield "nothing", b""
    yield "one zero", b"\0"


def all_bombs() -> dict[str, bytes]:
    """Every bomb by its name; they are the same each time."""
    kinds = (_asn1, _values, _packed, _pictures, _papers, _texts)
    return {name: data for kind in kinds for name, data in kind()}
