"""Writing a machine readable zone: the inverse of reading one."""

from __future__ import annotations

from preclear.documents.mrz import names
from preclear.documents.mrz.digits import ALPHABET, check_digit
from preclear.documents.mrz.layouts import LAYOUTS, Digit, Layout
from preclear.errors import InvalidInput
from preclear.model.verification import MrzFields

_WORDS = frozenset(ALPHABET[10:36] + " ")
_CHARACTERS = frozenset(ALPHABET)


def format(fields: MrzFields, kind: str = "TD3") -> tuple[str, ...]:  # noqa: A001 -- the house's verb
    """The lines of a zone with its check digits. ``kind`` is TD1, TD2, TD3, MRV-A or MRV-B.

    Names are in the zone's letters already (``preclear.writing`` transliterates); too long ones are cut as Doc 9303-4,
    4.2.3 says. ``InvalidInput`` names the field that does not fit.
    """
    layout = LAYOUTS.get(kind)
    if layout is None:
        raise InvalidInput(f"{kind!r} is no format", where="kind", mend=f"Use one of {', '.join(LAYOUTS)}")
    zone = ["<"] * layout.size
    optional = _number(zone, layout, fields)
    _put(zone, layout.document_code, fields.document_code, "document_code")
    _put(zone, layout.issuing_state, fields.issuing_state, "issuing_state")
    _put(zone, layout.nationality, fields.nationality, "nationality")
    _put(zone, layout.birth_date, _six(fields.birth_date, "birth_date"), "birth_date")
    _put(zone, slice(layout.sex, layout.sex + 1), fields.sex, "sex")
    if layout.expiry_date.stop or fields.expiry_date:
        _put(zone, layout.expiry_date, _six(fields.expiry_date, "expiry_date"), "expiry_date")
    _put_optional(zone, layout, optional)
    _put_names(zone, layout, _name(fields.surname, "surname"), _name(fields.given_names, "given_names"))
    for digit in layout.digits:
        if not (layout.continues and digit.id == "digit.document_number" and len(fields.document_number) > 9):
            zone[digit.at] = _digit(zone, digit)
    text = "".join(zone)
    return tuple(text[start : start + layout.width] for start in range(0, layout.size, layout.width))


def _number(zone: list[str], layout: Layout, fields: MrzFields) -> str:
    """Put the number; answers the optional data, after the rest of a long number and its check digit."""
    number = fields.document_number
    width = layout.document_number.stop - layout.document_number.start
    if len(number) <= width or layout.continues is None:
        _put(zone, layout.document_number, number, "document_number")
        return fields.optional_data
    rest = number[width:] + check_digit(number) + "<"
    if "<" in number or len(rest) > layout.continues.stop - layout.continues.start:
        raise _unfit("document_number", number)
    _put(zone, layout.document_number, number[:width], "document_number")
    return (rest + fields.optional_data).rstrip("<")


def _put_names(zone: list[str], layout: Layout, surname: str, given_names: str) -> None:
    width = layout.names.stop - layout.names.start
    if layout.given_names.stop:
        zone[layout.names] = names.join(surname, "", width)
        zone[layout.given_names] = names.join(given_names, "", layout.given_names.stop - layout.given_names.start)
    else:
        zone[layout.names] = names.join(surname, given_names, width)


def _put_optional(zone: list[str], layout: Layout, text: str) -> None:
    room = sum(part.stop - part.start for part in layout.optional)
    if len(text) > room or not _CHARACTERS.issuperset(text):
        raise _unfit("optional_data", text)
    for part in layout.optional:
        width = part.stop - part.start
        zone[part], text = text[:width].ljust(width, "<"), text[width:]


def _put(zone: list[str], part: slice, text: str, where: str) -> None:
    width = part.stop - part.start
    if len(text) > width or not _CHARACTERS.issuperset(text):
        raise _unfit(where, text)
    zone[part] = text.ljust(width, "<")


def _six(day: str | None, where: str) -> str:
    if day is None:
        return "<<<<<<"
    year, month, date = (*day.split("-"), "<<", "<<")[:3]
    if len(year) != 4 or len(month) != 2 or len(date) != 2:
        raise _unfit(where, day)
    return year[2:] + month + date


def _name(name: str, where: str) -> str:
    if not _WORDS.issuperset(name) or name != " ".join(name.split()):
        raise _unfit(where, name)
    return name


def _digit(zone: list[str], digit: Digit) -> str:
    return check_digit("".join("".join(zone[part]) for part in digit.covers))


def _unfit(where: str, text: str) -> InvalidInput:
    return InvalidInput(
        f"{text!r} does not fit into its field",
        where=where,
        rule="ICAO Doc 9303-3, 4.2 and 4.3",
        mend="Use A to Z, 0 to 9 and no more characters than the field has",
    )
