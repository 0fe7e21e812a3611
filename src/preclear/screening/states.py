"""States as lists write them, in English words or codes, to the three-letter codes of Doc 9303-3, section 5.

Names are those of ``preclear.writing.states``; the few spellings of OFAC and the UN that it lacks stand here.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from preclear.writing.states import STATES, alpha3_of

_OTHER_SPELLINGS = {
    "antigua and barbuda": "ATG", "bosnia and herzegovina": "BIH", "burma": "MMR", "cabo verde": "CPV",
    "congo, democratic republic of the": "COD", "democratic republic of the congo": "COD",
    "congo, republic of the": "COG", "cote d ivoire": "CIV", "czech republic": "CZE",
    "democratic people's republic of korea": "PRK", "hong kong": "HKG", "iran (islamic republic of)": "IRN",
    "korea, north": "PRK", "korea, south": "KOR",
    "north korea": "PRK", "south korea": "KOR", "macau": "MAC", "macedonia, the former yugoslav republic of": "MKD",
    "north macedonia, the republic of": "MKD", "palestinian": "PSE", "russian federation": "RUS",
    "saint kitts and nevis": "KNA", "state of palestine": "PSE", "swaziland": "SWZ", "syrian arab republic": "SYR",
    "the gambia": "GMB", "trinidad and tobago": "TTO", "turkey": "TUR",
    "united kingdom of great britain and northern ireland": "GBR", "united republic of tanzania": "TZA",
    "united states of america": "USA", "virgin islands, british": "VGB", "west bank": "PSE", "region: gaza": "PSE",
}  # fmt: skip
_FORMER = frozenset({"BUR", "ZAR", "DDR", "FXX", "TMP", "YMD"})
_CODE = re.compile(r"[A-Z]{3}")


@lru_cache(maxsize=1 << 10)
def state_code(text: str) -> str:
    """The three-letter code of a State, or an empty string where the text names none.

    Germany's ``D`` of the MRZ is ``DEU`` here. A three-letter code is kept as it stands, for organisations and
    specimens have codes of their own (``UNO``, ``UTO``).

    >>> state_code("Korea, North"), state_code("pk"), state_code("D"), state_code("Atlantis")
    ('PRK', 'PAK', 'DEU', '')
    """
    plain = " ".join(text.replace("<", " ").split())
    upper = plain.upper()
    if upper == "D" or (_CODE.fullmatch(upper) and len(plain) == 3):
        return alpha3_of(upper)
    lower = plain.casefold()
    return _OTHER_SPELLINGS.get(lower) or _by_word().get(lower, "")


@cache
def _by_word() -> dict[str, str]:
    """Two-letter codes and English names, to three-letter codes; of several codes of one State the first."""
    words: dict[str, str] = {}
    for state in STATES.values():
        for word in (state.alpha2, state.name):
            if word:
                words.setdefault(word.casefold(), alpha3_of(state.code))
    return words
