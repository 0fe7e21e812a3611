"""Checkpoints kept elsewhere: what makes a rewritten log noticeable.

A witness is a file on another machine or medium, or an address that takes the checkpoint by POST: a partner's, or a
public witness. Whoever keeps checkpoints can ask later for proof that the log still begins with what they state.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import httpx

from preclear.errors import InvalidInput, NotFound, Unavailable

_MAX_KEPT = 64 * 1024 * 1024
_SIGNATURE = "\u2014 "


class Witness(Protocol):
    """A place that keeps checkpoints."""

    def keep(self, checkpoint: str) -> None:
        """Keep one more checkpoint; ``Unavailable`` when it cannot."""
        ...


@dataclass(frozen=True, kw_only=True)
class FileWitness:
    """A file to which checkpoints are added, one after another as plain signed notes."""

    path: Path

    def keep(self, checkpoint: str) -> None:
        """Add the checkpoint and wait until it is on the disk."""
        try:
            descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
            with os.fdopen(descriptor, "wb") as file:
                file.write(checkpoint.encode())
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise Unavailable(f"{self.path} cannot keep the checkpoint: {error.strerror}") from None


@dataclass(frozen=True, kw_only=True)
class UrlWitness:
    """An address, a partner's for instance, that takes the signed note as the body of a POST and answers 2xx.

    ``seconds`` limits each step: to connect, to send, to wait for the answer, whose body is not read. Redirects are not
    followed. ``transport`` is for tests.
    """

    url: str
    seconds: float = 5.0
    transport: httpx.BaseTransport | None = None

    def keep(self, checkpoint: str) -> None:
        """Send the checkpoint; ``Unavailable`` when nobody takes it in time."""
        try:
            with httpx.Client(timeout=self.seconds, transport=self.transport) as client:
                headers = {"Content-Type": "text/plain; charset=utf-8"}
                with client.stream("POST", self.url, content=checkpoint.encode(), headers=headers) as answer:
                    status = answer.status_code
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise Unavailable(f"{self.url} did not take the checkpoint: {type(error).__name__}") from None
        if not httpx.codes.is_success(status):
            raise Unavailable(f"{self.url} did not take the checkpoint: status {status}")


def witness(place: str) -> Witness:
    """The witness at a place: an ``https://`` or ``http://`` address, else the path of a file."""
    if place.startswith(("https://", "http://")):
        return UrlWitness(url=place)
    return FileWitness(path=Path(place))


def read_checkpoints(path: Path) -> list[str]:
    """The signed notes that a file keeps, as they stand there; their signatures are for ``verify`` to judge."""
    try:
        with path.open("rb") as file:
            data = file.read(_MAX_KEPT + 1)
    except FileNotFoundError:
        raise NotFound(f"there is no file {path}") from None
    except OSError as error:
        raise InvalidInput(f"cannot be read: {error.strerror}", where=str(path)) from None
    if len(data) > _MAX_KEPT:
        raise InvalidInput("more than 64 MiB of checkpoints", where=str(path), mend="Keep the last of each day.")
    try:
        return list(_notes(data.decode("utf-8")))
    except UnicodeDecodeError:
        raise InvalidInput("not text", where=str(path), rule="C2SP signed-note") from None


def _notes(text: str) -> Iterator[str]:
    """A note ends with its last signature line."""
    note: list[str] = []
    for line in text.splitlines(keepends=True):
        if note and note[-1].startswith(_SIGNATURE) and not line.startswith(_SIGNATURE):
            yield "".join(note)
            note = []
        if note or line.strip():
            note.append(line)
    if note:
        yield "".join(note)
