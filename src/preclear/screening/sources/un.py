"""The United Nations Security Council Consolidated List (XML, ``sc-sanctions.xsd``).

Low-quality aliases are weak. Dates are EXACT, APPROXIMATELY or BETWEEN; some stand as words in a note.
"""

from __future__ import annotations

import re
from calendar import month_abbr
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from xml.etree.ElementTree import Element

from preclear.errors import InvalidInput
from preclear.model.dates import PartialDate
from preclear.screening.entries import (
    ALIAS,
    ORGANISATION,
    PERSON,
    PRIMARY,
    WEAK,
    BirthSpan,
    ListedDocument,
    ListedName,
    ListEntry,
    ParsedList,
)
from preclear.screening.reading import clean, known_date, known_day, read_bytes, sha256
from preclear.screening.safe_xml import elements
from preclear.screening.sources.cells import listed
from preclear.screening.states import state_code

OWNER = "United Nations Security Council"
LEGAL_BASIS = "Charter of the United Nations, article 41; resolution 1267 (1999) and those of the other committees"
RULE = "UN Consolidated List, sc-sanctions.xsd"
_MOST_REASON = 4000

_ROOT, _PERSON, _ENTITY = "CONSOLIDATED_LIST", "INDIVIDUAL", "ENTITY"
_NAME_PARTS = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
_MONTHS = {month.casefold(): number for number, month in enumerate(month_abbr) if number}
_MONTH_YEAR = re.compile(r"([A-Z][a-z]{2})[a-z]*\.? (\d{4})", re.ASCII)
_MONTH = re.compile(r"([A-Z][a-z]{2})[a-z]*\.?", re.ASCII)
_CONCLUDED = re.compile(r"[Rr]eview[^.;]{0,120}concluded on (\d{1,2}) ([A-Z][a-z]{2})[a-z]*\.? (\d{4})", re.ASCII)
_PASSPORT = ("passport", "passeport", "pasaporte")
_BRACKETS = re.compile(r"\([^()]*\)")
_WORDY = re.compile(r"\b(?:passport|number|no\.|card|document)", re.IGNORECASE)


def read(path: Path, defaults: Mapping[str, str], on: date) -> ParsedList:
    """Read the consolidated XML; ``InvalidInput`` for anything else, also for document types and entities in it."""
    del defaults, on  # owner and legal basis are known, and the committees withdraw entries themselves
    data = read_bytes(path)
    found = elements(data, str(path), root=_ROOT, wanted=frozenset({_ROOT, _PERSON, _ENTITY}), rule=RULE)
    root = next(found)
    return ParsedList(
        name="un",
        owner=OWNER,
        legal_basis=LEGAL_BASIS,
        sha256=sha256(data),
        entries=tuple(_entry(element, str(path)) for element in found),
        published=known_day(root.get("dateGenerated", "")),
    )


def _entry(element: Element, path: str) -> ListEntry:
    reference = _text(element, "REFERENCE_NUMBER") or _text(element, "DATAID")
    if not reference:
        raise InvalidInput("an entry without reference number", where=path, rule=RULE, mend="Fetch the file again.")
    comments = clean(element.findtext("COMMENTS1") or "", _MOST_REASON)
    return ListEntry(
        id=reference,
        owner=OWNER,
        legal_basis=LEGAL_BASIS,
        entity_type=PERSON if element.tag == _PERSON else ORGANISATION,
        names=tuple(_names(element, f"{path}, entry {reference[:40]}")),
        births=tuple(dict.fromkeys(_births(element))),
        documents=tuple(dict.fromkeys(_documents(element))),
        states=tuple(code for value in element.findall("NATIONALITY/VALUE") if (code := state_code(value.text or ""))),
        sex={"Male": "M", "Female": "F"}.get(_text(element, "GENDER"), ""),
        reason=_reason(element, comments),
        listed=known_day(_text(element, "LISTED_ON")),
        reviewed=max(_reviews(element, comments), default=None),
    )


def _reason(element: Element, comments: str) -> str:
    kind, listed_on = _text(element, "UN_LIST_TYPE"), _text(element, "LISTED_ON")
    said = ", ".join((*([f"{kind} list"] if kind else []), *([f"listed on {listed_on}"] if listed_on else [])))
    return ". ".join(part for part in (said, comments) if part)


