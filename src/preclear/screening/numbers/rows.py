"""Rows of a list of document numbers, and how they are kept: 16 bytes each, without the number."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from preclear.errors import InvalidInput
from preclear.model.dates import PartialDate
from preclear.screening.numbers.identity import MOST_CHARACTERS
from preclear.screening.numbers.key import NumberKey
from preclear.screening.reading import clean

Rows = NDArray[Any]
_Look = tuple[str, str, str, str, str, bool]
_Key = TypeVar("_Key")
_Value = TypeVar("_Value")
ROW = np.dtype([("hash", "<u8"), ("tag", "<u2"), ("kind", "<u2"), ("since", "<u2"), ("expires", "<u2")])
"""``tag`` is mask and pad, ``kind`` a place in the table of kinds; days are counted from 1900, 0 for none."""

COLUMN_NAMES = ROW.names or ()

_DAY_ZERO = date(1899, 12, 31)
FIRST_DAY, LAST_DAY = _DAY_ZERO + timedelta(days=1), _DAY_ZERO + timedelta(days=0xFFFF)
"""The days that can be kept."""
RULE = "document numbers: number,issuing_state,type,status,since"
_MOST_KINDS = 0xFFFF
_MOST_REMEMBERED = 100_000
_PRECISIONS = ("", "year", "month", "day")


class NumberRow(NamedTuple):
    """One document of a list, as text: a named tuple and no dataclass, for there are many millions.

    ``since`` is YYYY, YYYY-MM, YYYY-MM-DD or empty, and so is ``expires``, the last day; empty: until it is withdrawn.
    ``withdrawn`` takes the entry of this type out again, or those of every type where none is given.
    """

    number: str
    issuing_state: str
    type: str = ""
    status: str = ""
    since: str = ""
    expires: str = ""
    owner: str = ""
    legal_basis: str = ""
    withdrawn: bool = False


class Kind(NamedTuple):
    """What many rows have in common."""

    type: str
    status: str
    owner: str
    legal_basis: str
    precision: str
    withdrawn: bool


class Kinds:
    """The table of kinds of one segment; at most 65,535."""

    def __init__(self, known: Iterable[Kind] = ()) -> None:
        self._places: dict[Kind, int] = {kind: place for place, kind in enumerate(known)}

    def place(self, kind: Kind) -> int:
        """Where a kind stands in the table; it is added where it is new."""
        found = self._places.setdefault(kind, len(self._places))
        if found >= _MOST_KINDS:
            raise ValueError(f"more than {_MOST_KINDS} pairs of type and status: are columns exchanged?")
        return found

    def all(self) -> tuple[Kind, ...]:
        """All kinds, in order."""
        return tuple(self._places)


def kinds_of(value: object) -> tuple[Kind, ...]:
    """A table of kinds from JSON; ``ValueError`` for anything else."""
    if not isinstance(value, list) or len(value) > _MOST_KINDS:
        raise ValueError("is no table of kinds")
    return tuple(_kind_of(fields) for fields in value)


def _kind_of(fields: object) -> Kind:
    if not isinstance(fields, list) or len(fields) != len(Kind._fields):
        raise ValueError("is no kind")
    *texts, withdrawn = fields
    if not all(isinstance(text, str) for text in texts) or not isinstance(withdrawn, bool):
        raise ValueError("is no kind")
    if texts[-1] not in _PRECISIONS:
        raise ValueError("is no precision")
    return Kind._make(fields)


def day_number(day: date) -> int:
    """Days since 1899-12-31, from 1 to 65,535; ``ValueError`` outside of 1900-01-01 to 2079-06-06."""
    found = (day - _DAY_ZERO).days
    if not 1 <= found <= 0xFFFF:
        raise ValueError(f"{day} lies outside of 1900-01-01 to {LAST_DAY}: leave the day empty if it is unknown")
    return found


@lru_cache(maxsize=4096)
def day_of(number: int) -> date | None:
    """The day of a number; None for 0."""
    return _DAY_ZERO + timedelta(days=number) if number else None


@lru_cache(maxsize=4096)
def since_text(number: int, precision: str) -> str:
    """A day as its list gave it: whole, or month or year only.

    >>> since_text(day_number(date(2025, 3, 1)), "month")
    '2025-03'
    """
    day = day_of(number)
    return day.isoformat()[: {"year": 4, "month": 7}.get(precision, 10)] if day else ""


class Encoder:
    """Turns rows of text into kept rows; what repeats is looked up."""

    def __init__(self, key: NumberKey, kinds: Kinds | None = None) -> None:
        self.kinds = kinds or Kinds()
        self._key = key
        self._columns = (array("Q"), array("H"), array("H"), array("H"), array("H"))
        self._kinds: dict[_Look, int] = {}
        self._since: dict[str, tuple[int, str]] = {"": (0, "")}
        self._expires: dict[str, int] = {"": 0}

    def __len__(self) -> int:
        return len(self._columns[0])

    def add(self, row: NumberRow) -> None:
        """Take one row in; ``ValueError`` says what is wrong with it."""
        number, state, type_, status, since, expires, owner, legal_basis, withdrawn = row
        identity = self._key.identity(number, state)
        if identity is None:
            raise ValueError(f"no number of 1 to {MOST_CHARACTERS} letters and digits, or no issuing State")
        day, precision = self._since.get(since) or self._new_since(since)
        look = (type_, status, owner, legal_basis, precision, withdrawn)
        kind = self._kinds.get(look)
        last = self._expires.get(expires)
        hashes, tags, kinds, days, lasts = self._columns
        hashes.append(identity.hash)
        tags.append(identity.mask ^ identity.pad)
        kinds.append(self._new_kind(look) if kind is None else kind)
        days.append(day)
        lasts.append(self._new_expires(expires) if last is None else last)

    def add_or_refuse(self, row: NumberRow, where: str) -> None:
        """``add``, with ``InvalidInput`` that names the place."""
        try:
            self.add(row)
        except ValueError as error:
            raise InvalidInput(str(error), where=where, rule=RULE) from error

    def take(self) -> Rows:
        """The rows that were taken in since the last time."""
        rows = np.empty(len(self), ROW)
        for name, column in zip(COLUMN_NAMES, self._columns, strict=True):
            rows[name] = np.frombuffer(column, dtype=f"u{column.itemsize}") if column else ()
        self._columns = (array("Q"), array("H"), array("H"), array("H"), array("H"))
        return rows

    def _new_kind(self, look: _Look) -> int:
        type_, status, owner, legal_basis, precision, withdrawn = look
        kind = Kind(clean(type_), clean(status), clean(owner), clean(legal_basis), precision, withdrawn)
        return _remember(self._kinds, look, self.kinds.place(kind))

    def _new_since(self, text: str) -> tuple[int, str]:
        day = PartialDate.parse(text)
        precision = "day" if day.whole else "month" if day.month else "year"
        return _remember(self._since, text, (day_number(day.first), precision))

    def _new_expires(self, text: str) -> int:
        last = PartialDate.parse(text).last
        return _remember(self._expires, text, 0 if last > LAST_DAY else day_number(last))


def _remember(memory: dict[_Key, _Value], key: _Key, value: _Value) -> _Value:
    if len(memory) >= _MOST_REMEMBERED:
        memory.clear()
    memory[key] = value
    return value


def settled(rows: Rows, kinds: Sequence[Kind], *, base: bool, on: date | None = None) -> Rows:
    """Sort rows, later ones last, and keep of each number, State and type what the last one says.

    ``base`` also drops the withdrawals themselves, for there is nothing older that they could take out, and rows whose
    last day lies before ``on``.
    """
    order = np.argsort(rows["hash"], kind="stable")
    rows = rows[order]
    kept = np.ones(len(rows), bool)
    same = rows["hash"][1:] == rows["hash"][:-1]
    if same.any():
        _settle_repeated(rows, kinds, kept, np.flatnonzero(same))
    if base:
        kept &= ~np.array([kind.withdrawn for kind in kinds] or [False])[rows["kind"]]
        if on is not None:
            kept &= (rows["expires"] == 0) | (rows["expires"] >= day_number(on))
    return rows if kept.all() else rows[kept]


def _settle_repeated(rows: Rows, kinds: Sequence[Kind], kept: NDArray[np.bool_], same: NDArray[np.intp]) -> None:
    """Strike out what a later row replaces or withdraws. Rows of one hash stand together, in the order of time."""
    last = -1
    held: dict[tuple[int, str | None], int] = {}
    tags, places = rows["tag"], rows["kind"]
    for left in same.tolist():
        if left != last:
            held = {}
            _hold(held, left, int(tags[left]), kinds[int(places[left])], kept)
        last = left + 1
        _hold(held, last, int(tags[last]), kinds[int(places[last])], kept)


def _hold(held: dict[tuple[int, str | None], int], at: int, tag: int, kind: Kind, kept: NDArray[np.bool_]) -> None:
    """A withdrawal without type ends every type, and stays itself, for older segments may hold others."""
    every_type = kind.withdrawn and not kind.type
    ended = [one for one in held if one[0] == tag and (every_type or one[1] == kind.type)]
    for one in ended:
        kept[held.pop(one)] = False
    held[tag, None if every_type else kind.type] = at
