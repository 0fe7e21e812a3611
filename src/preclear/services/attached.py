"""Files that people add: what kind of file it really is, and under which id it is kept."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Mapping
from types import MappingProxyType

from preclear.documents.chip import part_of
from preclear.errors import InvalidInput
from preclear.services.ports import StoredFile

LARGEST = 10_000_000
"""Bytes of one file."""

MOST = 60
"""Files of one application."""

_MEDIA: Mapping[bytes, str] = MappingProxyType(
    {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png", b"%PDF-": "application/pdf"}
)
RULE = "files of an application"


def page(name: str, content: bytes, kind: str, taken: Collection[str]) -> StoredFile:
    """A photo or paper: JPEG, PNG or PDF by its first bytes, whatever its name says."""
    _check_size(content)
    media = next((media for start, media in _MEDIA.items() if content.startswith(start)), "")
    if not media:
        raise InvalidInput("This kind of file cannot be read. Send a JPEG, PNG or PDF", where="file", rule=RULE)
    return _stored(name, content, kind, media, taken)


def chip_part(name: str, content: bytes, taken: Collection[str]) -> tuple[str, StoredFile]:
    """What a reader exported from the chip, and which part it is (``SOD``, ``DG1``, ``AA`` ...), by its name.

    The names are those of ``preclear.documents.read_chip_folder``.
    """
    _check_size(content)
    part = part_of(name.rpartition("/")[2])
    if not part:
        raise InvalidInput(
            "The files of the chip are called SOD.bin, COM.bin, DG1.bin to DG16.bin", where="file", rule=RULE
        )
    return part, _stored(name, content, "chip", "application/octet-stream", taken)


def _check_size(content: bytes) -> None:
    if not content:
        raise InvalidInput("This file is empty", where="file", rule=RULE)
    if len(content) > LARGEST:
        raise InvalidInput("The file is larger than 10 MB", where="file", rule=RULE)


def _stored(name: str, content: bytes, kind: str, media: str, taken: Collection[str]) -> StoredFile:
    if len(taken) >= MOST:
        raise InvalidInput("There are too many files. Take one away first", where="file", rule=RULE)
    number = next(number for number in range(1, MOST + len(taken) + 2) if f"f{number}" not in taken)
    plain = re.sub(r"[^\w. -]", "_", name.rpartition("/")[2])[-100:].strip() or f"f{number}"
    return StoredFile(
        id=f"f{number}",
        kind=kind,
        media_type=media,
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        name=plain,
    )
