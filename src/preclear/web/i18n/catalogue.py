"""One language's sentences: looked up by the English one, filled, and safe in a page."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from types import MappingProxyType

from babel.messages.pofile import read_po
from markupsafe import Markup, escape

from preclear.errors import NotFound
from preclear.model.text import Text

ISOLATE, END_OF_ISOLATE = "\u2068", "\u2069"
"""First strong isolate and its end (Unicode UAX 9): a reference or a name inside a sentence keeps its own direction."""


@dataclass(frozen=True, kw_only=True)
class Language:
    """A language of the pages: its BCP 47 code, its name in itself, and the direction of its writing."""

    code: str
    name: str
    direction: str


LANGUAGES = MappingProxyType(
    {
        "en": Language(code="en", name="English", direction="ltr"),
        "ur": Language(code="ur", name="اردو", direction="rtl"),
    }
)


@dataclass(frozen=True, kw_only=True)
class Catalogue:
    """The sentences of one language. A sentence without a translation comes out in English.

    ``plurals`` are looked up by the English singular; both languages have one form for 1 and one for all else.
    """

    language: Language
    sentences: Mapping[str, str]
    plurals: Mapping[str, tuple[str, ...]]

    def text(self, message: str, /, **values: object) -> str:
        """The sentence for a mail, a letter or an attribute: plain text, its named places filled.

        >>> load("en").text("Page {n}", n=3)
        'Page 3'
        """
        return self.sentences.get(message, message).format_map(self._isolated(values)) if values else self._of(message)

    def markup(self, message: str, /, **values: object) -> Markup:
        """The sentence for a page (the ``_`` of the templates): values are escaped unless they are markup.

        >>> load("en").markup("Hello {name}", name="<b>")
        Markup('Hello &lt;b&gt;')
        """
        sentence = escape(self._of(message))
        return sentence.format_map(self._isolated(values)) if values else sentence

    def plural(self, one: str, many: str, n: int, /, **values: object) -> Markup:
        """The sentence for ``n`` things (``ngettext``); ``{n}`` is filled by itself.

        >>> load("en").plural("{n} check", "{n} checks", 36)
        Markup('36 checks')
        """
        forms = self.plurals.get(one, (one, many))
        return escape(forms[0 if n == 1 else -1]).format_map({"n": n, **self._isolated(values)})

    def of(self, text: Text) -> str:
        """A text of a finding or a state in this language: its template is the key."""
        return self.text(text.template, **text.values)

    def _of(self, message: str) -> str:
        return self.sentences.get(message, message)

    def _isolated(self, values: Mapping[str, object]) -> Mapping[str, object]:
        if self.language.direction == "ltr":
            return values
        return {name: value if isinstance(value, Markup) else _isolate(str(value)) for name, value in values.items()}


def _isolate(value: str) -> str:
    return f"{ISOLATE}{value}{END_OF_ISOLATE}"


@cache
def load(code: str) -> Catalogue:
    """The catalogue of a language. Unknown codes raise ``NotFound``."""
    if code not in LANGUAGES:
        raise NotFound(f"no pages in the language {code!r}", mend=f"there are {', '.join(LANGUAGES)}")
    sentences: dict[str, str] = {}
    plurals: dict[str, tuple[str, ...]] = {}
    for source in files("preclear.web.i18n").iterdir():  # English has none: it is the key
        if source.name.startswith(f"{code}.") and source.name.endswith(".po"):
            _read(source.read_bytes(), code, sentences, plurals)
    return Catalogue(language=LANGUAGES[code], sentences=MappingProxyType(sentences), plurals=MappingProxyType(plurals))


def _read(content: bytes, code: str, sentences: dict[str, str], plurals: dict[str, tuple[str, ...]]) -> None:
    for message in read_po(BytesIO(content), locale=code):
        if isinstance(message.id, str) and isinstance(message.string, str) and message.id and message.string:
            sentences[message.id] = message.string
        elif isinstance(message.id, tuple) and isinstance(message.string, tuple) and all(message.string):
            plurals[message.id[0]] = tuple(message.string)
