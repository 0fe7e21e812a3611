"""Reading one rule: its shape, its laws, and its condition."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from preclear.model.codes import Axis
from preclear.rulebook.book import Rule
from preclear.rulebook.conditions import Refused, compile_condition

ID = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}")

_KEYS = {"id", "when", "axis", "weight", "reason", "resolved_by", "legal_reference", "evidence", "owner", "expires"}
_DECIDES = re.compile(
    r"refus|den(y|ied|ial)|reject|decision|decide|outcome|recommend|not_ok|effect|action", re.IGNORECASE
)


def id_of(row: Any, place: int) -> str:
    """The id that a rule gives itself, or its place in the file."""
    id_ = row.get("id") if isinstance(row, dict) else None
    return id_[:100] if isinstance(id_, str) and id_ else f"rules[{place}]"


def read(id_: str, row: Any, *, on: date | None, taken: Collection[str]) -> Rule:
    """One rule, compiled. ``Refused`` names the first law that it breaks; ``on`` None does not look at ``expires``."""
    if not isinstance(row, dict):
        raise Refused("not_valid", "a rule is a mapping")
    _refuse_deciding(row)
    _refuse_shape(id_, row, taken)
    expires = _expiry(row)
    if on is not None and expires < on:
        raise Refused("expired", f"expired on {expires}", "expires")
    return Rule(
        id=id_,
        when=row["when"],
        axis=Axis(row["axis"]),
        weight=row["weight"],
        reason=row["reason"],
        resolved_by=row["resolved_by"],
        legal_reference=row["legal_reference"],
        evidence=row["evidence"],
        owner=row["owner"],
        expires=expires,
        condition=compile_condition(row["when"]),
    )


def _refuse_deciding(row: Mapping[str, Any]) -> None:
    """A rule raises an axis: one that names a decision is refused, whatever it would decide."""
    told = [key for key in row if key not in _KEYS and _DECIDES.search(key)]
    told += [key for key in ("axis", "weight") if isinstance(row.get(key), str) and _DECIDES.search(row[key])]
    if told:
        raise Refused("refuses", "a rule can raise an axis and decide nothing", told[0])


def _refuse_shape(id_: str, row: Mapping[str, Any], taken: Collection[str]) -> None:
    weight = row.get("weight")
    whole = isinstance(weight, int) and not isinstance(weight, bool)
    unknown = next(iter(sorted(row.keys() - _KEYS)), "")
    laws = (
        (ID.fullmatch(id_), "not_valid", "id", "an id is lower case with dots, hyphens and underscores"),
        (id_ not in taken, "duplicate", "id", f"the id {id_} is given twice"),
        (not unknown, "not_valid", unknown[:60], f"unknown key {unknown[:60]}"),
        (_says(row, "evidence"), "no_evidence", "evidence", "nothing says why the rule is believed to be true"),
        (_says(row, "legal_reference"), "not_valid", "legal_reference", "legal_reference is missing"),
        (_says(row, "owner"), "not_valid", "owner", "owner is missing"),
        (whole and weight in range(1, 4), "not_valid", "weight", "a weight is 1, 2 or 3"),
        (row.get("axis") in list(Axis), "not_valid", "axis", f"an axis is one of {', '.join(Axis)}"),
        (_by_language(row, "reason"), "not_valid", "reason", "reason is text by language, English at least"),
        (_by_language(row, "resolved_by"), "not_valid", "resolved_by", "resolved_by is text by language"),
        (_says(row, "when"), "not_boolean", "when", "when is a condition in CEL, written as text"),
    )
    for holds, code, field, reason in laws:
        if not holds:
            raise Refused(code, reason, field)


def _says(row: Mapping[str, Any], key: str) -> bool:
    return isinstance(row.get(key), str) and bool(row[key].strip())


def _by_language(row: Mapping[str, Any], key: str) -> bool:
    texts = row.get(key)
    return isinstance(texts, dict) and bool(texts.get("en")) and all(isinstance(text, str) for text in texts.values())


def _expiry(row: Mapping[str, Any]) -> date:
    try:
        return date.fromisoformat(row.get("expires") or "")
    except (ValueError, TypeError) as error:
        raise Refused("not_valid", "expires is a day, YYYY-MM-DD", "expires") from error
