"""Forms that lose nothing: what was typed comes back with what is wrong, whoever was faster and whatever expired."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from django.http import HttpRequest, QueryDict

from preclear.errors import Conflict, InvalidInput, NotPermitted, PreclearError
from preclear.web import keeping
from preclear.web.i18n import Catalogue, load
from preclear.web.jinja import words_for

_LONGEST = 100_000
"""Characters that one field takes."""


@dataclass(frozen=True, kw_only=True)
class Form:
    """What somebody typed, and what is wrong with it.

    ``errors`` are (name of the field or "", sentence). ``status`` is that of the page that shows the form: 200, 422
    with errors, 409 after a conflict, 403 where a rule forbids it. ``restored`` says that the form was kept over a new
    sign-in and is not sent yet.
    """

    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    errors: tuple[tuple[str, str], ...] = ()
    status: int = 200
    restored: bool = False
    done: bool = False
    words: Catalogue = field(default_factory=lambda: load("en"))

    @classmethod
    def of(cls, request: HttpRequest) -> Form:
        """The form as posted; on GET what was kept for this page, or an empty one."""
        if request.method == "POST":
            return cls(values=_values(request.POST), words=words_for(request))
        kept = keeping.take(request)
        values = _values(kept) if kept is not None else {}
        return cls(values=values, restored=kept is not None, words=words_for(request))

    def __getitem__(self, name: str) -> str:
        """The last value of a field; empty when there is none."""
        return (self.values.get(name) or ("",))[-1]

    def many(self, name: str) -> tuple[str, ...]:
        """All values of a field."""
        return tuple(self.values.get(name, ()))

    def get(self, name: str, default: str = "") -> str:
        """The value, or ``default`` where the form has no such field yet."""
        return self[name] if name in self.values else default

    def error(self, name: str) -> str:
        """What is wrong with a field; empty when nothing is."""
        return next((sentence for place, sentence in self.errors if place == name), "")

    @property
    def seen(self) -> int:
        """The version of the case that the person had before their eyes; -1 for none, which always conflicts."""
        text = self["seen"]
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1

    def attempt(self, do: Callable[[], object], *, fields: Mapping[str, str] | None = None) -> Form:
        """Try to do it. ``done`` when it was done, else the same form with what is wrong.

        ``fields`` maps the places that errors name to the form's own fields where they differ.
        """
        for name, texts in self.values.items():
            if max(map(len, texts), default=0) > _LONGEST:
                told = self.words.text("too long: write at most {most} characters", most=f"{_LONGEST:,}")
                return self.wrong((name, told))
        try:
            do()
        except InvalidInput as error:
            place = (fields or {}).get(error.where, error.where)
            known = place if place in self.values else ""
            return self.wrong((known, self._told(error)))
        except Conflict as error:
            return replace(self, status=409, errors=(("", self._told(error)),))
        except NotPermitted as error:
            return replace(self, status=403, errors=(("", self._told(error)),))
        return replace(self, done=True)

    def _told(self, error: PreclearError) -> str:
        """What is wrong and how to mend it, in the reader's language."""
        what, mend = self.words.text(error.what), self.words.text(error.mend) if error.mend else ""
        return f"{what[:1].upper()}{what[1:]}. {mend}".strip()

    def wrong(self, *errors: tuple[str, str]) -> Form:
        """The form with these errors."""
        return replace(self, status=422, errors=errors)


def _values(posted: QueryDict) -> dict[str, tuple[str, ...]]:
    return {
        name: tuple(str(value).replace("\r\n", "\n").replace("\x00", "") for value in posted.getlist(name))
        for name in posted
        if name not in {"csrfmiddlewaretoken", "for_account"}
    }
