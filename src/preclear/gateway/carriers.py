"""Who may ask: API keys of carriers, kept as hashes in a file of their own.

The file lies apart from the read store, so that a lost store ends in UNAVAILABLE with a receipt and not in 401.
Keys are 256 random bits: a plain SHA-256 is enough, for there is nothing to guess (unlike a password).
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from pathlib import Path

from preclear.errors import InvalidInput, Unavailable
from preclear.gateway import secret_files

_CARRIER = re.compile(r"[A-Z0-9]{2,3}\Z")
PREFIX = "pck_"
"""Keys begin so that secret scanners can find one that was committed by mistake."""


class CarrierKeys:
    """The file of hashed keys: ``{sha256: carrier}``. A change is seen by a running gateway at once."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: tuple[int, int] | None = None
        self._carriers: dict[str, str] = {}

    def add(self, carrier: str) -> str:
        """Make a key for an airline (2 or 3 letters and digits). It is shown this once and cannot be read again."""
        code = carrier.strip().upper()
        if not _CARRIER.match(code):
            raise InvalidInput("not an airline code of 2 or 3 characters", where="carrier", mend="For example PK")
        key = PREFIX + secrets.token_urlsafe(32)
        self._write(self._read() | {_hash(key): code})
        return key

    def withdraw(self, carrier: str) -> int:
        """Make all keys of an airline useless; answers how many there were."""
        held = self._read()
        kept = {hashed: code for hashed, code in held.items() if code != carrier.strip().upper()}
        self._write(kept)
        return len(held) - len(kept)

    def carrier_of(self, key: str) -> str | None:
        """The airline that holds this key. A file that cannot be read keeps the last good state in force."""
        try:
            stat = self._path.stat()
            if (stat.st_ino, stat.st_mtime_ns) != self._seen:
                self._carriers = self._read()
                self._seen = stat.st_ino, stat.st_mtime_ns
        except (OSError, Unavailable):
            pass
        return self._carriers.get(_hash(key))

    def check(self) -> None:
        """``Unavailable`` when the file is there and cannot be used."""
        self._read()

    def _read(self) -> dict[str, str]:
        try:
            held = json.loads(self._path.read_bytes()) if self._path.exists() else {}
        except (OSError, ValueError) as error:
            raise Unavailable(f"{self._path.name} cannot be read", mend="Restore it, or remove it") from error
        if not isinstance(held, dict) or not all(isinstance(code, str) for code in held.values()):
            raise Unavailable(f"{self._path.name} is not a file of keys", mend="Restore it, or remove it")
        return held

    def _write(self, held: dict[str, str]) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        secret_files.write(self._path, json.dumps(held, indent=1, sort_keys=True).encode())


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
