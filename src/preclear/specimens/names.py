"""Invented names in Latin and Urdu letters that agree.

Given names are words of everyday use; surnames are put together of two words and are nobody's. The table lies beside
this file.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from random import Random


@dataclass(frozen=True, kw_only=True)
class WrittenName:
    """One part of a name in Latin and in Urdu letters."""

    latin: str
    urdu: str


NAMOONA = WrittenName(latin="Namoona", urdu="نمونہ")
"""Urdu for "specimen": the surname of the demo's own applicant."""

MISAAL = WrittenName(latin="Misaal", urdu="مثال")
"""Urdu for "example"."""


def given_name(rng: Random, sex: str) -> WrittenName:
    """A given name; for ``X`` any of them."""
    kinds = {"F": ("woman",), "M": ("man",)}.get(sex, ("woman", "man"))
    return rng.choice([name for kind in kinds for name in _names()[kind]])


def surname(rng: Random, *, rare: bool = False) -> WrittenName:
    """A surname put together of two words (``Zarwan``). A ``rare`` one is like no other: nobody is a namesake."""
    kinds = ("rare_first", "rare_last") if rare else ("first", "last")
    first, last = (rng.choice(_names()[kind]) for kind in kinds)
    return WrittenName(latin=first.latin + last.latin, urdu=first.urdu + last.urdu)


@cache
def _names() -> dict[str, list[WrittenName]]:
    text = files("preclear.specimens").joinpath("names.csv").read_text("utf-8")
    names: dict[str, list[WrittenName]] = {}
    for row in csv.DictReader(text.splitlines()):
        names.setdefault(row["kind"], []).append(WrittenName(latin=row["latin"], urdu=row["urdu"]))
    return names
