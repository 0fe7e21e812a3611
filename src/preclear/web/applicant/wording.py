"""The form's own words: labels by language, choices, names of States, and values as people read them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from babel import Locale
from markupsafe import Markup, escape

from preclear.model.agreement import Agreement, FormQuestion
from preclear.services import typed
from preclear.web import when
from preclear.web.i18n import Catalogue
from preclear.writing.states import STATES

SECTIONS: Mapping[str, str] = MappingProxyType(
    {
        "passport": "Your passport",
        "person": "You",
        "trip": "Your trip",
        "work": "The job",
        "study": "The course",
        "funds": "The money for the trip",
        "history": "Earlier trips and papers",
        "help": "Who helps you",
    }
)
PERIODS: Mapping[str, str] = MappingProxyType(
    {"hour": "an hour", "day": "a day", "week": "a week", "month": "a month", "year": "a year"}
)
_ISO = 3


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One question as its page shows it."""

    path: str
    kind: str
    label: str
    why: str
    example: str
    required: bool
    pay: bool
    options: tuple[tuple[str, str], ...] = ()


def asked(question: FormQuestion, words: Catalogue, first: tuple[str, ...]) -> Asked:
    """The question in the reader's language. ``first`` are the States that stand first in a list of all."""
    lang = words.language.code
    options: tuple[tuple[str, str], ...] = ()
    if question.kind == "choice":
        options = tuple((value, said(named, lang)) for value, named in question.choices.items())
    elif question.kind == "country":
        options = countries(lang, first)
    elif question.kind == "yes_no":
        options = (("yes", words.text("Yes")), ("no", words.text("No")))
    return Asked(
        path=question.path,
        kind=question.kind,
        label=said(question.label, lang),
        why=said(question.why, lang),
        example=said(question.example, lang),
        required=question.required,
        pay=question.kind == "money" and typed.is_pay(question),
        options=options,
    )


def said(by_language: Mapping[str, str], lang: str) -> str:
    """The words of this language, else the English ones, else any."""
    return by_language.get(lang) or by_language.get("en") or next(iter(by_language.values()), "")


@cache
def countries(lang: str, first: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """All States by their names in this language, those of the agreement first."""
    named = {code: country(code, lang) for code in STATES if len(code) == _ISO}
    ours = [(code, named.get(code, code)) for code in first]
    rest = sorted((one for one in named.items() if one[0] not in first), key=lambda one: one[1])
    return (*ours, *rest)


def country(code: str, lang: str) -> str:
    """A State's name; its code where there is no name."""
    state = STATES.get(code)
    if state is None:
        return code
    return str(Locale(lang).territories.get(state.alpha2) or state.name.partition(" (")[0])


def state_named(code: str, agreement: Agreement, lang: str) -> str:
    """A State as the agreement's own form calls it, else by its name."""
    called = next((one.choices[code] for one in agreement.form if code in one.choices), None)
    return said(called, lang) if called else country(code, lang)


def shown(question: FormQuestion, value: Any, words: Catalogue) -> Markup | str:
    """An answer as people read it."""
    lang = words.language.code
    one = value[0] if isinstance(value, list) and len(value) == 1 else value
    match question.kind, one:
        case _, None:
            return Markup('<span class="quiet">{}</span>').format(words.text("Not answered"))
        case "date", str():
            return when.day(one, lang)
        case "choice", str():
            return said(question.choices.get(one, {"en": one}), lang)
        case "country" | "yes_no", str() | bool():
            return country(one, lang) if isinstance(one, str) else words.text("Yes" if one else "No")
        case "money", {"amount": amount, "currency": currency}:
            period = words.text(PERIODS[one["period"]]) if one.get("period") in PERIODS else ""
            return Markup('<bdi dir="ltr">{} {}</bdi> {}').format(f"{amount:,.10g}", currency, period)
    return _several(question, value)


def _several(question: FormQuestion, value: Any) -> Markup | str:
    if question.kind == "mrz":
        return Markup('<span class="mono" dir="ltr">{}</span>').format(Markup("<br>").join(map(escape, value)))
    if question.kind == "file":
        names = [file["name"] for file in value] if isinstance(value, list) else sorted(value)
        return Markup(", ").join(Markup("<bdi>{}</bdi>").format(name) for name in names)
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
