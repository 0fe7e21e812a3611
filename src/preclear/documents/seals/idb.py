"""Bar codes after the ICAO technical report Datastructure for Barcode (IDB): letters that hold a signed payload.

``RDB1``, a flag (``A`` plain, ``B`` signed, ``C`` compressed, ``D`` both), then the payload in Base32 without padding.
"""

from __future__ import annotations

import base64
import binascii
import zlib
from dataclasses import dataclass

from preclear.documents.seals import c40
from preclear.documents.seals.elements import Element, elements, listed
from preclear.documents.seals.values import masked_day
from preclear.errors import InvalidInput

MARKS = (b"RDB1", b"NDB1")
MAX_TEXT = 16_384
"""Characters of a code; the largest bar code holds about 4,300."""
MAX_PAYLOAD = 32_768
"""Bytes of a payload after it was decompressed."""
HASHES = {1: "sha256", 2: "sha384", 3: "sha512"}

MESSAGES, CERTIFICATE, SIGNATURE = 0x61, 0x7E, 0x7F
_RULE = "ICAO TR Datastructure for Barcode, 3"
_HEADER, _SHORT_HEADER = 12, 2
_FLAGS = b"ABCD"


@dataclass(frozen=True, kw_only=True)
class Idb:
    """A code as read, nothing judged.

    ``reference`` are the last five bytes of the SHA-1 of the signer's certificate; ``hash`` is empty where the code
    names an algorithm that is not known. Both, and ``signed_on``, are empty in an unsigned code.
    """

    country: str
    signed_flag: bool
    compressed: bool
    hash: str
    reference: bytes
    signed_on: str
    messages: tuple[Element, ...]
    certificate: bytes | None
    signed: bytes
    signature: bytes | None


def recognises(data: bytes) -> bool:
    """Whether ``data`` begins like such a code."""
    return data[:4] in MARKS


def read(data: bytes) -> Idb:
    """Read a code; ``InvalidInput`` where it is none, is cut, or grows beyond bounds when decompressed."""
    text = data.strip()
    if len(text) > MAX_TEXT:
        raise _bad(f"more than {MAX_TEXT} characters", "code")
    if text[:4] not in MARKS or text[4:5] not in {bytes([flag]) for flag in _FLAGS}:
        raise _bad("it does not begin with RDB1 and a flag of A to D", "character 1")
    flags = _FLAGS.index(text[4])
    payload = _base32(text[5:])
    if flags & 2:
        payload = _decompress(payload)
    return _payload(payload, signed=bool(flags & 1), compressed=bool(flags & 2))


def _payload(payload: bytes, *, signed: bool, compressed: bool) -> Idb:
    size = _HEADER if signed else _SHORT_HEADER
    if len(payload) < size:
        raise _bad("the header is cut", f"byte {len(payload)}")
    groups: dict[int, bytes] = {}
    end = size
    for _, tag, value, stop in elements(payload[size:]):
        if tag not in {MESSAGES, CERTIFICATE, SIGNATURE}:
            raise _bad(f"a part with tag {tag:02X}", f"byte {size}")
        if tag in groups or (tag != MESSAGES and not groups):
            raise _bad("parts in a wrong order, or given twice", f"byte {size}")
        groups[tag] = value
        end = size + stop if tag == MESSAGES else end
    if MESSAGES not in groups:
        raise _bad("there is no message", f"byte {size}")
    return Idb(
        country=c40.decode(payload[:2]).rstrip(),
        signed_flag=signed,
        compressed=compressed,
        hash=HASHES.get(payload[2], "") if signed else "",
        reference=payload[3:8] if signed else b"",
        signed_on=masked_day(payload[8:12]) if signed else "",
        messages=listed(groups[MESSAGES]),
        certificate=groups.get(CERTIFICATE),
        signed=payload[:end],
        signature=groups.get(SIGNATURE),
    )


def _base32(text: bytes) -> bytes:
    letters = text.rstrip(b"=")
    try:
        payload = base64.b32decode(letters + b"=" * (-len(letters) % 8))
    except binascii.Error:
        raise _bad("the payload is no Base32", "character 6") from None
    if base64.b32encode(payload).rstrip(b"=") != letters:
        raise _bad("the last letter of the payload has bits that belong to nothing", f"character {len(text) + 5}")
    return payload


def _decompress(data: bytes) -> bytes:
    reader = zlib.decompressobj()
    try:
        plain = reader.decompress(data, MAX_PAYLOAD)
    except zlib.error:
        raise _bad("the payload cannot be decompressed", "character 6") from None
    if reader.unconsumed_tail:
        raise _bad(f"the payload grows beyond {MAX_PAYLOAD} bytes", "character 6")
    if not reader.eof or reader.unused_data:
        raise _bad("the compressed payload is cut, or bytes follow it", "character 6")
    return plain


def _bad(problem: str, where: str) -> InvalidInput:
    return InvalidInput(problem, where=where, rule=_RULE, mend="Read the code again; it is cut or damaged")
