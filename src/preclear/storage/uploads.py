"""What the store takes as a file. Knows no framework."""

from __future__ import annotations

from hashlib import sha256

from preclear.errors import InvalidInput
from preclear.services.ports import StoredFile

MAX_FILE = 20 * 1024 * 1024
"""Bytes of one uploaded file."""


def check_file(file: StoredFile) -> None:
    """``InvalidInput`` for a file that is too large, or that is not what its hash says."""
    if len(file.content) > MAX_FILE:
        raise InvalidInput(f"more than {MAX_FILE // 2**20} MiB", where=f"files.{file.id}", mend="Send a smaller file")
    if sha256(file.content).hexdigest() != file.sha256:
        raise InvalidInput("the bytes are not those of the hash", where=f"files.{file.id}", mend="Send it again")
