"""OFAC's Specially Designated Nationals list in its comma-separated form.

Source: OFAC, "SDN Data Specifications" (dat_spec): no header; ``-0-`` is an empty field; files end with 0x1A. Birth
dates, passports, nationality and weak aliases (in single quotes) stand in the remarks, parted by semicolons.
"""

from __future__ import annotations

import re
from calendar import month_abbr
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from preclear.errors import InvalidInput
from preclear.model.dates import PartialDate
from preclear.screening.entries import (
    ALIAS,
    ORGANISATION,
    PERSON,
    PRIMARY,
    VESSEL,
    WEAK,
    BirthSpan,
    ListedDocument,
    ListedName,
    ListEntry,
    ParsedList,
)
from preclear.screening.reading import clean, read_bytes, rows, sha256
from preclear.screening.states import state_code

OWNER = "United States Department of the Treasury, Office of Foreign Assets Control"
LEGAL_BASIS = "International Emergency Economic Powers Act, 50 U.S.C. 1701-1708; 31 CFR chapter V"

_TYPES = {"individual": PERSON, "vessel": VESSEL, "aircraft": VESSEL}
_MONTHS = {m.casefold(): n for n, m in enumerate(month_abbr[1:], start=1)}
_WEAK_ALIAS = re.compile(r"(?:^|[;.]\s*|\s)[afn]\.k\.a\. '(.+?)'(?=\s*[;.]|\s*$)")
_BIRTH = re.compile(r"\b(?:alt\. )?DOB ([^;.]+)")
_PASSPORT = re.compile(r"\b(?:alt\. )?Passport ([^;(]+?)\s*(?:\(([^)]*)\)|;|\.?$)")
_ISSUED = re.compile(r"\b(?:issued|expires)\b")
_NATIONALITY = re.compile(r"\b(?:alt\. )?nationality ([^;.]+)")
_GENDER = re.compile(r"\bGender (Male|Female)")
_DAY = re.compile(r"(?:(?:(\d{1,2}) )?([A-Z][a-z]{2}) )?(\d{4})")


def read(path: Path, defaults: Mapping[str, str], on: date) -> ParsedList:
    """Read a folder with ``sdn.csv``, ``alt.csv`` and ``add.csv``.

    Addresses are hashed but not kept: places never take part in screening. ``InvalidInput`` names file and line.
    """
    del defaults, on  # owner and legal basis are known, and OFAC withdraws entries itself
    files = {name: read_bytes(path / name) for name in ("sdn.csv", "alt.csv", "add.csv")}
    aliases: dict[str, list[ListedName]] = {}
    for _, row in _table(files["alt.csv"], path / "alt.csv", 5):
        aliases.setdefault(row[0], []).append(ListedName(text=row[3], kind=ALIAS))
    entries = tuple(_entry(row, aliases.pop(row[0], [])) for _, row in _table(files["sdn.csv"], path / "sdn.csv", 12))
    if aliases:
        raise InvalidInput(
            f"names an entity that sdn.csv lacks: {next(iter(aliases))[:20]}",
            where=str(path / "alt.csv"),
            rule="OFAC SDN data specification",
            mend="Take all three files of the same day.",
        )
    return ParsedList(
        name="ofac", owner=OWNER, legal_basis=LEGAL_BASIS, sha256=sha256(*files.values()), entries=entries
    )


def _table(data: bytes, path: Path, width: int) -> Iterator[tuple[str, list[str]]]:
    for line, row in rows(data.rstrip(b"\x1a\r\n ").decode("latin-1"), path):
        where = f"{path}, line {line}"
        if len(row) != width or not row[0].strip().isdigit():
            raise InvalidInput(
                f"is not {width} fields that begin with a number", where=where, rule="OFAC SDN data specification"
            )
        yield where, [_field(value) for value in row]


def _field(value: str) -> str:
    text = clean(value)
    return "" if text == "-0-" else text


def _entry(row: list[str], aliases: list[ListedName]) -> ListEntry:
    remarks = row[11]
    weak = [ListedName(text=name, kind=WEAK) for name in _WEAK_ALIAS.findall(remarks)]
    gender = _GENDER.search(remarks)
    return ListEntry(
        id=row[0],
        owner=OWNER,
        legal_basis=LEGAL_BASIS,
        entity_type=_TYPES.get(row[2].casefold(), ORGANISATION),
        names=(ListedName(text=row[1], kind=PRIMARY), *aliases, *weak),
        births=tuple(span for text in _BIRTH.findall(remarks) if (span := birth_span(text)) is not None),
        documents=tuple(_passports(remarks)),
        states=tuple(code for text in _NATIONALITY.findall(remarks) if (code := state_code(text))),
        sex=gender[1][0] if gender else "",
        reason=f"Program {row[3]}" if row[3] else "",
    )


def _passports(remarks: str) -> Iterator[ListedDocument]:
    """Passports; those of which only the day of issue is known have no number to look up."""
    for text, state in _PASSPORT.findall(remarks):
        number = _ISSUED.split(text)[0].strip()
        if number:
            yield ListedDocument(number=number, issuing_state=state_code(state), type="P")


def birth_span(text: str) -> BirthSpan | None:
    """A birth date of the remarks: ``12 Jan 1960``, ``Jan 1960``, ``circa 1960``, ``1960 to 1962``; None if unclear.

    >>> str(birth_span("circa 1959 to Mar 1962")), birth_span("unknown")
    ('about 1959 to 1962-03', None)
    """
    found = [partial for match in _DAY.finditer(text) if (partial := _partial(match)) is not None]
    if not found:
        return None
    return BirthSpan(first=found[0], last=found[-1], circa="circa" in text)


def _partial(match: re.Match[str]) -> PartialDate | None:
    day, month, year = match.groups()
    number = _MONTHS.get(month.casefold()) if month else None
    try:
        return PartialDate(int(year), number, int(day) if day and number else None)
    except ValueError:
        return None
