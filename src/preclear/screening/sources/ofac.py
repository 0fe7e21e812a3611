"""OFAC's Specially Designated Nationals list, in its comma-separated form or as advanced XML.

Source: OFAC, "SDN Data Specifications" (dat_spec): no header; ``-0-`` is an empty field; files end with 0x1A. Birth
dates, documents, nationality and weak aliases (in single quotes) stand in the remarks, parted by semicolons; remarks
are cut at 1,000 characters and go on, in the middle of a word, in ``sdn_comments.csv``.
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
    PRIMARY,
    WEAK,
    BirthSpan,
    ListedDocument,
    ListedName,
    ListEntry,
    ParsedList,
)
from preclear.screening.reading import clean, decode_latin, read_bytes, rows, sha256
from preclear.screening.sources import ofac_xml
from preclear.screening.sources.ofac_words import LEGAL_BASIS, OWNER, document_type, entity_type, reason
from preclear.screening.states import state_code

RULE = "OFAC SDN data specification"
MOST_REMARK = 1000
"""Characters of the remarks in ``sdn.csv``; what is longer goes on in ``sdn_comments.csv``."""
_MOST_REMARKS = 200_000

_MONTHS = {month.casefold(): number for number, month in enumerate(month_abbr) if number}
_WEAK_ALIAS = re.compile(r"[afn]\.k\.a\. '(.+)'\.?")
_BIRTH = re.compile(r"(?:alt\. )?DOB:? (.+)", re.IGNORECASE)
_DOCUMENT = re.compile(r"(?:alt\. )?([^\d(]*?(?:Passport|No\.|Number|Card|[A-Z]\.[A-Z]\.(?:[A-Z]\.)*|SSN)) (\S.*)")
_STATE = re.compile(r"\(([^()]*)\)")
_NUMBER_ENDS = re.compile(r"\s*(?:\(|\bissued\b|\bexpires\b).*", re.DOTALL)
_NATIONALITY = re.compile(r"(?:alt\. )?nationality ([^.]+)")
_GENDER = re.compile(r"Gender (Male|Female)")
_DAY = re.compile(r"(?:(?:(\d{1,2}) )?([A-Z][a-z]{2})[a-z]* )?(\d{4})", re.ASCII)


def read(path: Path, defaults: Mapping[str, str], on: date) -> ParsedList:
    """Read a folder with ``sdn.csv``, ``alt.csv`` and ``add.csv``, or ``sdn_advanced.xml``.

    ``sdn_comments.csv`` is read where it lies beside them. Addresses are hashed but not kept: places never take part
    in screening. ``InvalidInput`` names file and line.
    """
    if path.is_file():
        return ofac_xml.read(path, defaults, on)
    if not _file(path, "sdn.csv").is_file() and _file(path, "sdn_advanced.xml").is_file():
        return ofac_xml.read(_file(path, "sdn_advanced.xml"), defaults, on)
    return _read_tables(path)


def _read_tables(folder: Path) -> ParsedList:
    paths = {name: _file(folder, name) for name in ("sdn.csv", "alt.csv", "add.csv")}
    comments = _file(folder, "sdn_comments.csv")
    if comments.is_file():
        paths["sdn_comments.csv"] = comments
    files = {name: read_bytes(path) for name, path in paths.items()}
    aliases: dict[str, list[ListedName]] = {}
    for _, row in _table(files["alt.csv"], paths["alt.csv"], 5):
        if text := _field(row[3]):
            aliases.setdefault(row[0].strip(), []).append(ListedName(text=text, kind=ALIAS))
    more: dict[str, str] = {}
    if "sdn_comments.csv" in files:
        for _, row in _table(files["sdn_comments.csv"], comments, 2):
            more[row[0].strip()] = more.get(row[0].strip(), "") + row[1].rstrip()
    entries = tuple(
        _entry(row, where, aliases.pop(row[0].strip(), []), more.pop(row[0].strip(), ""))
        for where, row in _table(files["sdn.csv"], paths["sdn.csv"], 12)
    )
    _all_belong(aliases, paths["alt.csv"])
    _all_belong(more, comments)
    return ParsedList(
        name="ofac", owner=OWNER, legal_basis=LEGAL_BASIS, sha256=sha256(*files.values()), entries=entries
    )


def _file(folder: Path, name: str) -> Path:
    """The file of this name; OFAC publishes the same files in capitals, too."""
    upper = folder / name.upper()
    return upper if upper.is_file() and not (folder / name).is_file() else folder / name


def _all_belong(left: Mapping[str, object], path: Path) -> None:
    if left:
        raise InvalidInput(
            f"names an entity that sdn.csv lacks: {next(iter(left))[:20]}",
            where=str(path),
            rule=RULE,
            mend="Take all files of the same day.",
        )


def _table(data: bytes, path: Path, width: int) -> Iterator[tuple[str, list[str]]]:
    for line, row in rows(decode_latin(data.rstrip(b"\x1a\r\n ")), path):
        where = f"{path}, line {line}"
        if len(row) != width or not row[0].strip().isdigit():
            raise InvalidInput(
                f"is not {width} fields that begin with a number",
                where=where,
                rule=RULE,
                mend="Fetch the file again; it must be whole and without a header.",
            )
        yield where, row


def _field(value: str) -> str:
    text = clean(value)
    return "" if text == "-0-" else text


def _entry(row: list[str], where: str, aliases: list[ListedName], more: str) -> ListEntry:
    name = _field(row[1])
    if not name:
        raise InvalidInput("an entry without a name", where=where, rule=RULE, mend="Fetch the file again.")
    remarks = _remarks(row[11], more)
    documents = (document for part in remarks if (document := _document(part)) is not None)
    return ListEntry(
        id=row[0].strip(),
        owner=OWNER,
        legal_basis=LEGAL_BASIS,
        entity_type=entity_type(_field(row[2])),
        names=(ListedName(text=name, kind=PRIMARY), *aliases, *_weak(remarks)),
        births=tuple(dict.fromkeys(_births(remarks))),
        documents=tuple(dict.fromkeys(documents)),
        states=tuple(dict.fromkeys(code for text in _found(_NATIONALITY, remarks) if (code := state_code(text)))),
        sex=next((text[0] for text in _found(_GENDER, remarks)), ""),
        reason=reason(", ".join(re.split(r"\s*\]\s*\[\s*", _field(row[3])))),
    )


def _remarks(text: str, more: str) -> list[str]:
    """The parts of the remarks. The last one is left out where it is cut and its end is not at hand."""
    whole = clean(text.removesuffix(" ") + more if more else text, _MOST_REMARKS)
    parts = [part.strip() for part in whole.removesuffix(".").split(";")]
    cut = not more and len(text.strip()) >= MOST_REMARK
    return parts[:-1] if cut else parts


def _found(pattern: re.Pattern[str], parts: list[str]) -> Iterator[str]:
    for part in parts:
        if match := pattern.fullmatch(part):
            yield match[1]


def _weak(remarks: list[str]) -> Iterator[ListedName]:
    return (ListedName(text=text, kind=WEAK) for text in _found(_WEAK_ALIAS, remarks))


def _births(remarks: list[str]) -> Iterator[BirthSpan]:
    return (span for text in _found(_BIRTH, remarks) if (span := birth_span(text)) is not None)


def _document(part: str) -> ListedDocument | None:
    """A document of the remarks; None where it is of another kind, or only the day of its issue is known."""
    match = _DOCUMENT.fullmatch(part)
    kind = document_type(match[1]) if match else ""
    number = _NUMBER_ENDS.sub("", match[2]).strip() if match and kind else ""
    if match is None or not any(map(str.isalnum, number)):
        return None
    states = (code for text in _STATE.findall(match[2]) if (code := state_code(text)))
    return ListedDocument(number=number, issuing_state=next(states, ""), type=kind)


def birth_span(text: str) -> BirthSpan | None:
    """A birth date of the remarks: ``12 Jan 1960``, ``Jan 1960``, ``circa 1960``, ``1960 to 1962``; None if unclear.

    >>> str(birth_span("circa 1959 to Mar 1962")), birth_span("unknown")
    ('about 1959 to 1962-03', None)
    """
    found = [partial for match in _DAY.finditer(text) if (partial := _partial(match)) is not None]
    if not found:
        return None
    return BirthSpan.between(found[0], found[-1], circa="circa" in text)


def _partial(match: re.Match[str]) -> PartialDate | None:
    day, month, year = match.groups()
    number = _MONTHS.get(month.casefold()) if month else None
    try:
        return PartialDate(int(year), number, int(day) if day and number else None)
    except ValueError:
        return None
