"""The verdicts on each field and check digit.

There are few different ones, and making them costs more than the arithmetic behind them, so they are made once and
shared: every maker here is cached, and its arguments are what the verdict depends on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from preclear.documents.mrz.days import YEARS_AHEAD, birth_day, expiry_day, month_of
from preclear.documents.mrz.digits import VALUES, check_digit, weigh
from preclear.documents.mrz.layouts import LAYOUTS, Layout
from preclear.documents.mrz.national import (
    FIGURES_IN_NAMES,
    NATIONALITY_ONLY,
    SIGNS_LISTS_ONLY,
    exception_for,
)
from preclear.model.codes import CheckStatus
from preclear.model.verification import Step
from preclear.writing.states import STATES

PASSED, FAILED, UNDETERMINED = CheckStatus.PASSED, CheckStatus.FAILED, CheckStatus.UNDETERMINED
SEXES = "MFX<"
_MOST_DAYS = 60_000

_ALPHABET = "ICAO Doc 9303-3, 4.3"
_CODES = "ICAO Doc 9303-3, section 5"
_DATES = "ICAO Doc 9303-3, 4.8"


class Verdicts(dict[tuple[str, int], Step]):
    """The verdicts on one check digit of one format, by the character found and the digit expected.

    ``or_filler`` is for the digit of an empty field, which may be a filler instead of 0.
    """

    def __init__(self, id_: str, layout: Layout, *, or_filler: bool = False) -> None:
        super().__init__()
        self.id, self.standard, self.or_filler = id_, f"{layout.source}; ICAO Doc 9303-3, 4.9", or_filler

    def __missing__(self, key: tuple[str, int]) -> Step:
        found, expected = key
        passed = found == str(expected) or (self.or_filler and found == "<")
        step = self[key] = Step(
            id=self.id,
            status=PASSED if passed else FAILED,
            reason="" if passed else f"the check digit should be {expected} and is {found}",
            standard=self.standard,
            expected=str(expected),
            found=found,
        )
        return step


@dataclass(frozen=True, kw_only=True, eq=False)
class DigitVerdicts:
    """The verdicts on all check digits of a format."""

    number: Verdicts
    birth: Verdicts
    expiry: Verdicts
    optional: Verdicts
    empty_optional: Verdicts
    composite: Verdicts


def _digit_verdicts(layout: Layout) -> DigitVerdicts:
    return DigitVerdicts(
        number=Verdicts("digit.document_number", layout),
        birth=Verdicts("digit.birth_date", layout),
        expiry=Verdicts("digit.expiry_date", layout),
        optional=Verdicts("digit.optional_data", layout),
        empty_optional=Verdicts("digit.optional_data", layout, or_filler=True),
        composite=Verdicts("digit.composite", layout),
    )


DIGITS: Mapping[str, DigitVerdicts] = {name: _digit_verdicts(layout) for name, layout in LAYOUTS.items()}
"""By the name of the format."""

ReadDay = tuple[str | None, Step, int, int]
"""A day, the verdict on it, its check digit, and what both add to the sum of the composite digit."""

BIRTH = Step(id="birth_date", status=PASSED, standard=_DATES)
OPEN_BIRTH = Step(
    id="birth_date", status=PASSED, reason="the zone leaves it open, in whole or in part", standard=_DATES
)
EXPIRY = Step(id="expiry_date", status=PASSED, standard=f"{_DATES}; BSI TR-03135-1, 5.7.1")


class Days(dict[str, ReadDay]):
    """Days that were read, by their six characters and check digit; documents share a few ten thousand of them.

    With the first day of a month all its days are read, for others of it will come.
    """

    def __init__(self, read: Callable[[str, date], ReadDay], today: date) -> None:
        super().__init__()
        self.read, self.today = read, today
        self.months: set[str] = set()

    def __missing__(self, text: str) -> ReadDay:
        if len(self) >= _MOST_DAYS:
            self.clear()
            self.months.clear()
        day = self[text] = self.read(text, self.today)
        month = text[:4]
        if month not in self.months and month.isdigit() and "01" <= month[2:] <= "12":
            self.months.add(month)
            for number in range(1, 32):
                whole = f"{month}{number:02}"
                whole += check_digit(whole)
                self[whole] = self.read(whole, self.today)
        return day


@lru_cache(maxsize=4)
def days_of(today: date) -> tuple[Days, Days]:
    """Days of birth and of expiry as they are read on this day."""
    return Days(_birth, today), Days(_expiry, today)


def _birth(text: str, today: date) -> ReadDay:
    first, last, own, weight = _birth_month(text[:4], today)
    day, end_own, end_weight, _ = _end(text[4:])
    expected, weight = (own + end_own) % 10, weight + end_weight
    if "01" <= day <= last:
        return first + day, BIRTH, expected, weight
    try:
        return birth_day(text[:6], today), OPEN_BIRTH if "<" in text[:6] else BIRTH, expected, weight
    except ValueError as error:
        return None, _no_day("birth_date", text[:6], error), expected, weight


def _expiry(text: str, today: date) -> ReadDay:
    """As ``_birth``. Only a day of birth may be open, yet some permanent documents leave the expiry open too."""
    first, last, own, weight = _expiry_month(text[:4], today)
    day, end_own, _, end_weight = _end(text[4:])
    expected, weight = (own + end_own) % 10, weight + end_weight
    if "01" <= day <= last:
        return first + day, EXPIRY, expected, weight
    try:
        return expiry_day(text[:6], today), _open_expiry(text[:6]), expected, weight
    except ValueError as error:
        return None, _no_day("expiry_date", text[:6], error), expected, weight


Month = tuple[str, str, int, int]
"""What stands before the day, the last day, and what year and month add to the own and to the composite sum."""


@lru_cache(maxsize=8_192)
def _birth_month(text: str, today: date) -> Month:
    """A month of birth. The last day is empty where each day must be looked at by itself: in the month of today."""
    own, weight, _ = _weights(text, 0)
    first, last = month_of(text, today.year)
    if first > today.isoformat():
        first, last = month_of(text, today.year - 1)
    return first, "" if today.isoformat().startswith(first) else last, own, weight


@lru_cache(maxsize=8_192)
def _expiry_month(text: str, today: date) -> Month:
    """A month of expiry."""
    own, _, weight = _weights(text, 0)
    return *month_of(text, today.year + YEARS_AHEAD), own, weight


@lru_cache(maxsize=8_192)
def _end(text: str) -> tuple[str, int, int, int]:
    """The day of a month, empty where it is none in figures, and what it and its check digit add to three sums."""
    return text[:2] if text[:2].isdigit() else "", *_weights(text, 4)


def _weights(text: str, at: int) -> tuple[int, int, int]:
    """What a part of a day, which begins ``at`` a character of it, adds to three sums.

    They are that of its own check digit, to which the seventh character does not belong, and that of the composite
    digit as the first and as the second day. Before the first day that one covers a multiple of three characters and
    one more, before the second one more than that, in every format (Doc 9303-5, 4.2.4).
    """
    values = text.encode("ascii", "replace").translate(VALUES)
    return weigh(bytes(at) + values[: 6 - at]), weigh(bytes(at + 1) + values), weigh(bytes(at + 2) + values)


def _open_expiry(text: str) -> Step:
    reason = "the zone leaves it open, which the standard allows for days of birth only"
    return Step(id="expiry_date", status=UNDETERMINED, reason=reason, standard=_DATES, found=text)


def _no_day(id_: str, text: str, error: ValueError) -> Step:
    return Step(id=id_, status=FAILED, reason=f"{text} names {error}", standard=_DATES, found=text)


NO_EXPIRY = Step(
    id="expiry_date", status=CheckStatus.NOT_SUPPORTED, reason="this zone has no day of expiry", standard=_DATES
)
NO_NATIONALITY = Step(
    id="nationality", status=CheckStatus.NOT_SUPPORTED, reason="this zone has no nationality", standard=_CODES
)


@lru_cache(maxsize=8_192)
def heading(text: str, layout: Layout) -> tuple[str, str, Step, Step]:
    """Document code and issuing State of the first five characters, and the verdicts on them."""
    code, state = text[:2].rstrip("<"), text[2:].rstrip("<")
    return code, state, _document_code(code, layout), _issuing_state(state)


def _document_code(code: str, layout: Layout) -> Step:
    standard = f"{layout.source}, document code"
    if code[:1] not in layout.first_letters or not code:
        reason = f"a {layout.name} zone begins with {' or '.join(layout.first_letters)}, not with {code[:1] or '<'}"
        expected = ", ".join(layout.first_letters)
        return Step(id="document_code", status=FAILED, reason=reason, standard=standard, expected=expected, found=code)
    if layout.name in {"TD1", "TD2"} and (code[1:] == "V" or code == "AI"):
        reason = f"{code[1:]} may not stand after {code[0]}"
        return Step(id="document_code", status=FAILED, reason=reason, standard=standard, found=code)
    return Step(id="document_code", status=PASSED, standard=standard)


def _issuing_state(code: str) -> Step:
    if code in NATIONALITY_ONLY:
        reason = f"{code} is a code for nationalities; no State or organisation issues under it"
        return Step(id="issuing_state", status=UNDETERMINED, reason=reason, standard=f"{_CODES}, part E", found=code)
    if code in SIGNS_LISTS_ONLY:
        reason = f"{code} signs master lists and issues no documents"
        return Step(id="issuing_state", status=UNDETERMINED, reason=reason, standard=f"{_CODES}, part H", found=code)
    return _state("issuing_state", code)


@lru_cache(maxsize=8_192)
def nationality(text: str) -> tuple[str, Step]:
    """The nationality of its three characters, and the verdict on it; a national zone may have none."""
    if not text:
        return "", NO_NATIONALITY
    code = text.rstrip("<")
    return code, _state("nationality", code)


def _state(id_: str, code: str) -> Step:
    if code in STATES:
        return Step(id=id_, status=PASSED, reason=STATES[code].name, standard=_CODES)
    exception = exception_for(code)
    if exception:
        reason = f"{code} is not in the standard: {exception}"
        return Step(id=id_, status=UNDETERMINED, reason=reason, standard=f"{_CODES} and 7", found=code)
    reason = f"{code or 'an empty field'} is not a code of a State or organisation"
    return Step(id=id_, status=FAILED, reason=reason, standard=_CODES, found=code)


SEX: Mapping[str, Step] = {
    letter: Step(id="sex", status=PASSED, standard="ICAO Doc 9303-4 to -7, 4.2.2 (sex)") for letter in SEXES
}


def sex(letter: str) -> Step:
    """The verdict on a sex: M, F, X, or a filler for one that the State does not name."""
    return SEX.get(letter) or Step(
        id="sex",
        status=FAILED,
        reason=f"{letter} stands for no sex",
        standard="ICAO Doc 9303-4 to -7, 4.2.2 (sex)",
        expected="M, F, X or <",
        found=letter,
    )


NUMBER = Step(id="document_number", status=PASSED, standard="ICAO Doc 9303-4 to -7, 4.2.2 (document number)")
LONG_NUMBER = Step(
    id="document_number",
    status=PASSED,
    reason="the number goes on in the optional data",
    standard="ICAO Doc 9303-5, 4.2.4",
)
UNENDED_NUMBER = Step(
    id="document_number",
    status=FAILED,
    reason="no filler follows the check digit of the long number",
    standard="ICAO Doc 9303-5, 4.2.4",
)
OPTIONAL = Step(id="optional_data", status=PASSED, standard="ICAO Doc 9303-4 to -7, 4.2.2 (optional data)")
CHARACTERS = Step(id="characters", status=PASSED, standard=_ALPHABET)
NAMES = Step(id="names", status=PASSED, standard="ICAO Doc 9303-3, 4.6")
CUT_NAMES = Step(
    id="names",
    status=UNDETERMINED,
    reason="the name fills its field, so it may be cut short",
    standard="ICAO Doc 9303-4, 4.2.3",
)


def no_number(text: str) -> Step:
    """The verdict on a number that does not begin at its first position."""
    reason = "there is no number" if not text.strip("<") else "the number does not begin at its first position"
    return Step(id="document_number", status=FAILED, reason=reason, standard=NUMBER.standard, found=text)


def odd_names(text: str) -> Step:
    """The verdict on a name field that is full, or begins with a filler: no name, or none before the two fillers."""
    if not text.strip("<"):
        return Step(id="names", status=FAILED, reason="there is no name", standard=NAMES.standard, found=text)
    if text[0] == "<":
        reason = "no name stands before the two fillers; a name that cannot be divided should stand there"
        return Step(id="names", status=UNDETERMINED, reason=reason, standard=NAMES.standard)
    return CUT_NAMES


def misplaced(id_: str, layout: Layout, character: str, offset: int, *, excuse: str = "") -> Step:
    """The verdict on a field in which a character stands that may not stand there."""
    place = f"{character} may not stand at {layout.place(offset)}"
    return Step(
        id=id_,
        status=UNDETERMINED if excuse else FAILED,
        reason=f"{place}, yet {excuse}" if excuse else place,
        standard=f"{layout.source}; ICAO Doc 9303-3, 4.3" + ("; 9303-3, section 7" if excuse else ""),
        found=character,
    )


def excuse_for(code: str, state: str, id_: str, character: str) -> str:
    """Why a figure in a name need not be wrong; empty where nothing is known."""
    return FIGURES_IN_NAMES.get((state, code), "") if id_ == "names" and character.isdigit() else ""
