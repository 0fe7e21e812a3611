"""The United Nations Security Council Consolidated List (XML, ``sc-sanctions.xsd``).

Low-quality aliases are weak. Dates are EXACT, APPROXIMATELY or BETWEEN.
"""

from __future__ import annotations

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
from preclear.screening.reading import clean, read_bytes, sha256
from preclear.screening.safe_xml import elements
from preclear.screening.states import state_code

OWNER = "United Nations Security Council"
LEGAL_BASIS = "Charter of the United Nations, article 41; resolution 1267 (1999) and those of the other committees"
RULE = "UN Consolidated List, sc-sanctions.xsd"

_NAME_PARTS = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")


def read(path: Path, defaults: Mapping[str, str], on: date) -> ParsedList:
    """Read the consolidated XML; ``InvalidInput`` for anything else, also for document types and entities in it."""
    del defaults, on  # owner and legal basis are known, and the committees withdraw entries themselves
    data = read_bytes(path)
    found = elements(data, str(path), root="CONSOLIDATED_LIST", wanted=frozenset({"INDIVIDUAL", "ENTITY"}), rule=RULE)
    entries = tuple(_entry(element, str(path)) for element in found)
    return ParsedList(name="un", owner=OWNER, legal_basis=LEGAL_BASIS, sha256=sha256(data), entries=entries)


def _entry(element: Element, path: str) -> ListEntry:
    reference = _text(element, "REFERENCE_NUMBER") or _text(element, "DATAID")
    if not reference:
        raise InvalidInput("an entry without reference number", where=path, rule=RULE)
    person = element.tag == "INDIVIDUAL"
    return ListEntry(
        id=reference,
        owner=OWNER,
        legal_basis=LEGAL_BASIS,
        entity_type=PERSON if person else ORGANISATION,
        names=tuple(_names(element, path)),
        births=tuple(span for born in element.iter("INDIVIDUAL_DATE_OF_BIRTH") if (span := _birth(born)) is not None),
        documents=tuple(_documents(element)),
        states=tuple(code for value in element.findall("NATIONALITY/VALUE") if (code := state_code(value.text or ""))),
        sex={"Male": "M", "Female": "F"}.get(_text(element, "GENDER"), ""),
        reason=f"{_text(element, 'UN_LIST_TYPE')} list, listed on {_text(element, 'LISTED_ON')}",
    )


def _names(element: Element, path: str) -> Iterator[ListedName]:
    primary = " ".join(part for tag in _NAME_PARTS if (part := _text(element, tag)))
    if not primary:
        raise InvalidInput("an entry without a name", where=path, rule=RULE)
    yield ListedName(text=primary, kind=PRIMARY)
    if original := _text(element, "NAME_ORIGINAL_SCRIPT"):
        yield ListedName(text=original, kind=ALIAS)
    for alias in element.findall("INDIVIDUAL_ALIAS") + element.findall("ENTITY_ALIAS"):
        if text := _text(alias, "ALIAS_NAME"):
            yield ListedName(text=text, kind=WEAK if _text(alias, "QUALITY") == "Low" else ALIAS)


def _birth(born: Element) -> BirthSpan | None:
    circa = _text(born, "TYPE_OF_DATE") == "APPROXIMATELY"
    first = _partial(_text(born, "DATE") or _text(born, "FROM_YEAR") or _text(born, "YEAR"))
    last = _partial(_text(born, "TO_YEAR")) or first
    return BirthSpan(first=first, last=last, circa=circa) if first and last else None


def _partial(text: str) -> PartialDate | None:
    try:
        return PartialDate.parse(text[:10])
    except ValueError:
        return None


def _documents(element: Element) -> Iterator[ListedDocument]:
    for document in element.iter("INDIVIDUAL_DOCUMENT"):
        number = _text(document, "NUMBER")
        if number:
            kind = f"{_text(document, 'TYPE_OF_DOCUMENT')} {_text(document, 'TYPE_OF_DOCUMENT2')}".casefold()
            state = _text(document, "ISSUING_COUNTRY") or _text(document, "COUNTRY_OF_ISSUE")
            yield ListedDocument(
                number=number,
                issuing_state=state_code(state),
                type="P" if "pass" in kind or "pasaporte" in kind else "I",
            )


def _text(element: Element, tag: str) -> str:
    return clean(element.findtext(tag) or "")
