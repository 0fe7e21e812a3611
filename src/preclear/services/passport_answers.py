"""What a passport answers by itself: a zone that was typed, a page that was photographed, data group 1 of the chip.

The traveller can correct each answer, and what the traveller has answered already stays.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from datetime import date
from typing import Any

from preclear.documents import mrz, read_dg1
from preclear.errors import InvalidInput
from preclear.model.verification import Mrz, PageReading
from preclear.services import form_path
from preclear.services.filling import NOTES, ZONE
from preclear.services.ports import Pages
from preclear.writing.states import alpha3_of


def asked(document: Mapping[str, Any], path: str) -> dict[str, Any]:
    """The document, with a note that this was asked; what was typed there is taken now."""
    notes = copy.deepcopy(document.get(NOTES, {}))
    notes["asked"] = sorted({*notes.get("asked", ()), path})
    notes["read"] = [one for one in notes.get("read", ()) if one != path]
    notes.get("typed", {}).pop(path, None)
    if path == ZONE:
        notes.pop("picture", None)
    return {**document, NOTES: notes}


def of_typed(document: Mapping[str, Any], text: str, today: date) -> dict[str, Any]:
    """What the typed lines say, over what was answered before. ``InvalidInput`` where they are no passport's."""
    lines = ["".join(line.split()).upper().replace("«", "<<") for line in text.splitlines() if line.strip()]
    if not lines:
        return asked(form_path.put(document, ZONE, None), ZONE)
    return _filled(document, _parsed(lines, today), over=True)


def read_page(content: bytes, pages: Pages | None) -> PageReading | None:
    """The picture as read; None where nobody reads, or it cannot be decoded. A person may still look at it."""
    try:
        return pages.read(content) if pages else None
    except InvalidInput:
        return None


def of_page(document: Mapping[str, Any], reading: PageReading) -> dict[str, Any]:
    """What the picture says. Where the readers are not sure, the lines stand in the field to be compared."""
    if form_path.at(document, ZONE):
        return dict(document)
    if reading.agreed and reading.mrz and reading.mrz.valid and not reading.mrz.format.startswith("MRV"):
        return asked(form_path.put(_filled(document, reading.mrz), ZONE, list(reading.mrz.lines)), ZONE)
    notes = copy.deepcopy(document.get(NOTES, {}))
    notes["picture"] = "unsure" if reading.mrz else "unread"
    if reading.mrz:
        notes.setdefault("typed", {})[ZONE] = {"": "\n".join(reading.mrz.lines)}
    return {**document, NOTES: notes}


def of_chip(document: Mapping[str, Any], data_group_1: bytes, today: date) -> dict[str, Any]:
    """What data group 1 says. It does not stand for the printed zone: the two are compared."""
    try:
        return _filled(document, read_dg1(data_group_1, today=today))
    except InvalidInput:
        return dict(document)


def _filled(document: Mapping[str, Any], zone: Mrz, *, over: bool = False) -> dict[str, Any]:
    notes = document.get(NOTES, {})
    taken = set() if over else set(notes.get("asked", ())) - set(notes.get("read", ()))
    known = {path: value for path, value in _answers(zone).items() if value and path not in taken}
    filled = dict(document)
    for path, value in known.items():
        filled = asked(form_path.put(filled, path, value), path)
    if over:
        filled = asked(form_path.put(filled, ZONE, list(zone.lines)), ZONE)
    if known:
        filled[NOTES]["read"] = sorted({*filled[NOTES]["read"], *known})
    return filled


def _answers(zone: Mrz) -> dict[str, Any]:
    fields = zone.fields
    return {
        "document.type": (fields.document_code or "P")[:1],
        "document.issuing_state": alpha3_of(fields.issuing_state or ""),
        "document.number": fields.document_number,
        "document.expires": fields.expiry_date,
        "applicant.surname": fields.surname,
        "applicant.given_names": fields.given_names,
        "applicant.birth_date": fields.birth_date,
        "applicant.nationality": [alpha3_of(fields.nationality)] if fields.nationality else None,
    }


def _parsed(lines: list[str], today: date) -> Mrz:
    try:
        zone = mrz.parse(lines, today=today)
    except InvalidInput as error:
        raise InvalidInput(
            "These are not the lines of a passport: two lines of 44 characters each, with every < sign",
            rule=error.rule,
            mend="You can also leave this empty and type your details on the next pages",
        ) from error
    if zone.format.startswith("MRV"):
        raise InvalidInput("These are the lines of a visa. Type those of the passport", rule="ICAO Doc 9303-7")
    if not zone.valid:
        raise InvalidInput(
            "A character seems to be wrong: the check digits do not fit",
            rule="ICAO Doc 9303-3, 4.9",
            mend="Look again at 0 and O, 1 and I, and count the < signs. Or leave this empty",
        )
    return zone
