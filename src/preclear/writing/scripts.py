"""Scripts: folding to plain letters, Latin forms of other scripts, and the consonant skeleton where spellings meet.

Sources: Unicode Standard Annex 15 (normal forms); ICAO Doc 9303-3, section 6 (transliteration of national characters
and of Cyrillic and Arabic script in the MRZ), from which the tables depart only where speech does: an Urdu passport
holder's own Latin spelling follows the sound, so that ث is written s or th and ض z or d.
"""

# ruff: noqa: RUF001 -- letters of other scripts are the matter at hand

from __future__ import annotations

import unicodedata
from functools import lru_cache

_LIGATURES = {
    "ß": "ss", "ẞ": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ħ": "h",
    "ı": "i", "ŋ": "n", "ə": "a", "ŧ": "t", "ĸ": "k",
}  # fmt: skip
"""Latin letters that no normal form takes apart (Doc 9303-3, section 6 A, in their shortest spelling)."""

_CYRILLIC = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюяієїґўј",
        ("a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch ie y _ e iu ia i ie i g u j")
        .replace("_", "\0").split(" "),
        strict=True,
    )
)  # fmt: skip
"""Doc 9303-3, section 6 B."""

_ARABIC_LETTERS = {
    "ا": "a", "آ": "a", "أ": "a", "إ": "a", "ٱ": "a", "ء": "", "ؤ": "w", "ئ": "y", "ب": "b", "پ": "p",
    "ت": "t", "ٹ": "t",
    "ث": "th", "ج": "j", "چ": "ch", "ح": "h", "خ": "kh", "د": "d", "ڈ": "d", "ذ": "dh", "ر": "r", "ڑ": "r", "ز": "z",
    "ژ": "zh", "س": "s", "ش": "sh", "ص": "s", "ض": "z", "ط": "t", "ظ": "z", "ع": "`", "غ": "gh", "ف": "f", "ڤ": "v",
    "ق": "q", "ک": "k", "ك": "k", "گ": "g", "ل": "l", "م": "m", "ن": "n", "ں": "n", "و": "w", "ه": "h", "ھ": "h",
    "ہ": "h", "ۃ": "h", "ة": "h", "ۀ": "h", "ي": "y", "ى": "y", "ی": "y", "ے": "y", "ۓ": "y", "ې": "y", "ټ": "t",
    "ډ": "d", "ړ": "r", "ږ": "zh", "ښ": "sh", "ګ": "g", "ڼ": "n", "څ": "ts", "ځ": "dz", "ێ": "y", "ۆ": "w",
}  # fmt: skip
"""Arabic, Persian, Urdu and Pashto letters (Doc 9303-3, section 6 C, by sound)."""

_ONE_FORM = dict(zip("يىےۓكہةۃۀآأإٱؤئ", "ییییکههههااااوی", strict=True))
"""Letters that Arabic, Persian and Urdu keyboards encode differently, in one form."""

_DIGRAPHS = {
    "th": "S", "dh": "Z", "zh": "Z", "kh": "K", "gh": "G", "sh": "X", "ch": "X", "ph": "F", "bh": "B", "ck": "K",
    "dj": "J",
}  # fmt: skip
_CONSONANT = {"c": "K", "q": "K", "k": "K", "x": "KS", "v": "W", "w": "W", "y": "Y", "f": "F", "p": "P"}
_VOWELS = frozenset("aeiou")
_SOFTENING = frozenset("eiy")
"""Vowels before which c is spoken like s."""
_GLIDES = {"و": "W", "ؤ": "W", "ۆ": "W", "ي": "Y", "ى": "Y", "ی": "Y", "ے": "Y", "ئ": "Y", "ې": "Y", "ێ": "Y"}
_ALEFS = frozenset("اآأإٱ")


def is_arabic(text: str) -> bool:
    """Whether any letter of the text is of the Arabic script (Unicode block Arabic and its supplements)."""
    return not text.isascii() and any(
        "\u0600" <= letter <= "\u06ff" or "\u0750" <= letter <= "\u077f" for letter in text
    )


