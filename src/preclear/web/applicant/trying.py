"""Trying what a traveller asked for: what cannot be used comes back in the traveller's language, beside its field."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from preclear.errors import Conflict, InvalidInput
from preclear.web.forms import Form
from preclear.web.i18n import Catalogue

_ENDS = {"en": ". ", "ur": "۔ "}  # noqa: RUF001 -- the full stop of Urdu


def attempt(form: Form, do: Callable[[], object], words: Catalogue, *, field: str = "") -> Form:
    """Try to do it. ``field`` is where an error stands that names no field of this form."""
    try:
        return form.attempt(lambda: _raising(do, form, field))
    except _Unusable as wrong:
        return form.wrong((wrong.place, sentence(wrong.error, words)))


def sentence(error: InvalidInput, words: Catalogue) -> str:
    """What is wrong and how to mend it, in words of the reader."""
    what = f"{error.what[:1].upper()}{error.what[1:]}"
    said = [words.text(what) if what in words.sentences else words.text(error.what), words.text(error.mend)]
    return _ENDS.get(words.language.code, ". ").join(filter(None, said))


def given_files(request: HttpRequest, name: str = "file") -> tuple[tuple[str, bytes], ...]:
    """Name and bytes of each uploaded file."""
    return tuple((str(one.name or "file"), one.read()) for one in request.FILES.getlist(name))


def page(request: HttpRequest, template: str, form: Form, context: dict[str, Any]) -> HttpResponseBase:
    """A page with a form, in the language of the reader."""
    return render(
        request,
        f"applicant/{template}.html",
        {"form": form, **context},
        status=form.status,
    )


class _Unusable(Exception):
    """Carries an ``InvalidInput`` past ``Form.attempt``, which would put it into English."""

    def __init__(self, error: InvalidInput, place: str) -> None:
        super().__init__(error.what)
        self.error = error
        self.place = place


def _raising(do: Callable[[], object], form: Form, field: str) -> None:
    try:
        do()
    except InvalidInput as error:
        raise _Unusable(error, error.where if error.where in form.values else field) from error
    except Conflict as error:
        if " in state " not in error.what:
            raise
        # Names of events and states are words of the house, not of travellers.
        raise Conflict("This is no longer possible: the application is in another state now") from error
