"""Whether two spellings can be the name of one document holder.

Bookings hold names in another order, cut, without given names, with titles run into them, or spelled by another
transliteration. By the time names are compared, document number, issuing State and birth date agree already, so a
name only decides between OK and "read it again": it never leads to NOT_OK.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from enum import StrEnum

from rapidfuzz.distance import Levenshtein

MOST_TOKENS = 16
CUT_AT = 25
"""Names of this many letters may have been cut: TD1 holds 30 characters of a name, fillers and all; TD3 39."""

_EXPANDED = str.maketrans(
    {"ß": "SS", "ẞ": "SS", "Æ": "AE", "æ": "AE", "Œ": "OE", "œ": "OE", "Ø": "OE", "ø": "OE", "Þ": "TH", "þ": "TH"}
    | {"Ð": "D", "ð": "D", "Đ": "D", "đ": "D", "Ł": "L", "ł": "L", "\u0131": "I", "Ħ": "H", "ħ": "H"}
    | dict.fromkeys(
        "'\u2019\u02bc\u02bb`\u00b4.", ""
    )  # Doc 9303-3, 4.6: apostrophes and full stops are left out, not replaced
)
_UMLAUTS = (("AE", "A"), ("OE", "O"), ("UE", "U"), ("AA", "A"))
_TITLES = frozenset({"MR", "MRS", "MS", "MISS", "MSTR", "DR", "PROF", "CHD", "INF"})
_PLACEHOLDERS = frozenset({"FNU", "LNU", "NFN", "NLN", "XXX"})


class Agreement(StrEnum):
    """How two names compare."""

    AGREES = "agrees"
    INCOMPLETE = "incomplete"
    DIFFERS = "differs"


def tokens(name: str) -> tuple[str, ...]:
    """The parts of a name in A to Z, after Doc 9303-3, section 6.A; umlauts meet their transcriptions (AE, A).

    >>> tokens("Müller-Lüdenscheidt"), tokens("MUELLER LUEDENSCHEIDT")
    (('MULLER', 'LUDENSCHEIDT'), ('MULLER', 'LUDENSCHEIDT'))
    """
    bare = unicodedata.normalize("NFKD", name.translate(_EXPANDED)).upper()
    letters = "".join(c if "A" <= c <= "Z" else "" if unicodedata.combining(c) else " " for c in bare)
    return tuple(_fold(part) for part in letters.split()[:MOST_TOKENS] if part not in _PLACEHOLDERS)


def compare(surname: str, given_names: str, held_surname: str, held_given_names: str) -> Agreement:
    """Whether the carrier's name can be the holder's.

    AGREES when every part of the shorter name is found in the longer, in any order, with small differences in
    spelling; INCOMPLETE when what is there agrees but no given name was sent; DIFFERS otherwise.

    >>> [compare(*sent, "KHAN", "ALI").value for sent in (("ALI KHAN", ""), ("KHAN", ""), ("KHAN", "AMIR"))]
    ['agrees', 'incomplete', 'differs']
    """
    if surname and given_names and (surname.upper(), given_names.upper()) == (held_surname, held_given_names):
        return Agreement.AGREES  # nearly all passengers: nothing to work out
    held = tokens(held_surname) + tokens(held_given_names)
    sent = _without_titles(tokens(surname) + tokens(given_names), held)
    if not sent or not held:
        return Agreement.DIFFERS
    if _run_together(surname, given_names, held_surname, held_given_names):
        return Agreement.AGREES
    cut = min(_letters(sent), _letters(held)) >= CUT_AT
    if not _contained(*sorted((sent, held), key=len), cut=cut):
        return Agreement.DIFFERS
    return Agreement.INCOMPLETE if _no_given_name(sent, held_surname, held_given_names) else Agreement.AGREES


def _fold(token: str) -> str:
    for long, short in _UMLAUTS:
        token = token.replace(long, short)
    return token


def _letters(parts: Iterable[str]) -> int:
    return sum(map(len, parts))


def _without_titles(sent: tuple[str, ...], held: tuple[str, ...]) -> tuple[str, ...]:
    """The parts without titles, unless the title is the holder's name; JOHNMR becomes JOHN where that is held."""
    kept = tuple(_untitled(part, held) for part in sent if part not in _TITLES or part in held)
    return kept or sent


def _untitled(part: str, held: tuple[str, ...]) -> str:
    if part in held:
        return part
    return next((part[: -len(t)] for t in _TITLES if part.endswith(t) and part[: -len(t)] in held), part)


def _run_together(surname: str, given_names: str, held_surname: str, held_given_names: str) -> bool:
    """ABDULRAHMAN KHAN is ABDUL RAHMAN KHAN; a long name may also be cut at its end."""
    first, last = "".join(tokens(surname)), "".join(tokens(given_names))
    held_first, held_last = "".join(tokens(held_surname)), "".join(tokens(held_given_names))
    for sent in (first + last, last + first):
        for held in (held_first + held_last, held_last + held_first):
            short, long = sorted((sent, held), key=len)
            if short == long or (len(short) >= CUT_AT and long.startswith(short)):
                return True
    return False


def _contained(few: tuple[str, ...], many: tuple[str, ...], *, cut: bool) -> bool:
    """Whether each part of ``few`` has a partner of its own in ``many``."""
    left = list(many)
    for part in few:
        partner = next((other for other in left if other == part), None) or next(
            (other for other in left if _alike(part, other, cut=cut)), None
        )
        if partner is None:
            return False
        left.remove(partner)
    return True


def _alike(one: str, other: str, *, cut: bool) -> bool:
    """Whether two parts are one part: spelled otherwise (MUHAMMAD, MOHAMMED), or cut where names are cut.

    One letter in four to seven, two in eight or more: HASSAN and HUSSAIN, often brothers, stay apart.
    """
    if cut and (one.startswith(other) or other.startswith(one)):
        return True
    shorter = min(len(one), len(other))
    most = 0 if shorter < 4 else 1 if shorter < 8 else 2
    return most > 0 and Levenshtein.distance(one, other, score_cutoff=most) <= most


def _no_given_name(sent: tuple[str, ...], held_surname: str, held_given_names: str) -> bool:
    """Whether nothing of the holder's given names was sent: brothers and sisters share the rest of the name."""
    given = tokens(held_given_names)
    return len(sent) <= len(tokens(held_surname)) and not any(
        _alike(part, other, cut=True) or part == other for part in sent for other in given
    )
