"""Reading a rulebook: a bad file is an input error, a bad rule is refused with its reason."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from preclear.errors import InvalidInput, NotFound
from preclear.model.codes import Axis, Weight
from preclear.rulebook import rules
from preclear.rulebook.book import Refusal, Rule, Rulebook
from preclear.rulebook.conditions import Refused
from preclear.writing import yaml_text

RULE = "rulebook file"
RULES = 1_000
"""Rules in one file."""

WEIGHTS: Mapping[str, int] = {"note": 1, "concern": 2, "serious": 3}
CAPS: Mapping[str, int] = {"document": 6, "claims": 6, "itinerary": 6}
BANDS: Mapping[str, int] = {"amber": 1, "red": 3}
"""What stands where a file says nothing: expert values, not calibrated on outcomes."""

_TOP = {"rulebook", "version", "in_force", "rules", "weights", "caps", "bands", "title", "changes"}


def load(data: bytes | str) -> Rulebook:
    """A rulebook for use. ``InvalidInput`` for a bad file, and for a file with a rule that must be refused.

    Rules that have expired are kept, so that old decisions can be replayed; ``Rulebook.rules_on`` leaves them out.
    """
    book, refused = _read(data, on=None)
    if refused:
        first = refused[0]
        raise InvalidInput(
            f"the rule is refused ({first.code}): {first.reason}",
            where=first.id,
            rule=RULE,
            mend="See: preclear rules check FILE",
        )
    return book


def check(data: bytes | str, on: date) -> dict[str, Any]:
    """What loads and what is refused on a day: ``{"loaded": [ids], "refused": [{id, code, reason, field}]}``.

    ``InvalidInput`` only for a file that is no rulebook at all.
    """
    book, refused = _read(data, on=on)
    rows = [{"id": one.id, "code": one.code, "reason": one.reason, "field": one.field} for one in refused]
    return {"loaded": [rule.id for rule in book.rules], "refused": rows}


@cache
def base() -> Rulebook:
    """The rulebook that comes with the product."""
    return load(files("preclear.rulebook").joinpath("base.yaml").read_bytes())


def in_force(rulebooks: Iterable[Rulebook], day: date) -> Rulebook:
    """The one that holds on a day: the latest that is in force. ``NotFound`` where none is yet."""
    begun = [book for book in rulebooks if book.in_force <= day]
    if not begun:
        raise NotFound(f"no rulebook is in force on {day}", mend="Install one, or look at its in_force")
    return max(begun, key=lambda book: (book.in_force, book.version))


def _read(data: bytes | str, *, on: date | None) -> tuple[Rulebook, list[Refusal]]:
    document = _mapping(yaml_text.load(data), "")
    for key in document.keys() - _TOP:
        raise InvalidInput(
            f"unknown key {key[:60]!r}", where=key[:60], rule=RULE, mend=f"Use {', '.join(sorted(_TOP))}"
        )
    rows = document.get("rules", [])
    if not isinstance(rows, list) or len(rows) > RULES:
        raise InvalidInput(f"rules must be a list of at most {RULES:,}", where="rules", rule=RULE)
    loaded: list[Rule] = []
    refused: list[Refusal] = []
    taken: set[str] = set()
    for place, row in enumerate(rows):
        id_ = rules.id_of(row, place)
        try:
            loaded.append(rules.read(id_, row, on=on, taken=taken))
        except Refused as error:
            refused.append(Refusal(id=id_, code=error.code, reason=error.reason, field=error.field))
        taken.add(id_)
    return _book(document, tuple(loaded)), refused


def _book(document: Mapping[str, Any], loaded: tuple[Rule, ...]) -> Rulebook:
    weights = _numbers(document, "weights", WEIGHTS, least=0, most=3)
    caps = _numbers(document, "caps", CAPS, least=1, most=99)
    bands = _numbers(document, "bands", BANDS, least=1, most=99)
    if not weights["note"] <= weights["concern"] <= weights["serious"]:
        raise InvalidInput(
            "a note weighs at most a concern, a concern at most a serious finding", where="weights", rule=RULE
        )
    if not bands["amber"] <= min(weights["concern"], *caps.values()) or not bands["amber"] <= bands["red"]:
        raise InvalidInput(
            "a concern must reach amber, within every cap, and red lies above amber", where="bands", rule=RULE
        )
    return Rulebook(
        id=_text(document, "rulebook", pattern=rules.ID),
        version=_text(document, "version"),
        in_force=_day(document.get("in_force"), "in_force"),
        weights={Weight(name): weight for name, weight in weights.items()},
        caps={Axis(name): cap for name, cap in caps.items()},
        bands=bands,
        rules=loaded,
    )


def _mapping(value: Any, where: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise InvalidInput("not a mapping of keys and values", where=where, rule=RULE)
    return value


def _text(document: Mapping[str, Any], key: str, *, pattern: re.Pattern[str] | None = None) -> str:
    value = document.get(key)
    if not isinstance(value, str) or not value.strip() or (pattern and not pattern.fullmatch(value)):
        mend = "Quote it" if isinstance(value, (int, float)) else "Give it as text"
        raise InvalidInput(f"{key} is missing or not valid", where=key, rule=RULE, mend=mend)
    return value


def _day(value: Any, where: str) -> date:
    try:
        return date.fromisoformat(value)
    except (ValueError, TypeError) as error:
        raise InvalidInput("not a day", where=where, rule=RULE, mend="Write YYYY-MM-DD") from error


def _numbers(
    document: Mapping[str, Any], key: str, default: Mapping[str, int], *, least: int, most: int
) -> dict[str, int]:
    given = _mapping(document.get(key, {}), key)
    for name, value in given.items():
        if name not in default or isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise InvalidInput(
                f"{name[:60]} is not valid", where=f"{key}.{name[:60]}", rule=RULE, mend=f"Use {least} to {most}"
            )
    return {**default, **given}
