"""Several names in one cell of a list, and notes among names, taken apart.

``A; B`` and ``A / B`` are two names; ``Latin name (same name in its script)`` too. Notes such as ``(birth name)`` or
``, born 1 Jan. 1953`` are no part of a name. Brackets that may be part of a name stay.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from preclear.screening.entries import ListedName

_PARTED = re.compile(r"\s*(?:;|\s/\s|\b[a-z]\)\s)\s*")
_BORN = re.compile(r",\s+born\s.*$", re.IGNORECASE)
_BRACKETS = re.compile(r"\(([^()]*)\)")
_NOTE = re.compile(r"\b(?:name|identity|passport|listed)\b", re.IGNORECASE)
_LABEL = re.compile(r"^\s*original script\s*:\s*", re.IGNORECASE)


def names_in(cell: str) -> tuple[str, ...]:
    """The names of one cell, in order, each once; the cell itself where nothing can be taken apart.

    >>> names_in("Arkadi Testov; Arkady Testov"), names_in("Testov (birth name)"), names_in("Jin Example (金铁)")
    (('Arkadi Testov', 'Arkady Testov'), ('Testov',), ('Jin Example', '金铁'))
    """
    outside: list[str] = []
    inside: list[str] = []
    plain = _BORN.sub("", cell)
    end = 0
    for found in _BRACKETS.finditer(plain):
        outside.append(plain[end : found.start()])
        end = found.end()
        if _is_other_script(found[1], plain):
            inside.append(_LABEL.sub("", found[1]))
        elif not _NOTE.search(found[1]):
            outside.append(found[0])
    outside.append(plain[end:])
    parts = (*_parted("".join(outside)), *(name for text in inside for name in _parted(text)))
    return tuple(dict.fromkeys(parts)) or (cell,)


def listed(cells: Iterable[tuple[str, str]]) -> Iterator[ListedName]:
    """Names from cells with their kinds: the first name of a cell counts, those split from it are marked."""
    for cell, kind in cells:
        for place, text in enumerate(names_in(cell)):
            yield ListedName(text=text, kind=kind, split=place > 0)


def _parted(text: str) -> list[str]:
    parts = (" ".join(part.split()).strip(" ,") for part in _PARTED.split(text))
    return [part for part in parts if any(map(str.isalnum, part))]


def _is_other_script(inside: str, whole: str) -> bool:
    """Whether the brackets hold the name in another script than what stands before and after them."""
    outside = _BRACKETS.sub("", whole)
    here, there = _is_latin(_LABEL.sub("", inside)), _is_latin(outside)
    return None not in (here, there) and here != there


def _is_latin(text: str) -> bool | None:
    letter = next(filter(str.isalpha, text), None)
    return None if letter is None else unicodedata.name(letter, "").startswith("LATIN")
