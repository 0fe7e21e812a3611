"""A portrait of nobody: a valid baseline JPEG of one grey, so that no face of any person is ever used."""

from __future__ import annotations

from hashlib import sha256

_WIDTH, _HEIGHT = 240, 320


def grey_portrait(seed: str) -> bytes:
    """A picture of 240 by 320 points, whose grey follows from ``seed`` (ITU-T T.81, baseline, one component).

    Its Huffman codes are ``10`` for the change of brightness in the first block, and ``0`` for "no change, no more".
    """
    brightness = sha256(seed.encode()).digest()[0] & 0x7F
    blocks = (_WIDTH // 8) * (_HEIGHT // 8)
    first = "10" + f"{brightness | 0x80:08b}" + "0"
    body = first + "00" * (blocks - 1)
    padded = body + "1" * (-len(body) % 8)
    scan = int(padded, 2).to_bytes(len(padded) // 8).replace(b"\xff", b"\xff\x00")
    return b"".join(
        (
            b"\xff\xd8",
            _segment(0xDB, b"\x00" + b"\x04" * 64),
            _segment(0xC0, b"\x08" + _HEIGHT.to_bytes(2) + _WIDTH.to_bytes(2) + b"\x01\x01\x11\x00"),
            _segment(0xC4, b"\x00" + _code_lengths(1, 1) + bytes([0, 8])),
            _segment(0xC4, b"\x10" + _code_lengths(1) + bytes([0])),
            _segment(0xDA, b"\x01\x01\x00\x00\x3f\x00"),
            scan,
            b"\xff\xd9",
        )
    )


def _segment(marker: int, payload: bytes) -> bytes:
    return bytes([0xFF, marker]) + (len(payload) + 2).to_bytes(2) + payload


def _code_lengths(*counts: int) -> bytes:
    return bytes(counts).ljust(16, b"\x00")
