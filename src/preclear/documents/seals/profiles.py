"""Profiles: which features a kind of seal has, and what their values mean. The data is in ``profiles.toml``."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from preclear.documents.seals.elements import Element, listed
from preclear.documents.seals.values import CODINGS, zone
from preclear.errors import InvalidInput

ZONE, PARTS = "zone", "parts"


@dataclass(frozen=True, kw_only=True)
class Feature:
    """One feature of a profile. ``least`` and ``most`` are bytes of its value; ``lines`` the widths of a zone."""

    tag: int
    name: str
    coding: str
    required: bool = False
    many: bool = False
    least: int = 0
    most: int | None = None
    lines: tuple[int, ...] = ()
    parts: tuple[Feature, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Profile:
    """The features of one kind of seal. Of the tags in ``one_of`` one must be there, where any are listed."""

    name: str
    source: str
    features: tuple[Feature, ...]
    one_of: tuple[int, ...] = ()
    kind_tag: int | None = None
    kinds: Mapping[int, str]

    @property
    def icao(self) -> bool:
        """Whether ICAO defines it, rather than one State."""
        return self.source.startswith("ICAO")


@dataclass(frozen=True, kw_only=True)
class Content:
    """What features say. ``unknown`` are tags that the profile does not list, ``problems`` what it forbids."""

    message: Mapping[str, Any]
    zones: tuple[tuple[str, ...], ...] = ()
    unknown: tuple[int, ...] = ()
    problems: tuple[str, ...] = ()


def vds_profile(reference: int, category: int) -> Profile | None:
    """The profile that the header of a visible digital seal names, or None where it is not known here."""
    return _vds().get((reference, category))


def idb_profile(country: str) -> Profile:
    """The messages of an ICAO barcode: those of all States, and those of ``country`` where they are known here."""
    table = _tables()
    return _profile(table["idb"], table["idb_national"].get(country, {}))


def read(profile: Profile | None, elements: Iterable[Element]) -> Content:
    """Read features by their profile; without one every feature is unknown and shown in hexadecimal."""
    if profile is None:
        return _read((), (), tuple(elements))
    return _read(profile.features, profile.one_of, tuple(elements))


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("profiles.toml").read_text(encoding="utf-8"))


@cache
def _vds() -> Mapping[tuple[int, int], Profile]:
    return {(row["reference"], row["category"]): _profile(row, {}) for row in _tables()["vds"]}


def _profile(row: Mapping[str, Any], national: Mapping[str, Any]) -> Profile:
    return Profile(
        name=row["name"],
        source=row["source"],
        features=_features([*row["features"], *national.get("features", [])]),
        one_of=tuple(row.get("one_of", ())),
        kind_tag=national.get("kind_tag"),
        kinds={int(number): name for number, name in national.get("kinds", {}).items()},
    )


def _features(rows: Iterable[Mapping[str, Any]]) -> tuple[Feature, ...]:
    return tuple(
        Feature(
            tag=row["tag"],
            name=row["name"],
            coding=row["coding"],
            required=row.get("required", False),
            many=row.get("many", False),
            least=row.get("bytes", [0])[0],
            most=row["bytes"][1] if "bytes" in row else None,
            lines=tuple(row.get("lines", ())),
            parts=_features(row.get("parts", ())),
        )
        for row in rows
    )


def _read(features: tuple[Feature, ...], one_of: tuple[int, ...], elements: tuple[Element, ...]) -> Content:
    known = {feature.tag: feature for feature in features}
    message: dict[str, Any] = {}
    zones: list[tuple[str, ...]] = []
    problems = list(_missing(features, one_of, elements))
    for tag, value in elements:
        feature = known.get(tag)
        if feature is None:
            message.setdefault(f"tag_{tag}", value.hex())
            continue
        try:
            inner = _value(feature, value)
        except InvalidInput as error:
            problems.append(f"{feature.name}: {error.what}")
            message.setdefault(feature.name, value.hex())
            continue
        zones += inner.zones
        problems += [f"{feature.name}: {problem}" for problem in inner.problems]
        _put(message, feature, inner.message["value"])
    unknown = tuple(tag for tag, _ in elements if tag not in known)
    return Content(message=message, zones=tuple(zones), unknown=unknown, problems=tuple(problems))


def _missing(features: tuple[Feature, ...], one_of: tuple[int, ...], elements: tuple[Element, ...]) -> Iterator[str]:
    given = Counter(tag for tag, _ in elements)
    many = {feature.tag for feature in features if feature.many}
    for feature in features:
        if feature.required and feature.tag not in given:
            yield f"{feature.name} (tag {feature.tag}) is missing"
    if one_of and not any(tag in given for tag in one_of):
        yield f"none of the tags {', '.join(map(str, one_of))} is there"
    for tag, times in given.items():
        if times > 1 and tag not in many:
            yield f"tag {tag} is given {times} times"


def _value(feature: Feature, data: bytes) -> Content:
    """The value of one feature under the name ``value``; ``InvalidInput`` where it breaks the profile."""
    if len(data) < feature.least or (feature.most is not None and len(data) > feature.most):
        raise InvalidInput(f"{len(data)} bytes, where {feature.least} to {feature.most} are allowed")
    if feature.coding == ZONE:
        lines = zone(data, feature.lines)
        return Content(message={"value": lines}, zones=(lines,))
    if feature.coding == PARTS:
        inner = _read(feature.parts, (), listed(data))
        return Content(message={"value": inner.message}, zones=inner.zones, problems=inner.problems)
    return Content(message={"value": CODINGS[feature.coding](data)})


def _put(message: dict[str, Any], feature: Feature, value: object) -> None:
    if feature.many:
        message[feature.name] = (*message.get(feature.name, ()), value)
    else:
        message.setdefault(feature.name, value)
