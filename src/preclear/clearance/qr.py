"""The QR code: the token in base45 (RFC 9285) after the prefix ``PC1:``, as the EU's health certificates did.

Base45 uses only the characters of a QR code's alphanumeric mode: two bytes cost 16.5 bits, where base64 in byte mode
costs 21.3.
"""

from __future__ import annotations

import io
import re

import segno

from preclear.errors import InvalidInput

PREFIX = "PC1:"
"""What the text begins with: preclear, first version."""

MAX_TEXT = 4_296
"""Alphanumeric characters of the largest QR code (ISO/IEC 18004, version 40, level L)."""

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_VALUES = {character: value for value, character in enumerate(_ALPHABET)}
_ALLOWED = re.compile(r"[0-9A-Z $%*+\-./:]*")
_RULE = "RFC 9285 (base45)"


def text(token: bytes) -> str:
    """What the QR code holds."""
    return PREFIX + base45(token)


def token(content: str) -> bytes:
    """The token in a QR code's text; ``InvalidInput`` for anything else."""
    if not content.startswith(PREFIX) or len(content) > MAX_TEXT:
        raise InvalidInput(f"not the text of a clearance: it does not begin with {PREFIX}", rule=_RULE)
    return from_base45(content.removeprefix(PREFIX))


def svg(content: str) -> str:
    """The QR code as SVG, level M, with its quiet zone; it scales to any size."""
    out = io.BytesIO()
    _code(content).save(out, kind="svg", border=4, xmldecl=False, omitsize=True, svgclass=None, lineclass=None)
    return out.getvalue().decode()


def png(content: str, *, scale: int = 6) -> bytes:
    """The QR code as a PNG picture, ``scale`` pixels a module."""
    out = io.BytesIO()
    _code(content).save(out, kind="png", border=4, scale=scale)
    return out.getvalue()


def base45(data: bytes) -> str:
    """Bytes as base45.

    >>> base45(b"AB"), base45(b"Hello!!")
    ('BB8', '%69 VD92EX0')
    """
    out = []
    for at in range(0, len(data), 2):
        pair = data[at : at + 2]
        number = int.from_bytes(pair, "big")
        for _ in range(len(pair) + 1):
            number, digit = divmod(number, 45)
            out.append(_ALPHABET[digit])
    return "".join(out)


def from_base45(content: str) -> bytes:
    """Bytes of base45; ``InvalidInput`` for what no bytes give."""
    if not _ALLOWED.fullmatch(content) or len(content) % 3 == 1:
        raise InvalidInput("not base45", rule=_RULE)
    out = bytearray()
    for at in range(0, len(content), 3):
        part = content[at : at + 3]
        number = sum(_VALUES[character] * 45**power for power, character in enumerate(part))
        if number >= 256 ** (len(part) - 1):
            raise InvalidInput("not base45", where=f"character {at}", rule=_RULE)
        out += number.to_bytes(len(part) - 1, "big")
    return bytes(out)


def _code(content: str) -> segno.QRCode:
    return segno.make_qr(content, error="m")
