"""The pages' templates: escaped by default, an unknown name is an error, words in the reader's language."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from jinja2 import Environment, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from preclear.model.dates import PartialDate
from preclear.model.text import Text
from preclear.web import when as words_of_time
from preclear.web.i18n import LANGUAGES, Catalogue, load
from preclear.web.i18n.words import ROLES
from preclear.web.rooms import person, rooms


def environment(**options: Any) -> Environment:
    """The Jinja environment of Django's backend, with our filters."""
    made = Environment(autoescape=True, undefined=StrictUndefined, **_plain(options))
    made.filters |= {
        "when": _when,
        "day": _day,
        "left": _left,
        "in_words": _in_words,
        "isolate": isolate,
        "as_jpeg": _as_jpeg,
    }
    made.filters["account_errors"] = account_errors
    made.globals |= {"url": _url, "static": static, "role_names": ROLES, "wide": False, "body_class": ""}
    return made


def _plain(options: Mapping[str, Any]) -> dict[str, Any]:
    """Django's own options, without those that are ours to say."""
    return {name: value for name, value in options.items() if name not in {"autoescape", "undefined"}}


def page(request: HttpRequest) -> Mapping[str, Any]:
    """What the frame of every page needs (context processor)."""
    lang = language_of(request)
    catalogue = load(lang)
    return {
        "_": catalogue.markup,
        "ngettext": catalogue.plural,
        "words": catalogue,
        "lang": lang,
        "dir": catalogue.language.direction,
        "csrf_input": _csrf_input(request),
        "csp_nonce": str(getattr(request, "csp_nonce", "")),
        "user": person(request, catalogue),
        "demo": settings.PRECLEAR.demo,
        "theme": theme_of(request),
        "path": request.get_full_path(),
        "nav": rooms(request, catalogue),
        "help_phone": {
            "display": settings.PRECLEAR.help_line,
            "href": f"tel:{settings.PRECLEAR.help_line.replace(' ', '')}",
        },
    }


def language_of(request: HttpRequest) -> str:
    """The language of this answer: one of ours, English where nothing else is asked for."""
    asked = (getattr(request, "LANGUAGE_CODE", "") or translation.get_language() or "en").partition("-")[0]
    return asked if asked in LANGUAGES else "en"


def words_for(request: HttpRequest) -> Catalogue:
    """The sentences of the reader's language, for views that make text themselves."""
    return load(language_of(request))


def theme_of(request: HttpRequest) -> str:
    """``light``, ``dark``, or empty for what the system says."""
    theme = request.COOKIES.get("theme", "")
    return theme if theme in {"light", "dark"} else ""


def isolate(text: object) -> Markup:
    """A name or a reference that keeps its own direction inside a sentence of either direction."""
    return Markup("<bdi>{}</bdi>").format(text)


def account_errors(errors: Mapping[str, Iterable[str]]) -> list[tuple[str, str]]:
    """What Django's forms say is wrong, for the error summary: ``__all__`` belongs to no field."""
    return [("" if name == "__all__" else name, str(sentence)) for name, found in errors.items() for sentence in found]


def _csrf_input(request: HttpRequest) -> Markup:
    """The token, and whose form it is: see ``preclear.web.keeping``."""
    whose = getattr(getattr(request, "user", None), "username", "")
    return Markup(
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}"><input type="hidden" name="for_account" value="{}">'
    ).format(get_token(request), whose)


def _url(name: str, **parts: Any) -> str:
    return reverse(name, kwargs=parts)


@pass_context
def _when(context: Context, at: datetime, year: bool = False) -> Markup:  # noqa: FBT001, FBT002 -- a filter's argument
    words = words_of_time.moment(at, context["lang"], year=year)
    return Markup('<time datetime="{}">{}</time>').format(at.isoformat(), words)


@pass_context
def _day(context: Context, value: date | PartialDate | str | None) -> str:
    return words_of_time.day(value, context["lang"]) if value else ""


@pass_context
def _left(context: Context, time: timedelta) -> str:
    return words_of_time.left(time, context["words"])


@pass_context
def _in_words(context: Context, text: Text | str | None) -> Markup:
    """A text of a finding or of the interface in the reader's language."""
    if not text:
        return Markup()
    catalogue: Catalogue = context["words"]
    return catalogue.markup(text.template, **text.values) if isinstance(text, Text) else catalogue.markup(str(text))


def _as_jpeg(picture: bytes) -> str:
    """A picture of our own encoding as an address inside the page: no second request, and no second look in the log."""
    return f"data:image/jpeg;base64,{b64encode(picture).decode()}"
