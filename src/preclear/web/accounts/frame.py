"""The frame of django-allauth's pages, which are templates of Django and cannot ask for a translation with values."""

from __future__ import annotations

from django.http import HttpRequest

from preclear.web.jinja import words_for

_SENTENCES = {
    "skip": "Skip to the main content",
    "rooms": "Rooms",
    "demo": "Demo: synthetic people",
    "second_factor": "Second factor",
    "password": "Password",
    "sign_out": "Sign out",
    "needed": "Your role needs a second factor",
    "set_up": "Set up an authenticator app or a passkey here; then go on.",
}


def frame(request: HttpRequest) -> dict[str, dict[str, str]]:
    """The frame's words in the reader's language (context processor)."""
    words = words_for(request)
    return {"frame": {name: words.text(sentence) for name, sentence in _SENTENCES.items()}}
