"""OFAC's list in the Advanced Sanctions Data Model (``sdn_advanced.xml``), which keeps scripts and exact dates.

Source: OFAC, "Explanatory Documentation for the Advanced Sanctions Data Model"; namespace
``http://www.un.org/sanctions/1.0`` or OFAC's own. Words stand in reference values; parties, documents and sanctions
entries refer to them, and to each other, by number. Records are read one after the other: the tree of the whole
file, ten times its size, is never built.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from xml.etree.ElementTree import Element

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
from preclear.screening.reading import clean, read_bytes, sha256
from preclear.screening.safe_xml import elements
from preclear.screening.sources.ofac_words import LEGAL_BASIS, OWNER, document_type, entity_type, reason
from preclear.screening.states import state_code

RULE = "OFAC Advanced Sanctions Data Model"
_WORDS = frozenset(
    {"Country", "DetailReference", "FeatureType", "IDRegDocType", "LegalBasis", "NamePartType", "PartySubType",
     "PartyType", "SanctionsType", "Script"}
)  # fmt: skip
_RECORDS = frozenset({"DateOfIssue", "Location", "IDRegDocument", "DistinctParty", "SanctionsEntry"})
_LAST_NAMES = ("Last Name", "Maiden Name")
_FIRST_NAMES = ("First Name", "Middle Name", "Patronymic", "Matronymic", "Nickname")
_FAMILY_FIRST = ("chinese", "han", "japanese", "korean", "hangul")
_BIRTH, _GENDER, _NATIONALITY = "Birthdate", "Gender", "Nationality Country"


@dataclass(frozen=True, kw_only=True, slots=True)
class _Designation:
    """Why a party is listed: programs, the legal act, and since when."""

    programs: tuple[str, ...] = ()
    basis: str = ""
    listed: date | None = None


@dataclass
class _File:
    """What was read so far: reference values by kind and number, and records by the number others know them by."""

    path: str
    words: dict[tuple[str, str], Element] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    documents: dict[str, list[ListedDocument]] = field(default_factory=dict)
    parties: dict[str, tuple[str, ListEntry]] = field(default_factory=dict)
    designations: dict[str, _Designation] = field(default_factory=dict)
    issued: date | None = None

    def word(self, kind: str, number: str | None) -> str:
        """A reference value; ``InvalidInput`` where the file refers to one that it lacks."""
        return clean(self.value(kind, number).text or "")

    def value(self, kind: str, number: str | None) -> Element:
        """The element of a reference value."""
        found = self.words.get((kind, number or ""))
        if found is None:
            raise self.broken(f"refers to {kind} {(number or 'nothing')[:20]}, which it lacks")
        return found

    def state(self, number: str | None) -> str:
        """The State of a country reference; empty for none, and for what is no State."""
        return state_code(self.word("Country", number)) if number else ""

    def broken(self, what: str) -> InvalidInput:
        """The error for a file that contradicts itself."""
        return InvalidInput(what, where=self.path, rule=RULE, mend="Fetch the file again.")


def read(path: Path, defaults: Mapping[str, str], on: date) -> ParsedList:
    """Read the advanced XML; ``InvalidInput`` for anything else, also for document types and entities in it.

    Ids are those of the comma-separated form (``FixedRef``), so a list can change its form and keep its entries.
    """
    del defaults, on  # owner and legal basis are known, and OFAC withdraws entries itself
    data = read_bytes(path)
    file = _File(path=str(path))
    for element in elements(data, str(path), root="Sanctions", wanted=_WORDS | _RECORDS, rule=RULE):
        _take(file, element)
    return ParsedList(
        name="ofac",
        owner=OWNER,
        legal_basis=LEGAL_BASIS,
        sha256=sha256(data),
        entries=tuple(_entries(file)),
        published=file.issued,
    )


def _take(file: _File, element: Element) -> None:
    match element.tag:
        case "DistinctParty":
            _take_party(file, element)
        case "IDRegDocument":
            if (document := _document(file, element)) is not None:
                file.documents.setdefault(element.get("IdentityID", ""), []).append(document)
        case "SanctionsEntry":
            file.designations[element.get("ProfileID", "")] = _designation(file, element)
        case "Location":
            file.places[element.get("ID", "")] = _country(file, element)
        case "DateOfIssue":
            issued = _date(element)
            file.issued = issued.first if issued else None
        case kind:
            file.words.setdefault((kind, element.get("ID", "")), element)


def _entries(file: _File) -> Iterator[ListEntry]:
    """The parties, each with its documents and the reason why it is listed, which stand elsewhere in the file."""
    for profile, (identity, entry) in file.parties.items():
        why = file.designations.get(profile, _Designation())
        yield ListEntry(
            id=entry.id,
            owner=OWNER,
            legal_basis=why.basis or LEGAL_BASIS,
            names=entry.names,
            entity_type=entry.entity_type,
            births=entry.births,
            documents=tuple(dict.fromkeys(file.documents.get(identity, ()))),
            states=entry.states,
            sex=entry.sex,
            reason=reason(", ".join(why.programs), why.basis),
            listed=why.listed,
        )


def _take_party(file: _File, party: Element) -> None:
    profile = party.find("Profile")
    identity = profile.find("Identity") if profile is not None else None
    number = party.get("FixedRef") or (profile.get("ID") if profile is not None else "")
    if profile is None or identity is None or not number:
        raise file.broken("a party without profile, identity or number")
    if (profile.get("ID") or number) in file.parties:
        raise file.broken(f"party {number[:20]} stands twice")
    names = tuple(dict.fromkeys(_names(file, identity)))
    if not names:
        raise file.broken(f"party {number[:20]} has no name")
    entry = ListEntry(
        id=number,
        owner=OWNER,
        legal_basis=LEGAL_BASIS,
        entity_type=_entity_type(file, profile),
        names=names,
        births=tuple(dict.fromkeys(_births(file, profile))),
        states=tuple(dict.fromkeys(_nationalities(file, profile))),
        sex=next((word[:1] for word in _details(file, profile, _GENDER) if word in {"Male", "Female"}), ""),
    )
    file.parties[profile.get("ID") or number] = (identity.get("ID", ""), entry)


def _entity_type(file: _File, profile: Element) -> str:
    sub_type = file.value("PartySubType", profile.get("PartySubTypeID"))
    word = clean(sub_type.text or "")
    return entity_type(file.word("PartyType", sub_type.get("PartyTypeID")) if word == "Unknown" else word)


def _names(file: _File, identity: Element) -> Iterator[ListedName]:
    """Every documented name: the first of the primary alias is the primary name, its other scripts are aliases."""
    parts = {group.get("ID", ""): group.get("NamePartTypeID") for group in identity.iter("NamePartGroup")}
    aliases = sorted(identity.findall("Alias"), key=lambda alias: alias.get("Primary") != "true")
    for alias in aliases:
        kind = WEAK if alias.get("LowQuality") == "true" else ALIAS
        for place, documented in enumerate(alias.findall("DocumentedName")):
            first = alias.get("Primary") == "true" and place == 0
            if text := _full_name(file, documented, parts):
                yield ListedName(text=text, kind=PRIMARY if first else kind)


def _full_name(file: _File, documented: Element, parts: Mapping[str, str | None]) -> str:
    """One name as the comma-separated form writes it: family name, comma, given names; other scripts as they are."""
    said: dict[str, list[str]] = {}
    script = ""
    for value in documented.iter("NamePartValue"):
        type_ = parts.get(value.get("NamePartGroupID", ""))
        text = clean(value.text or "")
        if text:
            said.setdefault(file.word("NamePartType", type_) if type_ else "", []).append(text)
        script = script or (file.word("Script", value.get("ScriptID")) if value.get("ScriptID") else "")
    last = [text for word in _LAST_NAMES for text in said.get(word, ())]
    first = [text for word in _FIRST_NAMES for text in said.get(word, ())]
    rest = [text for word, texts in said.items() if word not in (*_LAST_NAMES, *_FIRST_NAMES) for text in texts]
    if not last or not first:
        return " ".join((*last, *first, *rest))
    if script in {"", "Latin"}:
        return f"{' '.join(last)}, {' '.join((*first, *rest))}"
    family_first = script.casefold().startswith(_FAMILY_FIRST)
    return " ".join((*last, *first, *rest) if family_first else (*first, *rest, *last))


def _features(file: _File, profile: Element, word: str) -> Iterator[Element]:
    for feature in profile.findall("Feature"):
        if file.word("FeatureType", feature.get("FeatureTypeID")) == word:
            yield feature


def _births(file: _File, profile: Element) -> Iterator[BirthSpan]:
    for feature in _features(file, profile, _BIRTH):
        for period in feature.iter("DatePeriod"):
            if span := _span(period):
                yield span


def _details(file: _File, profile: Element, word: str) -> Iterator[str]:
    for feature in _features(file, profile, word):
        for detail in feature.iter("VersionDetail"):
            number = detail.get("DetailReferenceID")
            yield file.word("DetailReference", number) if number else clean(detail.text or "")


def _nationalities(file: _File, profile: Element) -> Iterator[str]:
    for feature in _features(file, profile, _NATIONALITY):
        for location in feature.iter("VersionLocation"):
            if code := file.places.get(location.get("LocationID", "")):
                yield code
    for word in _details(file, profile, _NATIONALITY):
        if code := state_code(word):
            yield code


def _country(file: _File, location: Element) -> str:
    for country in location.findall("LocationCountry"):
        if code := file.state(country.get("CountryID")):
            return code
    words = (state_code(clean(value.text or "")) for value in location.iter("Value"))
    return next(filter(None, words), "")


def _span(period: Element) -> BirthSpan | None:
    """A period of birth. A whole year or month is written as its first and last day."""
    edges = [when for path in ("Start/From", "Start/To", "End/From", "End/To") if (when := _date(period.find(path)))]
    if not edges:
        return None
    first, last = edges[0], edges[-1]
    circa = any(edge.get("Approximate") == "true" for edge in (*period.findall("Start"), *period.findall("End")))
    if first.first > last.last:
        first, last = last, first
    whole = _whole(first, last)
    return BirthSpan(first=whole[0], last=whole[1], circa=circa)


def _whole(first: PartialDate, last: PartialDate) -> tuple[PartialDate, PartialDate]:
    """The same span in years or months, where it covers whole ones.

    >>> [str(day) for day in _whole(PartialDate(1960, 1, 1), PartialDate(1962, 12, 31))]
    ['1960', '1962']
    """
    for start, end in (
        (PartialDate(first.year), PartialDate(last.year)),
        (PartialDate(first.year, first.month), PartialDate(last.year, last.month)),
    ):
        if start.first == first.first and end.last == last.last:
            return start, end
    return first, last


def _date(element: Element | None) -> PartialDate | None:
    if element is None:
        return None
    year, month, day = (clean(element.findtext(part) or "") for part in ("Year", "Month", "Day"))
    try:
        return PartialDate(int(year), int(month) if month else None, int(day) if month and day else None)
    except ValueError:
        return None


def _document(file: _File, element: Element) -> ListedDocument | None:
    kind = document_type(file.word("IDRegDocType", element.get("IDRegDocTypeID")))
    number = clean(element.findtext("IDRegistrationNo") or "")
    if not kind or not any(map(str.isalnum, number)):
        return None
    issued_by = element.find("IssuedBy")
    country = element.get("IssuedBy-CountryID") or (issued_by.get("CountryID") if issued_by is not None else None)
    return ListedDocument(number=number, issuing_state=file.state(country), type=kind)


def _designation(file: _File, entry: Element) -> _Designation:
    events = entry.findall("EntryEvent")
    bases = [file.word("LegalBasis", number) for event in events if (number := event.get("LegalBasisID"))]
    days = [day.first for event in events if (day := _date(event.find("Date"))) is not None]
    programs = [
        clean(measure.findtext("Comment") or "")
        for measure in entry.findall("SanctionsMeasure")
        if file.word("SanctionsType", measure.get("SanctionsTypeID")) == "Program"
    ]
    return _Designation(
        programs=tuple(dict.fromkeys(filter(None, programs))),
        basis="; ".join(dict.fromkeys(basis for basis in bases if basis not in {"", "Unknown"})),
        listed=min(days, default=None),
    )
