"""The decorator that makes a function a check, and the words in which a check speaks."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from preclear.checks.evidence import VIEWS
from preclear.model.codes import Axis, Weight
from preclear.model.finding import Remark
from preclear.model.text import Text

AXES: Mapping[str, Axis | None] = {
    "document": Axis.DOCUMENT,
    "identity": Axis.DOCUMENT,
    "watchlist": None,
    "claims": Axis.CLAIMS,
    "itinerary": Axis.ITINERARY,
}
"""The rooms of checks, and the axis to which each speaks; None refers to a person without an axis."""

_HERE = "preclear.checks."


@dataclass(frozen=True, kw_only=True)
class Check:
    """One question about a dossier.

    ``needs`` are the names of evidence without which it cannot be asked, ``welcomes`` those that it can do without.
    ``source`` is the standard, law or indicator that it rests on.
    """

    id: str
    question: str
    source: str
    needs: tuple[str, ...]
    welcomes: tuple[str, ...]
    ask: Callable[..., Iterable[Remark]]

    @property
    def room(self) -> str:
        """The room of checks that it lives in: ``document``, ``claims`` ..."""
        return self.id.partition(".")[0]

    @property
    def axis(self) -> Axis | None:
        """The axis that it speaks to."""
        return AXES[self.room]


def check(*, source: str) -> Callable[[Callable[..., Iterable[Remark]]], Check]:
    """Make a function a check: its id is its place, its question its docstring, its parameters its evidence.

    ``ValueError`` at import for a question without "?", no source, a name of evidence that does not exist, or a
    parameter whose type is not that of the evidence.
    """

    def make(ask: Callable[..., Iterable[Remark]]) -> Check:
        question = " ".join((inspect.getdoc(ask) or "").split())
        if not question.endswith("?"):
            raise ValueError(f"{ask.__module__}: the docstring of a check is its question and ends in '?'")
        if not source.strip():
            raise ValueError(f"{ask.__module__}: a check has a source")
        parameters = inspect.signature(ask).parameters
        for parameter in parameters.values():
            _known(ask.__module__, parameter)
        optional = tuple(name for name, parameter in parameters.items() if parameter.default is None)
        return Check(
            id=_place(ask),
            question=question,
            source=source,
            needs=tuple(name for name in parameters if name not in optional),
            welcomes=optional,
            ask=ask,
        )

    return make


def note(template: str, *about: str, **words: Any) -> Remark:
    """A weak remark (class W of the indicators). See ``serious`` for the words."""
    return _remark(Weight.NOTE, template, about, **words)


def concern(template: str, *about: str, **words: Any) -> Remark:
    """A remark that a person should look into (class S). See ``serious`` for the words."""
    return _remark(Weight.CONCERN, template, about, **words)


def serious(template: str, *about: str, **words: Any) -> Remark:
    """A decisive remark (class D).

    ``about`` are the fields and evidence it rests on: ``document.expires``, ``mrz.birth_date``, ``register.permit``.
    ``resolved_by`` says what would settle it, ``contradicts`` names the claim that it contradicts, ``innocent`` says
    what honest circumstance looks the same; all other words fill the named places of the texts.
    """
    return _remark(Weight.SERIOUS, template, about, **words)


def _remark(
    weight: Weight,
    template: str,
    about: tuple[str, ...],
    *,
    resolved_by: str,
    contradicts: str = "",
    innocent: str = "",
    **values: Any,
) -> Remark:
    return Remark(
        weight=weight,
        text=Text.of(template, **values),
        about=about,
        resolved_by=Text.of(resolved_by, **values),
        contradicts=contradicts,
        innocent=Text.of(innocent, **values) if innocent else None,
    )


def _place(ask: Callable[..., Any]) -> str:
    place = ask.__module__.removeprefix(_HERE)
    room, _, name = place.partition(".")
    if room not in AXES or name != ask.__name__:
        raise ValueError(f"{ask.__module__}.{ask.__name__}: a check lives in a room, in a file of its own name")
    return place


def _known(module: str, parameter: inspect.Parameter) -> None:
    view = VIEWS.get(parameter.name)
    if view is None:
        raise ValueError(f"{module}: there is no evidence named {parameter.name!r}; see preclear.checks.evidence")
    typed = str(parameter.annotation).removesuffix(" | None")
    if typed != view.type:
        raise ValueError(f"{module}: {parameter.name} is {view.type}, not {parameter.annotation}")