def _names(element: Element, where: str) -> Iterator[ListedName]:
    primary = " ".join(part for tag in _NAME_PARTS if (part := _text(element, tag)))
    if not primary:
        raise InvalidInput("an entry without a name", where=where, rule=RULE, mend="Fetch the file again.")
    yield from listed([(primary, PRIMARY)])
    if original := _text(element, "NAME_ORIGINAL_SCRIPT"):
        yield from listed([(original, ALIAS)])
    for alias in element.findall("INDIVIDUAL_ALIAS") + element.findall("ENTITY_ALIAS"):
        if text := _text(alias, "ALIAS_NAME"):
            yield from listed([(text, WEAK if _text(alias, "QUALITY") == "Low" else ALIAS)])


def _reviews(element: Element, comments: str) -> Iterator[date]:
    """The days on which the list says that somebody looked at the entry: amendments, and reviews in the comments."""
    for value in element.findall("LAST_DAY_UPDATED/VALUE"):
        if day := known_day(clean(value.text or "")):
            yield day
    for day, month, year in _CONCLUDED.findall(comments):
        if when := _made(year, month, int(day)):
            yield when.first


def _births(element: Element) -> Iterator[BirthSpan]:
    for born in element.iter("INDIVIDUAL_DATE_OF_BIRTH"):
        if span := _birth(born):
            yield span
    for alias in element.findall("INDIVIDUAL_ALIAS"):
        if when := known_date(_text(alias, "DATE_OF_BIRTH")):
            yield BirthSpan.on(when)


def _birth(born: Element) -> BirthSpan | None:
    note = _text(born, "NOTE")
    circa = _text(born, "TYPE_OF_DATE") == "APPROXIMATELY" or note.casefold().startswith("approximately")
    first = known_date(_text(born, "DATE") or _text(born, "FROM_YEAR") or _text(born, "YEAR")) or _noted(note)
    month = _MONTH.fullmatch(note)
    if first and first.month is None and month:
        first = _made(str(first.year), month[1]) or first
    last = known_date(_text(born, "TO_YEAR")) or first
    return BirthSpan.between(first, last, circa=circa) if first and last else None


def _noted(note: str) -> PartialDate | None:
    """A month and year that stand as words (``Nov. 1973``)."""
    found = _MONTH_YEAR.fullmatch(note)
    return _made(found[2], found[1]) if found else None


def _made(year: str, month: str, day: int | None = None) -> PartialDate | None:
    number = _MONTHS.get(month.casefold())
    try:
        return PartialDate(int(year), number, day) if number else None
    except ValueError:
        return None


def _documents(element: Element) -> Iterator[ListedDocument]:
    for document in element.iter("INDIVIDUAL_DOCUMENT"):
        said = f"{_text(document, 'TYPE_OF_DOCUMENT')} {_text(document, 'TYPE_OF_DOCUMENT2')}".casefold()
        state = state_code(_text(document, "ISSUING_COUNTRY") or _text(document, "COUNTRY_OF_ISSUE"))
        number, named_state = _number(_text(document, "NUMBER"))
        if number:
            kind = "P" if any(word in said for word in _PASSPORT) else "I"
            yield ListedDocument(number=number, issuing_state=state or named_state, type=kind)


def _number(text: str) -> tuple[str, str]:
    """The number without the words around it, and the State where they name one.

    >>> _number("Libya 123456"), _number("service passport number SA0000000"), _number("R0000, South Sudan")
    (('123456', 'LBY'), ('SA0000000', ''), ('R0000', 'SSD'))
    """
    number, _, after = _BRACKETS.sub("", text).strip().partition(",")
    before, _, rest = number.partition(" ")
    state = state_code(before) if len(before) > 3 else ""
    number = rest if state else number
    if _WORDY.search(number):
        number = next((word for word in reversed(number.split()) if any(map(str.isdigit, word))), "")
    return number.strip(), state or state_code(after)


def _text(element: Element, tag: str) -> str:
    return clean(element.findtext(tag) or "")
