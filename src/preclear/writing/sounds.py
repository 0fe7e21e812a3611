"""How a name part sounds, for spellings of one name to meet: Latin letters by sound, and consonants in any script.

Vowels that spellings exchange fall together (e and i, o and u), digraphs become one sound, doubled letters one.
Source: the Latin spellings of Arabic-script names that Doc 9303-3, section 6 C, and practice allow.
"""

# ruff: noqa: RUF001 -- letters of other scripts are the matter at hand

from __future__ import annotations

import re
from functools import lru_cache

from preclear.writing.names import canonical
from preclear.writing.scripts import is_arabic, skeleton

_DIGRAPHS = (
    ("tsch", "X"), ("sch", "X"), ("tch", "X"), ("kh", "K"), ("gh", "G"), ("sh", "X"), ("ch", "X"), ("ph", "f"),
    ("th", "t"), ("dh", "d"), ("zh", "z"), ("dj", "j"), ("dz", "z"), ("ck", "k"), ("bh", "b"), ("jh", "j"),
    ("q", "k"), ("x", "ks"), ("v", "w"),
)  # fmt: skip
_RULES = tuple(
    (re.compile(pattern), by)
    for pattern, by in (
        (r"c(?=[eiy])", "s"),
        (r"c", "k"),
        (r"(?:ou|oo|uu|au|u|o)+", "u"),
        (r"w(?![aeiu])", "u"),
        (r"u+", "u"),
        (r"y(?![aeiu])", "i"),
        (r"(?:ee|ie|ei|ai|ae|e|i)+", "i"),
        (r"(.)\1+", r"\1"),
        (r"(?<=...)h$", ""),
    )
)
_SHORTEST_WITH_ARTICLE = 5


def without_article(part: str) -> str:
    """The part without an Arabic article that is glued to it in Latin letters; what has none stays.

    >>> without_article("alsaggaf"), without_article("alba"), without_article("elkatib")
    ('saggaf', 'alba', 'katib')
    """
    if len(part) > _SHORTEST_WITH_ARTICLE and part[:2] in {"al", "el"} and part.isascii():
        return part[2:]
    return part


@lru_cache(maxsize=1 << 17)
def sound(part: str) -> str:
    """The sound of one folded part; parts of other scripts stay as they are.

    >>> sound("hussein") == sound("husayn"), sound("qureshi") == sound("koreshi"), sound("amer") == sound("amir")
    (True, True, True)
    """
    text = canonical(part)
    if not text.isascii():
        return text
    text = without_article(text)
    for pair, by in _DIGRAPHS:
        if pair in text:
            text = text.replace(pair, by)
    for rule, by in _RULES:
        text = rule.sub(by, text)
    return text


@lru_cache(maxsize=1 << 17)
def consonants(part: str) -> tuple[str, ...]:
    """The consonants of one folded part, and those of it without a glued article where it may have one.

    >>> consonants("alsaggaf")
    ('ALSGF', 'SGF')
    """
    common = canonical(part)
    found = [skeleton(common)]
    bare = without_article(common)
    if bare != common:
        found.append(skeleton(bare.lstrip("l") or bare))
    return tuple(one for one in found if one)


_ALSO_READ = {"ق": "غ", "ض": "د", "ظ": "د", "ذ": "د", "ث": "ت", "ج": "گ"}
"""Letters that some regions speak otherwise: q as gh or g, z as d, th as t, j as g."""
_MOST_READINGS = 2
_MAY_BE_TWO = ("th", "sh")
"""Latin letters that are one sound or two: Ishaq, Athar."""
_GLIDES = str.maketrans("", "", "WY")


@lru_cache(maxsize=1 << 17)
def consonants_across(part: str) -> tuple[str, ...]:
    """The consonants by which a part is found in another script, in each way that regions speak them.

    W and Y are left out, for an Arabic letter does not say whether it is one or a long vowel; ``vowels_amiss`` looks
    at them.

    >>> consonants_across("مریم") == consonants_across("maryam"), "GSM" in consonants_across("قاسم")
    (True, True)
    >>> consonants_across("ishaq")
    ('AXK', 'ASHK')
    """
    written = [part]
    if is_arabic(part):
        doubtful = [at for at, letter in enumerate(part) if letter in _ALSO_READ][:_MOST_READINGS]
        for at in doubtful:
            written += [f"{one[:at]}{_ALSO_READ[one[at]]}{one[at + 1 :]}" for one in written]
    else:
        written += [part.replace(two, f"{two[0]}a{two[1]}") for two in _MAY_BE_TWO if two in part]
    loose = (one.translate(_GLIDES) or one for text in written for one in consonants(text))
    return tuple(dict.fromkeys(loose))


_SAME_BREATH = ("sh", "ch", "kh", "gh", "th", "dh", "zh", "ph", "bh", "jh", "ts", "ck", "dj", "ph")
_LATIN_VOWELS = {"a": "a", "e": "ai", "i": "i", "y": "i", "o": "u", "u": "u", "w": "u", "v": "u"}
_ARABIC_VOWELS = {"ا": "a", "آ": "a", "و": "u", "ی": "i"}
_SILENT = frozenset("عءئؤأإ'")


def vowels_amiss(latin: str, script: str) -> int:
    """How many vowel letters of an Arabic-script part its Latin reading has no sound for; short vowels are unwritten.

    Only where both have as many consonants: else it is not known which vowel stands where, and none is amiss.

    >>> vowels_amiss("hussain", "حسین"), vowels_amiss("hasan", "حسین"), vowels_amiss("hasan", "حسن")
    (0, 1, 0)
    """
    spoken, written = _vowels_of_latin(latin), _vowels_of_script(script)
    if len(spoken) != len(written):
        return 0
    # what a name begins with is any vowel: alef and ain carry all of them; a long i at its end is always written
    unwritten = len(spoken) > 1 and spoken[-1][-1:] == ["i"] and not written[-1]
    return unwritten + sum(
        not _within(letters, sounds) for letters, sounds in zip(written[1:], spoken[1:], strict=True)
    )


def _within(letters: str, sounds: list[str]) -> bool:
    rest = iter(sounds)
    return all(any(letter in sound for sound in rest) for letter in letters)


@lru_cache(maxsize=1 << 16)
def _vowels_of_latin(part: str) -> list[list[str]]:
    found: list[list[str]] = [[]]
    at, before = 0, ""
    while at < len(part):
        letter = part[at : at + 2] if part[at : at + 2] in _SAME_BREATH else part[at]
        if letter in _LATIN_VOWELS:
            found[-1].append(_LATIN_VOWELS[letter])
        elif letter != before and not (letter == "h" and at == len(part) - 1):
            found.append([])
        at, before = at + len(letter), letter
    return found


@lru_cache(maxsize=1 << 16)
def _vowels_of_script(part: str) -> list[str]:
    found = [""]
    for at, letter in enumerate(part):
        if letter in _ARABIC_VOWELS:
            found[-1] += _ARABIC_VOWELS[letter]
        elif letter not in _SILENT and not (letter in "هھ" and at == len(part) - 1):
            found.append("")
    return found


def script_of(part: str) -> str:
    """``latin``, ``arabic`` or ``other``: parts of one script are compared by their letters, others by sound."""
    if part.isascii():
        return "latin"
    return "arabic" if is_arabic(part) else "other"
