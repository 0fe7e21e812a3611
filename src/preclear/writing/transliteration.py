"""National characters in the letters of the machine readable zone, and the way back.

ICAO Doc 9303-3, section 6 and appendix B, and for punctuation section 4.6. Many characters have more than one legal
form; which one a State takes is its own affair, so a comparison must know them all (``same_in_zone``).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from functools import lru_cache
from itertools import islice, product

from preclear.errors import InvalidInput
from preclear.writing.transliteration_tables import (
    ARABIC,
    ARABIC_BACK,
    CYRILLIC,
    LATIN,
    LATIN_BACK,
    SHADDA,
    TEH_MARBUTA,
    Forms,
)

MOST_LETTERS = 200
"""Letters of a name that are looked at; longer text is refused."""

_PARTING = frozenset(" -,</\u2010\u2011\u2013\u2014")
"""Where two components of a name meet (section 4.6); every other sign of punctuation is left out."""

_PLAIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
_RULE = "ICAO Doc 9303-3, section 6"


class Script(StrEnum):
    """The scripts whose tables the standard has."""

    LATIN = "latin"
    CYRILLIC = "cyrillic"
    ARABIC = "arabic"


def transliterate(text: str) -> str:
    """A name in the recommended form: ``A`` to ``Z`` and single spaces, as ``documents.mrz.format`` takes it.

    Hyphens and commas part words, other punctuation is left out, figures stay (no name may hold them). ``InvalidInput``
    names a letter of a script that the standard has no table for.

    >>> transliterate("Müller-Lüdenscheidt"), transliterate("D'Artagnan"), transliterate("Щукин")
    ('MUELLER LUEDENSCHEIDT', 'DARTAGNAN', 'SHCHUKIN')
    >>> transliterate("محمد بن زكريا"), transliterate("جميلة")
    ('MXHMD BN ZKRYA', 'JMYLXAH')
    """
    words = ("".join(forms[0] for forms in _parts(word)) for word in _words(text))
    return " ".join(filter(None, words))


def forms(text: str, *, most: int = 64) -> tuple[str, ...]:
    """Every legal form of a name, the recommended one first, at most so many.

    >>> forms("Müller"), forms("Núñez")
    (('MUELLER', 'MUXXLLER', 'MULLER'), ('NUNEZ', 'NUNXXEZ'))
    """
    words = [tuple(_parts(word)) for word in _words(text)]
    spellings = (
        " ".join(filter(None, ("".join(word) for word in _regrouped(choice, words))))
        for choice in product(*(forms for word in words for forms in word))
    )
    return tuple(dict.fromkeys(islice(spellings, most)))


def same_in_zone(written: str, zone: str, *, cut: bool = False) -> bool:
    """Whether the name in a zone is a legal form of the written one, word by word and in any order.

    ``zone`` has spaces or fillers between its words; ``cut`` says that its field is full, so that any word of it may
    be shortened and the last ones missing. A Latin name may be written without its national characters on either side:
    ``MULLER``, ``MUELLER`` and ``Müller`` are the same. False where a letter has no table, and for an empty name.

    >>> same_in_zone("Müller", "MUELLER"), same_in_zone("MUELLER", "MULLER"), same_in_zone("Möller", "MUELLER")
    (True, True, False)
    >>> same_in_zone("گل محمّد", "MXHMD<<XGGL"), same_in_zone("محمد", "MUHAMMAD")
    (True, False)
    >>> same_in_zone("Chayapa Krasuang Nilavadhanananda", "NILAVADHANANANDA<<CHAYAPA<K", cut=True)
    True
    """
    try:
        ours = [tuple(_parts(word)) for word in _words(written)]
    except InvalidInput:
        return False
    theirs = zone.replace("<", " ").split()
    if not theirs or not (len(ours) == len(theirs) or (cut and len(ours) > len(theirs))):
        return False
    for other in theirs:
        found = next((word for word in ours if _spells(word, other)), None)
        if found is None and cut:
            found = next((word for word in ours if _begins(word, other)), None)
        if found is None:
            return False
        ours.remove(found)
    return True


def restore(name: str, script: Script, *, most: int = 16) -> tuple[str, ...]:
    """What a name in the zone may have been in its own script, most likely first; empty where there is no way back.

    The Arabic table is made to be reversed (appendix B.6): only a doubled letter is open, which may stand for two or
    for one with a shadda. From Latin letters only ``NXX`` and ``UXX`` lead back. The Cyrillic table has one form for
    several letters, so that ``most`` of the possible spellings are given.

    >>> restore("MXHMD<BN<ZKRYA", Script.ARABIC), restore("CANXXON", Script.LATIN)
    (('محمد بن زكريا',), ('CAÑON',))
    """
    words = name.replace("<", " ").split()
    candidates = [list(islice(_ways_back(word, Script(script)), most)) for word in words if len(word) <= MOST_LETTERS]
    if len(candidates) != len(words) or not words:
        return ()
    return tuple(islice((" ".join(choice) for choice in product(*candidates)), most))


def _words(text: str) -> Iterator[str]:
    """Words in capitals, each character composed where Unicode has it composed."""
    if len(text) > MOST_LETTERS:
        raise InvalidInput(
            f"a name of {len(text)} characters", where="name", rule=_RULE, mend=f"Give {MOST_LETTERS} at most"
        )
    composed = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text).replace("\u1e9e", "SS").upper())
    word: list[str] = []
    for character in composed:
        if character in _PARTING:
            if word:
                yield "".join(word)
            word = []
        else:
            word.append(character)
    if word:
        yield "".join(word)


def _parts(word: str) -> Iterator[Forms]:
    """The legal forms of each letter of a word."""
    before: Forms = ("",)
    for at, character in enumerate(word):
        if character == SHADDA:
            yield (*before, "")
            continue
        found = _forms_of(character)
        if character == TEH_MARBUTA and not word[at + 1 :].strip("".join(_UNWRITTEN)):
            found = found[::-1]
        if any(found):
            before = found
        yield found


_UNWRITTEN = frozenset(letter for letter, found in ARABIC.items() if found == ("",))


@lru_cache(maxsize=4_096)
def _forms_of(character: str) -> Forms:
    if character in _PLAIN:
        return (character,)
    for table in (LATIN, CYRILLIC, ARABIC):
        if character in table:
            return table[character]
    category = unicodedata.category(character)
    if category == "Nd":
        return (str(unicodedata.digit(character)),)
    if (
        category[0] in "PSMCZ" or category == "Lm"
    ):  # punctuation, signs, marks, controls and modifiers are not written (section 4.6)
        return ("",)
    base = unicodedata.normalize("NFD", character)[0]
    if base != character and (base in _PLAIN or base in CYRILLIC):
        return _forms_of(base)  # a letter with a mark that the table does not have: diacritics are left out (4.3)
    raise InvalidInput(
        f"{character!r} (U+{ord(character):04X}) has no transliteration",
        where="name",
        rule=_RULE,
        mend="Write the name in Latin letters as the document does",
    )


def _regrouped(choice: Iterable[str], words: Iterable[tuple[Forms, ...]]) -> Iterator[tuple[str, ...]]:
    letters = iter(choice)
    return (tuple(islice(letters, len(word))) for word in words)


def _spells(word: tuple[Forms, ...], other: str) -> bool:
    """Whether some choice of forms spells the other word; or both are the same in the shortest Latin forms."""
    ends = {0}
    for found in word:
        ends = _next(ends, found, other)
    return len(other) in ends or _bare("".join(forms[0] for forms in word)) == _bare(other)


def _begins(word: tuple[Forms, ...], other: str) -> bool:
    """Whether some choice of forms begins with the other word."""
    ends = {0}
    for found in word:
        if any(form.startswith(other[end:]) for form in found for end in ends):
            return True
        ends = _next(ends, found, other)
    return False


def _next(ends: set[int], found: Forms, other: str) -> set[int]:
    return {end + len(form) for end in ends for form in found if other.startswith(form, end)}


_LONG = ("AE", "OE", "UE", "AA", "NXX", "UXX")


def _bare(word: str) -> str:
    """A word with the longer Latin forms in their shortest."""
    for form in _LONG:
        word = word.replace(form, form[0])
    return word


def _ways_back(word: str, script: Script) -> Iterator[str]:
    if script is Script.LATIN:
        for form, letter in LATIN_BACK.items():
            word = word.replace(form, letter)
        yield word
    elif script is Script.ARABIC:
        yield from _arabic(word)
    else:
        yield from _cyrillic(word)


def _arabic(word: str) -> Iterator[str]:
    """The letters of the sequences; no sequence begins another one, so there is one way to part the word."""
    letters: list[Forms] = []
    at = 0
    while at < len(word):
        form = next((word[at:end] for end in range(at + 1, at + 4) if word[at:end] in ARABIC_BACK), None)
        if form is None:
            return
        letter = ARABIC_BACK[form]
        doubled = bool(letters) and letters[-1][0] == letter
        letters.append((letter, SHADDA) if doubled else (letter,))
        at += len(form)
    yield from map("".join, product(*letters))


def _back(table: Mapping[str, Forms], letters: str) -> dict[str, str]:
    """For each form the letters that have it, the commonest first."""
    back: dict[str, str] = {}
    for letter in letters:
        for form in filter(None, table[letter]):
            back[form] = back.get(form, "") + letter
    return back


_CYRILLIC_BACK = _back(CYRILLIC, "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЫЭЮЯЁІЇЄЈЅЂЋЉЊЌЎЏЪҐҒҺ")
_LONGEST_FORM = 4


def _cyrillic(word: str) -> Iterator[str]:
    """Spellings by the longest sequences and the commonest letters first."""
    if not word:
        yield ""
        return
    for length in range(min(_LONGEST_FORM, len(word)), 0, -1):
        for letter in _CYRILLIC_BACK.get(word[:length], ""):
            for rest in _cyrillic(word[length:]):
                yield letter + rest
