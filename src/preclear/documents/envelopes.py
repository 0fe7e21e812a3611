"""The wrappings that publications come in: PEM (RFC 7468) and LDIF of the ICAO PKD (RFC 2849)."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator

_LOOK = 65_536
_ATTRIBUTES = frozenset(
    {
        b"usercertificate",
        b"cacertificate",
        b"certificaterevocationlist",
        b"authorityrevocationlist",
        b"pkdmasterlistcontent",
        b"cscamasterlistdata",
        b"pkddeviationlistcontent",
        b"deviationlistdata",
    }
)
_DN = re.compile(rb"^dn:", re.MULTILINE | re.IGNORECASE)


def is_pem(data: bytes) -> bool:
    """Whether PEM blocks are in ``data``; text before the first one is allowed."""
    return b"-----BEGIN " in data[:_LOOK] and data[:1] != b"\x30"


def is_ldif(data: bytes) -> bool:
    """Whether ``data`` is LDIF: it names an entry near its beginning."""
    return data[:1] != b"\x30" and _DN.search(data[:_LOOK]) is not None


def pem_blocks(data: bytes) -> Iterator[bytes]:
    """What each block holds; empty bytes where its Base64 is broken."""
    for block in data.replace(b"\r", b"\n").split(b"-----BEGIN ")[1:]:
        body = block.partition(b"-----")[2].partition(b"-----END")[0]
        yield _decoded(b"".join(line for line in body.split(b"\n") if b":" not in line))


def ldif_values(data: bytes) -> Iterator[bytes]:
    """Base64 values of attributes that hold certificates or lists. A folded line goes on after a space.

    Values by address (``attribute:< file:...``) are never followed.
    """
    unfolded = data.replace(b"\r\n", b"\n").replace(b"\n ", b"")
    for line in unfolded.split(b"\n"):
        name, found, value = line.partition(b"::")
        if found and name.partition(b";")[0].strip().lower() in _ATTRIBUTES:
            yield _decoded(value)


def plain_base64(data: bytes) -> bytes:
    """What ``data`` holds where it is nothing but Base64 of a DER sequence; empty bytes otherwise."""
    return _decoded(data) if data[:3] in _BASE64_SEQUENCES else b""


_BASE64_SEQUENCES = frozenset({b"MII", b"MIG", b"MIH"})


def _decoded(text: bytes) -> bytes:
    try:
        return base64.b64decode(b"".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return b""
