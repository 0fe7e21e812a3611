"""Text that can be translated, counted and redacted: a template and its values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from string import Formatter

Scalar = str | int | float | bool | date | datetime | None


@dataclass(frozen=True, kw_only=True)
class Text:
    """An English template with named places, and the values that fill them.

    The template is the key of its translation; values are plain strings in the same form everywhere
    (days ``YYYY-MM-DD``).

    >>> str(Text(template="expired on {expires}", values={"expires": "2026-01-02"}))
    'expired on 2026-01-02'
    """

    template: str
    values: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, template: str, **values: object) -> Text:
        """A text whose values are turned into strings; every named place must have a value."""
        named = {name for _, name, _, _ in Formatter().parse(template) if name}
        missing = named - values.keys()
        if missing:
            raise ValueError(f"no value for {', '.join(sorted(missing))} in {template!r}")
        return cls(template=template, values={name: str(values[name]) for name in sorted(named)})

    def in_words_of(self, template: str) -> str:
        """The same values in a translated template."""
        return template.format_map(self.values)

    def __str__(self) -> str:
        return self.template.format_map(self.values)
