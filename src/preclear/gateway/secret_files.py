"""Secrets in files that only their owner can read, made once at first need."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from preclear.errors import Unavailable


def read_or_make(path: Path, make: Callable[[], bytes]) -> bytes:
    """The secret in ``path``; if there is none, one is made with ``make`` and kept with mode 0600.

    Two processes that start together agree on one secret: it is written aside and linked into place, and whoever
    comes second reads what the first one wrote. ``Unavailable`` when the file cannot be read or made.
    """
    try:
        if not path.exists():
            _place(path, make())
        return path.read_bytes()
    except OSError as error:
        raise Unavailable(f"cannot read or make {path.name}: {error.strerror}", mend="Check the folder") from error


def write(path: Path, content: bytes) -> None:
    """Replace a file in one step, mode 0600."""
    aside = _aside(path, content)
    aside.replace(path)


def _place(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    aside = _aside(path, content)
    with suppress(FileExistsError):
        os.link(aside, path)
    aside.unlink()


def _aside(path: Path, content: bytes) -> Path:
    aside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return aside
