"""The key with which document numbers are hashed, and the file that keeps it outside of the store."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import stat
import tempfile
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from preclear.errors import InvalidInput, Unavailable
from preclear.screening.numbers.identity import fold, issuing_state, plain

_FILE = re.compile(r"preclear-number-key 1 ([0-9a-f]{64})\n?")
_LOOSE = stat.S_IWGRP | stat.S_IRWXO
_HASH_BYTES = 8
_PAD_BYTES = 2
_RULE = "preclear number key, format 1"


class Identity(NamedTuple):
    """One number of one State, hashed. ``pad`` hides the mask in the store: without the key it shows nothing."""

    hash: int
    pad: int
    plain: str
    folded: str
    mask: int
    state: str


@dataclass(frozen=True, kw_only=True)
class NumberKey:
    """A secret of 32 bytes. Without it a store of document numbers can neither be read nor searched.

    A plain hash would not do: the numbers of a State's passports are so few that all can be tried in seconds.

    >>> key = NumberKey(secret=bytes(32))
    >>> key.identity("O12 3456", "UTO").plain
    'O123456'
    >>> key.identity("O123456", "") is None
    True
    """

    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.secret) != 32:
            raise InvalidInput("is no key of 32 bytes", where="key of document numbers", rule=_RULE)

    @classmethod
    def load(cls, path: Path | str) -> NumberKey:
        """Read a key file. ``Unavailable`` where it is missing, ``InvalidInput`` if it is none or open to others."""
        try:
            with Path(path).open("rb") as file:
                mode = os.fstat(file.fileno()).st_mode
                text = file.read(200).decode("ascii", "replace")
        except (OSError, ValueError) as error:
            raise Unavailable(
                f"the key of the document numbers cannot be read: {path}",
                mend="Put the key file that it was built with in its place, or name it where the command takes --key.",
            ) from error
        if os.name == "posix" and mode & _LOOSE:
            raise InvalidInput("others can read or change this key", where=str(path), mend=f"chmod 600 {path}")
        found = _FILE.fullmatch(text)
        if found is None:
            raise InvalidInput("holds no key of document numbers", where=str(path), rule=_RULE)
        return cls(secret=bytes.fromhex(found[1]))

    @classmethod
    def load_or_make(cls, path: Path | str) -> NumberKey:
        """Read a key file, or make it where there is none, for its owner alone (mode 0600). Never replaces one."""
        place = Path(path)
        if not place.exists():
            _make(place)
        return cls.load(place)

    @cached_property
    def id(self) -> str:
        """32 hexadecimal digits that tell keys apart and show nothing of them."""
        return blake2b(key=self.secret, digest_size=16, person=b"preclear-keyname").hexdigest()

    @cached_property
    def _keyed(self) -> blake2b:
        return blake2b(key=self.secret, digest_size=_HASH_BYTES + _PAD_BYTES, person=b"preclear-numbers")

    def identity(self, number: str, state: str) -> Identity | None:
        """Hash a number and its issuing State as a person writes them; None where either says nothing.

        BLAKE2b (RFC 7693) with the key: 64 bits to look up, so that one in 10^11 look-ups of a number that is not
        listed finds one of 140 million by chance, and 16 bits of padding.
        """
        shown, code = plain(number), issuing_state(state)
        if not shown or not code:
            return None
        folded, mask = fold(shown)
        keyed = self._keyed.copy()
        keyed.update(f"{code}/{folded}".encode())
        found = int.from_bytes(keyed.digest(), "little")
        return Identity(found & 0xFFFF_FFFF_FFFF_FFFF, found >> 64, shown, folded, mask, code)


def _make(path: Path) -> None:
    """The key appears under its name only when it is whole, and the first of two makers wins."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, aside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "w", encoding="ascii") as file:
                file.write(f"preclear-number-key 1 {secrets.token_hex(32)}\n")
                file.flush()
                os.fsync(file.fileno())
            with contextlib.suppress(FileExistsError):
                os.link(aside, path)
        finally:
            Path(aside).unlink(missing_ok=True)
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)  # a store whose key is lost in a power cut is lost too
        finally:
            os.close(folder)
    except OSError as error:
        raise Unavailable(f"the key {path} cannot be written: {error.strerror}") from error
