"""Places in an application that is being filled in: ``trip.arrive``, ``history.refusals.0.explanation``."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from preclear.writing import application as forms


def at(stated: Any, path: str) -> Any:
    """What stands there, or None.

    >>> at({"history": {"refusals": [{"kind": "visa"}]}}, "history.refusals.0.kind")
    'visa'
    """
    value = stated
    for step in path.split("."):
        if isinstance(value, Mapping):
            value = value.get(step)
        elif isinstance(value, list) and step.isdigit() and int(step) < len(value):
            value = value[int(step)]
        else:
            return None
    return value


def put(stated: Mapping[str, Any], path: str, value: Any) -> dict[str, Any]:
    """A copy with this value there. None takes it away, with what is empty then.

    >>> put({"trip": {"arrive": "2026-12-05"}}, "trip.arrive", None)
    {}
    """
    whole = copy.deepcopy(dict(stated))
    holders: list[tuple[Any, Any]] = []
    place: Any = whole
    steps = path.split(".")
    for step, following in zip(steps, (*steps[1:], ""), strict=True):
        key = _key(place, step)
        holders.append((place, key))
        if following:
            if not isinstance(place[key], dict | list):
                place[key] = [] if following.isdigit() else {}
            place = place[key]
    holder, key = holders[-1]
    holder[key] = value
    _prune(holders)
    return whole


def _key(holder: Any, step: str) -> Any:
    """The step as a key that the holder has: objects get a new member, lists grow by one at most."""
    if isinstance(holder, list):
        at_most = min(int(step), len(holder))
        if at_most == len(holder):
            holder.append(None)
        return at_most
    holder.setdefault(step, None)
    return step


def _prune(holders: list[tuple[Any, Any]]) -> None:
    for holder, key in reversed(holders):
        if holder[key] not in (None, {}, []):
            return
        del holder[key]


@cache
def shape(path: str) -> Mapping[str, Any]:
    """What the schema says of this place; empty for a place that it does not know.

    >>> shape("applicant.nationality")["type"]
    'array'
    """
    whole = forms.schema()
    node: Mapping[str, Any] = whole
    for step in path.split("."):
        node = _resolved(node, whole)
        node = node.get("items", {}) if step.isdigit() else node.get("properties", {}).get(step, {})
    return _resolved(node, whole)


def lacking(stated: Mapping[str, Any]) -> Iterator[str]:
    """Places that the schema requires inside what is there, and that are empty."""
    yield from _lacking(stated, forms.schema(), forms.schema(), "")


def _lacking(value: Any, node: Mapping[str, Any], whole: Mapping[str, Any], where: str) -> Iterator[str]:
    node = _resolved(node, whole)
    if isinstance(value, Mapping):
        for name in node.get("required", ()):
            if name not in value:
                yield f"{where}{name}"
        for name, inner in value.items():
            yield from _lacking(inner, node.get("properties", {}).get(name, {}), whole, f"{where}{name}.")
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _lacking(inner, node.get("items", {}), whole, f"{where}{place}.")


def _resolved(node: Mapping[str, Any], whole: Mapping[str, Any]) -> Mapping[str, Any]:
    while "$ref" in node or "oneOf" in node:
        if "$ref" in node:
            node = whole["$defs"][node["$ref"].rpartition("/")[2]]
        else:
            node = next(one for one in node["oneOf"] if one.get("type") != "null")
    return node
