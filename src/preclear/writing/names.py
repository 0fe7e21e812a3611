"""Names: one analysis, used when a list is built and when a person is looked up.

Nothing is dropped silently: titles and particles are kept apart as weak parts. Order is kept, because
"Ahmad bin Hasan" is not "Hasan bin Ahmad" (ICAO Doc 9303-3, section 4.6 on the parts of names).
"""

# ruff: noqa: RUF001 -- letters and marks of other scripts are the matter at hand

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from preclear.writing.scripts import fold, is_arabic, skeleton

MOST_PARTS = 24
"""Parts of one name that are looked at; the longest MRZ name field has 39 characters, hence at most 20 parts."""

_PATRONYMIC = frozenset(
    [
        "bin",
        "ben",
        "ibn",
        "bint",
        "binti",
        "binte",
        "sonof",
        "daughterof",
        "wifeof",
        "wld",
        "ould",
        "walad",
        "ogli",
        "oglu",
        "ogly",
        "uulu",
        "kyzy",
        "qizi",
        "بن",
        "ابن",
        "بنت",
        "ولد",
    ]
)
_PARTICLE = frozenset(
    [
        "al",
        "el",
        "ul",
        "de",
        "da",
        "dos",
        "das",
        "du",
        "di",
        "del",
        "della",
        "la",
        "le",
        "van",
        "von",
        "der",
        "den",
        "ter",
        "e",
        "y",
        "af",
        "av",
        "zu",
        "zum",
        "of",
        "the",
        "ال",
    ]
)
_ASSIMILATED = frozenset(["ad", "ar", "as", "ash", "at", "ath", "an", "az", "un", "ur", "ud", "us", "uz"])
"""The Arabic article before a sun letter: a particle only where the next part begins with the same letters."""
_TITLE = frozenset(
    fold(
        "mr mrs ms miss dr prof professor eng engr sir haji hajji hajj hadji hajj alhaj alhaji mullah mulla maulana "
        "mawlana maulvi mawlawi mawlavi molvi mufti hafiz hafez qari syed sayed sayyid seyed sayyed seyyed syeda "
        "begum bibi janab sahib sahibzada ustad hojatoleslam ayatollah general gen colonel col major maj captain capt "
        "fnu lnu jr sr حاج حاجی ملا مولانا مولوی حافظ قاری سید سیدہ بیگم دکتر ڈاکٹر دكتور"
    ).split()
)
WEAK = _PATRONYMIC | _PARTICLE | _TITLE
"""Parts that say little about who somebody is. They are kept, and never decide alone."""

_SPELLINGS = (
    "muhammad mohammad mohammed mohamed muhammed mohamad mohamud mahamed muhamad mohd muhd md mhd mohammod mukhammad",
    "ahmad ahmed ahmet ahamed akhmad ahmadh",
    "hussain husain hussein husein hossain hossein husayn hussayn housein hosein huseyin hussien",
    "hasan hassan hasson hassane",
    "abd abdu abdo abda abde abdul abdal abdel abdol abdool abdoul abdur abdus abdud abdun abdush abduz",
    "yusuf yousuf yousef youssef yusef yousaf yosef yusof joseph yussuf",
    "ibrahim ebrahim ibraheem brahim abraham ibrahem",
    "ismail ismael esmail ismaeel esmaeil",
    "umar omar omer umer oumar",
    "usman uthman othman osman usmaan ousmane",
    "ali aly",
    "said saeed saeid sayeed saiid",
    "khalid khaled halid",
    "rahman rehman rahmaan rehmaan rahmaan",
    "rahim raheem rehim",
    "karim kareem kerim",
    "salim saleem selim",
    "aziz azeez",
    "hamid hameed",
    "rashid rasheed rachid",
    "sharif shareef cherif sherif",
    "sheikh shaikh shaykh sheik cheikh",
    "chaudhry chaudhary choudhry chowdhury choudhury chaudhari",
    "qureshi quraishi qurayshi koreshi qoreshi",
    "siddiqui siddiqi sidiqi siddique",
    "fatima fatimah fatema fatma fathima",
    "ayesha aisha aysha aicha ayisha",
    "maryam mariam miriam meryem mariyam",
    "mustafa mostafa moustafa mustapha",
    "jamal gamal djamal jamaal",
    "abdullah abdallah abdulla abdalla abdoullah",
)
_SERVANT = frozenset(
    (
        "abd",
        "abdu",
        "abdo",
        "abda",
        "abde",
        "abdul",
        "abdal",
        "abdel",
        "abdol",
        "abdool",
        "abdoul",
        "abdur",
        "abdus",
        "abdud",
        "عبد",
    )
)
_SAME = {spelling: group.split()[0] for group in _SPELLINGS for spelling in group.split()}