def fold(text: str) -> str:
    """Lower-case text without accents, ligatures, tatweel, invisible marks and digits of other scripts.

    Letters of Latin and Cyrillic script become a to z; other scripts keep their bare letters.

    >>> fold("Łukasz  MÜLLER"), fold("مُحَمَّــد ١٢"), fold("Юрий")
    ('lukasz  muller', 'محمد 12', 'iurii')
    """
    if text.isascii():
        return text.lower()
    letters: list[str] = []
    for letter in unicodedata.normalize("NFKC", text).casefold():
        if letter in _CYRILLIC:  # before taking apart: й is a letter, not an accented и
            letters.append(_CYRILLIC[letter].replace("\0", ""))
            continue
        letters.extend(_bare(part) for part in unicodedata.normalize("NFKD", letter))
    return "".join(letters)


def _bare(part: str) -> str:
    if part.isascii():
        return part
    if part in _LIGATURES or part in _ONE_FORM:
        return _LIGATURES.get(part) or _ONE_FORM[part]
    category = unicodedata.category(part)
    if category == "Nd":
        return str(unicodedata.digit(part))
    if category in {"Mn", "Me", "Cf"} or part == "\u0640":  # marks, joiners and directions, tatweel
        return "" if part != "\u200c" else " "  # a zero-width non-joiner parts two words in Persian and Urdu
    return part


def to_latin(text: str) -> str:
    """Arabic-script letters by sound, without the short vowels that the script leaves out; other letters stay.

    >>> to_latin("محمد")
    'mhmd'
    """
    return "".join(_ARABIC_LETTERS.get(letter, letter) for letter in text).replace("`", "")


@lru_cache(maxsize=65536)
def skeleton(token: str) -> str:
    """The consonants of one folded token, in classes that Latin and Arabic-script spellings share.

    A vowel at the beginning is ``A``; other vowels, doubled letters and a final h vanish. ``W`` and ``Y`` stay where
    a vowel follows. Empty for scripts without a table.

    >>> skeleton("mohammed"), skeleton("محمد"), skeleton("riaz"), skeleton("رياض")
    ('MHMD', 'MHMD', 'RYZ', 'RYZ')
    """
    return _arabic_skeleton(token) if is_arabic(token) else _latin_skeleton(token)


def _arabic_skeleton(token: str) -> str:
    classes: list[str] = []
    for at, letter in enumerate(token):
        following = token[at + 1 : at + 2]
        if letter in _GLIDES:
            is_consonant = at == 0 or bool(following and (following in _ALEFS or following in _GLIDES))
            follows_glide = at > 0 and token[at - 1] in _GLIDES and classes[-1:] == [_GLIDES[token[at - 1]]]
            if at == 0 or (is_consonant and not follows_glide):
                classes.append(_GLIDES[letter])
        elif letter in _ALEFS or letter == "ع":
            classes += ["A"] if at == 0 else []
        elif letter == "ھ" and classes:  # marks the aspiration of the letter before: دھ is the dh of Latin spellings
            classes[-1] = _DIGRAPHS.get(_ARABIC_LETTERS.get(token[at - 1], "") + "h", classes[-1])
        elif token[at - 1 : at] == letter:
            continue
        else:
            classes.append(_latin_skeleton(_ARABIC_LETTERS.get(letter, letter), whole=False))
    return _without_final_h("".join(classes))


def _latin_skeleton(token: str, *, whole: bool = True) -> str:
    classes: list[str] = []
    at = 0
    while at < len(token):
        letter, pair = token[at], token[at : at + 2]
        if pair in _DIGRAPHS:
            classes.append(_DIGRAPHS[pair])
            at += 2
            continue
        if whole and letter in "aeiouwyv":
            classes += _glide_or_vowel(token, at)
        elif letter == "c" and token[at + 1 : at + 2] in _SOFTENING:
            classes.append("S")
        elif not (at and token[at - 1] == letter) and letter.isascii():
            classes.append(_CONSONANT.get(letter, letter.upper()))
        at += 1
    text = "".join(classes)
    return _without_final_h(text) if whole else text


def _glide_or_vowel(token: str, at: int) -> list[str]:
    letter, before, after = token[at], token[at - 1 : at], token[at + 1 : at + 2]
    before_vowel = bool(after) and after in _VOWELS
    if letter == "v" or (letter in "wy" and (before_vowel or at == 0)):
        return [] if before == letter else ["Y" if letter == "y" else "W"]
    if letter == "i" and at > 0 and before_vowel and after != "e":
        return ["Y"]
    return ["A"] if at == 0 else []


def _without_final_h(classes: str) -> str:
    return classes[:-1] if len(classes) > 2 and classes.endswith("H") else classes
