"""How each kind of input is edited: by its bytes, and by its structure with wrapping, checksums and lengths renewed."""

from __future__ import annotations

import base64
import binascii
import io
import json
import re
import zipfile
import zlib
from collections.abc import Callable
from random import Random
from typing import Any

from fuzz.trees import edited_der, edited_value
from preclear.errors import InvalidInput
from preclear.writing import cbor

LARGEST = 1 << 20
"""An edit never makes an input longer than this many bytes; ``bombs`` do."""
_ODD_BYTES = (0x00, 0x01, 0x05, 0x1F, 0x24, 0x30, 0x31, 0x7F, 0x80, 0x81, 0x84, 0x9F, 0xA0, 0xBF, 0xDF, 0xFB, 0xFF)
_NUMBERS = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)

Edit = Callable[[bytes, Random, bytes], bytes]


def edited_bytes(data: bytes, rng: Random, other: bytes) -> bytes:
    """One to eight edits that know nothing of the structure."""
    changed = bytearray(data or b"\0")
    for _ in range(rng.choice((1, 1, 1, 2, 4, 8))):
        at = rng.randrange(len(changed))
        size = rng.choice((1, 2, 4, 8, 32, 200))
        match rng.randrange(10):
            case 0 | 1 | 2:
                changed[at] ^= 1 << rng.randrange(8)
            case 3:
                changed[at] = rng.choice(_ODD_BYTES)
            case 4:
                del changed[at : at + size]
            case 5:
                changed[at:at] = rng.randbytes(size)
            case 6:
                changed[at:at] = changed[at : at + size] * rng.choice((1, 2, 50))
            case 7:
                start = rng.randrange(len(other) or 1)
                changed[at : at + size] = other[start : start + size]
            case 8:
                changed[at : at + 4] = rng.choice(_NUMBERS).to_bytes(4, rng.choice(("big", "little")))
            case _:
                second = rng.randrange(len(changed))
                changed[at : at + size], changed[second : second + size] = (
                    changed[second : second + size],
                    changed[at : at + size],
                )
        changed = changed or bytearray(b"\0")
    return bytes(changed[:LARGEST])


def text(data: bytes, rng: Random, other: bytes) -> bytes:
    """Edits by character, any of Unicode among them, and by line."""
    characters = list(data.decode("utf-8", "surrogateescape") or " ")
    for _ in range(rng.choice((1, 1, 2, 5))):
        at = rng.randrange(len(characters))
        match rng.randrange(6):
            case 0:
                characters[at] = chr(rng.choice((rng.randrange(0xD800), rng.randrange(0xE000, 0x110000))))
            case 1:
                characters[at] = rng.choice("\n\r\t\x0b\x1c\x85\u2028\u0130ßﬁ\u0660<0OA \ufeff\u202e")
            case 2:
                del characters[at : at + rng.choice((1, 10, 44))]
            case 3:
                characters[at:at] = characters[at : at + rng.choice((1, 30, 44))] * rng.choice((1, 2, 40))
            case 4:
                characters[at:at] = list(other.decode("utf-8", "replace")[: rng.choice((1, 30, 90))])
            case _:
                rng.shuffle(characters) if rng.random() < 0.1 else characters.reverse()
        characters = characters or [" "]
    return "".join(characters[:LARGEST]).encode("utf-8", "surrogateescape")


def as_json(data: bytes, rng: Random, other: bytes) -> bytes:
    """Edits of a JSON document, base64url and hexadecimal text in it by its bytes now and then."""
    value = edited_value(json.loads(data), rng, _json(other), json=True)
    written = json.dumps(value, ensure_ascii=rng.random() < 0.5, separators=(",", ":"))
    if rng.random() < 0.1:  # a key twice, which no value can hold
        written = written[:-1] + "," + written[1:]
    return written.encode("utf-8", "surrogatepass")


def _json(data: bytes) -> Any:
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return {"other": [1, {"two": "three"}]}


def as_cbor(data: bytes, rng: Random, other: bytes) -> bytes:
    """Edits of a CBOR value, and of CBOR inside its byte strings; some with the long forms of a careless writer."""
    value = cbor.loads(data, strict=False, depth=30)
    foreign = _cbor(other)
    return cbor.dumps(_inside(value, rng, foreign))


def _inside(value: Any, rng: Random, foreign: Any) -> Any:
    """The value with an edit at its own level, or inside one of the byte strings that hold CBOR."""
    held = [place for place in _strings(value) if rng.random() < 0.3]
    if held and rng.random() < 0.7:
        holder, key = rng.choice(held)
        tagged = isinstance(holder[key], cbor.Tagged)
        inner = holder[key].value if tagged else holder[key]
        try:
            opened = cbor.loads(inner, strict=False, depth=30)
            changed = cbor.dumps(_inside(opened, rng, foreign))
        except (InvalidInput, ValueError, TypeError, OverflowError):
            changed = edited_der(inner, rng, inner)
        holder[key] = cbor.Tagged(holder[key].tag, changed) if tagged else changed
        return value
    return edited_value(value, rng, foreign, json=False)


