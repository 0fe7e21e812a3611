"""Checkpoints: what a log looked like, signed (C2SP tlog-checkpoint, signed-note).

::

    preclear.example/log
    4027
    qINS1GRFhWHwdkUeqLEoP4yEMkTBBzxBkGwGQlVlVcs=

    — preclear.example/log Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass

from preclear.errors import InvalidInput, NotTrusted
from preclear.oversight.keys import LogKey, LogPublicKey
from preclear.oversight.merkle import HASH_SIZE

MAX_CHECKPOINT = 65_536
"""Bytes of a signed checkpoint that is read at most."""

_RULE = "C2SP tlog-checkpoint"
_SIGNATURE = "\u2014 "
_MAX_SIGNATURES = 64


@dataclass(frozen=True, kw_only=True)
class Checkpoint:
    """Size and root hash of the log with the name ``origin``."""

    origin: str
    size: int
    root: bytes

    def format(self) -> str:
        """The text that is signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"

    def sign(self, key: LogKey) -> str:
        """The signed note."""
        text = self.format()
        signature = base64.b64encode(key.public.id + key.sign(text.encode())).decode()
        return f"{text}\n{_SIGNATURE}{key.name} {signature}\n"


def open_checkpoint(note: str, key: LogPublicKey) -> Checkpoint:
    """Read a signed note and check its signature.

    Raises ``InvalidInput`` for text that is no checkpoint and ``NotTrusted`` where this key did not sign it.
    Signatures of others (witnesses) are passed over, as signed-note asks.
    """
    text, signatures = _split(note)
    checkpoint = _parse(text)
    if not any(_signed(line, text.encode(), key) for line in signatures):
        raise NotTrusted(f"the checkpoint of size {checkpoint.size} is not signed with the key of {key.name}")
    if checkpoint.origin != key.name:
        raise NotTrusted(f"the checkpoint is of another log, {checkpoint.origin!r}")
    return checkpoint


def parse_checkpoint(note: str) -> Checkpoint:
    """Read what a signed note states without judging its signatures; ``InvalidInput`` for anything else."""
    return _parse(_split(note)[0])


def _split(note: str) -> tuple[str, list[str]]:
    text, blank, tail = note.rpartition("\n\n")
    lines = tail.splitlines()
    if not blank or len(note) > MAX_CHECKPOINT or not 0 < len(lines) <= _MAX_SIGNATURES:
        raise InvalidInput("not a signed note", rule="C2SP signed-note")
    if not all(line.startswith(_SIGNATURE) for line in lines):
        raise InvalidInput("a line among the signatures is none", rule="C2SP signed-note")
    return text + "\n", lines


def _parse(text: str) -> Checkpoint:
    lines = text.split("\n")
    if len(lines) < 4 or not lines[0]:
        raise InvalidInput("not a checkpoint", rule=_RULE, mend="It has three lines: origin, size, root hash.")
    origin, size, root = lines[:3]
    if not (size.isascii() and size.isdigit() and len(size) <= 18 and str(int(size)) == size):
        raise InvalidInput("the size is no number", where="line 2", rule=_RULE)
    return Checkpoint(origin=origin, size=int(size), root=_hash(root))


def _hash(text: str) -> bytes:
    try:
        value = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        value = b""
    if len(value) != HASH_SIZE:
        raise InvalidInput("the root is not the base64 of a SHA-256 hash", where="line 3", rule=_RULE)
    return value


def _signed(line: str, text: bytes, key: LogPublicKey) -> bool:
    name, _, encoded = line.removeprefix(_SIGNATURE).partition(" ")
    if name != key.name:
        return False
    try:
        value = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        return False
    return value[:4] == key.id and len(value) == 68 and key.holds(text, value[4:])
