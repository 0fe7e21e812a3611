"""Altered names: what keyboards, forms and machine readable zones do to the name of one and the same person.

Every alteration takes a name and a source of chance, and gives the altered name, or None where the name allows none.
Names come with the surname known (``Parts``), because lists write it first with a comma, or last.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random
from string import ascii_lowercase

from preclear.errors import InvalidInput
from preclear.writing.transliteration import transliterate

_SPACES = re.compile(r"\s+")
_BESIDE = "sqz vgn vxd sfe wrd dgr fht gjy uok hki jlu kop njk bmh ipl ol wa etf adw rgy yij cbf qes zcs tuh xas"
_NEIGHBOURS = dict(zip(ascii_lowercase, _BESIDE.split(), strict=True))
"""Keys that lie beside each other: a wrong letter is more often one of these."""


@dataclass(frozen=True, kw_only=True)
class Parts:
    """A name as its surname and its given names; either may hold several words, and ``given`` may be empty."""

    surname: str
    given: str

    @property
    def text(self) -> str:
        """Given names first, without a comma."""
        return f"{self.given} {self.surname}".strip()


Alter = Callable[[Parts, Random], str | None]


def parts(name: str) -> Parts:
    """The surname of a listed name: what stands before a comma, else its last word.

    >>> parts("AL-TESTI, Arkadi Muhammad"), parts("Arkadi Testov").text
    (Parts(surname='AL-TESTI', given='Arkadi Muhammad'), 'Arkadi Testov')
    """
    surname, comma, given = name.partition(",")
    if comma:
        return Parts(surname=_tidy(surname), given=_tidy(given.replace(",", " ")))
    given, _, surname = _tidy(name).rpartition(" ")
    return Parts(surname=surname, given=given)


def letter_left_out(name: Parts, chance: Random) -> str | None:
    """One letter is missing, not the first of a word."""
    return _edited(name.text, chance, lambda text, at: text[:at] + text[at + 1 :])


def letter_added(name: Parts, chance: Random) -> str | None:
    """One letter too many, from a key beside."""
    return _edited(name.text, chance, lambda text, at: text[:at] + _beside(text[at], chance) + text[at:])


def letter_exchanged(name: Parts, chance: Random) -> str | None:
    """One letter is another one, from a key beside."""
    return _edited(name.text, chance, lambda text, at: text[:at] + _beside(text[at], chance) + text[at + 1 :])


def letters_swapped(name: Parts, chance: Random) -> str | None:
    """Two neighbouring letters have changed places."""
    text = name.text
    places = [at for at in _inner(text) if text[at + 1 : at + 2].isalpha() and text[at] != text[at + 1]]
    if not places:
        return None
    at = chance.choice(places)
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def letter_doubled(name: Parts, chance: Random) -> str | None:
    """One letter is written twice."""
    return _edited(name.text, chance, lambda text, at: text[:at] + text[at] + text[at:])


def space_moved(name: Parts, chance: Random) -> str | None:
    """A space stands one letter too early or too late."""
    text = name.text
    places = [at for at, sign in enumerate(text) if sign == " " and text[at - 2 : at].isalpha() and at > 2]
    places = [at for at in places if text[at + 1 : at + 3].isalpha() and len(text) > at + 2]
    if not places:
        return None
    at = chance.choice(places)
    if chance.random() < 0.5:
        return text[: at - 1] + " " + text[at - 1] + text[at + 1 :]
    return text[:at] + text[at + 1] + " " + text[at + 2 :]


def surname_first(name: Parts, chance: Random) -> str | None:
    """The surname before the given names."""
    del chance
    return f"{name.surname} {name.given}" if name.given else None


def surname_first_with_comma(name: Parts, chance: Random) -> str | None:
    """The surname before the given names, with a comma."""
    del chance
    return f"{name.surname}, {name.given}" if name.given else None


def first_part_last(name: Parts, chance: Random) -> str | None:
    """The first word of the name stands last."""
    del chance
    first, _, others = name.text.partition(" ")
    return f"{others} {first}" if others else None


def zone_of_passport(name: Parts, chance: Random) -> str | None:
    """The name field of a passport: 39 characters, cut or filled (Doc 9303-3, section 6; 9303-4, 4.2.2)."""
    del chance
    return _zone(name, 39)


def zone_of_card(name: Parts, chance: Random) -> str | None:
    """The name field of a card: 30 characters, cut or filled (Doc 9303-3, section 6; 9303-5, 4.2.2)."""
    del chance
    return _zone(name, 30)


def part_left_out(name: Parts, chance: Random) -> str | None:
    """One word of three or more is missing."""
    words = name.text.split(" ")
    if len(words) < 3:
        return None
    at = chance.randrange(len(words))
    return " ".join(words[:at] + words[at + 1 :])


def initials(name: Parts, chance: Random) -> str | None:
    """The given names as initials."""
    del chance
    short = " ".join(word[0] for word in name.given.split(" ") if word)
    return f"{short} {name.surname}" if short and len(name.surname) > 2 else None


def written_together(name: Parts, chance: Random) -> str | None:
    """Two neighbouring words as one."""
    words = name.text.split(" ")
    if len(words) < 2:
        return None
    at = chance.randrange(len(words) - 1)
    return " ".join([*words[:at], words[at] + words[at + 1], *words[at + 2 :]])


def written_apart(name: Parts, chance: Random) -> str | None:
    """A word of six letters or more as two."""
    words = name.text.split(" ")
    places = [at for at, word in enumerate(words) if len(word) >= 6 and word.isalpha()]
    if not places:
        return None
    at = chance.choice(places)
    cut = chance.randint(3, len(words[at]) - 3)
    return " ".join([*words[:at], words[at][:cut], words[at][cut:], *words[at + 1 :]])


TYPING: Mapping[str, Alter] = {
    "letter left out": letter_left_out,
    "letter added": letter_added,
    "letter exchanged": letter_exchanged,
    "letters swapped": letters_swapped,
    "letter doubled": letter_doubled,
    "space moved": space_moved,
}
ORDER: Mapping[str, Alter] = {
    "surname first": surname_first,
    "surname, given": surname_first_with_comma,
    "first part last": first_part_last,
}
ZONE: Mapping[str, Alter] = {"zone of 39": zone_of_passport, "zone of 30": zone_of_card}
WITHIN_LATIN: Mapping[str, Mapping[str, Alter]] = {"typing": TYPING, "order": ORDER, "zone": ZONE}
"""What recall is fixed on: alterations within the Latin script that leave all of the name there."""
FURTHER: Mapping[str, Mapping[str, Alter]] = {
    "part left out": {"part left out": part_left_out},
    "initials": {"initials": initials},
    "together": {"written together": written_together},
    "apart": {"written apart": written_apart},
}
"""Alterations that take something of the name away, or that part it otherwise: reported, never tuned on."""


def _edited(text: str, chance: Random, edit: Callable[[str, int], str]) -> str | None:
    places = list(_inner(text))
    if not places:
        return None
    altered = edit(text, chance.choice(places))
    return altered if altered != text else None


def _inner(text: str) -> list[int]:
    """Places of letters that do not begin a word; words of two letters are left alone."""
    return [at for word in re.finditer(r"[^\W\d_]{3,}", text) for at in range(word.start() + 1, word.end())]


def _beside(letter: str, chance: Random) -> str:
    key = chance.choice(_NEIGHBOURS.get(letter.lower(), ascii_lowercase))
    return key.upper() if letter.isupper() else key


def _zone(name: Parts, length: int) -> str | None:
    try:
        surname, given = (transliterate(text).replace(" ", "<") for text in (name.surname, name.given))
    except InvalidInput:
        return None
    field = f"{surname}<<{given}" if given else surname
    return field[:length].ljust(length, "<") if surname else None


def _tidy(text: str) -> str:
    return _SPACES.sub(" ", text).strip()
