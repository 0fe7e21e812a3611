"""Days as travel documents print them: ``12 AUG/AOUT 74``, ``12.08.1974``, ``1974-08-12``, ``12 AUG 1974``."""

from __future__ import annotations

import re
from collections.abc import Iterator

_MONTHS = (
    "JAN JANV JANVIER ENE GEN STY TAM OCA",
    "FEB FEV FEVR FEVRIER LUT HEL SUB",
    "MAR MARS MRT MAERZ MARZO MAAL MRZ",
    "APR AVR AVRIL ABR KWI HUH NIS",
    "MAY MAI MEI MAJ MAG MAIO TOU",
    "JUN JUIN JUNI GIU CZE KES HAZ",
    "JUL JUIL JUILLET JULI LUG LIP HEI TEM",
    "AUG AOU AOUT AGO SIE ELO",
    "SEP SEPT SET WRZ SYY EYL",
    "OCT OKT OTT OUT PAZ LOK EKI",
    "NOV LIS MAR KAS",
    "DEC DES DEZ DIC GRU JOU ARA",
)
"""Abbreviations of the months in Latin letters; one of several months gives several readings of a day."""

_WORDS: dict[str, tuple[int, ...]] = {}
for _number, _names in enumerate(_MONTHS, start=1):
    for _name in _names.split():
        _WORDS[_name] = (*_WORDS.get(_name, ()), _number)

_NAMED = re.compile(r"(?<!\d)(\d{1,2})[\s.\-/]*([A-Z]{3,9})[^0-9]{0,16}?(\d{4}|\d{2})(?!\d)")
_NUMBERS = re.compile(r"(?<!\d)(\d{1,2})[\s.\-/]+(\d{1,2})[\s.\-/]+(\d{4}|\d{2})(?!\d)")
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})[\s.\-/]+(\d{1,2})[\s.\-/]+(\d{1,2})(?!\d)")
_ACCENTS = str.maketrans("ÀÂÄÉÈÊËÎÏÔÖÛÜÇ", "AAAEEEEIIOOUUC")


def days_in(text: str) -> frozenset[str]:
    """Every day that ``text`` can mean, as ``YYYY-MM-DD``; a year of two figures stands for both centuries.

    >>> sorted(days_in("12 AUG/AOUT 74"))
    ['1974-08-12', '2074-08-12']
    """
    return frozenset(
        f"{year:04}-{month:02}-{day:02}"
        for year, month, day in _readings(text.upper().translate(_ACCENTS))
        if 1 <= month <= 12 and 1 <= day <= 31
    )


def _readings(text: str) -> Iterator[tuple[int, int, int]]:
    for day, word, year in _NAMED.findall(text):
        for month in _WORDS.get(word, _WORDS.get(word[:3], ())):
            yield from ((full, month, int(day)) for full in _years(year))
    for first, second, year in _NUMBERS.findall(text):
        for full in _years(year):
            yield full, int(second), int(first)
    for year, month, day in _YEAR_FIRST.findall(text):
        yield int(year), int(month), int(day)


def _years(text: str) -> tuple[int, ...]:
    return (int(text),) if len(text) == 4 else (1900 + int(text), 2000 + int(text))
