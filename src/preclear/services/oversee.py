"""What oversight does: search the audit log, recheck it, count what became of applications."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from preclear.errors import NotPermitted
from preclear.model.case import Actor
from preclear.model.codes import ApplicationState, Role
from preclear.oversight import LogPublicKey, LogReader, Report, verify
from preclear.services.office import Office

PAGE = 50
"""Entries on one page of a search."""

_MOST_LOOKED_AT = 20_000
_BATCH = 500
_OF_ONE = 10_000
_UNREADABLE: Mapping[str, Any] = MappingProxyType(
    {"at": "", "actor": "", "verb": "entry.unreadable", "about": "", "details": {}}
)


@dataclass(frozen=True, kw_only=True)
class LogPage:
    """Part of a search, newest first. ``earlier`` is where to go on, None at the beginning of the log.

    A search looks at 20,000 entries at most, so a page may be short although more may follow.
    """

    entries: tuple[Mapping[str, Any], ...]
    earlier: int | None
    size: int


def search_log(
    office: Office, actor: Actor, *, about: str = "", by: str = "", verb: str = "", before: int | None = None
) -> LogPage:
    """Entries about this reference, by this account, with this verb (or its beginning, ``decision``); empty means any.

    ``before`` is an index from ``LogPage.earlier``.
    """
    _oversight(actor)
    with office.store.transaction() as records:
        reader = records.audit.reader()
        known = records.audit.of(about, limit=_OF_ONE) if about else ()
    # Read outside of the transaction: entries never change, and no writer has to wait.
    size = reader.size()
    top = size if before is None else min(before, size)
    floor = 0 if about else max(top - _MOST_LOOKED_AT, 0)
    newest = reversed([one for one in known if one["index"] < top]) if about else _backwards(reader, floor, top)
    found: list[Mapping[str, Any]] = []
    for entry in newest:
        if _fits(entry, by, verb):
            found.append(entry)
        if len(found) == PAGE:
            floor = int(entry["index"])
            break
    return LogPage(entries=tuple(found), earlier=floor or None, size=size)


def recheck_log(office: Office, actor: Actor, kept: Iterable[str], key: LogPublicKey) -> Report:
    """Recompute the whole log against the checkpoints that were kept elsewhere. Takes about a second for 100,000."""
    _oversight(actor)
    with office.store.transaction() as records:
        reader = records.audit.reader()
    return verify(reader, kept, key)


def log_size(office: Office) -> int:
    """How many entries the audit log has."""
    with office.store.transaction() as records:
        return records.audit.reader().size()


def counts(office: Office, actor: Actor) -> Mapping[ApplicationState, int]:
    """How many applications are in each state. Withdrawn and lapsed are states of their own and no refusals."""
    if not actor.has(Role.OVERSIGHT, Role.ADMINISTRATOR):
        raise NotPermitted("these counts are for oversight and administration")
    with office.store.transaction() as records:
        return records.cases.count()


def _backwards(reader: LogReader, floor: int, top: int) -> Iterator[Mapping[str, Any]]:
    while top > floor:
        start = max(top - _BATCH, floor)
        batch = list(enumerate(reader.entries(start, top), start))
        yield from ({**_read(entry), "index": place} for place, entry in reversed(batch))
        top = start


def _read(entry: bytes) -> Mapping[str, Any]:
    """An entry that cannot be read is shown as such: the search must not end where somebody tampered."""
    try:
        return {**_UNREADABLE, **json.loads(entry)}
    except (ValueError, TypeError):
        return _UNREADABLE


def _fits(entry: Mapping[str, Any], by: str, verb: str) -> bool:
    said = str(entry["verb"])
    return (not by or entry["actor"] == by) and (not verb or said == verb or said.startswith(f"{verb}."))


def _oversight(actor: Actor) -> None:
    if not actor.has(Role.OVERSIGHT):
        raise NotPermitted("the log is for oversight")
