"""Keys that sign checkpoints: Ed25519, written as in signed notes (C2SP signed-note).

A public key is one line, ``NAME+ID+BASE64``; a private key is ``PRIVATE+KEY+NAME+ID+BASE64``. The name is the log's
origin, a URL without scheme such as ``preclear.example/log``.
"""

from __future__ import annotations

import base64
import binascii
import os
import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from preclear.errors import Conflict, InvalidInput, NotFound

_ED25519 = b"\x01"
_NAME = re.compile(r"[^\s+\x00-\x1f\x7f]{1,120}")
_RULE = "C2SP signed-note, Ed25519 keys"
_MAX_FILE = 1024


@dataclass(frozen=True, kw_only=True)
class LogPublicKey:
    """What a reader needs to believe a checkpoint: the log's name and its Ed25519 public key (32 bytes)."""

    name: str
    raw: bytes

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise InvalidInput(f"{self.name!r} is no name of a key", rule=_RULE, mend="Use no spaces and no plus.")

    @property
    def id(self) -> bytes:
        """Four bytes by which a signature names its key."""
        return sha256(self.name.encode() + b"\n" + _ED25519 + self.raw).digest()[:4]

    def holds(self, text: bytes, signature: bytes) -> bool:
        """Whether the signature over the text was made with this key."""
        try:
            Ed25519PublicKey.from_public_bytes(self.raw).verify(signature, text)
        except InvalidSignature:
            return False
        return True

    def format(self) -> str:
        """The key as one line of text."""
        return f"{self.name}+{self.id.hex()}+{base64.b64encode(_ED25519 + self.raw).decode()}"

    @classmethod
    def parse(cls, text: str) -> LogPublicKey:
        """Read the line of text; ``InvalidInput`` for anything else."""
        name, identity, raw = _split(text.strip())
        key = cls(name=name, raw=raw)
        if key.id.hex() != identity:
            raise InvalidInput("the key does not fit its id", rule=_RULE, mend="Copy the whole line again.")
        return key

    @classmethod
    def load(cls, path: Path) -> LogPublicKey:
        """Read the key from a file of one line."""
        return cls.parse(_read(path))


@dataclass(frozen=True, kw_only=True, repr=False)
class LogKey:
    """The key that signs a log's checkpoints. Whoever holds it can sign another history: keep it apart."""

    name: str
    private: Ed25519PrivateKey

    @classmethod
    def make(cls, name: str) -> LogKey:
        """A new key for the log of this name."""
        key = cls(name=name, private=Ed25519PrivateKey.generate())
        key.public  # noqa: B018 -- the public key knows which names are allowed
        return key

    @property
    def public(self) -> LogPublicKey:
        """Its public half."""
        return LogPublicKey(name=self.name, raw=self.private.public_key().public_bytes_raw())

    def sign(self, text: bytes) -> bytes:
        """Signature of 64 bytes over the text."""
        return self.private.sign(text)

    def save(self, path: Path) -> None:
        """Write the private key to a new file that only its owner can read; ``Conflict`` if it is there."""
        secret = base64.b64encode(_ED25519 + self.private.private_bytes_raw()).decode()
        line = f"PRIVATE+KEY+{self.name}+{self.public.id.hex()}+{secret}\n"
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            raise Conflict(
                f"{path} is there already", mend="A key is never overwritten: choose another place."
            ) from None
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(line)

    @classmethod
    def load(cls, path: Path) -> LogKey:
        """Read a private key that ``save`` wrote."""
        text = _read(path)
        if not text.startswith("PRIVATE+KEY+"):
            raise InvalidInput("not a private key", where=str(path), rule=_RULE)
        name, identity, raw = _split(text.strip().removeprefix("PRIVATE+KEY+"))
        key = cls(name=name, private=Ed25519PrivateKey.from_private_bytes(raw))
        if key.public.id.hex() != identity:
            raise InvalidInput("the key does not fit its id", where=str(path), rule=_RULE)
        return key


def _split(line: str) -> tuple[str, str, bytes]:
    parts = line.split("+", 2)
    if len(parts) != 3:
        raise InvalidInput("not a key", rule=_RULE, mend="It is one line: NAME+ID+BASE64.")
    name, identity, text = parts
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise InvalidInput("the key is not base64", rule=_RULE) from None
    if len(raw) != 33 or not raw.startswith(_ED25519):
        raise InvalidInput("not an Ed25519 key", rule=_RULE)
    return name, identity, raw[1:]


def _read(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file.read(_MAX_FILE).decode("utf-8")
    except FileNotFoundError:
        raise NotFound(f"there is no file {path}") from None
    except OSError as error:
        raise InvalidInput(f"cannot be read: {error.strerror}", where=str(path)) from None
    except UnicodeDecodeError:
        raise InvalidInput("not a key", where=str(path), rule=_RULE) from None