_DIN = frozenset(
    ["din", "deen", "dine", "dien", "uddin", "uddeen", "eddine", "eddin", "aldin", "eldin", "eldine", "aldeen", "دین"]
)
_GLUED_DIN = re.compile(r"^(\w{3,}?)[aeiou]?l?d?d(?:i|ee|ie)ne?$")
_GOD = frozenset(["ullah", "ollah", "allah", "ulla", "olla", "alla", "elah", "الله"])
_ARTICLES = frozenset(["al", "el", "ul", "ud", "ad", "ed", "ال"])
_GLUED_ARTICLE = re.compile(r"^(\w{3,})u([lrsztdn])$")
_ENDS_OF_THEIR_OWN = frozenset(
    fold(
        "mansur zahur shakur ghafur sabur taimur tayyur rasul batul maqsud masud daud dawud mahmud mehmud sultan yunus "
        "harun samsun firdaus paul raul abdul abul maul qabul maqbul magsud manzur mashkur gafur sarur surur"
    ).split()
)
"""Names that end like one with the article glued to it."""

_NOT_ARTICLE = frozenset(
    ("الیاس", "الماس", "الطاف", "الفت", "الیسا", "الیس", "البرت", "الکساندر", "الما", "الیزابت", "الهام", "الهه")
)
"""Names that begin with the letters of the article."""

_NOT_LETTERS = re.compile(r"[^\w]+|_")
_SPOKEN_MARKS = re.compile(r"['’‘`ʿʾʼ´]")
_SON_OF = re.compile(r"\b([sdw])\s*/\s*o\b", re.IGNORECASE)
_SON_OF_WORDS = {"s": "sonof", "d": "daughterof", "w": "wifeof"}
_GLUED_SERVANT = re.compile(r"^(abd[aeou]?[lrsnzd])(?!l?ah?$)(\w{4,})$")


@dataclass(frozen=True, kw_only=True)
class NameForm:
    """A name, taken apart.

    ``tokens`` are the folded strong parts in the order written, ``skeletons`` their consonants, side by side.
    ``weak`` are titles and particles. ``units`` is everything in order, for parts that were written together or
    apart. ``patronymic`` is how many strong parts stand before the first "son of" or "daughter of", None without one.
    ``cut`` is how many parts were not looked at because there are more than ``MOST_PARTS``.
    """

    original: str
    tokens: tuple[str, ...]
    skeletons: tuple[str, ...]
    weak: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    patronymic: int | None = None
    cut: int = 0
    places: tuple[int, ...] = field(default=(), repr=False)
    """Where the strong parts stand among the units."""

    @cached_property
    def joined(self) -> tuple[str, ...]:
        """Neighbouring strong parts as if written in one: the first of them joins parts 0 and 1.

        >>> analyse("Saif ur Rehman").joined
        ('saifurrehman',)
        """
        pairs = zip(self.places, self.places[1:], strict=False)
        return tuple("".join(self.units[start : end + 1]) for start, end in pairs)

    @property
    def text(self) -> str:
        """The strong parts, with one space between them."""
        return " ".join(self.tokens)

    @property
    def says_something(self) -> bool:
        """Whether the name can be looked up at all: an empty or one-letter name says nothing."""
        return sum(len(token) for token in self.tokens) >= 2 and any(_carries(token) for token in self.tokens)


def analyse(name: str) -> NameForm:
    """Take a name apart, in whatever script and however written (passport, form or MRZ with its fillers).

    >>> analyse("TESTOV<<HAJI<ARKADI<<<<").tokens, analyse("Haji Testov").weak
    (('testov', 'arkadi'), ('haji',))
    >>> analyse("Ahmad bin Hasan").patronymic
    1
    """
    units = tuple(_as_custom_joins(list(_units(name))))
    kept = units[:MOST_PARTS]
    strong = [at for at in range(len(kept)) if not _is_weak(kept, at)]
    if not any(_carries(kept[at]) for at in strong):  # a name of titles only is all that there is
        strong = list(range(len(kept)))
    tokens = tuple(kept[at] for at in strong)
    return NameForm(
        original=name,
        tokens=tokens,
        skeletons=tuple(skeleton(canonical(token)) for token in tokens),
        weak=tuple(unit for at, unit in enumerate(kept) if at not in strong),
        units=kept,
        patronymic=_patronymic(kept, strong),
        cut=len(units) - len(kept),
        places=tuple(strong),
    )


