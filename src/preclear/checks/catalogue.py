"""The catalogue: every check there is, found by its place."""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import dataclass
from functools import cache

from preclear.checks.check import AXES, Check


@dataclass(frozen=True, kw_only=True)
class Catalogue:
    """Checks in a fixed order: by room, then by name."""

    checks: tuple[Check, ...]

    def get(self, id: str) -> Check | None:  # noqa: A002 -- the word of the contract
        """The check with this id, or None."""
        return next((check for check in self.checks if check.id == id), None)


@cache
def catalogue() -> Catalogue:
    """All checks of the product, loaded once."""
    return Catalogue(checks=tuple(check for room in AXES for check in _of_room(room)))


def _of_room(room: str) -> list[Check]:
    package = importlib.import_module(f"preclear.checks.{room}")
    names = sorted(module.name for module in pkgutil.iter_modules(package.__path__))
    return [_of_file(room, name) for name in names]


def _of_file(room: str, name: str) -> Check:
    found = getattr(importlib.import_module(f"preclear.checks.{room}.{name}"), name, None)
    if not isinstance(found, Check):
        raise TypeError(f"preclear.checks.{room}.{name} holds no check of its own name")
    return found