def _strings(value: Any) -> list[tuple[Any, Any]]:
    found: list[tuple[Any, Any]] = []
    stack = [value]
    while stack and len(found) < 500:
        one = stack.pop()
        if isinstance(one, cbor.Tagged):
            one = one.value
        if not isinstance(one, list | dict):
            continue
        for key in range(len(one)) if isinstance(one, list) else list(one):
            inner = one[key]
            content = inner.value if isinstance(inner, cbor.Tagged) else inner
            if isinstance(content, bytes):
                found.append((one, key))
            stack.append(inner)
    return found


def _cbor(data: bytes) -> Any:
    try:
        return cbor.loads(data, strict=False, depth=30)
    except InvalidInput:
        return {"other": [1, {2: b"three"}]}


def idb(data: bytes, rng: Random, other: bytes) -> bytes:
    """Edits of the payload of an IDB below its Base32, and below its compression where there is one."""
    flag, letters = data[4:5], data[5:]
    payload = base64.b32decode(letters + b"=" * (-len(letters) % 8))
    packed = flag in {b"C", b"D"}
    payload = zlib.decompress(payload) if packed else payload
    header, rest = payload[:12], payload[12:]
    edit = rng.choice((edited_der, edited_bytes))
    payload = header + edit(rest, rng, other) if rng.random() < 0.7 else edited_bytes(header, rng, other) + rest
    payload = zlib.compress(payload) if packed else payload
    flag = rng.choice((b"A", b"B", b"C", b"D", b"E")) if rng.random() < 0.1 else flag
    return data[:4] + flag + base64.b32encode(payload).rstrip(b"=")


def vds(data: bytes, rng: Random, other: bytes) -> bytes:
    """Edits of the features of a VDS, whose lengths have the form of DER."""
    header = 18
    return data[:header] + edited_der(data[header:], rng, other)


_BASE64 = re.compile(rb"(?:[A-Za-z0-9+/]{20,}={0,2}[\r\n ]*)+")


def wrapped(data: bytes, rng: Random, other: bytes) -> bytes:
    """Edits of the DER inside PEM or LDIF; the lines around it stay."""
    places = list(_BASE64.finditer(data))
    if not places:
        return edited_bytes(data, rng, other)
    place = rng.choice(places)
    try:
        held = base64.b64decode(b"".join(place[0].split()), validate=True)
    except (binascii.Error, ValueError):
        return edited_bytes(data, rng, other)
    written = base64.b64encode(edited_der(held, rng, other))
    folded = b"\n ".join(written[start : start + 70] for start in range(0, len(written), 70))
    return data[: place.start()] + folded + b"\n" + data[place.end() :]


def archive(data: bytes, rng: Random, other: bytes) -> bytes:
    """A zip archive with one of its files edited, given twice, or renamed."""
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        files = [(one.filename, opened.read(one)) for one in opened.infolist()]
    at = rng.randrange(len(files))
    name, content = files[at]
    match rng.randrange(4):
        case 0:
            files.append((name, content))
        case 1:
            files[at] = (rng.choice(("../DG1.bin", "DG17.bin", "SOD", "EF.DG1", "x" * 300, "")), content)
        case _:
            files[at] = (name, edited_der(content, rng, other))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for each, inside in files:
            made.writestr(zipfile.ZipInfo(each or "_"), inside)
    return stream.getvalue()


def png(data: bytes, rng: Random, other: bytes) -> bytes:
    """A PNG with one chunk edited and its checksum right again."""
    chunks = []
    at = 8
    while at + 12 <= len(data):
        size = int.from_bytes(data[at : at + 4])
        chunks.append((data[at + 4 : at + 8], data[at + 8 : at + 8 + size]))
        at += size + 12
    place = rng.randrange(len(chunks))
    kind, content = chunks[place]
    match rng.randrange(4):
        case 0:
            chunks.insert(place, chunks[place])
        case 1:
            del chunks[place]
        case 2:
            chunks.insert(place, (rng.choice((b"tRNS", b"PLTE", b"eXIf", b"iCCP", b"zTXt", b"acTL")), other[:300]))
        case _:
            chunks[place] = (kind, edited_bytes(content, rng, other))
    return data[:8] + b"".join(_chunk(kind, content) for kind, content in chunks)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return len(content).to_bytes(4) + kind + content + zlib.crc32(kind + content).to_bytes(4)


FORMS: dict[str, Edit] = {
    "bytes": edited_bytes,
    "der": edited_der,
    "text": text,
    "json": as_json,
    "cbor": as_cbor,
    "idb": idb,
    "vds": vds,
    "wrapped": wrapped,
    "zip": archive,
    "png": png,
}