def canonical(token: str) -> str:
    """The common spelling of a part that is written in many ways; any other part as it is.

    >>> canonical("mohd"), canonical("testov")
    ('muhammad', 'testov')
    """
    return _SAME.get(token, token)


def _units(name: str) -> Iterator[str]:
    plain = _SON_OF.sub(lambda found: f" {_SON_OF_WORDS[found[1].lower()]} ", name.replace("<", " "))
    for unit in _NOT_LETTERS.split(_SPOKEN_MARKS.sub("", fold(plain))):
        if unit:
            yield from _apart(unit)


def _as_custom_joins(units: list[str]) -> Iterator[str]:
    """Units with what custom writes both ways in one way: "Salah ud Din", "Hamid Ullah", "Saiful Islam".

    >>> analyse("Salah-ud-Din").tokens == analyse("Salaheddine").tokens, analyse("Saifur Rehman").tokens
    (True, ('saif', 'rehman'))
    """
    at = 0
    while at < len(units):
        unit, rest = units[at], units[at + 1 : at + 3]
        skipped = 1 if len(rest) > 1 and rest[0] in _ARTICLES else 0
        following = rest[skipped] if rest else ""
        if following in _DIN and _can_lead(unit):
            yield _with_din(unit)
            at += 2 + skipped
        elif following in _GOD and not skipped and _can_lead(unit):
            yield _with_god(unit)
            at += 2
        elif (glued := _GLUED_ARTICLE.match(unit)) and _is_article(glued, following):
            yield glued[1]
            yield "ul"
            at += 1
        else:
            yield _with_din(glued_din[1]) if (glued_din := _GLUED_DIN.match(unit)) and unit.isascii() else unit
            at += 1


def _can_lead(unit: str) -> bool:
    return len(unit) >= 3 and unit not in WEAK


def _with_god(unit: str) -> str:
    if is_arabic(unit):
        return unit + "الله"
    return "abdullah" if unit in _SERVANT else unit + "ullah"


def _with_din(unit: str) -> str:
    return unit + ("دین" if is_arabic(unit) else "uddin")


def _is_article(glued: re.Match[str], following: str) -> bool:
    if glued[0] in _ENDS_OF_THEIR_OWN or canonical(glued[0]) != glued[0] or not following:
        return False
    return glued[2] == "l" or following.startswith(glued[2])


def _is_weak(units: tuple[str, ...], at: int) -> bool:
    unit = units[at]
    if unit in _ASSIMILATED:
        return at + 1 < len(units) and units[at + 1].startswith(unit[1:])
    return unit in WEAK


def _apart(unit: str) -> Iterator[str]:
    """Parts that custom writes together: the Arabic article, and "servant of"."""
    if is_arabic(unit):
        yield from _apart_in_script(unit)
    elif glued := _GLUED_SERVANT.match(unit):
        servant, rest = glued.groups()
        if servant[-1] != "l" and rest[0] in "aeiou":  # the letter begins the name: abdu + rahman
            servant, rest = servant[:-1], servant[-1] + rest
        yield from (servant, rest)
    else:
        yield unit


def _apart_in_script(unit: str) -> Iterator[str]:
    if unit.startswith("عبدال") and len(unit) >= 8 and not unit.startswith("عبدالل"):
        yield from ("عبد", "ال", unit[5:])
    elif unit.startswith("ال") and len(unit) >= 4 and not unit.startswith("الل") and unit not in _NOT_ARTICLE:
        yield from ("ال", unit[2:])
    else:
        yield unit


def _patronymic(units: tuple[str, ...], strong: list[int]) -> int | None:
    markers = [at for at, unit in enumerate(units) if unit in _PATRONYMIC and at not in strong]
    before = [sum(1 for place in strong if place < marker) for marker in markers]
    return next((count for count in before if 0 < count < len(strong)), None)


def _carries(token: str) -> bool:
    return len(token) > 1 or not token.isascii()
