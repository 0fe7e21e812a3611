"""What besides a name tells whether two records are one person: birth dates with their precision, document numbers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum

from rapidfuzz.distance import OSA

from preclear.model.dates import PartialDate
from preclear.screening.entries import BirthSpan, ListedDocument
from preclear.screening.numbers.identity import plain

_ABOUT = timedelta(days=2 * 366)
"""How far a birth date may lie from one that a list gives as approximate."""


class Birth(IntEnum):
    """How two birth dates agree, the better the greater."""

    DIFFERS = 0
    UNKNOWN = 1
    NEAR = 2
    POSSIBLE = 3
    SAME = 4


def compare_births(asked: PartialDate | None, listed: Iterable[BirthSpan]) -> tuple[Birth, BirthSpan | None]:
    """The best agreement with any of the listed birth dates, and that date.

    A year alone never contradicts a full date. The first of January often stands for "that year" and is read so. Day
    and month exchanged, one digit wrong, or two neighbouring digits exchanged, is ``NEAR``: a slip of the pen.
    """
    spans = tuple(listed)
    if asked is None or not spans:
        return Birth.UNKNOWN, None
    return max(((_agreement(asked, span), span) for span in spans), key=lambda pair: pair[0])


def _agreement(asked: PartialDate, span: BirthSpan) -> Birth:
    single = span.first == span.last and not span.circa
    if single and asked == span.first and asked.whole and not _first_of_january(asked):
        return Birth.SAME
    wide_asked, first, last = _as_year(asked), _as_year(span.first), _as_year(span.last)
    slack = _ABOUT if span.circa else timedelta()
    if wide_asked.first <= last.last + slack and first.first - slack <= wide_asked.last:
        return Birth.POSSIBLE
    if single and asked.whole and span.first.whole and _slip(asked, span.first):
        return Birth.NEAR
    return Birth.DIFFERS


def _first_of_january(when: PartialDate) -> bool:
    return when.month == 1 and when.day == 1


def _as_year(when: PartialDate) -> PartialDate:
    return PartialDate(when.year) if _first_of_january(when) else when


def _slip(one: PartialDate, other: PartialDate) -> bool:
    exchanged = (one.year, one.month, one.day) == (other.year, other.day, other.month)
    return exchanged or OSA.distance(_digits(one), _digits(other), score_cutoff=1) <= 1


def _digits(when: PartialDate) -> str:
    return str(when).replace("-", "")


class Number(IntEnum):
    """How two document numbers agree, the better the greater."""

    NONE = 0
    OTHER_STATE = 1
    STATE_UNKNOWN = 2
    CONFUSABLE = 3
    SAME = 4


_CONFUSABLE = str.maketrans("OI", "01")
_SHORTEST_NUMBER = 4


@dataclass(frozen=True, kw_only=True)
class NumberAgreement:
    """How the query's document number agrees with a listed one."""

    how: Number
    document: ListedDocument | None = None


def plain_number(number: str) -> str:
    """A document number as it is compared: capitals and digits only; empty where too short to mean anything.

    Digits of any script and full-width letters count as the plain ones that they stand for.

    >>> plain_number("ab 123-456<"), plain_number("۱۲۳۴۵")
    ('AB123456', '12345')
    """
    found = plain(number)
    return found if len(found) >= _SHORTEST_NUMBER else ""


def confusable_number(number: str) -> str:
    """The number with O read as 0 and I as 1, as a reader or a clerk may have read it.

    >>> confusable_number("OI23456")
    '0123456'
    """
    return plain_number(number).translate(_CONFUSABLE)


def compare_numbers(number: str, state: str, listed: Iterable[ListedDocument]) -> NumberAgreement:
    """The best agreement of a number and its issuing State (three letters, or empty) with listed documents.

    A number without issuing State is no identity, and the same number of another State is a collision, not a match.
    """
    best = NumberAgreement(how=Number.NONE)
    for document in listed:
        how = _number_agreement(number, state, document)
        if how > best.how:
            best = NumberAgreement(how=how, document=document)
    return best


def _number_agreement(number: str, state: str, document: ListedDocument) -> Number:
    one, other = plain_number(number), plain_number(document.number)
    if not one or confusable_number(one) != confusable_number(other):
        return Number.NONE
    if not state or not document.issuing_state:
        return Number.STATE_UNKNOWN if one == other else Number.NONE
    if state != document.issuing_state:
        return Number.OTHER_STATE if one == other else Number.NONE
    return Number.SAME if one == other else Number.CONFUSABLE
